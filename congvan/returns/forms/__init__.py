"""Recognise the form that a file answers and read its rows as entries. May import files and state."""
