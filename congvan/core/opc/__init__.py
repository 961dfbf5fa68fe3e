"""Office packages (DOCX and XLSX are zip files): recognise, read within limits, write without timestamps.

Imports messages and problems.
"""
