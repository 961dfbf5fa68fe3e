"""A finished workbook with a token at each place that varies → a shape, into which records are merged.

Why: openpyxl takes ten milliseconds for a form. Its workbook is made once for a shape (so many rows, these columns),
cut at the tokens, and a record is then a join of escaped texts, one deflate of what varies and a copy of all the rest.
"""

from __future__ import annotations

import io
import json
import math
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from congvan.formats.xlsx_fit import Fit
from congvan.formats.xlsx_program import Slot, as_text
from congvan.formats.zipping import STORED, Member, Package, deflate, read_members

FORMULA_STARTS = frozenset("=+-@|%'\t\r\n")
NUMBER_STARTS = frozenset("0123456789.,($")
CORE = "docProps/core.xml"
EPOCH = "1980-01-01T00:00:00Z"
BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_")
SMALL = 1_024  # bytes: below that, deflating costs more time than it saves room
_HEIGHT = 700_000  # points; no row of a template is that high
_TITLE_ILLEGAL = re.compile(r"[\\/?*\[\]:\x00-\x1f]")


def needs_prefix(text: str, *, text_format: bool) -> bool:
    """Whether a cell must be marked as text (Excel's leading apostrophe), so that editing it leaves it as it is."""
    return text[0] in FORMULA_STARTS or (not text_format and text[0] in NUMBER_STARTS)


def written(text: str, kind: str) -> str:
    """A text as the place asks for it, before XML: a header doubles `&`, a quoted list doubles `"`."""
    if kind == "head":
        return text.replace("&", "&&")
    if kind == "list":
        return text.replace('"', '""')
    return text


def escaped(text: str) -> str:
    """Text of an XML element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _attribute(text: str) -> str:
    return escaped(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def legal_titles(titles: Sequence[str], fixed: Sequence[str]) -> list[str]:
    """Sheet titles as Excel takes them: at most 31 characters, none of `\\ / ? * [ ] :`, no two alike."""
    used = {title.casefold() for title in fixed}
    legal = []
    for number, title in enumerate(titles, 1):
        base = _TITLE_ILLEGAL.sub("-", title).strip(" '") or f"Sheet{number}"
        if base.casefold() == "history":
            base += "_"
        made, turn = _cut(base, 31), 1
        while made.casefold() in used:
            turn += 1
            made = _cut(base, 31 - len(f" ({turn})")) + f" ({turn})"
        used.add(made.casefold())
        legal.append(made)
    return legal


def _cut(text: str, units: int) -> str:
    """At most so many UTF-16 units, never half a character."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore").rstrip(" '")


def units(text: str) -> int:
    """The length of a text as Excel counts it, in UTF-16 units."""
    return len(text) + sum(1 for letter in text if letter > "\uffff")


def number_text(value: float) -> str:
    return repr(value) if type(value) is float else str(int(value))


def is_exact(value: Any) -> bool:
    """Whether a number is kept digit for digit by a spreadsheet, which counts in IEEE doubles and shows 15 digits."""
    return math.isfinite(value) if type(value) is float else abs(value) < 10**15


class Tokens:
    """A filler that puts a token at each place, and remembers how the place is to be written."""

    def __init__(self, data: Sequence[Member]) -> None:
        taken = b"".join(m.content() for m in data if m.name.endswith(".xml"))
        self.mark = next(c for c in map(chr, range(0xE000, 0xF8FF)) if c.encode() not in taken)
        self.cells: dict[int, tuple[int, int, bool]] = {}  # slot → style, style with prefix, text format
        self.kinds: dict[int, str] = {}
        self.fits: list[Fit] = []

    def token(self, index: int) -> str:
        return f"{self.mark}{index}{self.mark}"

    def cell(self, cell: Any, index: int, slot: Slot) -> None:
        cell._value, cell.data_type = self.token(index), "s"
        styles = cell.parent.parent._cell_styles
        prefixed = copy(cell._style)
        prefixed.quotePrefix = 1
        self.cells[index] = (styles.add(cell._style), styles.add(prefixed), cell.number_format == "@")

    def text(self, index: int, slot: Slot) -> str:
        self.kinds[index] = slot.kind
        return self.token(index)

    def height(self, fit: Fit) -> float:
        self.fits.append(fit)
        return float(_HEIGHT + len(self.fits) - 1)


