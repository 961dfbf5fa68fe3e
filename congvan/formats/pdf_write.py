"""The writer: a layout and one record's values → the bytes of a PDF/A-2u file.

A file is a constant prefix (fonts, resources, page dictionaries, the fixed stretches of every page) and a small tail
that varies: information, metadata, one content stream per stretch that holds fields.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from hashlib import md5
from html import escape
from typing import NamedTuple

from congvan import __version__
from congvan.formats.pdf_fonts import Face
from congvan.formats.pdf_record import Layout, Slot
from congvan.formats.pdf_shape import Setter, Shared

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
REFERENCE = re.compile(rb"(?<![\w.])(\d+) 0 R\b")
_SHORT = 300  # a fixed stretch between two fields that is shorter than this is written again with them


class Piece(NamedTuple):
    """One content stream of a page: fixed bytes, or fixed bytes and slots in turn."""

    fixed: bytes  # deflated; b"" where it varies
    parts: tuple[bytes | Slot, ...]


def pieces(content: Sequence[bytes | Slot]) -> list[Piece]:
    """A page's content as streams: long fixed stretches apart, fields and what stands close to them together."""
    out: list[Piece] = []
    varying: list[bytes | Slot] = []
    for n, part in enumerate(content):
        short = isinstance(part, bytes) and len(part) < _SHORT and n > 0
        if isinstance(part, Slot) or (short and varying):
            varying.append(part)
            continue
        if varying:
            out.append(Piece(b"", tuple(varying)))
            varying = []
        out.append(Piece(zlib.compress(part, 9), ()))
    if varying:
        out.append(Piece(b"", tuple(varying)))
    return out


def text_string(text: str) -> bytes:
    """A PDF text string."""
    if text.isascii() and text.isprintable():
        return b"(" + text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode() + b")"
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


def _xml(text: str) -> str:
    return escape(text, quote=False)


PRODUCER = f"congvan {__version__}"


def xmp(title: str, metadata: Mapping[str, str]) -> bytes:
    """XMP metadata of PDF/A-2u; says the same as the information dictionary."""

    def lang_alt(name: str, text: str) -> str:
        return (
            f'<dc:{name}><rdf:Alt><rdf:li xml:lang="x-default">{_xml(text)}</rdf:li></rdf:Alt></dc:{name}>'
            if text
            else ""
        )

    author, keywords = metadata.get("author", ""), metadata.get("keywords", "")
    creator = f"<dc:creator><rdf:Seq><rdf:li>{_xml(author)}</rdf:li></rdf:Seq></dc:creator>" if author else ""
    keys = f"<pdf:Keywords>{_xml(keywords)}</pdf:Keywords>" if keywords else ""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>2</pdfaid:part>'
        "<pdfaid:conformance>U</pdfaid:conformance>"
        f"{lang_alt('title', title)}{lang_alt('description', metadata.get('subject', ''))}{creator}{keys}"
        f"<pdf:Producer>{PRODUCER}</pdf:Producer></rdf:Description></rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="r"?>'
    ).encode()


def information(title: str, metadata: Mapping[str, str]) -> bytes:
    """The entries of the information dictionary."""
    names = (("Title", title), ("Author", metadata.get("author", "")), ("Subject", metadata.get("subject", "")))
    entries = [*names, ("Keywords", metadata.get("keywords", "")), ("Producer", PRODUCER)]
    return b"".join(b"/%s %s" % (name.encode(), text_string(text)) for name, text in entries if text)


def serial(number: int, entries: bytes, stream: bytes = b"", extra: bytes = b"") -> bytes:
    """One indirect object: `entries` are dictionary entries, or with `<`, `[` or a word in front, the object itself."""
    if stream:
        return b"%d 0 obj\n<<%s%s/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
            number,
            entries,
            extra,
            len(stream),
            stream,
        )
    if entries[:1] in (b"<", b"[") or entries == b"null":
        return b"%d 0 obj\n%s\nendobj\n" % (number, entries)
    return b"%d 0 obj\n<<%s>>\nendobj\n" % (number, entries)


class PageShape(NamedTuple):
    """A page inside one file: its entries with all references, and per stream its number, or the parts that vary."""

    entries: bytes
    streams: tuple[int | tuple[bytes | Slot, ...], ...]


