"""The words under a table as they were filled in: the counts and sums that they state, compared with its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from congvan.expressions import Expression, ExpressionError, Scope, parse
from congvan.expressions.values import as_number
from congvan.expressions.values import plain as plain_number
from congvan.messages import Message
from congvan.problems import Problem, Severity
from congvan.returns.reading.texts import TextCell
from congvan.returns.reading.words import plain

_TAG = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_FIGURE = re.compile(r"\s*((?:count|sum)\(.*\))\s*(?:\|\s*tien\s*)?", re.DOTALL)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+")


@lru_cache(maxsize=512)
def _pattern(closing: str) -> tuple[re.Pattern[str], tuple[Expression | None, ...]]:
    """Return how closing words read with anything in their places, and the expression of each place; None for words."""
    pieces = _TAG.split(closing)
    texts = [r"\s*".join(map(re.escape, plain(piece).split())) for piece in pieces[::2]]
    figures = (_FIGURE.fullmatch(piece) for piece in pieces[1::2])
    return re.compile(r"\s*(.{0,80}?)\s*".join(texts)), tuple(parse(each[1]) if each else None for each in figures)


def closing_differs(closing: str, scope: Scope, cells: Iterable[TextCell]) -> Iterator[Problem]:
    """Tell of figures in the closing words that are not those of the rows. `scope`: the names of the section."""
    try:
        pattern, expressions = _pattern(closing)
    except ExpressionError:
        return
    for cell in cells:
        match = pattern.search(plain(cell.text))
        for said, expression in zip(match.groups() if match else (), expressions, strict=False):
            if expression is None or _NUMBER.fullmatch(said) is None:
                continue
            try:
                ours = as_number(expression.evaluate(scope))
            except (ExpressionError, KeyError):
                continue
            if ours is not None and ours != int(said.replace(".", "")):
                message = Message("closing-differs", said=said, computed=str(plain_number(ours)))
                yield Problem(message, cell.place, severity=Severity.WARNING)