@dataclass(slots=True)
class Part:
    """A part that varies: fixed text with gaps between, and what goes to each gap."""

    name: str
    fixed: list[str]
    cells: list[tuple[int, int, str, str, str, bool]] = field(default_factory=list)
    # gap, value, style attribute, the same with prefix, all that an empty cell needs, text format
    texts: list[tuple[int, int, str]] = field(default_factory=list)  # gap, value, kind
    heights: list[tuple[int, int]] = field(default_factory=list)  # gap, fit

    def fill(self, values: Sequence[Any], heights: Sequence[str]) -> bytes:
        out = self.fixed.copy()
        for gap, index, style, prefixed, plain, text_format in self.cells:
            value = values[index]
            if value == "" and type(value) is str:
                out[gap] = plain
            elif type(value) is str:
                first = value[0]
                mark = first in FORMULA_STARTS or (not text_format and first in NUMBER_STARTS)
                space = "" if value == value.strip() else ' xml:space="preserve"'
                out[gap] = f'{prefixed if mark else style} t="inlineStr"><is><t{space}>{escaped(value)}</t></is></c>'
            elif type(value) is bool:
                out[gap] = f'{style} t="b"><v>{int(value)}</v></c>'
            else:
                out[gap] = f'{style} t="n"><v>{number_text(value)}</v></c>'
        for gap, index, kind in self.texts:
            out[gap] = _WRITE[kind](as_text(values[index]))
        for gap, fit in self.heights:
            out[gap] = heights[fit]
        return "".join(out).encode()


def _run(text: str) -> str:
    space = "" if text == text.strip() else ' xml:space="preserve"'
    return f"<t{space}>{escaped(text)}</t>"


def _header(text: str) -> str:
    return escaped(re.sub("[\t\n\r]", lambda found: f"_x{ord(found.group()):04x}_", written(text, "head")))


_WRITE: dict[str, Callable[[str], str]] = {
    "cell": _run,
    "rich": _run,
    "head": _header,
    "list": lambda text: escaped(written(text, "list")),
    "text": _attribute,
    "title": _attribute,
    "quoted": lambda text: _attribute(text.replace("'", "''")),
}


@dataclass(slots=True)
class Shape:
    """A workbook of one shape, ready to be filled."""

    package: Package
    members: list[Member]
    parts: list[Part]
    fits: list[Fit]
    places: list[tuple[int, str]]  # by value: sheet index (-1: none), cell or words
    _last: dict[str, tuple[bytes, Member]] = field(default_factory=dict)

    def fill(self, values: Sequence[Any]) -> bytes:
        """The workbook's bytes with these values."""
        heights = [repr(fit.points(values)) for fit in self.fits]
        return self.package.write([self._member(part.name, part.fill(values, heights)) for part in self.parts])

    def _member(self, name: str, content: bytes) -> Member:
        """The part as a member; one that reads as for the last record (a list of districts) is not deflated again."""
        last = self._last.get(name)
        if last is not None and last[0] == content:
            return last[1]
        if len(content) <= SMALL:
            member = Member(name, content, zlib.crc32(content), len(content), STORED)
        else:
            member = deflate(name, content)
        self._last[name] = content, member
        return member

    def dump(self) -> bytes:
        """For the cache on disk: plain JSON, nothing that could run."""
        return json.dumps(
            {
                "members": [[m.name, m.data.decode("latin-1"), m.crc, m.size, m.method] for m in self.members],
                "parts": [[p.name, p.fixed, p.cells, p.texts, p.heights] for p in self.parts],
                "fits": [[fit.least, fit.texts] for fit in self.fits],
                "places": self.places,
            },
            ensure_ascii=False,
        ).encode()

    @classmethod
    def load(cls, data: bytes) -> Shape:
        raw = json.loads(data)
        members = [Member(n, d.encode("latin-1"), c, s, m) for n, d, c, s, m in raw["members"]]
        return cls(
            Package(members),
            members,
            [
                Part(n, f, [tuple(c) for c in cells], [tuple(t) for t in texts], [tuple(h) for h in hs])
                for n, f, cells, texts, hs in raw["parts"]
            ],
            [Fit(least, tuple(tuple(t) for t in texts)) for least, texts in raw["fits"]],
            [tuple(place) for place in raw["places"]],
        )


