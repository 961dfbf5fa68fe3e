"""Open finished files as a reader's program does: what does not open is not published.

Why PDFs have two ways: pikepdf takes as long for a file as stamping it does, and a tenth of a second to import. What a
layout is was opened by it; of the records stamped into that layout the references are followed here, which takes a
tenth of the time and knows only the cross-reference that `formats.pdf` writes.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

OPENED = (".pdf", ".docx", ".xlsx")
"""The ends of the names of files that are opened."""

_PIXELS = 100  # of the longer side of a page that is drawn to see whether it can be
_ROW = ">BIH"  # of a cross-reference: kind, offset or object stream, index in it
_WIDTH = 7  # of a row
_END = re.compile(rb"\nstartxref\n(\d+)\n%%EOF\n\Z")
_TABLE = re.compile(rb"(?<=\n)\d+ 0 obj\n<</Type/XRef/Size (\d+)/W\[1 4 2\][^\n]*?/Length (\d+)([^\n]*)>>\nstream\n")
_STREAM = re.compile(rb"\d+ 0 obj\n<</Type/ObjStm/N \d+/First (\d+)/Filter/FlateDecode/Length (\d+)>>\nstream\n")
_COUNT = re.compile(rb"\n<</Type/Pages/Count (\d+)")


class OpeningFault(NamedTuple):
    """What keeps a file from being opened, in the words of a library, and the page, from 1; 0: the whole."""

    why: str
    page: int = 0


def opening_fault(path: str, data: bytes, *, stamped: bool = False, drawn: bool = False) -> OpeningFault | None:
    """Return what keeps a file from being opened; None if nothing does, or if it is of no kind that is opened.

    `stamped`: a PDF is stamped into a layout that was opened before; `drawn`: all pages of a PDF are drawn besides.
    """
    try:
        if path.endswith(".pdf"):
            if not stamped:
                return _pdf_fault(data) or (_undrawn_page(data) if drawn else None)
            _follow_references(data)
        elif path.endswith(OPENED):
            _open_package(data)
    # what zipfile, struct and zlib raise of a damaged file, and NotImplementedError of a compression that none has
    except (ValueError, LookupError, struct.error, zlib.error, zipfile.BadZipFile, NotImplementedError) as error:
        return OpeningFault(str(error))
    return None


def _open_package(data: bytes) -> None:
    """Read the directory of a zip and prove the checksum of every part.

    Why not `testzip`: it takes twice as long.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for info in package.infolist():
            name_length, extra_length = struct.unpack_from("<HH", data, info.header_offset + 26)
            start = info.header_offset + 30 + name_length + extra_length
            part = data[start : start + info.compress_size]
            content = zlib.decompress(part, -zlib.MAX_WBITS) if info.compress_type == zipfile.ZIP_DEFLATED else part
            if zlib.crc32(content) != info.CRC or len(content) != info.file_size:
                raise ValueError(info.filename)


def _pdf_fault(data: bytes) -> OpeningFault | None:
    """Open a PDF by pikepdf with all its objects, and what every page shows; return the first fault."""
    import pikepdf

    number = 0
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
            for _each in pdf.objects:
                pass
            for number, page in enumerate(pdf.pages, 1):
                shown = page.obj.get("/Contents", pikepdf.Array())
                streams = shown if isinstance(shown, pikepdf.Array) else [shown]
                if not all(isinstance(stream, pikepdf.Stream) for stream in streams):
                    return OpeningFault("/Contents", number)
            if not number or pdf.Root.Pages.get("/Count") != number:
                return OpeningFault("/Count")
            wrong = [str(warning) for warning in pdf.get_warnings()]
    except pikepdf.PdfError as error:
        wrong = [str(error)]
    return OpeningFault(wrong[0].rpartition(": ")[2], number) if wrong else None


def _undrawn_page(data: bytes) -> OpeningFault | None:
    """Draw every page of a PDF by PDFium; return the first that is not drawn."""
    import pypdfium2

    number = 0
    try:
        with pypdfium2.PdfDocument(data) as document:
            for number in range(1, len(document) + 1):
                page = document[number - 1]
                page.render(scale=_PIXELS / max(page.get_size())).close()
                page.close()
    except pypdfium2.PdfiumError as error:
        return OpeningFault(str(error), number)
    return None


def _follow_references(data: bytes) -> None:
    """Follow the references of a stamped PDF: `startxref`, each object where the cross-reference says it is, as many
    pages as the page tree counts. Raises ValueError, LookupError, struct.error, zlib.error.
    """
    end = _END.search(data, max(0, len(data) - 64))
    table = _TABLE.match(data, int(end[1])) if end else None
    if table is None:
        raise ValueError("startxref")
    rows = _rows(data[table.end() : table.end() + int(table[2])], table[3])
    held = {stream: _held_at(data, rows[stream][1]) for stream in {place for kind, place, _index in rows if kind == 2}}
    for number, (kind, place, index) in enumerate(rows):
        head = b"\n%d 0 obj\n" % number
        found = held[place].numbers[index] == number if kind == 2 else data.startswith(head, place - 1)
        if number and not found:
            raise ValueError(f"xref {number}")
    if len(rows) != int(table[1]):
        raise ValueError("xref")
    if not 0 < sum(each.pages for each in held.values()) == sum(each.counted for each in held.values()):
        raise ValueError("/Count")


def _rows(table: bytes, entries: bytes) -> list[tuple[int, ...]]:
    """Return the rows of a cross-reference; that of a tagged file is deflated, its first rows are predicted."""
    if b"/Predictor 12" in entries:
        table = zlib.decompress(table)
        tags = table[:: _WIDTH + 1]  # of rows: 2: the difference from the one above; 0: the row itself
        last = (len(tags) - len(tags.lstrip(b"\2"))) * (_WIDTH + 1)
        own = [table[at + 1 : at + 1 + _WIDTH] for at in range(last, len(table), _WIDTH + 1)]
        table = _added_up(table[:last]) + b"".join(own)
    return [*struct.iter_unpack(_ROW, table)]


@lru_cache(maxsize=32)  # those that the records of a layout share
def _added_up(rows: bytes) -> bytes:
    """Return rows that are stored as their differences from those above."""
    table = bytearray(len(rows) // (_WIDTH + 1) * _WIDTH)
    for at in range(_WIDTH):
        table[at::_WIDTH] = bytes([value & 0xFF for value in accumulate(rows[at + 1 :: _WIDTH + 1])])
    return bytes(table)


class _HeldObjects(NamedTuple):
    """An object stream: the numbers of its objects, how many of these are pages, and how many a page tree counts."""

    numbers: list[int]
    pages: int
    counted: int


def _held_at(data: bytes, place: int) -> _HeldObjects:
    head = _STREAM.match(data, place)
    if head is None:
        raise ValueError(f"xref {place}")
    return _held(data[head.end() : head.end() + int(head[2])], int(head[1]))


@lru_cache(maxsize=32)  # those that the records of a layout share
def _held(deflated: bytes, first: int) -> _HeldObjects:
    content = zlib.decompress(deflated)
    numbers = [int(number) for number in content[:first].split()[::2]]
    return _HeldObjects(numbers, content.count(b"\n<</Type/Page/"), sum(map(int, _COUNT.findall(content))))
