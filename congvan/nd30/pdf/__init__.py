"""PDF → view, by what PDFium reads. May import model."""
