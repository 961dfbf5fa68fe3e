"""Changes to a text as pieces that are replaced, so that everything between them stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Splice(NamedTuple):
    """The characters from `start` to `end` of a text, and what is in their place afterwards."""

    start: int
    end: int
    new: str


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """Return the text with the pieces replaced; of two at one place, the first given comes first."""
    pieces, at = [], 0
    for each in sorted(splices, key=lambda splice: splice.start):
        if each.start < at:
            raise ValueError("pieces overlap")
        pieces += [text[at : each.start], each.new]
        at = each.end
    return "".join([*pieces, text[at:]])


def inverse(text: str, splices: Sequence[Splice]) -> list[Splice]:
    """Return the pieces that make the changed text again what it was."""
    back, moved = [], 0
    for each in sorted(splices, key=lambda splice: splice.start):
        start = each.start + moved
        back.append(Splice(start, start + len(each.new), text[each.start : each.end]))
        moved += len(each.new) - (each.end - each.start)
    return back


def difference(old: str, new: str) -> Splice:
    """Return the one piece of a text outside which another text is the same."""
    start = _shared(old, new)
    tail = _shared(old[start:][::-1], new[start:][::-1])
    return Splice(start, len(old) - tail, new[start : len(new) - tail])


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
