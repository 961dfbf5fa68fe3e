"""Before every route: who is let in, how large a body may be, the headers of every answer, faults as pages, the log.

Imports the settings and refusals of the page, and i18n.
"""
