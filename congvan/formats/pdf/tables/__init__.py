"""Tables of many rows: composed of rows that are laid out once."""