class Form:
    """A layout ready to be written, alone or among others."""

    def __init__(
        self, layout: Layout, faces: Mapping[str, Face], fonts: Mapping[str, Sequence[tuple[bytes, bytes]]]
    ) -> None:
        self.layout = layout
        self.fonts = fonts  # resource name → the font's objects, streams deflated
        shared: Shared = ({}, {})
        self.setters = [Setter(unit, faces, shared) for unit in layout.units]
        self._quick = [(s.memory, s.one, s, masks) for s, masks in zip(self.setters, layout.masks, strict=True)]
        self._pieces = [pieces(page.content) for page in layout.pages]
        self._single: Single | None = None

    def set(self, values: Sequence[str]) -> list[tuple[tuple[bytes, ...], ...]] | None:
        """The operators of every line of every unit; None where a value does not fit this layout."""
        for k, value in self.layout.pinned.items():
            if values[k] != value:
                return None
        out = []
        for memory, one, setter, masks in self._quick:
            known = memory.get(values[one]) if one >= 0 else None
            if known is None:
                known = setter.set(values)
            if known[0] != masks:
                return None
            out.append(known[1])
        return out

    def shared(
        self, first: int, fonts: Mapping[str, int], known: dict[tuple[bytes, bytes], int] | None = None
    ) -> tuple[list[bytes], list[PageShape], bytes]:
        """Objects numbered from `first` that all records share, the pages' shapes, and /OutputIntents.

        `known`: objects that the file holds already (a colour profile), by what they are; it grows.
        """
        layout = self.layout
        known = {} if known is None else known
        at = first + 1
        numbers = []
        for held in layout.objects:
            leaf = bool(held[1]) and not REFERENCE.search(held[0])
            numbers.append(known.get(held, at) if leaf else at)
            if leaf:
                known.setdefault(held, at)
            at += numbers[-1] == at
        names = b"".join(b"/%s %d 0 R" % (name.encode(), fonts[name]) for name in sorted(layout.wants))
        out = [serial(first, moved(layout.resources, numbers) + b"/Font<<%s>>" % names)]
        for number, (entries, stream) in zip(numbers, layout.objects, strict=True):
            if number == first + len(out):
                packed = bool(stream) and b"/Filter" not in entries
                extra = b"/Filter/FlateDecode" if packed else b""
                out.append(
                    serial(number, moved(entries, numbers), zlib.compress(stream, 9) if packed else stream, extra)
                )
        shapes = []
        for page, streams in zip(layout.pages, self._pieces, strict=True):
            contents: list[int | tuple[bytes | Slot, ...]] = []
            for piece in streams:
                if piece.fixed:
                    contents.append(first + len(out))
                    out.append(serial(first + len(out), b"", piece.fixed, b"/Filter/FlateDecode"))
                else:
                    contents.append(piece.parts)
            entries = b"/Type/Page/Resources %d 0 R%s" % (first, moved(page.entries, numbers))
            shapes.append(PageShape(entries, tuple(contents)))
        return out, shapes, moved(layout.intents, numbers)

    @property
    def single(self) -> Single:
        """The writer of files that hold this document alone."""
        if self._single is None:
            self._single = Single(self)
        return self._single


def stream_of(parts: Sequence[bytes | Slot], lines: Sequence[tuple[tuple[bytes, ...], ...]]) -> bytes:
    """A varying content stream: the fixed parts, and each slot's line at its baseline."""
    return b"".join([p if isinstance(p, bytes) else p.y.join(lines[p.unit][p.line]) for p in parts])


def moved(data: bytes, numbers: Sequence[int]) -> bytes:
    """References to a layout's own objects, as the numbers that these have in a file."""
    return REFERENCE.sub(lambda m: b"%d 0 R" % numbers[int(m[1])], data) if data else b""


def font_objects(first: int, fonts: Mapping[str, Sequence[tuple[bytes, bytes]]]) -> tuple[list[bytes], dict[str, int]]:
    """The fonts' objects numbered from `first`, and the number of each font by its resource name."""
    out: list[bytes] = []
    numbers = {}
    for name in sorted(fonts):
        base = numbers[name] = first + len(out)
        new = range(base, base + len(fonts[name]))
        for n, (entries, stream) in enumerate(fonts[name]):
            out.append(serial(base + n, moved(entries, new), stream, b"/Filter/FlateDecode" if stream else b""))
    return out, numbers


class Single:
    """A file of one document: the constant prefix, made once, and what follows it."""

    def __init__(self, form: Form) -> None:
        layout = form.layout
        fonts, numbers = font_objects(3, form.fonts)
        shared, shapes, intents = form.shared(3 + len(fonts), numbers)
        first = 3 + len(fonts) + len(shared)
        self.varying = [parts for shape in shapes for parts in shape.streams if not isinstance(parts, int)]
        self.info = first + len(shapes)
        number = self.info + 2
        pages = []
        for n, shape in enumerate(shapes):
            contents = []
            for stream in shape.streams:
                contents.append(b"%d 0 R" % (stream if isinstance(stream, int) else number))
                number += not isinstance(stream, int)
            pages.append(serial(first + n, shape.entries + b"/Parent 2 0 R/Contents[%s]" % b" ".join(contents)))
        kids = b" ".join(b"%d 0 R" % (first + n) for n in range(len(shapes)))
        catalog = b"/Type/Catalog/Pages 2 0 R/Metadata %d 0 R/ViewerPreferences<</DisplayDocTitle true>>" % (
            self.info + 1
        )
        catalog += b"/Lang" + text_string(layout.lang) if layout.lang else b""
        catalog += b"/OutputIntents" + intents if intents else b""
        root = [serial(1, catalog), serial(2, b"/Type/Pages/Count %d/Kids[%s]" % (len(shapes), kids))]
        self.metadata = layout.metadata
        objects = [*root, *fonts, *shared, *pages]
        self.prefix = HEADER + b"".join(objects)
        self.digest = md5(self.prefix, usedforsecurity=False).digest()
        at = len(HEADER)
        rows = [b"0000000000 65535 f \n"]
        for data in objects:
            rows.append(b"%010d 00000 n \n" % at)
            at += len(data)
        size = number
        self.table = b"xref\n0 %d\n" % size + b"".join(rows)
        self.trailer = b"trailer\n<</Size %d/Root 1 0 R/Info %d 0 R/ID[<%%s><%%s>]>>\nstartxref\n%%d\n%%%%%%%%EOF\n" % (
            size,
            self.info,
        )

    def file(self, lines: Sequence[tuple[tuple[bytes, ...], ...]], title: str) -> bytes:
        number = self.info
        tail = [
            serial(number, information(title, self.metadata)),
            serial(number + 1, b"/Type/Metadata/Subtype/XML", xmp(title, self.metadata)),
        ]
        for n, parts in enumerate(self.varying):
            data = stream_of(parts, lines)
            tail.append(
                b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number + 2 + n, len(data), data)
            )
        at = len(self.prefix)
        rows = []
        for data in tail:
            rows.append(b"%010d 00000 n \n" % at)
            at += len(data)
        body = b"".join(tail)
        name = md5(self.digest + body, usedforsecurity=False).hexdigest().encode()
        return b"".join((self.prefix, body, self.table, *rows, self.trailer % (name, name, at)))
