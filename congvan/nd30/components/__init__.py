"""Where the components (boxes 1 to 14) of a document stand in a view. May import model."""
