"""The text of a paragraph: its inline content in order, the lines that Word breaks it into, and its HTML.

May import styles, css and markup of its room.
"""
