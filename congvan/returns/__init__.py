"""Returned forms: read the files that come back, keep them as events, and answer who has replied.

`collect`, `facilities` and `phone_report` read input; `answers` computes status, facts for documents and teams from it;
`acts` holds the functions that the commands call. Imports ledger, model, project, grids, opc and text, and of nd30
how a paper is opened and whether it is classified.
"""
