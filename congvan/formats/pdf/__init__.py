"""PDF: HTML templates laid out once by WeasyPrint as PDF/A-2u, and packs of many documents.

May import fastpath, fonts and templating.
"""
