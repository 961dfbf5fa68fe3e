"""A form of a dispatch as paper and as a workbook: `content` is its door; the head, the blocks, the cells of a sheet.

May import what the letter may, and the forms room.
"""
