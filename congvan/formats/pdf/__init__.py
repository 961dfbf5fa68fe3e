"""HTML templates → PDF/A-2u by WeasyPrint, laid out once; packs of many documents.

May import fastpath, fonts and templating.
"""
