"""Views: what a screen shows, as plain content made from the project and from acts that only read. A module a screen.

A view never writes, and never raises for errors in data: they are part of what it shows.
"""
