"""Documents: builders that turn a record into the plain content passed to a template; `contents` is the table of
builders.

Imports model, signs and the packages below them.
"""
