"""Readers of files that others made: bytes → grids of text cells with places, within limits.

What comes back (`returns`) and lists kept in a spreadsheet (`model.lists`) are read alike. Imports opc, text, messages.
"""
