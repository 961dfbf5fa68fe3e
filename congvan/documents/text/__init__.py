"""The text of a dispatch: markup, outline, tables, facts and references → blocks of runs."""
