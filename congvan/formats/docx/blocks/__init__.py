"""Blocks of a DOCX template: tags that print paragraphs, tables and charts, and the ruled lines under a text.

May import styles, tags, values and enclosing of its room.
"""
