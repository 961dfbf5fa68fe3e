"""Readers of returned files: bytes → grids of text cells with places, within limits."""
