"""Geometry of banners and posters: lengths in millimetres → drawing operations. Imports fonts, messages, problems,
units.
"""
