"""The elements of a structure tree as plain values, and what marks their content among the pieces of a page."""

from __future__ import annotations

from typing import NamedTuple

ARTIFACT, END = -1, -2
"""Instead of an element's number: a mark where an artifact begins, and one where any content ends."""


class StructureElement(NamedTuple):
    """An element of the tree, numbered in reading order; `parent`: the number of the one it is in, -1 for none.

    `entries`: further entries of its dictionary.
    """

    kind: str
    parent: int
    entries: bytes = b""


class ContentMark(NamedTuple):
    """A place in a page's content where that of an element begins (by its number), or of an artifact, or ends."""

    element: int


class TwoReadings(NamedTuple):
    """A stretch of a page's content as a tagged file writes it, and as any other does.

    `said`: the entry of the tree by which a voice says it otherwise than it is written; b"" for none.
    """

    tagged: bytes
    plain: bytes
    said: bytes = b""


class HeldAnnotation(NamedTuple):
    """An annotation that an element holds: its number among the layout's objects, what a tagged file adds to it."""

    held: int
    element: int
    entries: bytes


class PageHeading(NamedTuple):
    """A heading for the outline: level, page, distance from the page's foot in points, fixed texts and fields."""

    level: int
    page: int
    top: float
    parts: tuple[str | int, ...]


class ElementText:
    """A TJ operator of an element: whether a space is missing behind it, the letter after it ("" at the element's end),
    and how long a label it begins with is.
    """

    __slots__ = ("after", "body", "label", "operator", "spaced")

    def __init__(self, operator: bytes) -> None:
        self.operator = operator
        self.spaced = False
        self.after = ""
        self.label = 0
        self.body = ARTIFACT  # the element that follows the label


MarkedOperator = bytes | ContentMark | ElementText
"""An operator of a painted page, or a mark among them."""
