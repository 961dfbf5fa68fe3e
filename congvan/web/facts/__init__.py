"""What the screens know of the project: its papers with their problems, and what is expected from those who report.

Imports model, returns and below; read again when a file changes.
"""
