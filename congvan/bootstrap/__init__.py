"""Which interpreter a run goes on in, and whether there is anything to do.

Imports the standard library, i18n and problems.
"""
