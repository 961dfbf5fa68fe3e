"""Frozen, validated facts and the checks between them.

Imports decree, project, columns, grids, templating and text, and of nd30 the ids of the rules, for data/check.yaml.
"""
