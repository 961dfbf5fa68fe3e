"""The measured document that rules judge: pages, paragraphs, lines, runs; the 29 kinds; widths of Times New Roman.."""
