"""The styles of a returned workbook: what is a day, per cent, struck out, or set so that nobody sees it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from congvan.core.opc.xml_stream import StopParsing, stream
from congvan.grids.number_formats import BUILT_IN

_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))  # built in
_INDEXED = {0: "000000", 1: "FFFFFF", 8: "000000", 9: "FFFFFF", 64: "000000", 65: "FFFFFF"}
_THEME = {0: 255, 1: 0}
"""The levels of grey of the first colours of a theme: paper and ink."""
WHITE = "FFFFFF"
_BLACK = "000000"
_LEAST_CONTRAST = 12
"""Steps of a level (of 255) by which letters must differ from what is behind them to be seen."""
_LEAST_SHOWN = 0.5
"""Points of a row, letters of a column; a smaller one is as good as hidden."""
_LEAST_SIZE = 3
"""Points; smaller letters are seen by nobody."""


class CellFormat(NamedTuple):
    """How a style shows a cell: as a date, as per cent, struck out; `code`: of its numbers; not to be seen at all."""

    date: bool = False
    percent: bool = False
    struck: bool = False
    code: str = ""
    unseen: bool = False
    colour: str = _BLACK  # of the letters; `behind`: what is behind them
    behind: str = WHITE

    @property
    def on_paper(self) -> bool:
        """Whether what is behind the letters is white."""
        return is_alike(self.behind, WHITE)


PLAIN = CellFormat()


def read_formats(chunks: Iterable[bytes]) -> Sequence[CellFormat]:
    """Return the formats of cells in the order of their styles."""
    reader = _StylesReader()
    stream(chunks, reader.start, reader.end, lambda _text: None)
    return reader.formats


@lru_cache(maxsize=32)
def known_formats(*chunks: bytes) -> Sequence[CellFormat]:
    """Return the formats of a small part: those that the files of an inbox share are read once."""
    return read_formats(chunks)


class _Font(NamedTuple):
    struck: bool = False
    colour: str = _BLACK
    tiny: bool = False


class _StylesReader:
    """SAX-style handler of the part of styles."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.fonts: list[_Font] = []
        self.fills: list[str] = []
        self.formats: list[CellFormat] = []
        self.inside = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("fonts", "fills", "cellXfs", "cellStyleXfs", "dxfs"):
            self.inside = tag
        elif tag == "numFmt":
            self.codes[integer(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag == "xf" and self.inside == "cellXfs":
            self.formats.append(self._format(attributes))
        elif self.inside == "fonts":
            self._font(tag, attributes)
        elif tag == "fill" and self.inside == "fills":
            self.fills.append(WHITE)
        elif tag == "patternFill" and self.fills:
            self.fills[-1] = WHITE if attributes.get("patternType", "none") == "none" else ""
        elif tag == "gradientFill" and self.fills:
            self.fills[-1] = ""
        elif tag == "fgColor" and self.inside == "fills" and self.fills and not self.fills[-1]:
            self.fills[-1] = colour_of(attributes)

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            raise StopParsing

    def _font(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "font":
            self.fonts.append(_Font())
        elif tag == "strike" and self.fonts:
            self.fonts[-1] = self.fonts[-1]._replace(struck=holds(attributes))
        elif tag == "color" and self.fonts:
            self.fonts[-1] = self.fonts[-1]._replace(colour=colour_of(attributes))
        elif tag == "sz" and self.fonts:
            self.fonts[-1] = self.fonts[-1]._replace(tiny=_number(attributes.get("val", ""), 11) < _LEAST_SIZE)

    def _format(self, attributes: Mapping[str, str]) -> CellFormat:
        identifier, number = integer(attributes.get("numFmtId")), integer(attributes.get("fontId"))
        font = self.fonts[number] if number < len(self.fonts) else _Font()
        number = integer(attributes.get("fillId"))
        behind = self.fills[number] if number < len(self.fills) else WHITE
        code = self.codes.get(identifier)
        date = identifier in _DATE_FORMATS if code is None else _shows_date(code)
        percent = identifier in (9, 10) if code is None else "%" in re.sub(r'"[^"]*"|\\.', "", code)
        code = BUILT_IN.get(identifier, "") if code is None else code
        unseen = font.tiny or is_alike(font.colour, behind)
        return CellFormat(date, percent, font.struck, code, unseen, font.colour, behind)


class Differential(NamedTuple):
    """What a conditional format changes of a cell: the colours of letters and of what is behind them, the code of its
    numbers; "" for what it leaves.
    """

    colour: str = ""
    behind: str = ""
    code: str = ""

    @property
    def hides(self) -> bool:
        """Whether it may hide what a cell holds."""
        return bool(self.colour or self.behind or self.code)

    def with_element(self, tag: str, attributes: Mapping[str, str], part: str) -> Differential:
        """Return it with what an element of its font, fill or number format says."""
        if tag == "numFmt":
            return self._replace(code=attributes.get("formatCode", ""))
        if tag == "color" and part == "font":
            return self._replace(colour=colour_of(attributes))
        if tag == "bgColor" or (tag == "fgColor" and not self.behind):
            return self._replace(behind=colour_of(attributes))
        return self


class _DifferentialsReader:
    """SAX-style handler of the formats of conditions, which are last in the part of styles."""

    def __init__(self) -> None:
        self.found: list[Differential] = []
        self.inside = self.part = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "dxfs":
            self.inside = tag
        elif not self.inside:
            return
        elif tag == "dxf":
            self.found.append(Differential())
        elif tag in ("font", "fill", "border", "numFmt"):
            self.part = tag
        if not self.found:
            return
        self.found[-1] = self.found[-1].with_element(tag, attributes, self.part)

    def end(self, tag: str) -> None:
        if tag == "dxfs":
            raise StopParsing


def read_differentials(chunks: Iterable[bytes]) -> list[Differential]:
    """Return the formats of conditions in the order of their numbers."""
    reader = _DifferentialsReader()
    stream(chunks, reader.start, reader.end, lambda _text: None)
    return reader.found


class RichTextRun:
    """How a run of a text within a cell is set: struck out, raised, white."""

    __slots__ = ("raised", "struck", "white")

    def __init__(self) -> None:
        self.struck = self.raised = self.white = False

    def read(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take an element of its properties, one of `RUN_TAGS`."""
        if tag == "strike":
            self.struck = holds(attributes)
        elif tag == "vertAlign":
            self.raised = attributes.get("val") == "superscript"
        else:
            self.white = is_alike(colour_of(attributes), WHITE)


RUN_TAGS = frozenset(("strike", "vertAlign", "color"))


def colour_of(attributes: Mapping[str, str]) -> str:
    """Return a colour as RRGGBB; one that only the theme knows by its name and tint."""
    rgb, theme, tint = attributes.get("rgb", ""), attributes.get("theme", ""), attributes.get("tint", "0")
    if rgb:
        return rgb[-6:].upper()
    if theme.isdecimal() and int(theme) in _THEME:
        level, share = _THEME[int(theme)], max(-1.0, min(1.0, _number(tint, 0)))
        level = round(level * (1 + share) if share < 0 else level + (255 - level) * share)
        return f"{level:02X}" * 3
    if theme:
        return f"theme {theme} {tint}"
    index = attributes.get("indexed", "")
    return _INDEXED.get(int(index), f"indexed {index}") if index.isdecimal() else _BLACK


def is_alike(colour: str, other: str) -> bool:
    """Whether nobody sees letters of a colour on another."""
    if colour == other:
        return bool(colour)
    try:
        one, two = bytes.fromhex(colour), bytes.fromhex(other)
    except ValueError:
        return False
    return len(one) == len(two) == 3 and all(abs(a - b) <= _LEAST_CONTRAST for a, b in zip(one, two, strict=True))


def holds(attributes: Mapping[str, str]) -> bool:
    """Whether an element that switches something on does so."""
    return attributes.get("val", "1") not in ("0", "false", "off", "none")


def is_hidden(attributes: Mapping[str, str], size: str) -> bool:
    """Whether a row or column is hidden, or so narrow that nobody sees what it holds."""
    said = attributes.get(size)
    narrow = said is not None and _number(said, 1) < _LEAST_SHOWN
    return narrow or attributes.get("hidden") in ("1", "true")


def integer(text: str | None) -> int:
    """Return a number of an attribute; 0 where it is none."""
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


def _number(text: str, otherwise: float) -> float:
    try:
        return float(text)
    except ValueError:
        return otherwise


def _shows_date(code: str) -> bool:
    bare = re.sub(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]|_.', "", code.lower())
    return re.search(r"[dyhs]|(?<!e)m", bare) is not None and "general" not in bare
