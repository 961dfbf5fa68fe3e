"""Before every route: patience, who is let in, the size of a body, headers of every answer, faults as pages, the log.

Imports the settings and refusals of the page, and i18n.
"""