def save(book: Any, dates: Mapping[str, str]) -> bytes:
    """The workbook's bytes by openpyxl, its dates set to the template's: no clock gets in."""
    from openpyxl.writer.excel import ExcelWriter

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(book, archive).write_data()
    members = read_members(buffer.getvalue())
    for at, member in enumerate(members):
        if member.name == CORE:
            xml = member.content().decode()
            for name in ("created", "modified"):
                xml = re.sub(rf"(?<=<dcterms:{name} xsi:type=\"dcterms:W3CDTF\">)[^<]*", dates.get(name, EPOCH), xml)
            members[at] = deflate(CORE, xml.encode(), 9)
    return Package(members).write(())


def dates_of(members: Sequence[Member]) -> dict[str, str]:
    """When the template was created and last changed, as it says itself."""
    xml = next((m.content().decode("utf-8", "replace") for m in members if m.name == CORE), "")
    found = re.findall(r"<dcterms:(created|modified)[^>]*>([0-9TZ:.+-]+)<", xml)
    return dict(found)


def cut(data: bytes, tokens: Tokens, places: list[tuple[int, str]]) -> Shape:
    """A workbook with tokens as a shape."""
    fixed: list[Member] = []
    parts: list[Part] = []
    for member in read_members(data):
        if member.name.endswith((".xml", ".vml")):
            xml = _plain_characters(member.content().decode())
            if tokens.mark in xml or f'ht="{_HEIGHT // 10000}' in xml:
                part = _part(member.name, xml, tokens)
                if len(part.fixed) > 1:
                    parts.append(part)
                    continue
            fixed.append(deflate(member.name, xml.encode(), 9))
        else:
            fixed.append(member)
    return Shape(Package(fixed), fixed, parts, tokens.fits, places)


def _plain_characters(xml: str) -> str:
    """Character references beyond ASCII as the characters themselves (UTF-8): shorter, the same to every reader."""
    xml = re.sub(r"&#(\d+);", lambda m: chr(int(m.group(1))) if int(m.group(1)) > 159 else m.group(), xml)
    return re.sub(r"""(<\?xml[^>]*encoding=['"])[\w-]+""", r"\1UTF-8", xml, count=1)


def _part(name: str, xml: str, tokens: Tokens) -> Part:
    mark = tokens.mark
    found = re.compile(
        rf'(?<=")(?: s="\d+")? t="inlineStr"><is><t>{mark}(?P<cell>\d+){mark}</t></is></c>'
        rf"|<t>{mark}(?P<run>\d+){mark}</t>"
        rf"|(?<=')(?:{mark}(?P<quoted>\d+){mark})(?=')"
        rf"|{mark}(?P<text>\d+){mark}"
        rf'|(?<= ht=")(?P<height>{_HEIGHT // 10000}\d\d\d\d)(?:\.0)?(?=")'
    )
    part = Part(name, [])
    at = 0
    for match in found.finditer(xml):
        part.fixed.append(xml[at : match.start()])
        at = match.end()
        gap = len(part.fixed)
        part.fixed.append("")
        if match["cell"]:
            index = int(match["cell"])
            style, prefixed, text_format = tokens.cells[index]
            attribute = f' s="{style}"' if style else ""
            part.cells.append((gap, index, attribute, f' s="{prefixed}"', attribute + "/>", text_format))
        elif match["height"]:
            part.heights.append((gap, int(match["height"]) - _HEIGHT))
        else:
            index = int(match["run"] or match["quoted"] or match["text"])
            kind = tokens.kinds[index]
            part.texts.append((gap, index, "quoted" if match["quoted"] and kind == "title" else kind))
    part.fixed.append(xml[at:])
    return part
