"""Which form a file answers, and its rows as entries. May import files and ledger."""
