"""Signs for the print shop: PDF/X-4 drawings, and the print order as XLSX. May import opc."""
