"""What the sheets of a returned workbook share: its texts and formats, and what a format shows of a cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from congvan.core.opc.reader import CHUNK
from congvan.core.opc.xml_stream import StopParsing, stream
from congvan.core.text import nfc
from congvan.grids import number_formats
from congvan.grids.grid import LONGEST, RAISED, SeenText
from congvan.grids.intake import OfficePackage
from congvan.grids.xlsx_styles import (
    PLAIN,
    RUN_TAGS,
    CellFormat,
    Differential,
    RichTextRun,
    known_formats,
    read_differentials,
    read_formats,
)

MOST_STRINGS = 200_000
LONGEST_STRUCK = 500


class _SharedTextsReader:
    """SAX-style handler of the shared strings. `struck`: what is struck out, by number; `seen`: of those that are white
    in part, the rest.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.struck: dict[int, str] = {}
        self.seen: dict[int, str] = {}
        self.pieces: list[str] = []
        self.white: list[bool] = []
        self.size = 0
        self.take = self.phonetic = False
        self.run = RichTextRun()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "si":
            self.pieces, self.white, self.size = [], [], 0
        elif tag == "t":
            self.take = not self.phonetic
        elif tag == "rPh":
            self.phonetic = True
        elif tag in RUN_TAGS:
            self.run.read(tag, attributes)

    def end(self, tag: str) -> None:
        self.take = False
        if tag == "rPh":
            self.phonetic = False
        elif tag == "r":
            self.run = RichTextRun()
        elif tag == "si":
            if any(self.white):
                seen = (piece for piece, white in zip(self.pieces, self.white, strict=True) if not white)
                self.seen[len(self.texts)] = "".join(seen)
            self.texts.append("".join(self.pieces))
            if len(self.texts) > MOST_STRINGS:
                raise StopParsing

    def text(self, piece: str) -> None:
        if not self.take or self.size > LONGEST:
            return
        self.size += len(piece)
        if self.run.struck:
            number = len(self.texts)
            self.struck[number] = self.struck.get(number, "") + piece[:LONGEST_STRUCK]
        else:
            self.pieces.append((piece.translate(RAISED) if self.run.raised else piece)[: LONGEST + 1])
            self.white.append(self.run.white and bool(piece.strip()))


class SharedParts:
    """Shared strings and cell formats of a workbook, read on first use; `elements`: how many its sheets had so far."""

    def __init__(self, package: OfficePackage, parts: Mapping[str, str], first_day: int) -> None:
        self._package, self._parts, self._first_day = package, parts, first_day
        self._texts: _SharedTextsReader | None = None
        self._formats: Sequence[CellFormat] | None = None
        self.elements = 0

    def text(self, index: str) -> tuple[str, str, str | None]:
        """Return a shared string, what of it is struck out, and the rest of one that is white in part; else None."""
        if self._texts is None:
            self._texts = self._read_texts()
        try:
            number = int(index)
            return self._texts.texts[number], self._texts.struck.get(number, ""), self._texts.seen.get(number)
        except (ValueError, IndexError):
            return "", "", None

    def _read_texts(self) -> _SharedTextsReader:
        reader = _SharedTextsReader()
        if (target := self._parts.get("sharedStrings", "")) in self._package.entries:
            stream(self._package.chunks(target), reader.start, reader.end, reader.text)
        return reader

    def format(self, style: int) -> CellFormat:
        """Return how a style shows a cell."""
        if self._formats is None:
            self._formats = self._read_formats()
        return self._formats[style] if 0 <= style < len(self._formats) else PLAIN

    def serial(self, number: str) -> str:
        """Return a day as Windows counts days, whatever the workbook counts from."""
        try:
            return number if not self._first_day else f"{float(number) + self._first_day:.15g}"
        except ValueError:
            return number

    def differentials(self) -> Sequence[Differential]:
        """Return the formats of conditions."""
        target = self._parts.get("styles", "")
        return read_differentials(self._package.chunks(target)) if target in self._package.entries else []

    def _read_formats(self) -> Sequence[CellFormat]:
        target = self._parts.get("styles", "")
        if target not in self._package.entries:
            return []
        chunks = self._package.chunks(target)
        return read_formats(chunks) if self._package.entries[target].file_size > CHUNK else known_formats(*chunks)


def look(shown: CellFormat, kind: str, text: str, seen: str | None = None) -> SeenText | None:
    """Return what is seen of a cell, where that is other than what it holds. `seen`: of a text that is white in part,
    the rest.
    """
    if shown.unseen:
        return SeenText("")
    if kind == "text" and seen is not None and shown.on_paper:
        return SeenText(nfc(seen).strip())
    if not shown.code:
        return None
    if kind in ("number", "percent"):
        return number_formats.shown_number(shown.code, text)
    if kind == "date":
        return number_formats.shown_day(shown.code, text)
    with_words = kind == "text" and (";" in shown.code or '"' in shown.code)
    return number_formats.shown_text(shown.code, text) if with_words else None
