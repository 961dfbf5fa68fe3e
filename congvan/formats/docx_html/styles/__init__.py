"""The styles of a Word document: formats of runs and paragraphs, lists, families, and what text measures in them.

May import markup of its room.
"""
