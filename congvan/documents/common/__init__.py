"""Shared by all builders: their context, the facts of a dispatch, charts. May import text."""
