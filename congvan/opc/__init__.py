"""Packages (zip) of DOCX and XLSX files: told from other files, read within limits, written without a clock.

Imports i18n and problems.
"""
