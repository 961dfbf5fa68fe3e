"""XLSX: workbook templates made in Excel, compiled once and merged with many records."""
