"""Jobs → artifacts, each template compiled once, here or by an executor.

Imports formats, nd30, publishing and project.
"""
