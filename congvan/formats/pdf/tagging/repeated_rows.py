"""The structure tree of a table of which a few rows were laid out, with elements for all of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from congvan.formats.pdf.tagging.elements import StructureElement


class RepeatedRows(NamedTuple):
    """A tree with rows added: its elements, the new number of each old one, and of each place its rows' numbers."""

    elements: list[StructureElement]
    renumbered: list[int]
    rows: dict[int, list[int]]


def row_of(elements: Sequence[StructureElement], element: int) -> int:
    """Return the number of the row that an element is in; -1 for none."""
    while element >= 0 and elements[element].kind != "TR":
        element = elements[element].parent
    return element


def with_rows(elements: Sequence[StructureElement], pattern: int, places: Mapping[int, int]) -> RepeatedRows:
    """Put copies of the row `pattern` in the place of other rows; `places`: how many copies for each."""
    copied = elements[pattern : _end(elements, pattern)]
    out: list[StructureElement] = []
    renumbered = [-1] * len(elements)
    rows: dict[int, list[int]] = {}
    number = 0
    while number < len(elements):
        element = elements[number]
        parent = renumbered[element.parent] if element.parent >= 0 else -1
        if number not in places:
            renumbered[number] = len(out)
            out.append(element._replace(parent=parent))
            number += 1
            continue
        for _copy in range(places[number]):
            first = len(out)
            rows.setdefault(number, []).append(first)
            out.append(copied[0]._replace(parent=parent))
            out += [each._replace(parent=first + each.parent - pattern) for each in copied[1:]]
        number = _end(elements, number)
    return RepeatedRows(out, renumbered, rows)


def _end(elements: Sequence[StructureElement], number: int) -> int:
    """Return the number behind the last one below an element."""
    end = number + 1
    while end < len(elements) and elements[end].parent >= number:
        end += 1
    return end
