"""XLSX templates → XLSX. May import fastpath, opc and templating."""
