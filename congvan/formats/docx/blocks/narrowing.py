"""Expand blocks for one record alone: only the branches that its values take, so that a preview is compiled quickly.

A branch that is left out and taken all the same is an error of the render, never a gap: whoever narrows then renders
once more with every branch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

BRANCHES = frozenset(["text", "chart", "table", "line", "runs"])
"""What a block may be: a text, a chart, a table, a paragraph of one text, a paragraph of runs."""
LEFT_OUT = "{{ docx_branch_left_out }}"
"""Source of a branch that is left out: a name that no record has."""

_record: ContextVar[Mapping[str, Any] | None] = ContextVar("record", default=None)
_PATH = re.compile(r"([A-Za-z_][\w.]*)(?:\[[^\]]*\])?")


@contextmanager
def narrowed(record: Mapping[str, Any]) -> Iterator[None]:
    """Context manager: templates compiled in it hold the branches that this record takes."""
    token = _record.set(record)
    try:
        yield
    finally:
        _record.reset(token)


def branches_of(expression: str) -> frozenset[str]:
    """Return the branches that the values of an expression take in the record; all of them outside of `narrowed`."""
    record = _record.get()
    path = _PATH.fullmatch(expression.strip()) if record is not None else None
    values = list(_values(record, path[1].split("."))) if record is not None and path else []
    return frozenset().union(*map(_branches, values)) if values else BRANCHES


def _values(record: Mapping[str, Any], steps: Sequence[str]) -> Iterator[Any]:
    """Yield what stands at a path: from the record, or from what its lists hold where it begins with a loop's name."""
    if steps[0] in record:
        yield from _at(record, steps)
        return
    for listed in record.values():
        for item in listed if isinstance(listed, list) else ():
            yield from _at(item, steps[1:]) if len(steps) > 1 else (item,)


def _at(value: Any, steps: Sequence[str]) -> Iterator[Any]:
    for step in steps:
        if not isinstance(value, Mapping) or step not in value:
            return
        value = value[step]
    yield value


def _branches(value: Any) -> frozenset[str]:
    if isinstance(value, str):
        return frozenset(["text"])
    if isinstance(value, list):
        return frozenset().union(*map(_branches, value))
    if not isinstance(value, Mapping):
        return BRANCHES
    return frozenset([next((branch for key, branch in _TOLD_BY.items() if key in value), "runs")])


_TOLD_BY = {"chart": "chart", "kind": "chart", "table": "table", "columns": "table", "text": "line"}
