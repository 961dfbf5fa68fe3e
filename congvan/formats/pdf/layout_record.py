"""The layout record: a laid-out document as plain values, and its encoding on disk.

Why JSON: a cache is decoded without executing anything, whoever wrote it; a record of another shape is rebuilt.
"""

from __future__ import annotations

import binascii
import json
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple

from congvan.core.fonts.fontconfig import FontRequest
from congvan.core.messages import Message
from congvan.formats.pdf.lines.typeset import BrokenText, FieldBlock, InlineItem, KnownBreaks, Style, TypesetMemory
from congvan.formats.pdf.tagging.elements import (
    ContentMark,
    HeldAnnotation,
    PageHeading,
    StructureElement,
    TwoReadings,
)

VERSION = 12  # of the record's shape and of all that decides about it: raise it when either changes

FONTS = b"fonts"  # among a layout's objects: the dictionary of its fonts, as the groups of a page refer to it


class LineSlot(NamedTuple):
    """The place of a line in a page's content: block, line, baseline as it is written."""

    unit: int
    line: int
    y: bytes


Content = bytes | LineSlot | ContentMark | TwoReadings
"""A piece of a page's content."""


class PageRecord(NamedTuple):
    """A page: its dictionary without /Contents, /Parent and /Resources, and its content in pieces."""

    entries: bytes
    content: list[Content]


class ClippedRow(NamedTuple):
    """A row of exact height that cuts off text: page, table and row, each from 1, 0 where it is not known. No text:
    records that are stamped into the layout have others.
    """

    page: int
    table: int
    row: int


class LayoutRecord(SimpleNamespace):
    """All that is needed to write a document, or another one of the same shape, without WeasyPrint.

    Why no dataclass: to make one takes longer than to read a layout from the cache, and imports `inspect`.
    """

    def __init__(
        self,
        pages: list[PageRecord],
        objects: list[tuple[bytes, bytes]],  # (dictionary entries or another object, stream); references count from 0
        resources: bytes,  # entries of the one resource dictionary, but for /Font
        intents: bytes,  # the value of /OutputIntents
        lang: str,
        metadata: dict[str, str],
        wants: dict[str, FontRequest],  # resource name → the face that CSS requested
        shas: dict[str, str],  # resource name → SHA-256 of its file
        extra: dict[str, dict[int, str]] | None = None,  # resource name → glyphs outside the repertoire
        symbols: dict[str, str] | None = None,  # resource name of a face that draws nothing else → the symbols
        units: Sequence[FieldBlock] | None = None,
        masks: list[tuple[int, ...]] | None = None,  # of each unit: the mask of each line
        breaks: KnownBreaks | None = None,  # lines of texts that are too close to call
        pinned: dict[int, str] | None = None,
        elements: list[StructureElement] | None = None,  # of the structure tree
        annotations: list[HeldAnnotation] | None = None,
        headings: list[PageHeading] | None = None,
        cut_rows: list[ClippedRow] | None = None,
        typeset: TypesetMemory | None = None,  # its own lines, of a tagged file; of a layout just made alone
    ) -> None:
        self.pages, self.objects, self.resources, self.intents = pages, objects, resources, intents
        self.lang, self.metadata, self.wants, self.shas = lang, metadata, wants, shas
        self.extra, self.breaks, self.pinned = extra or {}, {} if breaks is None else breaks, pinned or {}
        self.symbols = symbols or {}
        self.units: Sequence[FieldBlock] = units or []
        self.masks = masks or []
        self.elements, self.annotations, self.headings = elements or [], annotations or [], headings or []
        self.cut_rows = cut_rows or []
        self.field_elements: dict[int, int] = {}  # field → its element; of a layout just made alone
        self.typeset: TypesetMemory = {} if typeset is None else typeset
        self.whole_table: tuple[int, Message] | None = None
        """Rows of a long table left to WeasyPrint, and why; of a layout just made alone."""

    def drop_lines(self) -> None:
        """Drop what its pages have been read of."""
        self.units, self.masks, self.typeset = [], [], {}


def to_bytes(layouts: Sequence[LayoutRecord]) -> bytes:
    """Encode the layouts of one skeleton for the cache."""
    return json.dumps([VERSION, [_plain(layout) for layout in layouts]], ensure_ascii=False).encode()


