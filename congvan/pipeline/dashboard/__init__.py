"""The dashboard, outputs/<dispatch>/index.html: the files of a dispatch by task, with thumbnails; and the index of all.

Imports plan, rendering and the packages below them.
"""
