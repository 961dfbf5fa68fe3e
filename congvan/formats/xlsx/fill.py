"""Fill records into a shape: a finished workbook cut at the places that vary.

Why: openpyxl takes ten milliseconds for a form. Its workbook is made once for a shape (so many rows, these columns),
cut at the tokens, and a record is then a join of escaped texts, one deflate of what varies and a copy of all the rest.
"""

from __future__ import annotations

import json
import math
import re
import zlib
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from congvan.core.opc.writer import STORED, PackageWriter, ZipMember
from congvan.formats.xlsx.compiler import ValueSlot, as_text
from congvan.formats.xlsx.relative import as_a1
from congvan.formats.xlsx.sizes import RowHeight

FORMULA_STARTS = frozenset("=+-@|%'\t\r\n")
NUMBER_STARTS = frozenset("0123456789.,($")
FORBIDDEN_IN_XLSX = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_")
LEVEL = 2  # of zlib: 1.05 times the size of level 4 in two thirds of its time
_CONTROLS = bytes(sorted({*range(32)} - {9, 10, 13}))
_MAX_TEXTS = 300  # texts of a look
STORED_SIZE = 1_024  # bytes: below that, deflating costs more time than it saves room
MOST_KEPT = 1 << 20  # bytes of a part that is kept for the next record
_HEIGHT_TOKEN = 700_000  # points; no row of a template is that high
_TITLE_ILLEGAL = re.compile(r"[\\/?*\[\]:\x00-\x1f]")


def needs_prefix(text: str, *, text_format: bool) -> bool:
    """Whether a cell must be marked as text (Excel's leading apostrophe), so that editing it leaves it unchanged."""
    return text[0] in FORMULA_STARTS or (not text_format and text[0] in NUMBER_STARTS)


def quoted_for(text: str, kind: str) -> str:
    """Quote a text for its place, before XML: a header doubles `&`, a quoted list doubles `"`."""
    if kind == "head":
        return text.replace("&", "&&")
    if kind == "list":
        return text.replace('"', '""')
    return text


def escaped(text: str) -> str:
    """Escape the text of an XML element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _attribute(text: str) -> str:
    return escaped(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def legal_titles(titles: Sequence[str], fixed: Sequence[str]) -> list[str]:
    r"""Return sheet titles that Excel accepts: at most 31 characters, none of `\ / ? * [ ] :`, no two alike."""
    used = {title.casefold() for title in fixed}
    legal = []
    for number, title in enumerate(titles, 1):
        base = _TITLE_ILLEGAL.sub("-", title).strip(" '") or f"Sheet{number}"
        if base.casefold() == "history":
            base += "_"
        title, attempt = _cut(base, 31), 1
        while title.casefold() in used:
            attempt += 1
            title = _cut(base, 31 - len(f" ({attempt})")) + f" ({attempt})"
        used.add(title.casefold())
        legal.append(title)
    return legal


def _cut(text: str, units: int) -> str:
    """Truncate to at most so many UTF-16 units, never half a character."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore").rstrip(" '")


def utf16_length(text: str) -> int:
    """Return the length of a text as Excel counts it, in UTF-16 units."""
    return len(text) + sum(1 for letter in text if letter > "\uffff")


