"""Rows of a workbook that are alike: drawn once, repeated as text."""