def from_bytes(data: bytes) -> list[LayoutRecord]:
    """Decode the layouts of a cache entry; none if it is of another version or invalid."""
    try:
        version, layouts = json.loads(data)
        return [_layout(plain) for plain in layouts] if version == VERSION else []
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return []


def _plain(layout: LayoutRecord) -> dict[str, Any]:
    return {
        "pages": [[_text(page.entries), [_plain_piece(piece) for piece in page.content]] for page in layout.pages],
        "objects": [
            [_text(entries), binascii.b2a_base64(stream, newline=False).decode()] for entries, stream in layout.objects
        ],
        "resources": _text(layout.resources),
        "intents": _text(layout.intents),
        "lang": layout.lang,
        "metadata": layout.metadata,
        "wants": layout.wants,
        "shas": layout.shas,
        "extra": layout.extra,
        "symbols": layout.symbols,
        "units": [*layout.units],
        "masks": layout.masks,
        "breaks": [[*broken, lines] for broken, lines in layout.breaks.items()],
        "pinned": layout.pinned,
        "elements": [[each.kind, each.parent, _text(each.entries)] for each in layout.elements],
        "annotations": [[each.held, each.element, _text(each.entries)] for each in layout.annotations],
        "headings": layout.headings,
        "cut_rows": layout.cut_rows,
    }


def _plain_piece(piece: Content) -> Any:
    """Encode a piece: a text, or a list: of numbers and a text for a slot, three texts for two readings, one number
    for a mark.
    """
    if isinstance(piece, LineSlot):
        return [piece.unit, piece.line, _text(piece.y)]
    if isinstance(piece, TwoReadings):
        return [*map(_text, piece)]
    if isinstance(piece, ContentMark):
        return [piece.element]
    return _text(piece)


def _piece(plain: Any) -> Content:
    if not isinstance(plain, list):
        return _raw(plain)
    if len(plain) == 3 and isinstance(plain[0], str):
        return TwoReadings(*map(_raw, plain))
    if len(plain) == 3:
        return LineSlot(plain[0], plain[1], _raw(plain[2]))
    (element,) = plain
    return ContentMark(element)


def _layout(plain: dict[str, Any]) -> LayoutRecord:
    return LayoutRecord(
        pages=[PageRecord(_raw(entries), [_piece(piece) for piece in content]) for entries, content in plain["pages"]],
        objects=[(_raw(entries), binascii.a2b_base64(stream)) for entries, stream in plain["objects"]],
        resources=_raw(plain["resources"]),
        intents=_raw(plain["intents"]),
        lang=plain["lang"],
        metadata=plain["metadata"],
        wants={
            name: FontRequest(tuple(request[0]), request[1], request[2]) for name, request in plain["wants"].items()
        },
        shas=plain["shas"],
        extra={name: {int(k): v for k, v in glyphs.items()} for name, glyphs in plain["extra"].items()},
        symbols=plain["symbols"],
        units=[
            FieldBlock(
                tuple(InlineItem(*item) for item in unit[0]), tuple(Style(*style) for style in unit[1]), *unit[2:]
            )._replace(symbols=tuple(tuple(each) for each in unit[-1]))
            for unit in plain["units"]
        ],
        masks=[tuple(mask) for mask in plain["masks"]],
        breaks={
            BrokenText(text, Style(*style), width, indent): tuple(lines)
            for text, style, width, indent, lines in plain["breaks"]
        },
        pinned={int(k): v for k, v in plain["pinned"].items()},
        elements=[StructureElement(kind, parent, _raw(entries)) for kind, parent, entries in plain["elements"]],
        annotations=[HeldAnnotation(held, element, _raw(entries)) for held, element, entries in plain["annotations"]],
        headings=[PageHeading(level, page, top, tuple(parts)) for level, page, top, parts in plain["headings"]],
        cut_rows=[ClippedRow(*row) for row in plain["cut_rows"]],
    )


def _text(data: bytes) -> str:
    return data.decode("latin-1")


def _raw(text: str) -> bytes:
    return text.encode("latin-1")
