"""congvan: official dispatches, roster forms and signage from YAML, as DOCX, PDF and XLSX (Decree 30/2020/NĐ-CP)."""

__version__ = "0.2.0"
