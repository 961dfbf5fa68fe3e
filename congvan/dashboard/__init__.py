"""The clerk's first screen, outputs/<dispatch>/index.html: the files by task, with pictures.

Imports plan, rendering and below.
"""
