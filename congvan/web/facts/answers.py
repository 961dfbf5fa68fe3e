"""The answers to a paper as they stand now, from the database of the office; never makes one.

What was worked out is kept for the day, until an event is added, the data change or the database is another one: a
page of a paper with thousands of answers is not worked out again for each look at it.
"""

from __future__ import annotations

import datetime
import threading
from pathlib import Path

from congvan.core.bootstrap.no_op import DATABASE
from congvan.model.dataset import Dataset
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.ledger.store import Event, Store
from congvan.returns.records.computed import computed_of
from congvan.returns.records.fold import fold
from congvan.returns.requests import today

_MOST = 8

Stamp = tuple[datetime.date, int, tuple[tuple[int, int], ...]]


class CachedAnswers:
    """Keeps the last answers to each paper."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[Path, str], tuple[Stamp, Dataset, DispatchAnswers]] = {}

    def find(self, root: Path, dispatch: str, stamp: Stamp, dataset: Dataset) -> DispatchAnswers | None:
        """Return the answers if nothing has changed since they were kept."""
        with self._lock:
            kept = self._known.get((root, dispatch))
        return kept[2] if kept and kept[0] == stamp and kept[1] is dataset else None

    def keep(self, root: Path, stamp: Stamp, dataset: Dataset, answers: DispatchAnswers) -> None:
        with self._lock:
            self._known.pop((root, answers.dispatch_id), None)
            self._known[root, answers.dispatch_id] = (stamp, dataset, answers)
            while len(self._known) > _MOST:
                del self._known[next(iter(self._known))]


_KNOWN = CachedAnswers()


def events_of(root: Path) -> list[Event]:
    """Return all events; [] where nothing was ever kept. Raises `ProblemsFound` for a database that can't be read."""
    store = Store.existing(root, None)
    if store is None:
        return []
    with store:
        return store.events()


def answers_now(root: Path, dataset: Dataset, dispatch: str) -> DispatchAnswers:
    """Return the answers to one paper. Raises `ProblemsFound` for a database that can't be read."""
    store = Store.existing(root, None)
    if store is None:
        return answers_to(dataset, dispatch, [])
    with store:
        stamp = (today(), store.last(), _files(root))
        known = _KNOWN.find(root, dispatch, stamp, dataset)
        if known is None:
            known = answers_to(dataset, dispatch, store.events())
            _KNOWN.keep(root, stamp, dataset, known)
    return known


def answers_to(dataset: Dataset, dispatch: str, events: list[Event]) -> DispatchAnswers:
    """Return the answers to one paper by some events; what is due by today is owing."""
    return DispatchAnswers(dataset, dispatch, fold(events, computed_of(dataset), apart=True), today())


def _files(root: Path) -> tuple[tuple[int, int], ...]:
    """Return which files the database is in: a backup that was put back is another one."""
    file = root / DATABASE
    return ((file.stat().st_ino, file.stat().st_ctime_ns),) if file.is_file() else ()
