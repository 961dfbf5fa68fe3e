"""Render jobs into artifacts; each template is compiled once, in this process or by an executor.

Imports formats, nd30, publishing, signs (the installed typefaces) and project.
"""
