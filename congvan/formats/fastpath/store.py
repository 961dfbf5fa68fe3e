"""Fast paths of a template: recorded from full renders, verified against others, then used in their place.

Why: a fast path yields the same as a full render, so that neither history nor the number of fast paths shows in any
byte; one that does not disables all fast paths of its template.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Generic, TypeVar

from congvan.formats.fastpath.field_plan import FieldPlan

R = TypeVar("R")
Path = tuple[Any, ...]  # keys from a content to a value; None for any item of a list
FastPath = tuple[
    FieldPlan, Callable[[tuple[str, ...]], R]
]  # extracts the values of a record; turns them into the result of a render
_MAX_FAST_PATHS = 128
_FREE_ATTEMPTS = 8  # recordings made before hits are required
_HITS_PER_ATTEMPT = 16  # hits that allow another recording, which costs some thirty renders
_RECENT_RECORDS = 4  # records rendered last
_FEW_DIFFERENCES = 8  # differing values allowed in records of any size
_MOST_VALUES = 10_000  # shown by a record that is recorded: a longer list hardly comes again with as many rows


class UseFullRender(Exception):
    """Raised for a text that a full render refuses, or does more with than print it."""


class FastPaths(Generic[R]):
    """`make` records one record (None, or any exception: it cannot); `same` compares two results; `printed`: how many
    values a result shows, about.

    `make` receives the paths of the values that differed between recent records, which a fast path should leave free if
    it can. `verified`: fast paths of earlier runs. `on_trial`, `records`: where they verified none, what they left
    (`FastPaths.trial`).
    """

    def __init__(
        self,
        make: Callable[[dict[str, Any], frozenset[Path]], FastPath[R] | None],
        same: Callable[[R, R], bool],
        printed: Callable[[R], int],
        verified: Sequence[FastPath[R]] = (),
        on_trial: Sequence[FastPath[R]] = (),
        records: Sequence[dict[str, Any]] = (),
    ) -> None:
        self._make, self._same, self._printed = make, same, printed
        self._paths = [*verified, *on_trial]
        self._verified = {id(plan) for plan, _fill in verified}  # ids of plans
        self._varying: set[Path] = set()
        self._recent: deque[dict[str, Any]] = deque(records, maxlen=_RECENT_RECORDS)
        self._attempts = self._observed = self.hits = 0
        self._looked_up: Mapping[str, Any] | None = (
            None  # the last record, and the fast path that fits it, verified or not
        )
        self._matching: FastPath[R] | None = None
        self._next_attempt = 0  # the render at which recording is tried again after attempts without hits
        self.disabled = False  # a fast path disagreed with a full render: none is used any more

    @property
    def plans(self) -> list[FieldPlan]:
        """The verified field plans, the last used first."""
        return [plan for plan, _fill in self._paths if id(plan) in self._verified]

    def trial(self) -> tuple[list[FieldPlan], list[dict[str, Any]]] | None:
        """Return the plans that no other record has verified yet, and the records rendered last, for a later run to go
        on with; None if that has no need of them: plans are verified, or none came of several records.

        Why: processes that make one record each would never learn.
        """
        if self._verified or not self._recent or self._observed > _RECENT_RECORDS:
            return None
        return [plan for plan, _fill in self._paths], list(self._recent)

    def lookup(self, context: Mapping[str, Any]) -> R | None:
        """Return the result for this record if a verified fast path fits it; else None."""
        self._looked_up, self._matching = context, None
        try:
            for at, fast_path in enumerate(self._paths):
                values = fast_path[0].extract(context)
                if values is not None:
                    self._matching = fast_path
                    if id(fast_path[0]) not in self._verified:
                        return None
                    result = fast_path[1](values)
                    self.hits += 1
                    if at:
                        self._paths.insert(0, self._paths.pop(at))
                    return result
        except UseFullRender:
            pass
        return None

    def observe(self, context: Mapping[str, Any], result: R) -> bool:
        """Compare the result of a full render with a fast path that fits; record a new one if none does.

        A fast path is verified once it agreed with another render than the one that it was made from. Returns True if
        that happened now.
        """
        matching = [self._matching] if self._matching else []
        paths = matching if context is self._looked_up else self._paths
        self._looked_up = self._matching = None  # a list of thousands of rows is not kept until the next
        if self.disabled or type(context) is not dict:
            return False
        self._observed += 1
        try:
            for fast_path in paths:
                agrees = self._agrees(fast_path, context, result)
                if agrees is not None:
                    if agrees:
                        self._verified.add(id(fast_path[0]))
                    return agrees
            if self._printed(result) > _MOST_VALUES:
                return False
            if self._recent and self._pays():
                self._varying.update(chain.from_iterable(_varying_paths(other, context) for other in self._recent))
                self._record(context, result)
            self._recent.append(context)
        except UseFullRender:
            pass
        return False

    def _pays(self) -> bool:
        """Whether another attempt is worth its cost: always at first, then in proportion to hits, else ever more
        seldom."""
        if self._attempts < _FREE_ATTEMPTS + self.hits // _HITS_PER_ATTEMPT:
            return True
        if self._observed < self._next_attempt:
            return False
        self._next_attempt = 2 * self._observed
        return True

    def _record(self, context: dict[str, Any], result: R) -> None:
        """Record a fast path from this record, and keep it if it reproduces the result."""
        self._attempts += 1
        try:
            fast_path = self._make(context, frozenset(self._varying))
        except UseFullRender:
            raise
        except Exception:  # such records are rendered in full
            return
        values = fast_path[0].extract(context) if fast_path is not None else None
        if fast_path is None or values is None or not self._same(fast_path[1](values), result):
            return
        self._paths.insert(0, fast_path)
        for plan, _fill in self._paths[_MAX_FAST_PATHS:]:
            self._verified.discard(id(plan))
        del self._paths[_MAX_FAST_PATHS:]

    def _agrees(self, fast_path: FastPath[R], context: Mapping[str, Any], result: R) -> bool | None:
        """Whether a fast path reproduces this result; None: it does not fit. Disables all fast paths if it differs."""
        values = fast_path[0].extract(context)
        if values is None:
            return None
        if self._same(fast_path[1](values), result):
            return True
        self.disabled = True
        self._paths.clear()
        self._verified.clear()
        return False


def _varying_paths(one: dict[str, Any], other: dict[str, Any]) -> list[Path]:
    """Return the paths that differ between two records; none if nearly all do: they belong to different documents."""
    paths = [*_differences(one, other)]
    few = len(paths) <= _FEW_DIFFERENCES or len(paths) <= sum(1 for _value in _values(other)) // 3
    return paths if few else []


def _values(content: Any) -> Iterator[Any]:
    if isinstance(content, dict | list):
        for inner in content.values() if isinstance(content, dict) else content:
            yield from _values(inner)
    else:
        yield content


def _differences(one: Any, other: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the paths of the texts and numbers that differ between two contents, as far as their shapes agree."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one.keys() & other.keys():
            if one[key] is not other[key]:
                yield from _differences(one[key], other[key], (*path, key))
    elif isinstance(one, list) and isinstance(other, list):
        for a, b in zip(one, other, strict=False):
            if a is not b:
                yield from _differences(a, b, (*path, None))
    elif type(one) is not type(other) or one != other:
        yield path
