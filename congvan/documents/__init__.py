"""How a record becomes the plain content that a template is given: `contents` is the table.

Imports model, signs, templating and what is below them.
"""
