"""Write a PDF/A-2u file from a layout and one record's values.

A file is a constant prefix (fonts, resources, page dictionaries, the fixed stretches of every page) and a small tail
that varies: information, metadata, one content stream per stretch that holds fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from itertools import chain, compress, islice
from operator import ne
from typing import Any, NamedTuple

from congvan.core.fonts.faces import Face
from congvan.formats.pdf.layout_record import FONTS, LayoutRecord
from congvan.formats.pdf.lines.typeset import SaidLines, TypesetMemory, Typesetter
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
    viewer_preferences,
    xml_text,
    xmp,
)
from congvan.formats.pdf.readings import PageReading, SaidBlocks, StreamParts
from congvan.formats.pdf.tagging.spoken import spoken_words

_MAX_READINGS = 64  # of a layout, kept in memory

_MANY_BLOCKS = 4000  # whose typesetters are not kept for a second record

_MANY = 400  # elements of a structure tree from which on it has streams of its own: deflating harder costs too much

_MOST_IN_STREAM = 50_000  # objects of an object stream: two bytes of a cross-reference tell the place of each

LineOperators = Sequence[tuple[bytes, ...]]
"""The operators of every line of every block."""


class StampedLines(NamedTuple):
    """The lines of one record in a layout; `said`: what a tagged file says in them otherwise than it is written, the
    same object while it stays the same from one record to the next; None: the file is untagged.
    """

    operators: LineOperators
    said: SaidBlocks | None


class PageShape(NamedTuple):
    """A page inside one file: its entries with all references, and per stream its number, or the parts that vary."""

    entries: bytes
    streams: tuple[int | StreamParts, ...]


class SharedObjects(NamedTuple):
    """What all records of a layout share in a file; `numbers`: those of the layout's own objects."""

    objects: list[PdfObject]
    shapes: list[PageShape]
    intents: bytes
    numbers: list[int]


class LineStamper:
    """Sets the lines of records into a layout; `tagged`: as a tagged file writes them."""

    def __init__(self, layout: LayoutRecord, faces: Mapping[str, Face], tagged: bool) -> None:
        self._layout, self._faces = layout, faces
        self._shared: TypesetMemory = layout.typeset if tagged else {}
        self._spoken = spoken_words(layout.lang) if tagged else None
        self._last: tuple[Sequence[str], list[tuple[bytes, ...]]] = ((), [])  # the record before and its lines
        self._said: dict[int, SaidLines] = {}  # of the record before, by block
        self._blocks: SaidBlocks | None = () if tagged else None  # the same as it is returned

    @cached_property
    def typesetters(self) -> list[Typesetter]:
        """The typesetters of the blocks."""
        return [*self._each()]

    def _each(self) -> Iterator[Typesetter]:
        for unit in self._layout.units:
            yield Typesetter(unit, self._faces, self._shared, self._spoken, self._layout.breaks)

    @cached_property
    def _users(self) -> dict[int, list[int]]:
        """Field → the units that print it."""
        users: dict[int, list[int]] = {}
        for n, setter in enumerate(self.typesetters):
            for field in setter.fields:
                users.setdefault(field, []).append(n)
        return users

    def typeset(self, values: Sequence[str]) -> StampedLines | None:
        """Return the lines of every block; None if a value does not fit this layout.

        Only values that differ from the record before are typeset again.
        """
        pinned, masks = self._layout.pinned, self._layout.masks
        before, lines = self._last
        if not before:  # a list of thousands of rows is often the only record
            setters = self._each() if len(masks) > _MANY_BLOCKS else self.typesetters
            blocks = [setter.typeset(values) for setter in setters]
            if any(values[k] != value for k, value in pinned.items()) or [fits for fits, *_lines in blocks] != masks:
                return None
            lines = [block for _fits, block, _said in blocks]
            self._say({n: said for n, (_fits, _block, said) in enumerate(blocks) if said})
            self._last = (values, lines)
            return StampedLines(lines, self._blocks)
        changed: Iterable[int] = compress(range(len(values)), map(ne, values, before))
        lines, users = lines.copy(), self._users
        known = said = self._said
        for k in changed:
            if k in pinned:
                if values[k] != pinned[k]:
                    return None
                continue
            for n in users.get(k, ()):
                fits, lines[n], words = self.typesetters[n].typeset(values)
                if fits != masks[n]:
                    return None
                if (words or n in said) and words != said.get(n, ()):
                    said = said.copy() if said is known else said
                    said[n] = words
        if said is not known:
            self._say(said)
        self._last = (values, lines)
        return StampedLines(lines, self._blocks)

    def _say(self, said: dict[int, SaidLines]) -> None:
        self._said = said
        if self._blocks is not None:
            self._blocks = tuple([block for block in sorted(said.items()) if block[1]])