def may_be_forbidden(text: str) -> bool:
    """Quick test for `FORBIDDEN_IN_XLSX`, which may give false alarms."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return True
    return len(data.translate(None, _CONTROLS)) != len(data) or b"_x" in data or b"\xef\xbf" in data


def is_exact(value: Any) -> bool:
    """Whether a spreadsheet keeps a number digit for digit: it counts in IEEE doubles and shows 15 digits."""
    return math.isfinite(value) if type(value) is float else abs(value) < 10**15


class TokenFiller:
    """A filler that puts a token at each place, and records how the place is to be written."""

    def __init__(self, data: Sequence[ZipMember]) -> None:
        used = b"".join(m.content() for m in data if m.name.endswith(".xml"))
        self.mark = next(c for c in map(chr, range(0xE000, 0xF8FF)) if c.encode() not in used)
        self.cells: dict[int, tuple[int, int, bool]] = {}  # slot → style, style with prefix, text format
        self.formulas: dict[int, FormulaXml] = {}
        self.kinds: dict[int, str] = {}
        self.row_heights: list[RowHeight] = []
        self._looks: dict[tuple[int, int, bool], CellXml] = {}
        self.gap = re.compile(
            rf'(?<=")(?: s="\d+")? t="inlineStr"><is><t>{self.mark}(?P<cell>\d+){self.mark}</t></is></c>'
            rf"|<t>{self.mark}(?P<run>\d+){self.mark}</t>"
            rf"|(?<=')(?:{self.mark}(?P<quoted>\d+){self.mark})(?=')"
            rf"|{self.mark}(?P<text>\d+){self.mark}"
            rf'|(?<= ht=")(?P<height>{_HEIGHT_TOKEN // 10000}\d\d\d\d)(?:\.0)?(?=")'
        )

    def token(self, index: int) -> str:
        return f"{self.mark}{index}{self.mark}"

    def cell(self, cell: Any, index: int, slot: ValueSlot) -> None:
        cell._value, cell.data_type = self.token(index), "s"
        if slot.kind == "formula":
            self.formulas[index] = FormulaXml(cell.parent.parent._cell_styles.add(cell._style), cell.row, cell.column)
            return
        styles = cell.parent.parent._cell_styles
        prefixed = copy(cell._style)
        prefixed.quotePrefix = 1
        self.cells[index] = (styles.add(cell._style), styles.add(prefixed), cell.number_format == "@")

    def cell_xml(self, index: int) -> CellXml | FormulaXml:
        """Return the cache of a value's cell XML; cells of one style share it."""
        if index in self.formulas:
            return self.formulas[index]
        key = self.cells[index]
        if key not in self._looks:
            style, prefixed, text_format = key
            self._looks[key] = CellXml(f' s="{style}"' if style else "", f' s="{prefixed}"', text_format)
        return self._looks[key]

    def text(self, index: int, slot: ValueSlot) -> str:
        self.kinds[index] = slot.kind
        return self.token(index)

    def is_in(self, xml: str) -> bool:
        """Whether a text may hold a token."""
        return self.mark in xml or f'ht="{_HEIGHT_TOKEN // 10000}' in xml

    def height_number(self, token: str) -> int:
        """Return the number of a height among those of the rows."""
        return int(token) - _HEIGHT_TOKEN

    def height(self, fit: RowHeight) -> float:
        self.row_heights.append(fit)
        return float(_HEIGHT_TOKEN + len(self.row_heights) - 1)


class CellXml(dict[str, str]):
    """The XML of cells of one style by their text, after the reference: cached, as texts of forms recur."""

    __slots__ = ("prefixed", "style", "text_format")

    def __init__(self, style: str, prefixed: str, text_format: bool) -> None:
        super().__init__({"": style + "/>"})
        self.style, self.prefixed, self.text_format = style, prefixed, text_format

    def __missing__(self, value: str) -> str:
        first = value[0]
        mark = first in FORMULA_STARTS or (not self.text_format and first in NUMBER_STARTS)
        space = "" if value == value.strip() else ' xml:space="preserve"'
        style = self.prefixed if mark else self.style
        xml = f'{style} t="inlineStr"><is><t{space}>{escaped(value)}</t></is></c>'
        if len(value) < 200:
            if len(self) >= _MAX_TEXTS:  # memory stays flat
                self.clear()
                self[""] = self.style + "/>"
            self[value] = xml
        return xml

    def number(self, value: float) -> str:
        """Return the XML of a cell that holds a number or a bool."""
        if type(value) is bool:
            return f'{self.style} t="b"><v>{int(value)}</v></c>'
        return f'{self.style} t="n"><v>{as_text(value)}</v></c>'


class FormulaXml(dict[str, str]):
    """The XML of the cell at one place by its formula in R1C1 notation, after the reference: cached."""

    __slots__ = ("column", "row", "style")

    def __init__(self, style: int, row: int, column: int) -> None:
        self.style, self.row, self.column = style, row, column
        super().__init__({"": self._style + "/>"})

    @property
    def _style(self) -> str:
        return f' s="{self.style}"' if self.style else ""

    def __missing__(self, formula: str) -> str:
        xml = f"{self._style}><f>{escaped(as_a1(formula, self.row, self.column))}</f></c>"
        if len(self) < _MAX_TEXTS:
            self[formula] = xml
        return xml

    def number(self, value: float) -> str:
        """Return the XML of a cell that holds a number in place of a formula."""
        return f'{self._style} t="n"><v>{as_text(value)}</v></c>'


