"""Blanks of a form: the table of a sheet with its heads, codes and widths, its rows and cells, formulas and texts."""
