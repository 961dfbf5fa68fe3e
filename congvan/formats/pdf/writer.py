"""Write a PDF/A-2u file from a layout and one record's values.

A file is a constant prefix (fonts, resources, page dictionaries, the fixed stretches of every page) and a small tail
that varies: information, metadata, one content stream per stretch that holds fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import compress
from operator import ne
from typing import Any, NamedTuple

from congvan.fonts.faces import Face
from congvan.formats.pdf.layout_record import FONTS, LayoutRecord
from congvan.formats.pdf.lines.shaping import ShapedWords
from congvan.formats.pdf.lines.typeset import TypesetMemory, Typesetter
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
from congvan.formats.pdf.page_pieces import (
    ContentStream,
    StreamParts,
    content_streams,
    marked_content,
    plain_content,
)
from congvan.formats.pdf.tagging.spoken import spoken_words

_MANY = 400  # elements of a structure tree from which on deflating harder costs more than it saves

_MOST_IN_STREAM = 50_000  # objects of an object stream: two bytes of a cross-reference tell the place of each

LineOperators = Sequence[tuple[bytes, ...]]
"""The operators of every line of every block."""


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
        shared: TypesetMemory = {}
        spoken = spoken_words(layout.lang) if tagged else None
        self._layout = layout
        self.typesetters = [Typesetter(unit, faces, shared, spoken) for unit in layout.units]
        self._users: dict[int, list[int]] = {}  # field → the units that print it
        for n, setter in enumerate(self.typesetters):
            for field in setter.fields:
                self._users.setdefault(field, []).append(n)
        self._last: tuple[Sequence[str], list[tuple[bytes, ...]]] = ((), [])  # the record before and its lines

    def typeset(self, values: Sequence[str]) -> LineOperators | None:
        """Return the operators of every line of every block; None if a value does not fit this layout.

        Only values that differ from the record before are typeset again.
        """
        pinned, masks, users = self._layout.pinned, self._layout.masks, self._users
        before, lines = self._last
        if not before:
            blocks = [setter.typeset(values) for setter in self.typesetters]
            if any(values[k] != value for k, value in pinned.items()) or [fits for fits, _lines in blocks] != masks:
                return None
            lines = [block for _fits, block in blocks]
            self._last = (values, lines)
            return lines
        changed: Iterable[int] = compress(range(len(values)), map(ne, values, before))
        lines = lines.copy()
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
            if k in self._layout.pinned:
                if value != self._layout.pinned[k]:
                    return k
            elif any(self.typesetters[n].typeset(values)[0] != self._layout.masks[n] for n in self._users.get(k, ())):
                return k
        return -1


class PreparedLayout:
    """A layout prepared for writing, alone or in a pack, tagged or not."""

    def __init__(
        self, layout: LayoutRecord, faces: Mapping[str, Face], fonts: Mapping[str, Sequence[tuple[bytes, bytes]]]
    ) -> None:
        self.layout = layout
        self.fonts = fonts  # resource name → the font's objects, streams deflated
        self._faces = faces
        self._stampers: dict[bool, LineStamper] = {}
        self._pieces: dict[bool, list[list[ContentStream]]] = {}
        self.writers: dict[bool, SingleWriter] = {}  # of files that hold this document alone

    def typeset(self, values: Sequence[str], tagged: bool = False) -> LineOperators | None:
        """Return the operators of every line of every block; None if a value does not fit this layout."""
        return self.stamper(tagged).typeset(values)

    def stamper(self, tagged: bool) -> LineStamper:
        """Return what sets the lines of records."""
        stamper = self._stampers.get(tagged)
        if stamper is None:
            stamper = self._stampers[tagged] = LineStamper(self.layout, self._faces, tagged)
        return stamper

    def words(self, tagged: bool) -> list[ShapedWords]:
        """Return the words that its lines are set of, by their styles."""
        setters = self.stamper(tagged).typesetters
        return [*{id(words): words for setter in setters for words in setter.words}.values()]

    def first_mismatch(self, values: Sequence[str]) -> int:
        """Return the number of the first value that does not fit this layout; -1 if all do."""
        return self.stamper(False).first_mismatch(values)

    def shared(
        self, first: int, fonts: Mapping[str, int], written: dict[tuple[bytes, bytes], int], tagged: bool = False
    ) -> SharedObjects:
        """Return the objects numbered from `first` that all records share.

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
        shapes = self._shapes(first, numbers, out, tagged)
        return SharedObjects(out, shapes, renumbered(layout.intents, numbers), numbers)

    def _streams(self, tagged: bool) -> list[list[ContentStream]]:
        """Return the content streams of each page."""
        pieces = self._pieces.get(tagged)
        if pieces is None:
            read = (lambda content: marked_content(content)[0]) if tagged else plain_content
            pieces = [content_streams(self.layout, read(page.content)) for page in self.layout.pages]
            self._pieces[tagged] = pieces
        return pieces

    def _shapes(self, first: int, numbers: Sequence[int], out: list[PdfObject], tagged: bool) -> list[PageShape]:
        """Return the shapes of the pages; their fixed streams are added to `out`, numbered on from `first`."""
        shapes = []
        for page, streams in zip(self.layout.pages, self._streams(tagged), strict=True):
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

    def __init__(self, form: PreparedLayout) -> None:
        layout = form.layout
        written: dict[tuple[bytes, bytes], int] = {}
        fonts, numbers = font_objects(3, form.fonts, written)
        shared = form.shared(3 + len(fonts), numbers, written, self.tagged)
        first = 3 + len(fonts) + len(shared.objects)
        self.varying = [
            VaryingStream(parts) for shape in shared.shapes for parts in shape.streams if not isinstance(parts, int)
        ]
        self.pages = range(first, first + len(shared.shapes))
        structure = self._structure(layout, shared, first + len(shared.shapes))
        packed = first + len(shared.shapes) + len(structure) + len(_stretches(structure))
        self.info = packed + 1
        self.first_varying = self._first_varying()
        self.metadata, self._rest = layout.metadata, info_entries("", layout.metadata)
        self._xmp = xmp("\0", layout.metadata, self.tagged).split(b"\0")
        objects = [*self._root(layout, shared.intents), *fonts, *shared.objects, *self._page_objects(shared.shapes)]
        self._write_prefix(objects, structure, packed)
        last = self.first_varying + len(self.varying)
        self._head = b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Root 1 0 R/Info %d 0 R/Length %%d%%s" % (
            last,
            last + 1,
            self.info,
        )

    def _structure(self, layout: LayoutRecord, shared: SharedObjects, first: int) -> list[PdfObject]:
        """Return the objects, numbered from `first`, that stand in an object stream of their own."""
        return []

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

    def _write_prefix(self, objects: Sequence[PdfObject], structure: Sequence[PdfObject], packed: int) -> None:
        """Write the constant objects, those without streams in object stream `packed`; keep their cross-references.

        `structure` stands in the object streams before it.
        """
        held = [item for item in objects if not item.stream]
        stretches = _stretches(structure)
        level = 9 if len(structure) < _MANY else 6
        packs = [(number, inside, level) for number, inside in enumerate(stretches, packed - len(stretches))]
        packs.append((packed, held, 9))
        self.prefix, rows = HEADER, {0: b"\0\0\0\0\0\xff\xff"}
        streams = [item for item in objects if item.stream]
        for item in (*streams, *[object_stream(number, inside, level) for number, inside, level in packs]):
            rows[item.number] = row_of(len(self.prefix))
            self.prefix += item.serial()
        for number, inside, _level in packs:
            for n, item in enumerate(inside):
                rows[item.number] = row_within(number, n)
        self.digest = sha256(self.prefix).digest()
        self._keep_rows([rows.get(n, b"") for n in range(packed + 1)])

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


def _stretches(objects: Sequence[PdfObject]) -> list[Sequence[PdfObject]]:
    """Return objects in stretches of which each fits an object stream."""
    return [objects[at : at + _MOST_IN_STREAM] for at in range(0, len(objects), _MOST_IN_STREAM)]


def row_of(at: int) -> bytes:
    """Return a row of the cross-reference stream for an object at an offset."""
    return b"\1%s\0\0" % at.to_bytes(4)


def row_within(stream: int, index: int) -> bytes:
    """Return a row of the cross-reference stream for an object in an object stream."""
    return b"\2%s%s" % (stream.to_bytes(4), index.to_bytes(2))
