"""The closed, strict Jinja environment that every template runs in. Imports Jinja alone."""
