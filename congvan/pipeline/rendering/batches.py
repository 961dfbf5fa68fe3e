"""Jobs in batches for several workers: jobs of one template stay with the worker that has compiled it.

Why: a template's first record costs more than a hundred others, for it is compiled and laid out. A worker gets batches
of a template that it knows, then of one that nobody knows; of one that another knows only while several of them wait.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from congvan.core.job import Job

BATCH = 64
"""Weight of the jobs sent to a worker at a time. Why batches: rendering a job is cheaper than sending it."""
AHEAD = 16
"""Batches that wait at most: jobs are planned while workers render, and memory stays flat."""
_JUDGED = 8
HEAVY = 2_000
"""Rows of a job that takes seconds and hundreds of megabytes: one such job at a time, and its content is not sent."""

Kind = tuple[str, str]
"""Template and format."""


def weight(job: Job) -> int:
    """Return how long a job takes, in the time of a stamped record: reading a file back costs more than making it."""
    parts = len(job.pack.parts) // 4 if job.pack else 0
    return parts + (_JUDGED if job.judged else 1)


def is_heavy(job: Job) -> bool:
    """Whether a job has so many rows that it is rendered alone."""
    return bool(long_lists(job.content))


def long_lists(content: Mapping[str, Any]) -> list[list[Any]]:
    """Return the lists of a content, and of the tables in its texts, that have so many rows."""
    lists = [*content.values(), *(table["rows"] for table in tables_in_texts(content))]
    return [each for each in lists if type(each) is list and len(each) >= HEAVY]


def tables_in_texts(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the tables in the texts of a content: its own, and those of its attachments."""
    texts = [content, *content.get("attachments", ())]
    blocks = [block for text in texts if isinstance(text, Mapping) for block in text.get("body", ())]
    return [block["table"] for block in blocks if isinstance(block, Mapping) and "table" in block]


class Batches:
    """The jobs that no worker has taken yet; they are planned when they are wanted."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._source: Iterator[Job] | None = iter(jobs)
        self._growing: dict[Kind, list[Job]] = {}
        self._weights: dict[Kind, int] = {}
        self._waiting: dict[Kind, deque[list[Job]]] = {}
        self._alone: deque[list[Job]] = deque()
        self._known: list[set[Kind]] = []

    def begin(self) -> set[Kind]:
        """Return the kinds that a new worker knows: `take` adds to them."""
        self._known.append(set())
        return self._known[-1]

    def end(self, known: set[Kind]) -> None:
        """Forget a worker that has died."""
        self._known = [other for other in self._known if other is not known]

    def plan(self) -> bool:
        """Plan one more job; return False if there is none, or enough of them wait."""
        if self._source is None or sum(map(len, self._waiting.values())) >= AHEAD:
            return False
        job = next(self._source, None)
        if job is None:
            self._source = None
            for kind in list(self._growing):
                self._finish(kind)
            return False
        kind = (job.template, job.format)
        self._growing.setdefault(kind, []).append(job)
        self._weights[kind] = self._weights.get(kind, 0) + weight(job)
        if self._weights[kind] >= BATCH:
            self._finish(kind)
        return True

    def _finish(self, kind: Kind) -> None:
        self._waiting.setdefault(kind, deque()).append(self._growing.pop(kind))
        self._weights[kind] = 0

    def retry(self, jobs: Iterable[Job]) -> None:
        """Have jobs of a lost batch rendered again, one by one."""
        self._alone.extend([job] for job in jobs)

    def take(self, known: set[Kind]) -> list[Job] | None:
        """Return the next batch for a worker; None if there is none for it now."""
        if self._alone:
            return self._alone.popleft()
        kind = self._choose(known)
        while kind is None and self.plan():
            kind = self._choose(known)
        kind = kind or self._choose(known)  # what was begun is finished once no job is left
        if kind is None:
            return None
        known.add(kind)
        batch = self._waiting[kind].popleft()
        if not self._waiting[kind]:
            del self._waiting[kind]
        return batch

    def _choose(self, known: set[Kind]) -> Kind | None:
        """Return the kind of which a worker gets the next batch."""
        own = [kind for kind in self._waiting if kind in known]
        new = [kind for kind in self._waiting if not any(kind in other for other in self._known)]
        shared = [kind for kind, batches in self._waiting.items() if len(batches) > 1]
        for kinds in (own, new, shared):
            if kinds:
                return max(kinds, key=lambda kind: len(self._waiting[kind]))
        return None
