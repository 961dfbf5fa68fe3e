"""Signage: from the signage data to drawings, proofs, tiles and the print order. May import signs."""
