"""Lines of text as WeasyPrint and Pango set them: shaped words, breaks, where the baseline is, operators.

May import fonts.
"""
