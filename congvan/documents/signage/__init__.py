"""Signs: from the facts of the signage to drawings, proofs, tiles and the order. May import signs."""
