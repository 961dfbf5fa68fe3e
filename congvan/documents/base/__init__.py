"""What a builder is given, and the facts that every content may name. May import text."""
