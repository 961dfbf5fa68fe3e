"""The measured document that rules check: pages, paragraphs, lines, runs; the 29 kinds; text widths. Imports nothing
else of nd30."""
