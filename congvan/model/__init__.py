"""The facts: frozen, validated models of the data files, and checks between them. Imports decree, project, text."""
