"""Write a PDF/A-2u file from a layout and one record's values.

A file is a constant prefix (fonts, resources, page dictionaries, the fixed stretches of every page) and a small tail
that varies: information, metadata, one content stream per stretch that holds fields.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from itertools import compress
from operator import ne
from typing import NamedTuple

from congvan.fonts.faces import Face
from congvan.formats.pdf.layout_record import FONTS, LayoutRecord, LineSlot
from congvan.formats.pdf.lines.typeset import BLANK, TypesetMemory, Typesetter, distance, font_of
from congvan.formats.pdf.objects import (
    HEADER,
    REFERENCE,
    PdfObject,
    deflated_stream,
    font_objects,
    info_entries,
    object_stream,
    renumbered,
    text_string,
    xml_text,
    xmp,
)

_SHORT_STRETCH = 300  # a fixed stretch between two fields that is shorter than this is written again with them


class LineField(NamedTuple):
    """A line of a block as a part of a content stream."""

    unit: int
    line: int


StreamParts = tuple[bytes | LineField, ...]
LineOperators = Sequence[tuple[bytes, ...]]


class ContentStream(NamedTuple):
    """One content stream of a page: fixed bytes, or fixed bytes and fields in turn."""

    fixed: bytes  # deflated; b"" where it varies
    parts: StreamParts


def content_streams(layout: LayoutRecord, content: Sequence[bytes | LineSlot]) -> list[ContentStream]:
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


def _with_moves(layout: LayoutRecord, content: Sequence[bytes | LineSlot]) -> Iterator[bytes | LineField]:
    """Yield the content with the move to each line, and its font if another was selected; blank lines are left out.

    Why moves: rows that follow one another have equal operators, and deflate to next to nothing.
    """
    fixed, font, y = b"", "", Decimal(0)
    placed = False  # the place is that of the line before
    for part in content:
        if isinstance(part, bytes):
            fixed, font, placed = fixed + part, "", False
            continue
        mask, below = layout.masks[part.unit][part.line], Decimal(part.y.decode())
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


class PageShape(NamedTuple):
    """A page inside one file: its entries with all references, and per stream its number, or the parts that vary."""

    entries: bytes
    streams: tuple[int | StreamParts, ...]


class PreparedLayout:
    """A layout prepared for writing, alone or in a pack."""

    def __init__(
        self, layout: LayoutRecord, faces: Mapping[str, Face], fonts: Mapping[str, Sequence[tuple[bytes, bytes]]]
    ) -> None:
        self.layout = layout
        self.fonts = fonts  # resource name → the font's objects, streams deflated
        shared: TypesetMemory = {}
        self.typesetters = [Typesetter(unit, faces, shared) for unit in layout.units]
        self._users: dict[int, list[int]] = {}  # field → the units that print it
        for n, setter in enumerate(self.typesetters):
            for field in setter.fields:
                self._users.setdefault(field, []).append(n)
        self._last: tuple[Sequence[str], list[tuple[bytes, ...]]] = ((), [])  # the record before and its lines
        self._pieces = [content_streams(layout, page.content) for page in layout.pages]
        self._single: SingleWriter | None = None

    def typeset(self, values: Sequence[str]) -> LineOperators | None:
        """Return the operators of every line of every block; None if a value does not fit this layout.

        Only values that differ from the record before are typeset again.
        """
        pinned, masks, users = self.layout.pinned, self.layout.masks, self._users
        changed: Iterable[int] = range(len(values))
        before, lines = self._last
        if before:
            changed = compress(changed, map(ne, values, before))
            lines = lines.copy()
        else:
            lines = [setter.typeset(values)[1] for setter in self.typesetters]
        for k in changed:
            if k in pinned:
                if values[k] != pinned[k]:
                    return None
                continue
            for n in users.get(k, ()):
                fits, lines[n] = self.typesetters[n].typeset(values)
                if fits != masks[n]:
                    return None
        self._last = (values, lines)
        return lines

    def first_mismatch(self, values: Sequence[str]) -> int:
        """Return the number of the first value that does not fit this layout; -1 if all do."""
        for k, value in enumerate(values):
            if k in self.layout.pinned:
                if value != self.layout.pinned[k]:
                    return k
            elif any(self.typesetters[n].typeset(values)[0] != self.layout.masks[n] for n in self._users.get(k, ())):
                return k
        return -1

    def shared(
        self, first: int, fonts: Mapping[str, int], written: dict[tuple[bytes, bytes], int] | None = None
    ) -> tuple[list[PdfObject], list[PageShape], bytes]:
        """Return the objects numbered from `first` that all records share, the shapes of the pages, and /OutputIntents.

        `written`: objects that the file holds already (a colour profile), by content; it grows.
        """
        layout = self.layout
        written = {} if written is None else written
        at = first + 1
        numbers = []
        for held in layout.objects:
            leaf = bool(held[1]) and not REFERENCE.search(held[0])
            numbers.append(written.get(held, at) if leaf else at)
            if leaf:
                written.setdefault(held, at)
            at += numbers[-1] == at
        names = b"<<%s>>" % b"".join(b"/%s %d 0 R" % (name.encode(), fonts[name]) for name in sorted(layout.wants))
        out = [PdfObject(first, b"<<%s/Font%s>>" % (renumbered(layout.resources, numbers), names))]
        for number, (entries, stream) in zip(numbers, layout.objects, strict=True):
            if number == first + len(out):
                entries_here = names if entries == FONTS else renumbered(entries, numbers)
                if not stream:
                    out.append(PdfObject(number, entries_here))
                else:
                    out.append(
                        PdfObject(number, entries_here, stream)
                        if b"/Filter" in entries_here
                        else deflated_stream(number, entries_here, stream)
                    )
        return out, self._shapes(first, numbers, out), renumbered(layout.intents, numbers)

    def _shapes(self, first: int, numbers: Sequence[int], out: list[PdfObject]) -> list[PageShape]:
        """Return the shapes of the pages; their fixed streams are added to `out`, numbered on from `first`."""
        shapes = []
        for page, streams in zip(self.layout.pages, self._pieces, strict=True):
            contents: list[int | StreamParts] = []
            for piece in streams:
                if piece.fixed:
                    contents.append(first + len(out))
                    out.append(PdfObject(first + len(out), b"/Filter/FlateDecode", piece.fixed))
                else:
                    contents.append(piece.parts)
            entries = b"/Type/Page/Resources %d 0 R%s" % (first, renumbered(page.entries, numbers))
            shapes.append(PageShape(entries, tuple(contents)))
        return shapes

    @property
    def single(self) -> SingleWriter:
        """The writer of files that hold this document alone."""
        if self._single is None:
            self._single = SingleWriter(self)
        return self._single


def stream_of(parts: StreamParts, lines: LineOperators) -> bytes:
    """Return a varying content stream: the fixed parts, and each field's line."""
    return b"".join([part if isinstance(part, bytes) else lines[part[0]][part[1]] for part in parts])


