"""The closed, strict Jinja environment that every template runs in, and how the names that they read are declared.

Imports Jinja alone.
"""
