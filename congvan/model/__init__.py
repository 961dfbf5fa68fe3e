"""The facts: frozen, validated models of the data files, checks between them. Imports decree, project, columns, text."""
