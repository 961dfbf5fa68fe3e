"""DOCX templates (the dialect of docxtpl) → DOCX. May import fastpath, opc and templating."""
