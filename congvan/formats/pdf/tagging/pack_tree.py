"""The structure tree of a pack: a part for each document, made of its layout's elements with other numbers.

What documents of one layout share is one template of bytes, into which the numbers are set: some ten microseconds for
a letter, where writing its elements again takes a millisecond.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from congvan.formats.pdf.objects import PdfObject
from congvan.formats.pdf.tagging.elements import StructureElement
from congvan.formats.pdf.tagging.structure import PlacedAnnotation, StructureTree

_ROOT, _ELEMENTS, _PAGES, _HELD = 1_000_000, 1_000_001, 2_000_000, 3_000_000  # numbers that stand for those of a part
_NUMBER = re.compile(rb"\b([123]\d{6}) 0 R\b")
_NOTE = b"/ID(n"  # the name of a note, which no other of the file may bear
_BETWEEN = b"\n<//>\n"  # in no element
_KEYS_PER_NODE = 64  # of the parent tree


class PartTree:
    """The elements of one layout, as they stand in a pack; `held`: the element of each annotation, and its page."""

    def __init__(
        self,
        elements: Sequence[StructureElement],
        marks: Sequence[Sequence[int]],
        held: Sequence[tuple[int, int]],
        blank: str,
    ) -> None:
        part = [elements[0]._replace(kind="Sect"), *elements[1:]]
        annotations = [PlacedAnnotation(_HELD + n, _PAGES + page, element) for n, (element, page) in enumerate(held)]
        pages = range(_PAGES, _PAGES + len(marks))
        _root, *objects = StructureTree(part, marks, blank).objects(_ROOT, pages, annotations)
        text = _BETWEEN.join(item.body for item in objects).replace(b"%", b"%%")
        self.count = len(objects)
        self._places = [int(number) for number in _NUMBER.findall(text)]
        self._template = _NUMBER.sub(b"%d 0 R", text)
        self._noted = _NOTE in text
        self.parents: list[list[int] | int] = [
            *[list(of_page) for of_page in marks],
            *[element for element, _page in held],
        ]

    def bodies(self, document: int, first: int, pages: Sequence[int], held: Sequence[int]) -> list[bytes]:
        """Return the bodies of its elements, numbered from `first`, below an element `document`."""
        shift = first - _ELEMENTS
        numbers = [
            number + shift
            if _ROOT < number < _PAGES
            else document
            if number == _ROOT
            else pages[number - _PAGES]
            if number < _HELD
            else held[number - _HELD]
            for number in self._places
        ]
        text = self._template % tuple(numbers)
        if self._noted:
            text = text.replace(_NOTE, b"%s%d." % (_NOTE, first))
        return text.split(_BETWEEN)


class PackTree:
    """The tree of a pack while it is written; `key`: that of the next page in the parent tree."""

    def __init__(self, new: Callable[[], int], pack: Callable[[PdfObject], None]) -> None:
        """`new`: reserves a number; `pack`: writes an object without stream."""
        self._new, self._pack = new, pack
        self.root, self._document = new(), new()
        self.key = 0
        self._parts: list[int] = []
        self._entries: list[bytes] = []
        self._nodes: list[bytes] = []

    def add(self, part: PartTree, pages: Sequence[int], held: Sequence[int] = ()) -> None:
        """Add a document; `pages`, `held`: the numbers of its pages and annotations."""
        numbers = [self._new() for _ in range(part.count)]
        self._parts.append(numbers[0])
        bodies = part.bodies(self._document, numbers[0], pages, held)
        for number, body in zip(numbers, bodies, strict=True):
            self._pack(PdfObject(number, body))
        for parents in part.parents:
            if isinstance(parents, list):
                entry = b"%d[%s]" % (self.key, b" ".join([b"%d 0 R" % numbers[element] for element in parents]))
            else:
                entry = b"%d %d 0 R " % (self.key, numbers[parents])
            self._entries.append(entry)
            self.key += 1
            if len(self._entries) == _KEYS_PER_NODE:
                self._end_node()

    def _end_node(self) -> None:
        if self._entries:
            number, first = self._new(), self.key - len(self._entries)
            body = b"<</Limits[%d %d]/Nums[%s]>>" % (first, self.key - 1, b"".join(self._entries))
            self._pack(PdfObject(number, body))
            self._nodes.append(b"%d 0 R" % number)
            self._entries = []

    def close(self) -> None:
        """Write the root and the element that holds the parts."""
        self._end_node()
        kids = b" ".join(b"%d 0 R" % number for number in self._parts)
        self._pack(PdfObject(self._document, b"<</S/Document/P %d 0 R/K[%s]>>" % (self.root, kids)))
        parents = b"<</Kids[%s]>>" % b" ".join(self._nodes)
        body = b"<</Type/StructTreeRoot/K %d 0 R/ParentTree%s/ParentTreeNextKey %d>>" % (
            self._document,
            parents,
            self.key,
        )
        self._pack(PdfObject(self.root, body))
