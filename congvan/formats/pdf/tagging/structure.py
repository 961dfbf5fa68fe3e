"""The objects of a structure tree: constant bytes of a layout, numbered after its pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from congvan.formats.pdf.objects import PdfObject, text_string
from congvan.formats.pdf.tagging.elements import StructureElement

_NOWHERE = (1 << 30, 0)


class PlacedAnnotation(NamedTuple):
    """An annotation in a file: its number, that of its page, the element that holds it."""

    number: int
    page: int
    element: int


class StructureTree:
    """The tree of one layout.

    `marks`: per page the element of each MCID; `blank`: what is said of a table to be filled in, with {rows} and
    {columns}.
    """

    def __init__(self, elements: Sequence[StructureElement], marks: Sequence[Sequence[int]], blank: str) -> None:
        self._elements, self._blank = elements, blank
        self._marks = marks
        self._own: list[tuple[tuple[int, int], ...]] = [()] * len(elements)
        self._kids_of: dict[int, list[int]] = {}
        for page, of_page in enumerate(marks):
            for mcid, element in enumerate(of_page):
                self._own[element] += ((page, mcid),)
        self._first = [own[0] if own else _NOWHERE for own in self._own]
        self._speaks = [False] * len(elements)  # whether a kid is a stretch of its own text
        for number in range(len(elements) - 1, 0, -1):
            parent = elements[number].parent
            self._speaks[parent] |= elements[number].kind == "Span"
            self._kids_of.setdefault(parent, []).append(number)
            self._first[parent] = min(self._first[parent], self._first[number])
        for kids in self._kids_of.values():
            kids.reverse()

    def _kids(self, element: int) -> Sequence[int]:
        return self._kids_of.get(element, ())

    def objects(
        self, first: int, pages: Sequence[int], annotations: Sequence[PlacedAnnotation] = ()
    ) -> Iterator[PdfObject]:
        """Yield the root, numbered `first`, and the elements behind it."""
        held: dict[int, list[PlacedAnnotation]] = {}
        for each in annotations:
            held.setdefault(each.element, []).append(each)
        numbers = range(first + 1, first + 1 + len(self._elements))
        entries = [
            b"%d[%s]" % (page, b" ".join([b"%d 0 R" % numbers[element] for element in elements]))
            for page, elements in enumerate(self._marks)
        ]
        entries += [b"%d %d 0 R " % (key, numbers[each.element]) for key, each in enumerate(annotations, len(pages))]
        root = b"<</Type/StructTreeRoot/K %d 0 R/ParentTree<</Nums[%s]>>/ParentTreeNextKey %d>>" % (
            numbers[0],
            b"".join(entries),
            len(entries),
        )
        yield PdfObject(first, root)
        for number in range(len(self._elements)):
            yield PdfObject(numbers[number], self._element(number, first, pages, held.get(number, ())))

    def _element(self, number: int, root: int, pages: Sequence[int], held: Sequence[PlacedAnnotation]) -> bytes:
        kind, parent, entries = self._elements[number]
        own = self._own[number]
        if len(own) == 1 and not (number in self._kids_of or held):  # most of them
            ((page, mcid),) = own
            above = root + 1 + parent if parent >= 0 else root
            return b"<</S/%s%s/P %d 0 R/Pg %d 0 R/K %d>>" % (kind.encode(), entries, above, pages[page], mcid)
        page = own[0][0] if own else -1
        kids = [(place, self._content(place, page, pages)) for place in own]
        kids += [(self._first[kid], b"%d 0 R" % (root + 1 + kid)) for kid in self._kids(number)]
        if len(kids) > len(own) and (own or self._speaks[number]):
            kids.sort(key=lambda kid: kid[0])
        shown = [kid for _place, kid in kids]
        shown += [b"<</Type/OBJR/Pg %d 0 R/Obj %d 0 R>>" % (each.page, each.number) for each in held]
        body = b"/S/%s%s/P %d 0 R" % (kind.encode(), entries, root + 1 + parent if parent >= 0 else root)
        body += self._summary(number) if kind == "Table" and self._blank else b""
        body += b"/Pg %d 0 R" % pages[page] if own else b""
        if len(shown) == 1 and shown[0][:1] != b"<":
            body += b"/K " + shown[0]
        elif shown:
            body += b"/K[%s]" % b" ".join(shown)
        return b"<<%s>>" % body

    @staticmethod
    def _content(place: tuple[int, int], page: int, pages: Sequence[int]) -> bytes:
        if place[0] == page:
            return b"%d" % place[1]
        return b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (pages[place[0]], place[1])

    def _summary(self, table: int) -> bytes:
        """Say that a table is a form, with its columns and empty rows: where most rows are empty for the most part."""
        groups = [group for group in self._kids(table) if self._elements[group].kind != "TFoot"]
        rows = [row for group in groups for row in (group, *self._kids(group))]
        cells = [[kid for kid in self._kids(row) if self._elements[kid].kind == "TD"] for row in rows]
        blank = [row for row in cells if 2 * sum(self._first[cell] == _NOWHERE for cell in row) > len(row)]
        if 2 * len(blank) <= sum(map(bool, cells)):
            return b""
        said = self._blank.format(rows=len(blank), columns=max(map(len, blank)))
        return b"/A<</O/Table/Summary%s>>" % text_string(said)
