"""Start of a run: choose the interpreter, replay an unchanged build, handle signals.

Imports the standard library, messages, i18n and problems.
"""
