"""Counts and sums in texts: `{{ count(gioi_tinh == 'Nữ') }}`, `{{ sum(khen_thuong.tien)|tien }}`.

The text stays a Jinja template; each aggregate in it becomes a call with its own text, evaluated as an expression over
the rows at hand and the lists among the values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from congvan.core.templating.open_values import Open
from congvan.values.expressions.expression import parse
from congvan.values.expressions.parser import FUNCTIONS
from congvan.values.expressions.scopes import ROWS, MappingScope, row_scopes
from congvan.values.expressions.tokens import ExpressionError
from congvan.values.expressions.values import UNKNOWN, Scope, plain

AGGREGATE = "aggregate_"
"""The name under which a text calls its aggregates."""

_CALL = re.compile(rf"(?<![\w.|])(?:{'|'.join(FUNCTIONS)})\s*\(")
_TAG = re.compile(r"\{\{.*?\}\}", re.DOTALL)


@lru_cache(maxsize=4096)
def with_aggregates(text: str) -> str:
    """Return a text in which each aggregate of a `{{ }}` is a call of `aggregate_` with its own text."""
    return _TAG.sub(lambda tag: _rewritten(tag[0]), text) if _CALL.search(text) else text


def _rewritten(tag: str) -> str:
    out, at = "", 0
    while match := _next_call(tag, at):
        start, end = match
        expression = tag[start:end].replace("\\", "\\\\").replace('"', '\\"')
        out += f'{tag[at:start]}{AGGREGATE}("{expression}")'
        at = end
    return out + tag[at:]


def _next_call(tag: str, at: int) -> tuple[int, int] | None:
    """Return where the next aggregate begins and ends, outside of quotes; None if there is none that ends."""
    quote = ""
    while at < len(tag):
        character = tag[at]
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif match := _CALL.match(tag, at):
            end = _end(tag, match.end())
            return (at, end) if end else None
        at += 1
    return None


def _end(tag: str, at: int) -> int:
    """Return where the bracket opened before `at` is closed, outside of quotes; 0 if it is not."""
    depth, quote = 1, ""
    for index in range(at, len(tag)):
        character = tag[index]
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "()":
            depth += 1 if character == "(" else -1
            if not depth:
                return index + 1
    return 0


def aggregates_of(values: Mapping[str, Any]) -> Callable[[str], Any]:
    """Return the function that a text calls with its aggregates, over the lists among its values.

    The rows at hand are `rows_` among the values: mappings or scopes. Raises `ExpressionError`.
    """

    def evaluate(text: str) -> Any:
        try:
            found = parse(text).evaluate(text_scope(values))
        except ExpressionError as error:
            error.text = text
            raise
        return Open(name=text) if found is UNKNOWN else _plain(found)

    return evaluate


def text_scope(values: Mapping[str, Any]) -> Scope:
    """Return the scope of a text: its values, and the rows at hand among them."""
    rows = values.get(ROWS)
    outer = MappingScope({name: value for name, value in values.items() if name != ROWS})
    if rows is None:
        return outer
    if rows is UNKNOWN:
        return MappingScope({}, rows=UNKNOWN, outer=outer)
    scopes = [one for each in rows for one in (row_scopes([each], "", outer) if isinstance(each, Mapping) else [each])]
    return MappingScope({}, rows=scopes, outer=outer)


def _plain(found: Any) -> Any:
    """Return a number as texts show it."""
    return plain(found) if hasattr(found, "to_integral_value") else found
