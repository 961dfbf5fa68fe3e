"""The facts: frozen, validated models of the data files, and checks between them.

Imports decree, project and text, and of nd30 the ids of the rules, for data/check.yaml.
"""
