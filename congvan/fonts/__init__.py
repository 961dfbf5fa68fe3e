"""Faces and their measures: which file a family is, what a text measures, a subset in a PDF."""
