"""DOCX: templates written in Word in docxtpl's dialect, compiled once and merged with many records."""
