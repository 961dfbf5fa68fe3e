"""DOCX → view, as Word resolves styles, lists and sections. May import model."""
