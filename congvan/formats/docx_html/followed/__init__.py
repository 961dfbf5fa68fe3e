"""What the pages will not show as Word does: every element of a template has a verdict, and what has none is reported.

May import drawings, markup, styles and text of its room.
"""
