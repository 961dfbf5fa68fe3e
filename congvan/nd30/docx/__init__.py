"""Measure a DOCX as a view, resolving styles, lists and sections as Word does. May import model."""
