"""Count how the records of a template were made.

A record is *filled* if a fast path served it; *rendered* if the template was run for it; *laid out* if its pages, or
its workbook, were made again; made *by docxtpl* if it brings parts of its own.
"""

from __future__ import annotations

from collections import Counter

from congvan.core.problems import Problem

FILLED, RENDERED, LAID_OUT, BY_DOCXTPL = WAYS = ("filled", "rendered", "laid out", "by docxtpl")


class WayCounter:
    """The records of a template by the way they were made, and notes on what takes long."""

    __slots__ = ("counts", "why")

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.why: dict[Problem, None] = {}

    def count(self, way: str, why: Problem | None = None) -> None:
        """Count a record, with a note."""
        self.counts[way] += 1
        if why is not None:
            self.why[why] = None
