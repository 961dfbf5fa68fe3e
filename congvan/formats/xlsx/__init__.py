"""XLSX templates → XLSX. May import fastpath, fonts, opc and templating."""
