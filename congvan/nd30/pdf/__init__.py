"""Measure a PDF as a view, with PDFium. May import model."""
