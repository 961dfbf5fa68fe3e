"""Write packs: many documents in one PDF/A-2u file, streamed; what documents of one layout share is written once.

Memory does not grow with the pages: only a few numbers per object (for the cross-reference) are kept.
"""

from __future__ import annotations

import io
import re
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from congvan.core.threads import one_at_a_time
from congvan.formats.pdf.objects import (
    HEADER,
    PdfObject,
    deflated_stream,
    font_objects,
    info_entries,
    object_stream,
    text_string,
    viewer_preferences,
    xmp,
)
from congvan.formats.pdf.readings import PageReading, StreamParts
from congvan.formats.pdf.tagging.pack_tree import PackTree, PartTree
from congvan.formats.pdf.writer import LineOperators, PreparedLayout

if TYPE_CHECKING:
    from congvan.formats.pdf.template import PdfTemplate

_PAGES_PER_NODE = 64  # pages to a node of the page tree
_OBJECTS_PER_STREAM = 100  # objects to an object stream
_TREE_LEVEL = 6  # of deflating what is for a great part a tree: 9 takes three times as long for 7 % fewer bytes
_MAX_STREAMS = 256  # varying streams that are cached
_MAX_LAYOUTS = 64  # layouts whose place in the file is cached
_LEAST_SHARED = 240  # bytes; a longer unchanged stretch becomes a stream of its own
_MAX_PIECES = 6  # streams to a stretch of a page that varies


class PackDocument(NamedTuple):
    """One document of a pack: its template and content, its bookmark, and the prefix of its page labels."""

    template: PdfTemplate
    context: Mapping[str, Any]
    bookmark: str
    label: str


def bind(
    parts: Iterable[PackDocument], *, title: str, lang: str = "vi", duplex: bool = True, tagged: bool = False
) -> bytes:
    """Return the documents as one PDF."""
    file = io.BytesIO()
    bind_to(file, parts, title=title, lang=lang, duplex=duplex, tagged=tagged)
    return file.getvalue()


def bind_to(
    file: BinaryIO,
    parts: Iterable[PackDocument],
    *,
    title: str,
    lang: str = "vi",
    duplex: bool = True,
    tagged: bool = False,
) -> None:
    """Write the documents to a file as one PDF, in order. duplex: each starts on an odd page; tagged: PDF/A-2a and
    PDF/UA-1, with a structure tree, instead of PDF/A-2u.

    ProblemsFound, EnvironmentFault: as `PdfTemplate.render`; the file is then incomplete.
    """
    pack = _PackWriter(file, tagged)
    for part in parts:
        pack.add(part, duplex)
    pack.close(title, lang, duplex)