@dataclass(slots=True)
class VaryingPart:
    """A part that varies: fixed text with gaps, the content of each gap, and the tail that is the same for all."""

    name: str
    fixed: list[str]
    cells: list[tuple[int, int, CellXml | FormulaXml]] = field(default_factory=list)  # gap, value, look
    texts: list[tuple[int, int, str]] = field(default_factory=list)  # gap, value, kind
    heights: list[tuple[int, int]] = field(default_factory=list)  # gap, fit
    tail: bytes = b""
    packed_tail: bytes = b""
    _last: tuple[bytes, ZipMember] | None = None

    def __post_init__(self) -> None:
        squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
        self.packed_tail = squeeze.compress(self.tail) + squeeze.flush()

    def member(self, values: Sequence[Any], heights: Sequence[str]) -> ZipMember:
        """Fill the part; one that equals that of the last record (a list of choices) is not deflated again."""
        head = self.head(values, heights)
        if self._last is not None and self._last[0] == head:
            return self._last[1]
        size = len(head) + len(self.tail)
        crc = zlib.crc32(self.tail, zlib.crc32(head))
        if size <= STORED_SIZE:
            member = ZipMember(self.name, head + self.tail, crc, size, STORED)
        else:
            compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
            packed = compressor.compress(head) + compressor.flush(zlib.Z_SYNC_FLUSH) + self.packed_tail
            member = ZipMember(self.name, packed, crc, size)
        if size < MOST_KEPT:
            self._last = head, member
        return member

    def head(self, values: Sequence[Any], heights: Sequence[str]) -> bytes:
        """Return the filled part without its tail."""
        out = self.fixed.copy()
        for gap, index, cell_xml in self.cells:
            value = values[index]
            out[gap] = cell_xml[value] if type(value) is str else cell_xml.number(value)
        for gap, index, kind in self.texts:
            out[gap] = _WRITE[kind](as_text(values[index]))
        for gap, fit in self.heights:
            out[gap] = heights[fit]
        return "".join(out).encode()


def _run(text: str) -> str:
    space = "" if text == text.strip() else ' xml:space="preserve"'
    return f"<t{space}>{escaped(text)}</t>"


def _header(text: str) -> str:
    return escaped(re.sub("[\t\n\r]", lambda found: f"_x{ord(found.group()):04x}_", quoted_for(text, "head")))


_WRITE: dict[str, Callable[[str], str]] = {
    "cell": _run,
    "rich": _run,
    "head": _header,
    "list": lambda text: escaped(quoted_for(text, "list")),
    "text": _attribute,
    "title": _attribute,
    "quoted": lambda text: _attribute(text.replace("'", "''")),
}


@dataclass(slots=True)
class WorkbookShape:
    """A workbook of one structure, ready to be filled."""

    package: PackageWriter
    members: list[ZipMember]
    parts: list[VaryingPart]
    row_heights: list[RowHeight]
    places: list[tuple[int, str]]  # by value: sheet index (-1: none), cell or words

    def __post_init__(self) -> None:
        alike: dict[Any, Any] = {}
        for fit in self.row_heights:
            fit.share(alike)

    @property
    def gaps(self) -> int:
        """The number of places that a record fills."""
        return sum(len(part.fixed) for part in self.parts) // 2

    def fill(self, values: Sequence[Any]) -> bytes:
        """Return the workbook's bytes with these values."""
        heights = [fit.text(values) for fit in self.row_heights]
        return self.package.write([part.member(values, heights) for part in self.parts])

    def dump(self) -> bytes:
        """Encode for the cache on disk: plain JSON, nothing executable."""
        styles = {id(cell_xml): cell_xml for part in self.parts for _gap, _index, cell_xml in part.cells}
        order = {key: number for number, key in enumerate(styles)}
        raw = {
            "members": [[m.name, m.data.decode("latin-1"), m.crc, m.size, m.method] for m in self.members],
            "looks": [
                [style.style, style.row, style.column, "f"]
                if isinstance(style, FormulaXml)
                else [style.style, style.prefixed, style.text_format]
                for style in styles.values()
            ],
            "parts": [
                [
                    part.name,
                    part.fixed,
                    [[gap, index, order[id(cell_xml)]] for gap, index, cell_xml in part.cells],
                    part.texts,
                    part.heights,
                    part.tail.decode(),
                ]
                for part in self.parts
            ],
            "fits": [[fit.least, fit.texts] for fit in self.row_heights],
            "places": self.places,
        }
        return json.dumps(raw, ensure_ascii=False).encode()

    @classmethod
    def load(cls, data: bytes) -> WorkbookShape:
        """Decode the result of `dump`."""
        raw = json.loads(data)
        members = [ZipMember(n, d.encode("latin-1"), crc, size, method) for n, d, crc, size, method in raw["members"]]
        styles = [FormulaXml(*look[:3]) if len(look) == 4 else CellXml(*look) for look in raw["looks"]]
        parts = [
            VaryingPart(name, fixed, [(g, i, styles[n]) for g, i, n in cells], texts, heights, tail.encode())
            for name, fixed, cells, texts, heights, tail in raw["parts"]
        ]
        fits = [RowHeight(least, tuple(tuple(text) for text in texts)) for least, texts in raw["fits"]]
        return cls(PackageWriter(members), members, parts, fits, [tuple(place) for place in raw["places"]])
