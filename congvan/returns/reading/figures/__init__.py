"""Figures that can be read and yet can't be meant: amounts in another unit, figures under the wrong title.

Modules import the plan of columns and the answer of a section, none of those that read lines.
"""
