"""Fonts: find the file of a family, shape and measure text, embed subsets in PDF. Imports messages and problems."""
