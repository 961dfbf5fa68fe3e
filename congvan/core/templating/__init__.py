"""The closed, strict Jinja environment of all templates, and the declarations of the names that they read.

Imports Jinja, messages and text.
"""
