"""Returned forms: read the files that come back, keep them as events, and answer who has replied.

`intake` opens what was sent, `reading` reads it as answers to forms, `inboxes` keeps them; `records` folds the events;
`answers` works out what is owed, what counts and how each sheet stands; `naming` and `telephone` read what a clerk
types. The commands call `collecting`, `overview`, `entering` and `decisions`. Imports forms, ledger, model, project,
grids, opc and text, and of nd30 how a paper is opened and whether it is classified.
"""
