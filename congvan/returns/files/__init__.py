"""A returned file's bytes → cells as text with places, within limits."""
