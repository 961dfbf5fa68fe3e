"""The boxes of a paper as values, for a register and for whoever turns a letter back into data (docs/python.md)."""