class PreparedLayout:
    """A layout prepared for writing, alone or in a pack, tagged or not."""

    def __init__(
        self, layout: LayoutRecord, faces: Mapping[str, Face], fonts: Mapping[str, Sequence[tuple[bytes, bytes]]]
    ) -> None:
        self.layout = layout
        self.fonts = fonts  # resource name → the font's objects, streams deflated
        self._faces = faces
        self._stampers: dict[bool, LineStamper] = {}
        self._readings: dict[SaidBlocks | None, PageReading] = {}
        self._last: tuple[SaidBlocks | None, PageReading] | None = None
        self.writers: dict[PageReading, SingleWriter] = {}  # of files that hold this document alone

    def typeset(self, values: Sequence[str], tagged: bool = False) -> StampedLines | None:
        """Return the lines of every block; None if a value does not fit this layout."""
        return self.stamper(tagged).typeset(values)

    def stamper(self, tagged: bool) -> LineStamper:
        """Return what sets the lines of records."""
        stamper = self._stampers.get(tagged)
        if stamper is None:
            stamper = self._stampers[tagged] = LineStamper(self.layout, self._faces, tagged)
        return stamper

    def shared(
        self, first: int, fonts: Mapping[str, int], written: dict[tuple[bytes, bytes], int], reading: PageReading
    ) -> SharedObjects:
        """Return the objects numbered from `first` that all records of a reading share.

        `written`: objects that the file holds already (a colour profile), by content; it grows.
        """
        layout = self.layout
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
        shapes = self._shapes(first, numbers, out, reading)
        return SharedObjects(out, shapes, renumbered(layout.intents, numbers), numbers)

    def reading(self, said: SaidBlocks | None, *, once: bool = False) -> PageReading:
        """Return the pages as a file has them; `said`: of the lines that are written. `once`: of one file, after which
        the layout is not kept.
        """
        if once:
            self._stampers.clear()
        last = self._last
        if last is not None and last[0] is said:  # not compared: a list may have some hundred blocks
            return last[1]
        reading = self._readings.get(said)
        if reading is None:
            if len(self._readings) >= _MAX_READINGS:
                self._readings.clear()
                self.writers.clear()
            reading = self._readings[said] = PageReading(self.layout, said, once=once)
        self._last = (said, reading)
        return reading

    def _shapes(
        self, first: int, numbers: Sequence[int], out: list[PdfObject], reading: PageReading
    ) -> list[PageShape]:
        """Return the shapes of the pages; their fixed streams are added to `out`, numbered on from `first`."""
        shapes = []
        for page, streams in zip(self.layout.pages, reading.streams, strict=True):
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


class VaryingStream:
    """A content stream that varies: fixed parts, and each field's line."""

    def __init__(self, parts: StreamParts) -> None:
        self._parts = [part if isinstance(part, bytes) else b"" for part in parts]
        self._lines = [(n, part.unit, part.line) for n, part in enumerate(parts) if not isinstance(part, bytes)]

    def of(self, lines: LineOperators) -> bytes:
        """Return the stream of one record."""
        parts = self._parts.copy()
        for n, unit, line in self._lines:
            parts[n] = lines[unit][line]
        return b"".join(parts)


