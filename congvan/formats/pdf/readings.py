"""The content of a layout's pages as one kind of file has it: without marks, or with those of the structure tree.

A tagged page has marks for each element; what a voice says otherwise than it is written is an element of its own
(Span) within the paragraph, between the marks of the text before and behind it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from congvan.formats.pdf.layout_record import Content, LayoutRecord, LineSlot
from congvan.formats.pdf.lines.typeset import BLANK, SaidLines, distance, font_of, in_millionths
from congvan.formats.pdf.tagging.elements import ARTIFACT, END, ContentMark, StructureElement, TwoReadings

_SHORT_STRETCH = 300  # a fixed stretch between two fields that is shorter than this is written again with them

SaidBlocks = tuple[tuple[int, SaidLines], ...]
"""What is said otherwise in the lines of fields: blocks by their numbers, those that are said as they are left out."""


class LineField(NamedTuple):
    """A line of a block, or a stretch of one, as a part of a content stream."""

    unit: int
    line: int


StreamParts = tuple[bytes | LineField, ...]


class MarkOperators(NamedTuple):
    """The operators of marks as they are written; they leave place and font alone."""

    operators: bytes


StreamPiece = Content | LineField | MarkOperators
"""A piece of a page's content in one of its readings."""


class ContentStream(NamedTuple):
    """One content stream of a page: fixed bytes, or fixed bytes and fields in turn."""

    fixed: bytes  # deflated; b"" where it varies
    parts: StreamParts


class PageReading:
    """The pages of a layout as untagged files have them: the streams of each; `said`: None.

    A tagged reading also has the elements of the tree and per page the element of each mark.
    """

    def __init__(self, layout: LayoutRecord, said: SaidBlocks | None, *, once: bool = False) -> None:
        """`once`: what the pages are read of is dropped."""
        self.said = said
        self.elements = list(layout.elements)
        self.marks: list[list[int]] = []
        self.streams: list[list[ContentStream]] = []
        blocks = dict(said or ())
        for page in layout.pages:
            content: Sequence[StreamPiece]
            if said is None:
                content = plain_content(page.content)
            else:
                tagged = _TaggedPage(self.elements, blocks)
                content = tagged.read(page.content)
                self.marks.append(tagged.marks)
            self.streams.append(content_streams(layout, content))
            if once:
                page.content.clear()

    @property
    def tagged(self) -> bool:
        return self.said is not None


def plain_content(content: Sequence[Content]) -> list[Content]:
    """Return the pieces of a page without marks, in the plain reading."""
    out: list[Content] = []
    for piece in content:
        if isinstance(piece, ContentMark):
            continue
        read: Content = piece.plain if isinstance(piece, TwoReadings) else piece
        if isinstance(read, bytes) and out and isinstance(out[-1], bytes):
            out[-1] += read
        elif read:
            out.append(read)
    if content and isinstance(content[-1], ContentMark) and out and isinstance(out[-1], bytes):
        out[-1] = out[-1].removesuffix(b"\n")
    return out


