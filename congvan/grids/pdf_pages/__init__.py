"""What is on the pages of a PDF: letters with their places and looks, and ruled tables with the letters of each cell.

`grids.pdf` makes grids of them. Imports grids.grid and cell_lines, text.
"""