class SingleWriter:
    """Writes files of one document: a constant prefix, made once, and the tail of each record."""

    tagged = False

    def __init__(self, form: PreparedLayout, reading: PageReading) -> None:
        layout = form.layout
        written: dict[tuple[bytes, bytes], int] = {}
        fonts, numbers = font_objects(3, form.fonts, written)
        shared = form.shared(3 + len(fonts), numbers, written, reading)
        first = 3 + len(fonts) + len(shared.objects)
        self.pages = range(first, first + len(shared.shapes))
        count, structure = self._structure(layout, reading, shared, first + len(shared.shapes))
        stretches = -(-count // _MOST_IN_STREAM) if count >= _MANY else 0
        packed = first + len(shared.shapes) + count + stretches
        self.info = packed + 1
        self.first_varying = self._first_varying()
        self.metadata, self._rest = layout.metadata, info_entries("", layout.metadata)
        self._xmp = xmp("\0", layout.metadata, self.tagged).split(b"\0")
        objects = [*self._root(layout, shared.intents), *fonts, *shared.objects, *self._page_objects(shared.shapes)]
        self._keep_rows(self._write_prefix(objects, structure, range(packed - stretches, packed + 1)))
        self.varying = [
            VaryingStream(parts) for shape in shared.shapes for parts in shape.streams if not isinstance(parts, int)
        ]
        last = self.first_varying + len(self.varying)
        self._head = b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Root 1 0 R/Info %d 0 R/Length %%d%%s" % (
            last,
            last + 1,
            self.info,
        )

    def _structure(
        self, layout: LayoutRecord, reading: PageReading, shared: SharedObjects, first: int
    ) -> tuple[int, Iterator[PdfObject]]:
        """Return how many objects a structure tree has, and these, numbered from `first`: those of a long list take
        tens of MiB.
        """
        return 0, iter(())

    def _first_varying(self) -> int:
        """Return the number of the first varying stream; `info` and the metadata are before it."""
        return self.info + 2

    def _catalog(self, layout: LayoutRecord) -> bytes:
        """Return the entries of the catalog that not every file has."""
        return b"/Lang" + text_string(layout.lang) if layout.lang else b""

    def _root(self, layout: LayoutRecord, intents: bytes) -> list[PdfObject]:
        """The catalog (1) and the page tree (2)."""
        kids = b" ".join(b"%d 0 R" % number for number in self.pages)
        catalog = b"/Type/Catalog/Pages 2 0 R/Metadata %d 0 R" % (self.info + 1) + viewer_preferences()
        catalog += self._catalog(layout) + (b"/OutputIntents" + intents if intents else b"")
        tree = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(self.pages), kids)
        return [PdfObject(1, b"<<%s>>" % catalog), PdfObject(2, tree)]

    def _page_objects(self, shapes: Sequence[PageShape]) -> list[PdfObject]:
        """The page dictionaries; varying streams are numbered in their order."""
        number = self.first_varying
        pages = []
        for n, shape in enumerate(shapes):
            contents = []
            for stream in shape.streams:
                contents.append(b"%d 0 R" % (stream if isinstance(stream, int) else number))
                number += not isinstance(stream, int)
            entries = shape.entries + (b"/StructParents %d/Tabs/S" % n if self.tagged else b"")
            body = b"<<%s/Parent 2 0 R/Contents[%s]>>" % (entries, b" ".join(contents))
            pages.append(PdfObject(self.pages[n], body))
        return pages

    def _write_prefix(self, objects: Sequence[PdfObject], structure: Iterator[PdfObject], packed: range) -> list[bytes]:
        """Write the constant objects, those without streams in the last of the object streams `packed`; return their
        cross-references. `structure` is there too, or in the object streams before it.
        """
        rows = [b"\0\0\0\0\0\xff\xff", *[b""] * packed[-1]]

        def placed(number: int, inside: Iterable[PdfObject]) -> Iterator[PdfObject]:
            for n, item in enumerate(inside):
                rows[item.number] = row_within(number, n)
                yield item

        def streams() -> Iterator[PdfObject]:
            yield from (item for item in objects if item.stream)
            for number in packed[:-1]:
                yield object_stream(number, placed(number, islice(structure, _MOST_IN_STREAM)), 6)
            plain = (item for item in objects if not item.stream)
            yield object_stream(packed[-1], placed(packed[-1], chain(structure, plain)), 9)

        written, at = [HEADER], len(HEADER)
        for item in streams():
            rows[item.number] = row_of(at)
            written.append(item.serial())
            at += len(written[-1])
        self.prefix = b"".join(written)
        self.digest = sha256(self.prefix).digest()
        return rows

    def _keep_rows(self, rows: Sequence[bytes]) -> None:
        self._rows = b"".join(rows)

    def _table(self, rows: Sequence[bytes]) -> tuple[bytes, bytes]:
        """Return entries and data of the cross-reference, given the rows of the tail."""
        return b"", self._rows + b"".join(rows)

    def _packet(self, title: str) -> bytes:
        before, after = self._xmp
        return b"%s%s%s" % (before, xml_text(title).encode(), after) if title else xmp("", self.metadata)

    def file(self, lines: LineOperators, title: str, values: Sequence[str] = ()) -> bytes:
        """Return the bytes of one document; `values`: those of its fields."""
        number, packet = self.info, self._packet(title)
        title_entry = b"/Title " + text_string(title) if title else b""
        tail = [
            b"%d 0 obj\n<<%s%s>>\nendobj\n" % (number, title_entry, self._rest),
            b"%d 0 obj\n<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%s\nendstream\nendobj\n"
            % (number + 1, len(packet), packet),
        ]
        for n, varying in enumerate(self.varying, self.first_varying):
            data = varying.of(lines)
            tail.append(b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (n, len(data), data))
        return self._joined(tail, sha256(self.digest + b"".join(tail)))

    def _joined(self, tail: Sequence[bytes], digest: Any) -> bytes:
        """Return a file of the prefix and the objects of its tail."""
        at = len(self.prefix)
        rows = []
        for data in tail:
            rows.append(row_of(at))
            at += len(data)
        rows.append(row_of(at))
        entries, table = self._table(rows)
        name = digest.hexdigest()[:32].encode()
        head = self._head % (len(table), entries)
        end = b"\r" if table.endswith(b"\r") else b""  # "\r\n" is one end of line
        end += b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at
        return b"".join((self.prefix, *tail, head, b"/ID[<%s><%s>]>>\nstream\n" % (name, name), table, end))


def row_of(at: int) -> bytes:
    """Return a row of the cross-reference stream for an object at an offset."""
    return b"\1%s\0\0" % at.to_bytes(4)


def row_within(stream: int, index: int) -> bytes:
    """Return a row of the cross-reference stream for an object in an object stream."""
    return b"\2%s%s" % (stream.to_bytes(4), index.to_bytes(2))