class _PackWriter:
    """Writes a PDF object by object: 1 is the catalog, 2 the page tree, 3 the outline, 4 information, 5 metadata."""

    def __init__(self, file: BinaryIO, tagged: bool) -> None:
        self._write = file.write
        self._at = len(HEADER)
        self._digest = sha256(HEADER)
        # by number: byte offset, or with the top bit set: number of the object stream << 8 | index in it
        self._places = array("Q", [0] * 6)
        self._packed: list[PdfObject] = []
        self._forms: dict[PageReading, list[_SharedPage]] = {}
        self._trees: dict[PageReading, PartTree] = {}
        self._tree = PackTree(self._new, self._pack) if tagged else None
        self._fonts: dict[tuple[str, str], int] = {}
        self._known: dict[tuple[bytes, bytes], int] = {}
        self._streams: dict[bytes, int] = {}
        self._held: dict[PageReading, dict[int, tuple[int, bytes]]] = {}  # annotations: number, body without end
        self._intents = b""
        self._pages = 0
        self._node, self._leaves = 0, array("Q")
        self._nodes = array("Q")
        self._labels: list[bytes] = []
        self._mark: tuple[int, bytes] | None = None  # the last bookmark, until its successor is known
        self._first_mark = self._marks = self._before = 0
        self._size = b"/MediaBox[0 0 595.28 841.89]"
        file.write(HEADER)

    @one_at_a_time
    def add(self, part: PackDocument, duplex: bool) -> None:
        """Write the pages of one document."""
        html = part.template.split(part.context)
        prepared, lines = part.template.prepared(html, self._tree is not None)
        reading = prepared.reading(lines.said)
        sheets = self._forms.get(reading)
        if sheets is None:
            sheets = self._share(prepared, reading)
        if duplex and self._pages % 2:
            self._page(self._size + b"/Type/Page/Resources<<>>")
        first = self._pages
        prefix = b"/P" + text_string(part.label) if part.label else b""
        self._labels.append(b"%d<<%s/S/D>>" % (first, prefix))
        pages: list[int] = []
        held, renamed = self._annotations(prepared, reading)
        for sheet in sheets:
            contents: list[int] = []
            for stream in sheet.streams:
                contents += [stream] if isinstance(stream, int) else map(self._stream, stream.split(lines.operators))
            references = b" ".join([b"%d 0 R" % number for number in contents])
            entries = renamed(sheet.entries)
            if self._tree is not None:
                entries += b"/StructParents %d/Tabs/S" % (self._tree.key + len(pages))
            pages.append(self._page(b"%s/Contents[%s]" % (entries, references)))
        self._size = b"/MediaBox" + _media_box(sheets[-1].entries)
        self._bookmark(part.bookmark, pages[0])
        if self._tree is not None:
            self._tree.add(self._trees[reading], pages, held)

    def _annotations(
        self, prepared: PreparedLayout, reading: PageReading
    ) -> tuple[list[int], Callable[[bytes], bytes]]:
        """Write the annotations that a tagged document has of its own; return their numbers, and what puts these into
        the entries of its pages.
        """
        annotations = prepared.layout.annotations
        if self._tree is None or not annotations:
            return [], lambda entries: entries
        own: dict[bytes, int] = {}
        for key, each in enumerate(annotations, self._tree.key + len(prepared.layout.pages)):
            number, body = self._held[reading][each.held]
            own[b"%d 0 R" % number] = new = self._new()
            self._pack(PdfObject(new, b"%s%s/StructParent %d>>" % (body, each.entries, key)))
        found = re.compile(b"|".join(rb"\b%s\b" % re.escape(name) for name in own))
        return [*own.values()], lambda entries: found.sub(lambda match: b"%d 0 R" % own[match[0]], entries)

    def close(self, title: str, lang: str, duplex: bool) -> None:
        """Write the catalog, page tree, outline, metadata and cross-reference."""
        self._end_node()
        self._end_mark(b"")
        kids = b" ".join(b"%d 0 R" % number for number in self._nodes)
        self._pack(PdfObject(2, b"<</Type/Pages/Count %d/Kids[%s]>>" % (self._pages, kids)))
        outline = b"/Type/Outlines"
        if self._marks:
            outline += b"/First %d 0 R/Last %d 0 R/Count %d" % (self._first_mark, self._before, self._marks)
        self._pack(PdfObject(3, b"<<%s>>" % outline))
        self._pack(PdfObject(4, b"<<%s>>" % info_entries(title, {})))
        self._put(PdfObject(5, b"/Type/Metadata/Subtype/XML", xmp(title, {}, self._tree is not None)))
        catalog = b"/Type/Catalog/Pages 2 0 R/Outlines 3 0 R/Metadata 5 0 R/PageMode/UseOutlines/Lang%s" % text_string(
            lang
        )
        catalog += viewer_preferences(two_sided=duplex) + b"/PageLabels<</Nums[%s]>>" % b"".join(self._labels)
        catalog += b"/OutputIntents" + self._intents if self._intents else b""
        if self._tree is not None:
            self._tree.close()
            catalog += b"/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R" % self._tree.root
        self._pack(PdfObject(1, b"<<%s>>" % catalog))
        self._flush()
        self._cross_reference()

    # -- objects ------------------------------------------------------------------------------------------------------

    def _new(self) -> int:
        self._places.append(0)
        return len(self._places) - 1

    def _place(self, number: int, place: int) -> None:
        """Keep where an object is written, for the cross-reference."""
        assert not self._places[number], f"object {number} is written twice"
        self._places[number] = place

    def _put(self, item: PdfObject) -> None:
        """Write an object now."""
        data = item.serial()
        self._place(item.number, self._at)
        self._at += len(data)
        self._digest.update(data)
        self._write(data)

    def _stream(self, data: bytes) -> int:
        """Return the number of a content stream; recent equal ones (the rows of one entry) are one object."""
        number = self._streams.pop(data, None) or self._new()
        self._streams[data] = number  # most recently used last
        if not self._places[number]:
            if len(self._streams) > _MAX_STREAMS:
                del self._streams[next(iter(self._streams))]
            self._put(deflated_stream(number, b"", data))
        return number

    def _pack(self, item: PdfObject) -> None:
        """Write an object without stream, together with its neighbours in an object stream."""
        self._packed.append(item)
        if len(self._packed) == _OBJECTS_PER_STREAM:
            self._flush()

    def _flush(self) -> None:
        if self._packed:
            number = self._new()
            for n, item in enumerate(self._packed):
                self._place(item.number, 1 << 63 | number << 8 | n)
            self._put(object_stream(number, self._packed, 9 if self._tree is None else _TREE_LEVEL))
            self._packed.clear()

    def _cross_reference(self) -> None:
        number = self._new()
        self._place(number, self._at)
        assert 0 not in self._places[1:], "an object has a number and is not written"
        top = 1 << 63
        rows = bytearray(b"\0\0\0\0\0\0\0\xff")
        for place in self._places[1:]:
            if place & top:
                rows += b"\2" + (place >> 8 & 0xFFFFFFFFFF).to_bytes(6) + (place & 0xFF).to_bytes(1)
            else:
                rows += b"\1" + place.to_bytes(6) + b"\0"
        name = self._digest.hexdigest()[:32].encode()
        entries = b"/Type/XRef/Size %d/W[1 6 1]/Root 1 0 R/Info 4 0 R/ID[<%s><%s>]" % (number + 1, name, name)
        start = self._at
        data = bytes(rows)
        if self._tree is not None:  # some hundred rows a document
            entries, data = entries + b"/DecodeParms<</Predictor 12/Columns 8>>", _predicted(data, 8)
        self._write(deflated_stream(number, entries, data).serial())
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)

    # -- shared objects -----------------------------------------------------------------------------------------------

    def _share(self, prepared: PreparedLayout, reading: PageReading) -> list[_SharedPage]:
        """Write once what the records of a reading share; return its pages."""
        fonts = {}
        for name, objects in prepared.fonts.items():
            key = (name, repr(sorted(prepared.layout.extra.get(name, {}).items())))
            if key not in self._fonts:
                written, numbers = font_objects(len(self._places), {name: objects}, self._known)
                self._fonts[key] = numbers[name]
                self._add(written)
            fonts[name] = self._fonts[key]
        shared = prepared.shared(len(self._places), fonts, self._known, reading)
        self._add(shared.objects)
        self._intents = self._intents or shared.intents
        if len(self._forms) >= _MAX_LAYOUTS:
            self._forms.clear()
        if reading.tagged:
            from congvan.formats.pdf.tagged_writer import part_tree  # an untagged pack does not need it

            self._trees[reading] = part_tree(prepared.layout, reading)
            bodies = {entry.number: entry.body for entry in shared.objects}
            held_as = {each.held: shared.numbers[each.held] for each in prepared.layout.annotations}
            self._held[reading] = {
                held: (number, bodies[number].rstrip().removesuffix(b">>")) for held, number in held_as.items()
            }
        sheets = self._forms[reading] = [
            _SharedPage(
                shape.entries, [held if isinstance(held, int) else _VaryingStretch(held) for held in shape.streams]
            )
            for shape in shared.shapes
        ]
        return sheets

    def _add(self, objects: Sequence[PdfObject]) -> None:
        """Write objects that are numbered from the next number on.

        Why all numbers are taken first: a full object stream takes one of its own while they are written.
        """
        numbers = [self._new() for _item in objects]
        assert [item.number for item in objects] == numbers
        for item in objects:
            if item.stream:
                self._put(item)
            else:
                self._pack(item)

    # -- pages and bookmarks ------------------------------------------------------------------------------------------

    def _page(self, entries: bytes) -> int:
        if not self._node:
            self._node = self._new()
        number = self._new()
        self._pack(PdfObject(number, b"<<%s/Parent %d 0 R>>" % (entries, self._node)))
        self._leaves.append(number)
        self._pages += 1
        if len(self._leaves) == _PAGES_PER_NODE:
            self._end_node()
        return number

    def _end_node(self) -> None:
        if self._leaves:
            kids = b" ".join(b"%d 0 R" % number for number in self._leaves)
            body = b"<</Type/Pages/Parent 2 0 R/Count %d/Kids[%s]>>" % (len(self._leaves), kids)
            self._pack(PdfObject(self._node, body))
            self._nodes.append(self._node)
            self._node = 0
            del self._leaves[:]

    def _bookmark(self, text: str, page: int) -> None:
        number = self._new()
        self._first_mark = self._first_mark or number
        self._end_mark(b"/Next %d 0 R" % number)
        previous = b"/Prev %d 0 R" % self._before if self._before else b""
        self._mark = (number, b"<</Title%s/Parent 3 0 R/Dest[%d 0 R/Fit]%s" % (text_string(text), page, previous))
        self._before = number
        self._marks += 1

    def _end_mark(self, following: bytes) -> None:
        if self._mark is not None:
            self._pack(PdfObject(self._mark[0], self._mark[1] + following + b">>"))
            self._mark = None


