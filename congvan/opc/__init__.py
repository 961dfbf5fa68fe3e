"""The package (zip) of DOCX and XLSX files, written without a clock. Imports i18n and problems."""
