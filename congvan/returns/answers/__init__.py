"""Results from the answers: what is owed, what counts, how each sheet stands; facts for documents; people on posts."""
