"""Pages shown before anything is built: of a template that is edited, of a dispatch that is written; unpublished."""
