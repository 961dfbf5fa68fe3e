"""The tables of a Word document: their grid, what rules and heights come to as LibreOffice counts them, their HTML.

May import css, markup, roles, styles and templates of its room.
"""