class _TaggedPage:
    """Reads the pieces of one page with its marks; elements are added for what is said otherwise.

    The mark of an element is written when the first text of its own comes, so that no content is empty.
    """

    def __init__(self, elements: list[StructureElement], said: Mapping[int, SaidLines]) -> None:
        self._elements, self._said = elements, said
        self._out: list[StreamPiece] = []
        self._inside: list[tuple[int, bool]] = []  # the elements whose content it is; whether it is marked already
        self.marks: list[int] = []

    def read(self, content: Sequence[Content]) -> list[StreamPiece]:
        """Return the pieces of the page in the tagged reading."""
        for n, piece in enumerate(content):
            if isinstance(piece, ContentMark):
                self._mark(piece.element)
            elif isinstance(piece, LineSlot):
                self._line(piece)
            elif isinstance(piece, TwoReadings):
                self._add(piece.tagged, piece.said)
            else:
                following = content[n + 1] if n + 1 < len(content) else None
                sets_up = isinstance(following, TwoReadings) and following.said and b"TJ" not in piece
                self._add(piece, b"", marked=not sets_up)
        return self._out

    def _mark(self, element: int) -> None:
        if element == END:
            _element, is_open = self._inside.pop()
            if is_open:
                self._write(b"EMC\n")
            return
        self._enter()
        self._inside.append((element, element == ARTIFACT))
        if element == ARTIFACT:
            self._write(b"/Artifact BMC\n")

    def _line(self, slot: LineSlot) -> None:
        said = self._said.get(slot.unit, ())
        first, *further = said[slot.line] if said else (b"",)
        self._add(slot, first)
        at = len(said) + sum([len(entries) - 1 for entries in said[: slot.line]])
        for n, entry in enumerate(further, at):
            self._add(LineField(slot.unit, n), entry)

    def _add(self, piece: StreamPiece, entry: bytes, marked: bool = True) -> None:
        """Add a piece of the content, as an element of its own where there is an entry."""
        if not piece:
            return
        if entry and self._inside:
            element, is_open = self._inside.pop()
            self._inside.append((element, False))
            if is_open:
                self._write(b"EMC\n")
            self._elements.append(StructureElement("Span", element, entry))
            self._begin(b"Span", len(self._elements) - 1)
            self._out.append(piece)
            self._write(b"EMC\n")
            return
        if marked:
            self._enter()
        self._out.append(piece)

    def _enter(self) -> None:
        """Write the mark of the element whose content comes, if it is not there."""
        if self._inside and not self._inside[-1][1]:
            element, _is_open = self._inside.pop()
            self._inside.append((element, True))
            self._begin(b"P", element)

    def _begin(self, tag: bytes, element: int) -> None:
        self._write(b"/%s<</MCID %d>>BDC\n" % (tag, len(self.marks)))
        self.marks.append(element)

    def _write(self, operators: bytes) -> None:
        last = self._out[-1] if self._out else None
        if isinstance(last, MarkOperators) and last.operators.endswith(b"EMC\n") and operators[:1] == b"/":
            self._out[-1] = MarkOperators(last.operators[:-1] + operators)  # "/" ends EMC too
        else:
            self._out.append(MarkOperators(operators))


def content_streams(layout: LayoutRecord, content: Sequence[StreamPiece]) -> list[ContentStream]:
    """Split a page's content into streams: long fixed stretches apart, fields with the short stretches next to them."""
    out: list[ContentStream] = []
    varying: list[bytes | LineField] = []
    for n, part in enumerate(_with_moves(layout, content)):
        short = isinstance(part, bytes) and len(part) < _SHORT_STRETCH and n > 0
        if isinstance(part, LineField) or (short and varying):
            varying.append(part)
            continue
        assert isinstance(part, bytes)
        if varying:
            out.append(ContentStream(b"", tuple(varying)))
            varying = []
        out.append(ContentStream(zlib.compress(part, 9), ()))
    if varying:
        out.append(ContentStream(b"", tuple(varying)))
    return out


def _with_moves(layout: LayoutRecord, content: Sequence[StreamPiece]) -> Iterator[bytes | LineField]:
    """Yield the content with the move to each line, and its font if another was selected; blank lines are left out.

    Why moves: rows that follow one another have equal operators, and deflate to next to nothing.
    """
    fixed, font, y, below, written = b"", "", 0, 0, b""
    placed = False  # the place is that of the line before
    for part in content:
        if isinstance(part, bytes):
            fixed, font, placed = fixed + part, "", False
            continue
        if isinstance(part, MarkOperators):
            fixed += part.operators
            continue
        if isinstance(part, LineField):  # goes on where the stretch before it ends
            if fixed:
                yield fixed
                fixed = b""
            yield part
            continue
        assert isinstance(part, LineSlot), "a piece that is not read"
        mask = layout.masks[part.unit][part.line]
        written, below = part.y, below if part.y == written else in_millionths(part.y)
        if mask & BLANK or not mask:
            continue
        if mask & (mask - 1):
            font = ""  # it names its fonts itself
        elif font != (font := font_of(layout.units[part.unit].styles[mask.bit_length() - 1])):
            fixed += b"%s " % font.encode()
        if not placed:
            fixed += b"1 0 0 -1 0 %s Tm\n" % part.y
        elif below != y:
            fixed += b"0 %s Td\n" % distance(below, y)
        y, placed = below, True
        if fixed:
            yield fixed
            fixed = b""
        yield LineField(part.unit, part.line)
    if fixed:
        yield fixed
