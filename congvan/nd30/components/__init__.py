"""Locate the components (boxes 1 to 14 of PL I/I/IV) of a document in a view. May import model."""
