"""The row of codes under a head, and expressions written with them: A, (1), (2), (3)=(1)+(2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from congvan.core.templating.numbers import grouped
from congvan.forms.form import SectionColumn
from congvan.values.expressions import Expression
from congvan.values.expressions.tree import Call, Computed, Constant, NameRead, Negative, Node

_LETTERS = "ABCDEFGHIK"
_WORDS = frozenset(("ordinal", "text", "name", "reference", "row-number"))
"""Types of the leading columns that letters stand for."""
_SIGNS = {"-": "−", "*": "×"}


def code_names(columns: Sequence[SectionColumn]) -> Mapping[str, str]:
    """Return the code of each column by its name: letters for leading columns of words, numbers for the others."""
    codes, letters, numbers = {}, 0, 0
    for column in columns:
        if column.spec.code:
            codes[column.name] = column.spec.code
        elif not numbers and column.type.id in _WORDS and letters < len(_LETTERS):
            codes[column.name] = _LETTERS[letters]
            letters += 1
        else:
            numbers += 1
            codes[column.name] = f"({numbers})"
    return codes


def codes(columns: Sequence[SectionColumn]) -> tuple[str, ...]:
    """Return what the row of codes shows: (3)=(1)+(2) for a column computed from others."""
    names = code_names(columns)
    return tuple(_code(column, names) for column in columns)


def _code(column: SectionColumn, names: Mapping[str, str]) -> str:
    own = names[column.name]
    if column.spec.code or column.expression is None or isinstance(column.expression.tree, NameRead):
        return own
    said = written(column.expression, {name: code for name, code in names.items() if name != column.name})
    return f"{own}={said}" if said else own


def written(expression: Expression, names: Mapping[str, str]) -> str:
    """Return an expression with the codes of its names; "" where it is more than arithmetic of columns."""
    try:
        return _written(expression.tree, names)
    except _NotWritten:
        return ""


class _NotWritten(Exception):
    """Raised for a part that has no code."""


def _written(node: Node, names: Mapping[str, str]) -> str:
    if isinstance(node, NameRead) and node.path in names:
        return names[node.path]
    if isinstance(node, Constant) and not isinstance(node.value, bool | str):
        return grouped(node.value)
    if isinstance(node, Negative):
        return f"−{_within(node.inner, names, tight=True)}"
    if isinstance(node, Computed):
        tight = node.sign in "*/"
        left = _within(node.left, names, tight=tight)
        right = _within(node.right, names, tight=tight or node.sign == "-", divisor=node.sign in "/")
        return f"{left}{_SIGNS.get(node.sign, node.sign)}{right}"
    if isinstance(node, Call):
        raise _NotWritten
    raise _NotWritten


def _within(node: Node, names: Mapping[str, str], *, tight: bool, divisor: bool = False) -> str:
    text = _written(node, names)
    loose = isinstance(node, Computed) and ((tight and node.sign in "+-") or divisor)
    return f"({text})" if loose else text
