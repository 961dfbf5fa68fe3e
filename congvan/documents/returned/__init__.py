"""What came back, for documents: sources of tables, letters of data/papers/, the matrix, the panel of the first screen.

May import letter, tables, base and text.
"""
