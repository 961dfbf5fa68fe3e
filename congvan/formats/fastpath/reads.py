"""What a template reads of a content: the rest of it decides nothing, whatever a record has there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

ReadTree = Mapping[str, Any] | None
"""The names read of a mapping, each with the tree of what is read below it; None: all of it."""

_METHODS = frozenset(name for kind in (dict, list, str) for name in dir(kind))


class Reads(NamedTuple):
    """What a template reads: the first names, in their order, and the tree of all names."""

    names: tuple[str, ...]
    tree: ReadTree


def reads_of(paths: Iterable[str]) -> Reads:
    """Return what a template reads of which these are the dotted paths; and the names that Jinja itself has.

    A path through a method (`guest.get`, `guest.items`) reads all of what it is called on. Why Jinja's names: no path
    names them, and a content that has one hides what Jinja has.
    """
    from jinja2.defaults import DEFAULT_NAMESPACE

    tree: dict[str, ReadTree] = {}
    for path in paths:
        _add(tree, path.split("."))
    tree |= dict.fromkeys(DEFAULT_NAMESPACE)
    return Reads(tuple(sorted(tree)), tree)


def _add(tree: dict[str, ReadTree], names: list[str]) -> None:
    """Add a path to a tree."""
    first, rest = names[0], names[1:]
    if not rest or rest[0] in _METHODS:
        tree[first] = None
        return
    below = tree.setdefault(first, {})
    if isinstance(below, dict):
        _add(below, rest)
