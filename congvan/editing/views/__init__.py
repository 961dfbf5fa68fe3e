"""What forms and tables show of the data files: fields, what references are chosen from, lists, the toolbar of a text.

Reads alone; the acts that change files are beside this room.
"""
