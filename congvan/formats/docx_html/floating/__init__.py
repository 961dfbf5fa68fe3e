"""Tables that float (`w:tblpPr`): where those are that no text is beside, and what is told of the others.

May import followed, heights, markup, pages, styles, tables, templates and text of its room.
"""
