"""Closed lists of names with their capitals (Appendix II), as data beside this file, and their search in a text.

`*.toml` hold tables `[[names]]`, each a list of names as they must be written; names.py explains the keys.
May import model and word_lists.
"""
