"""Write a tagged file (PDF/A-2a and PDF/UA-1) from a layout and one record's values.

The structure tree is constant bytes of the prefix; bookmarks that print values of the record are not.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import chain

from congvan.formats.pdf.layout_record import LayoutRecord
from congvan.formats.pdf.marks import unescaped
from congvan.formats.pdf.objects import REFERENCE, PdfObject, object_stream, text_string, xml_text, xmp
from congvan.formats.pdf.readings import PageReading
from congvan.formats.pdf.tagging.elements import PageHeading
from congvan.formats.pdf.tagging.outline import outline_objects
from congvan.formats.pdf.tagging.pack_tree import PartTree
from congvan.formats.pdf.tagging.spoken import spoken_words
from congvan.formats.pdf.tagging.structure import PlacedAnnotation, StructureTree
from congvan.formats.pdf.writer import LineOperators, PreparedLayout, SharedObjects, SingleWriter, row_within

_LANGUAGE = "vi"  # of a document that says none; a tagged file has to
_OUTLINED = 3  # pages from which on a document has bookmarks
_MAX_OUTLINES = 64
_TAG = re.compile(r"<[^>]*>")


class TaggedWriter(SingleWriter):
    """Writes tagged files of one document."""

    tagged = True

    def _structure(
        self, layout: LayoutRecord, reading: PageReading, shared: SharedObjects, first: int
    ) -> tuple[int, Iterator[PdfObject]]:
        self._headings: Sequence[PageHeading] = layout.headings if len(self.pages) >= _OUTLINED else ()
        self._outlines: dict[tuple[str, ...], bytes] = {}
        self.tree = first
        annotations = self._annotations(layout, shared)
        spoken = spoken_words(layout.lang or _LANGUAGE)
        tree = StructureTree(reading.elements, reading.marks, spoken.blank)
        self.outline = first + 1 + len(reading.elements)
        kept_free = range(self.outline, self.outline + (len(self._headings) + 1 if self._headings else 0))
        outline = (PdfObject(number, b"null") for number in kept_free)
        return kept_free.stop - first, chain(tree.objects(first, self.pages, annotations), outline)

    def _annotations(self, layout: LayoutRecord, shared: SharedObjects) -> list[PlacedAnnotation]:
        """Return the annotations that elements hold; their objects refer to the tree."""
        on_page = annotation_pages(layout)
        placed = []
        self._fields: list[int] = []
        for key, each in enumerate(layout.annotations, len(self.pages)):
            number = shared.numbers[each.held]
            at = next(n for n, item in enumerate(shared.objects) if item.number == number)
            body = shared.objects[at].body.rstrip().removesuffix(b">>")
            shared.objects[at] = PdfObject(number, b"%s%s/StructParent %d>>" % (body, each.entries, key))
            placed.append(PlacedAnnotation(number, self.pages[on_page[each.held]], each.element))
            if layout.elements[each.element].kind == "Form":
                self._fields.append(number)
        return placed

    def _first_varying(self) -> int:
        return self.info + 2 + bool(self._headings)

    def _catalog(self, layout: LayoutRecord) -> bytes:
        entries = b"/Lang%s/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R" % (
            text_string(layout.lang or _LANGUAGE),
            self.tree,
        )
        entries += b"/Outlines %d 0 R" % self.outline if self._headings else b""
        if self._fields:
            entries += b"/AcroForm<</Fields[%s]>>" % b" ".join([b"%d 0 R" % number for number in self._fields])
        return entries

    def _packet(self, title: str) -> bytes:
        before, after = self._xmp
        return b"%s%s%s" % (before, xml_text(title).encode(), after) if title else xmp("", self.metadata, tagged=True)

    def _keep_rows(self, rows: Sequence[bytes]) -> None:
        """Deflate the rows that never change once; those of a tail are stored behind them."""
        rows = list(rows)
        for n in range(len(self._headings) + 1 if self._headings else 0):
            rows[self.outline + n] = row_within(self.info + 2, n)
        data = b"".join([_predicted(row, above) for row, above in zip(rows, [bytes(7), *rows], strict=False)])
        deflater = zlib.compressobj(9)
        self._rows = deflater.compress(data) + deflater.flush(zlib.Z_FULL_FLUSH)
        self._sum = zlib.adler32(data)
        self.digest = sha256(self.digest + b"".join(self._xmp) + self._rest).digest()

    def _table(self, rows: Sequence[bytes]) -> tuple[bytes, bytes]:
        data = b"\0" + b"\0".join(rows)
        stored = b"\1%s%s%s" % (len(data).to_bytes(2, "little"), (len(data) ^ 0xFFFF).to_bytes(2, "little"), data)
        table = self._rows + stored + zlib.adler32(data, self._sum).to_bytes(4)
        return b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 7>>", table

    def file(self, lines: LineOperators, title: str, values: Sequence[str] = ()) -> bytes:
        """Return the bytes of one document; `values`: those of its fields.

        Its name is a hash of what varies: the constant parts of the tail are in `digest`.
        """
        outline = self._outline(values) if self._headings else b""
        packet = self._packet(title)
        tail = [
            b"%d 0 obj\n<<%s%s>>\nendobj\n"
            % (self.info, b"/Title " + text_string(title) if title else b"", self._rest),
            b"%d 0 obj\n<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%s\nendstream\nendobj\n"
            % (self.info + 1, len(packet), packet),
        ]
        if outline:
            tail.append(outline)
        digest = sha256(b"%s%s\0%s" % (self.digest, title.encode(), outline))
        for n, varying in enumerate(self.varying, self.first_varying):
            data = varying.of(lines)
            digest.update(data)
            tail.append(b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (n, len(data), data))
        return self._joined(tail, digest)

    def _outline(self, values: Sequence[str]) -> bytes:
        """Return the object stream of the bookmarks of a record; those of the last ones are kept."""
        key = tuple([values[part] for heading in self._headings for part in heading.parts if isinstance(part, int)])
        known = self._outlines.get(key)
        if known is None:
            if len(self._outlines) >= _MAX_OUTLINES:
                self._outlines.clear()
            titles = [heading_text(heading, values) for heading in self._headings]
            objects = outline_objects(self._headings, titles, self.outline, self.pages)
            known = self._outlines[key] = object_stream(self.info + 2, objects).serial()
        return known


def annotation_pages(layout: LayoutRecord) -> dict[int, int]:
    """Return the page of each of a layout's objects that one names."""
    pages = enumerate(layout.pages)
    return {int(held): n for n, page in pages for held in REFERENCE.findall(page.entries)}


def part_tree(layout: LayoutRecord, reading: PageReading) -> PartTree:
    """Return the structure tree of a layout as a part of a pack's."""
    on_page = annotation_pages(layout)
    held = [(each.element, on_page[each.held]) for each in layout.annotations]
    return PartTree(reading.elements, reading.marks, held, spoken_words(layout.lang or _LANGUAGE).blank)


def _predicted(row: bytes, above: bytes) -> bytes:
    """Return a row as its difference from the one above (predictor Up of PNG), which deflates to next to nothing."""
    return b"\2" + bytes([(byte - up) & 0xFF for byte, up in zip(row, above, strict=True)])


def heading_text(heading: PageHeading, values: Sequence[str]) -> str:
    """Return the words of a heading of one record; `values`: those of its fields."""
    text = "".join(part if isinstance(part, str) else values[part] for part in heading.parts)
    return " ".join(unescaped(_TAG.sub("", text)).split())


def single_writer(prepared: PreparedLayout, reading: PageReading) -> SingleWriter:
    """Return the writer of files that hold a document alone."""
    writer = prepared.writers.get(reading)
    if writer is None:
        kind = TaggedWriter if reading.tagged else SingleWriter
        writer = prepared.writers[reading] = kind(prepared, reading)
    return writer
