"""Values of the data files: types of columns (`columns`), and conditions and computed values (`expressions`).

May import `grids` and `core`.
"""
