"""Tables that float (`w:tblpPr`): where those are that no text is beside, and what is told of the others.

May import heights, markup, pages, styles and text of its room.
"""
