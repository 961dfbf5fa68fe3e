"""Frozen, validated facts and the checks between them. Imports decree, project, columns, grids, templating, text."""
