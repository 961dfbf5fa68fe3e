"""The answers to a paper as they stand now, from the database of the office; never makes one."""

from __future__ import annotations

from pathlib import Path

from congvan.ledger.store import Event, Store
from congvan.model.dataset import Dataset
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.records.fold import fold
from congvan.returns.records.shapes import shapes_of


def events_of(root: Path) -> list[Event]:
    """Return all events; [] where nothing was ever kept. Raises `ProblemsFound` for a database that can't be read."""
    store = Store.existing(root, None)
    if store is None:
        return []
    with store:
        return store.events()


def answers_to(dataset: Dataset, dispatch: str, events: list[Event]) -> DispatchAnswers:
    """Return the answers to one paper."""
    return DispatchAnswers(dataset, dispatch, fold(events, shapes_of(dataset)))