class _SharedPage(NamedTuple):
    """A page of a layout in this file: its entries, and per stream its number, or what varies."""

    entries: bytes
    streams: list[int | _VaryingStretch]


class _VaryingStretch:
    """A varying stretch of a page, in pieces: what stays the same between records becomes a stream of its own."""

    def __init__(self, parts: StreamParts) -> None:
        self._parts = parts
        self._pieces: list[tuple[int, int, list[bytes]]] = []  # first part, end, their last bytes

    def split(self, lines: LineOperators) -> list[bytes]:
        """Return the streams of one record."""
        parts = [part if isinstance(part, bytes) else lines[part[0]][part[1]] for part in self._parts]
        if not self._pieces:
            self._pieces = [(0, len(parts), parts)]
        pieces = []
        for start, end, previous in self._pieces:
            current = parts[start:end]
            same = 0
            if current != previous and len(self._pieces) < _MAX_PIECES:
                while current[same] == previous[same]:
                    same += 1
                if sum(map(len, current[:same])) < _LEAST_SHARED:
                    same = 0
            if same:
                pieces.append((start, start + same, current[:same]))
            pieces.append((start + same, end, current[same:]))
        self._pieces = pieces
        return [b"".join(current) for _start, _end, current in pieces]


def _predicted(rows: bytes, width: int) -> bytes:
    """Return rows as their differences from those above (predictor Up of PNG), which deflate to next to nothing."""
    differences = bytes([(byte - above) & 0xFF for byte, above in zip(rows, bytes(width) + rows, strict=False)])
    count = len(rows) // width
    out = bytearray(count * (width + 1))
    out[:: width + 1] = b"\2" * count
    for at in range(width):
        out[at + 1 :: width + 1] = differences[at::width]
    return bytes(out)


def _media_box(entries: bytes) -> bytes:
    start = entries.index(b"/MediaBox") + len(b"/MediaBox")
    return entries[start : entries.index(b"]", start) + 1].strip()
