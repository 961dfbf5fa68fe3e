"""The text of a dispatch: markup, outline, tables, facts and references within it → blocks of runs."""
