"""What of a template the PDF does not show as Word does: one table of elements, fonts, and room on pages.

May import drawings, markup, styles and text of its room.
"""
