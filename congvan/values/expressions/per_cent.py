"""Per cent in products: 40 % is kept as 40, so that a product with it is a hundred times too large."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from congvan.values.expressions.tree import Computed, Constant, NameRead, Negative, Node, parts

IsPerCent = Callable[[str], bool]
"""Function: a dotted name → whether its values are per cent."""


def unscaled_per_cent(node: Node, is_per_cent: IsPerCent) -> Iterator[NameRead]:
    """Yield the names of per cent that are factors of other values where nothing divides by a hundred.

    `luong * ty_le` is one, `luong * ty_le / 100` and `ty_le * 2` are none.
    """
    if isinstance(node, Computed) and node.sign in "*/":
        factors = list(_factors(node))
        above = [each for each, below in factors if not below and not isinstance(each, Constant)]
        if len(above) > 1 and not any(_scales(each, below) for each, below in factors):
            yield from (each for each in above if isinstance(each, NameRead) and is_per_cent(each.path))
        inner = [each for each, _below in factors]
    else:
        inner = list(parts(node))
    for each in inner:
        yield from unscaled_per_cent(each, is_per_cent)


def _factors(node: Node, below: bool = False) -> Iterator[tuple[Node, bool]]:
    """Yield the factors of a product or quotient, each with whether it divides."""
    if isinstance(node, Negative):
        yield from _factors(node.inner, below)
    elif isinstance(node, Computed) and node.sign in "*/":
        yield from _factors(node.left, below)
        yield from _factors(node.right, below != (node.sign == "/"))
    else:
        yield node, below


def _scales(node: Node, below: bool) -> bool:
    """Whether a factor is a number that makes the product smaller."""
    if not isinstance(node, Constant) or not isinstance(node.value, Decimal):
        return False
    return node.value > 1 if below else abs(node.value) < 1
