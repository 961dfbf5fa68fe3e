"""Encode field plans for the cache and decode them: plain data, read without executing anything."""

from __future__ import annotations

import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any

from congvan.formats.fastpath.field_plan import BUILT_IN, HTML, ComputedValue, Expected, FieldPlan, Lookup, ValuePrinter


def to_bytes(plans: Sequence[FieldPlan]) -> bytes:
    """Encode field plans; those that hold objects of this process are left out."""
    encoded = []
    for plan in plans:
        computed = [[each.number, each.refs, _to_plain(each.expected)] for each in plan.computed]
        encoded_plan = [plan.reads, plan.fixed, _to_plain(plan.expected), plan.fields, computed]
        try:
            encoded.append(json.dumps(encoded_plan, ensure_ascii=False))
        except TypeError:
            continue
    return f"[{','.join(encoded)}]".encode("utf-8", "surrogatepass")


def from_bytes(
    data: bytes,
    function: Callable[[int], Callable[..., Any]] | None = None,
    escaped: dict[str, str] | None = None,
    printing: ValuePrinter = HTML,
) -> list[FieldPlan]:
    """Decode the plans of a cache entry, none if it is invalid; `function` returns expressions by number.

    `escaped`, `printing`: as of `FieldPlan`.
    """
    try:
        return [
            FieldPlan(
                reads,
                fixed,
                _from_plain(expected),
                [tuple(field) if isinstance(field, list) else field for field in fields],
                [
                    ComputedValue(_later(number, function), number, tuple(refs), _from_plain(encoded_plan))
                    for number, refs, encoded_plan in computed
                ],
                escaped,
                printing,
            )
            for reads, fixed, expected, fields, computed in json.loads(data)
        ]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return []


def trial_to_bytes(plans: Sequence[FieldPlan], records: Sequence[dict[str, Any]]) -> bytes:
    """Encode plans on trial and the records rendered last; records that hold more than plain data are left out."""
    try:
        seen = json.dumps(records, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        seen = "[]"
    return b"[%s,%s]" % (to_bytes(plans), seen.encode("utf-8", "surrogatepass"))


def trial_from_bytes(
    data: bytes,
    function: Callable[[int], Callable[..., Any]] | None = None,
    escaped: dict[str, str] | None = None,
    printing: ValuePrinter = HTML,
) -> tuple[list[FieldPlan], list[dict[str, Any]]]:
    """Decode plans on trial and records, none if the cache entry is invalid; the rest as of `from_bytes`."""
    try:
        plans, records = json.loads(data)
        return from_bytes(json.dumps(plans).encode(), function, escaped, printing), [*map(dict, records)]
    except (ValueError, TypeError, RecursionError):
        return [], []


def _later(number: int, function: Callable[[int], Callable[..., Any]] | None) -> Callable[..., Any]:
    """Return a function that is looked up at its first call."""
    if number in BUILT_IN:
        return BUILT_IN[number]
    if function is None:
        raise ValueError
    loaded: list[Callable[..., Any]] = []

    def call(*values: Any) -> Any:
        if not loaded:
            loaded.append(function(number))
        return loaded[0](*values)

    return call


def _to_plain(expected: Expected) -> list[Any]:
    exact = [(parent, key, binascii.b2a_base64(data, newline=False).decode()) for parent, key, data in expected.exact]
    return [expected.steps, expected.same, exact, expected.tested, expected.kinds, expected.before, expected.unread]


def _from_plain(encoded_plan: list[Any]) -> Expected:
    steps, same, exact, tested, kinds, before, unread = encoded_plan
    return Expected(
        [Lookup(parent, key, kind, size, tuple(take)) for parent, key, kind, size, take in steps],
        [tuple(row) for row in same],
        [(parent, key, binascii.a2b_base64(text)) for parent, key, text in exact],
        [tuple(row) for row in tested],
        [tuple(row) for row in kinds],
        before,
        [(parent, tuple(keys)) for parent, keys in unread],
    )
