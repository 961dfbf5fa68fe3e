"""The parts of an expression. Each knows where it begins in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Comparison = Literal["==", "!=", "<", "<=", ">", ">=", "in", "not in"]
Sign = Literal["+", "-", "*", "/"]


@dataclass(frozen=True, slots=True)
class NameRead:
    """A name with its dots: `don_vi.kind`."""

    path: str
    at: int


@dataclass(frozen=True, slots=True)
class Constant:
    """A text, a number, true or false."""

    value: str | Decimal | bool
    at: int


@dataclass(frozen=True, slots=True)
class Items:
    """Several values in square brackets."""

    items: tuple[Node, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Compared:
    """Two values compared."""

    sign: Comparison
    left: Node
    right: Node
    at: int


@dataclass(frozen=True, slots=True)
class Joined:
    """Conditions joined by `and` or `or`."""

    word: Literal["and", "or"]
    left: Node
    right: Node
    at: int


@dataclass(frozen=True, slots=True)
class Not:
    """A condition turned round."""

    inner: Node
    at: int


@dataclass(frozen=True, slots=True)
class Computed:
    """Two numbers computed."""

    sign: Sign
    left: Node
    right: Node
    at: int


@dataclass(frozen=True, slots=True)
class Negative:
    """A number with its sign changed."""

    inner: Node
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """An aggregate: its function and arguments."""

    function: str
    arguments: tuple[Node, ...]
    at: int


Node = NameRead | Constant | Items | Compared | Joined | Not | Computed | Negative | Call


def parts(node: Node) -> tuple[Node, ...]:
    """Return the parts directly within a part."""
    if isinstance(node, Items):
        return node.items
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Compared | Joined | Computed):
        return (node.left, node.right)
    return (node.inner,) if isinstance(node, Not | Negative) else ()


def conjuncts(node: Node | None) -> Iterator[Node]:
    """Yield the parts of a condition that are joined by `and`."""
    if isinstance(node, Joined) and node.word == "and":
        yield from conjuncts(node.left)
        yield from conjuncts(node.right)
    elif node is not None:
        yield node


def walk(node: Node, *, into_calls: bool = True) -> Iterator[Node]:
    """Yield a part and all within it, from left to right; `into_calls`: the arguments of aggregates too."""
    yield node
    if into_calls or not isinstance(node, Call):
        for inner in parts(node):
            yield from walk(inner, into_calls=into_calls)
