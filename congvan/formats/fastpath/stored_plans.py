"""Programs of templates as bytes for the cache, and back: plain data, which is read without running anything."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from typing import Any

from congvan.formats.fastpath.field_plan import BUILT_IN, ComputedValue, Expected, FieldPlan, Lookup


def to_bytes(programs: Sequence[FieldPlan]) -> bytes:
    """Programs for the cache; those that hold something of a process only are left out."""
    kept = []
    for program in programs:
        computed = [[each.number, each.refs, _to_plain(each.expected)] for each in program.computed]
        plain = [program.fixed, _to_plain(program.expected), program.fields, computed]
        try:
            kept.append(json.dumps(plain, ensure_ascii=False))
        except TypeError:
            continue
    return f"[{','.join(kept)}]".encode("utf-8", "surrogatepass")


def from_bytes(data: bytes, function: Callable[[int], Callable[..., Any]] | None = None) -> list[FieldPlan]:
    """The programs of a cache entry, none where it is not what it should be; `function` gives those of expressions."""
    try:
        return [
            FieldPlan(
                fixed,
                _from_plain(expected),
                [tuple(field) if isinstance(field, list) else field for field in fields],
                [
                    ComputedValue(_later(number, function), number, tuple(refs), _from_plain(plain))
                    for number, refs, plain in computed
                ],
            )
            for fixed, expected, fields, computed in json.loads(data)
        ]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return []


def _later(number: int, function: Callable[[int], Callable[..., Any]] | None) -> Callable[..., Any]:
    """A function that is looked up when it is called first."""
    if number in BUILT_IN:
        return BUILT_IN[number]
    if function is None:
        raise ValueError
    found: list[Callable[..., Any]] = []

    def call(*values: Any) -> Any:
        if not found:
            found.append(function(number))
        return found[0](*values)

    return call


def _to_plain(expected: Expected) -> list[Any]:
    exact = [(parent, key, base64.b64encode(data).decode()) for parent, key, data in expected.exact]
    return [expected.steps, expected.same, exact, expected.tested, expected.kinds, expected.before]


def _from_plain(plain: list[Any]) -> Expected:
    steps, same, exact, tested, kinds, before = plain
    return Expected(
        [Lookup(parent, key, kind, size, tuple(take)) for parent, key, kind, size, take in steps],
        [tuple(row) for row in same],
        [(parent, key, base64.b64decode(text)) for parent, key, text in exact],
        [tuple(row) for row in tested],
        [tuple(row) for row in kinds],
        before,
    )
