"""What came back, folded from the events: answers by identity, scans, numbers of the register, what is closed.

`identity` says what an answer answers, `answers` what it holds, `fold` folds the events (`concerning`: those of some
dispatches), `sequence` puts answers in order. Imports ledger, columns and text; knows neither files nor obligations.
"""
