"""A picture for signs, read from SVG: flat fills and strokes of paths and simple shapes, in groups.

Imports text, messages and problems. What the press can't print as it looks is refused with its line.
"""