class SingleWriter:
    """Writes files of one document: a constant prefix, made once, and the tail of each record."""

    def __init__(self, form: PreparedLayout) -> None:
        layout = form.layout
        written: dict[tuple[bytes, bytes], int] = {}
        fonts, numbers = font_objects(3, form.fonts, written)
        shared, shapes, intents = form.shared(3 + len(fonts), numbers, written)
        first = 3 + len(fonts) + len(shared)
        self.varying = [parts for shape in shapes for parts in shape.streams if not isinstance(parts, int)]
        packed = first + len(shapes)
        self.info = packed + 1
        objects = [*self._root(layout, intents, first, len(shapes)), *fonts, *shared, *self._pages(shapes, first)]
        self.metadata, self._rest = layout.metadata, info_entries("", layout.metadata)
        self._xmp = xmp("\0", layout.metadata).split(b"\0")
        self._write_prefix(objects, packed)
        last = self.info + 2 + len(self.varying)
        self._head = (
            b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Root 1 0 R/Info %d 0 R/Length %d/ID[<%%s><%%s>]>>\nstream\n"
            % (last, last + 1, self.info, 7 * (last + 1))
        )

    def _root(self, layout: LayoutRecord, intents: bytes, first: int, pages: int) -> list[PdfObject]:
        """The catalog (1) and the page tree (2); the pages are numbered from `first`."""
        kids = b" ".join(b"%d 0 R" % (first + n) for n in range(pages))
        catalog = b"/Type/Catalog/Pages 2 0 R/Metadata %d 0 R/ViewerPreferences<</DisplayDocTitle true>>" % (
            self.info + 1
        )
        catalog += b"/Lang" + text_string(layout.lang) if layout.lang else b""
        catalog += b"/OutputIntents" + intents if intents else b""
        tree = b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids)
        return [PdfObject(1, b"<<%s>>" % catalog), PdfObject(2, tree)]

    def _pages(self, shapes: Sequence[PageShape], first: int) -> list[PdfObject]:
        """The page dictionaries numbered from `first`; varying streams follow the metadata in their order."""
        number = self.info + 2
        pages = []
        for n, shape in enumerate(shapes):
            contents = []
            for stream in shape.streams:
                contents.append(b"%d 0 R" % (stream if isinstance(stream, int) else number))
                number += not isinstance(stream, int)
            body = b"<<%s/Parent 2 0 R/Contents[%s]>>" % (shape.entries, b" ".join(contents))
            pages.append(PdfObject(first + n, body))
        return pages

    def _write_prefix(self, objects: Sequence[PdfObject], packed: int) -> None:
        """Write the constant objects, those without streams in object stream `packed`; keep their cross-references."""
        held = [item for item in objects if not item.stream]
        self.prefix, rows = HEADER, {0: b"\0\0\0\0\0\xff\xff"}
        for item in (*[item for item in objects if item.stream], object_stream(packed, held)):
            rows[item.number] = _row(len(self.prefix))
            self.prefix += item.serial()
        for n, item in enumerate(held):
            rows[item.number] = b"\2%s%s" % (packed.to_bytes(4), n.to_bytes(2))
        self.digest = sha256(self.prefix).digest()
        self._rows = b"".join([rows[n] for n in range(packed + 1)])

    def file(self, lines: LineOperators, title: str) -> bytes:
        """Return the bytes of one document."""
        number = self.info
        title_entry = b"/Title " + text_string(title) if title else b""
        before, after = self._xmp
        packet = b"%s%s%s" % (before, xml_text(title).encode(), after) if title else xmp("", self.metadata)
        tail = [
            b"%d 0 obj\n<<%s%s>>\nendobj\n" % (number, title_entry, self._rest),
            b"%d 0 obj\n<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%s\nendstream\nendobj\n"
            % (number + 1, len(packet), packet),
        ]
        for n, parts in enumerate(self.varying, number + 2):
            data = stream_of(parts, lines)
            tail.append(b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (n, len(data), data))
        at = len(self.prefix)
        rows = []
        for data in tail:
            rows.append(_row(at))
            at += len(data)
        rows.append(_row(at))
        body = b"".join(tail)
        name = sha256(self.digest + body).hexdigest()[:32].encode()
        end = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at
        return b"".join((self.prefix, body, self._head % (name, name), self._rows, *rows, end))


def _row(at: int) -> bytes:
    """Return a row of the cross-reference stream for an object at an offset."""
    return b"\1%s\0\0" % at.to_bytes(4)
