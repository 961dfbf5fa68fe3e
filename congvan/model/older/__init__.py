"""Keys and files that only older projects have: reported once, with the command that brings a project up to today.

`keys` finds them by the table beside it. Imports messages, problems and the project.
"""
