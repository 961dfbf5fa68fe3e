"""Signs for the print shop: PDF/X-4 and its order as XLSX. May import opc."""
