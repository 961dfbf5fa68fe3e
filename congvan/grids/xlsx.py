"""Read a returned workbook into grids. Formulas are not computed, links not followed, macros not run.

Why not openpyxl: it builds an object for every cell and style; a form needs thirty rows of text. Values, formulas,
merges, hidden rows and columns and the places of pictures are streamed from the parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from congvan.grids import margins, number_formats
from congvan.grids.grid import (
    LONGEST,
    MOST_COLUMNS,
    MOST_ROWS,
    RAISED,
    Grid,
    GridCell,
    GridFile,
    GridRow,
    MergedRange,
    SeenText,
    letters,
    number_of,
    split_address,
)
from congvan.grids.intake import OfficePackage, refuse
from congvan.grids.shapes import drawings
from congvan.grids.xlsx_conditions import CONDITION_TAGS, ConditionReader
from congvan.grids.xlsx_styles import (
    PLAIN,
    RUN_TAGS,
    CellFormat,
    Differential,
    RichTextRun,
    integer,
    is_hidden,
    read_differentials,
    read_formats,
)
from congvan.messages import Message
from congvan.opc.xml_stream import StopParsing, elements, stream
from congvan.problems import Place, Problem, Severity
from congvan.text import nfc

OUR_LIST = "Danh mục"  # hidden sheet of our own form: the source of its drop-down list
MOST_ELEMENTS = 3_000_000
MOST_MERGES = 5_000
MOST_SHEETS = 40
MOST_STRINGS = 200_000
MOST_COMMENTS, LONGEST_COMMENT = 500, 500
_KINDS = {"s": "text", "str": "text", "inlineStr": "text", "b": "yes-no", "e": "error", "d": "date"}


def read(package: OfficePackage, most: int = MOST_ROWS) -> GridFile:
    """Return the visible sheets of a workbook, `most` rows of each; what is hidden, drawn or computed is a problem."""
    returned = GridFile(package.name, package.form_id(), package.keywords_id(), package.modified())
    workbook = package.read("xl/workbook.xml")
    if workbook is None:
        raise refuse(Message("file-damaged.workbook"), package.name)
    relations = package.related("xl/workbook.xml")
    strings = _SharedParts(package, {kind: target for target, kind in relations.values()}, _first_day(workbook))
    seen: set[str] = set()
    for name, state, identifier in _sheets(workbook)[:MOST_SHEETS]:
        target, kind = relations.get(identifier, ("", ""))
        if kind != "worksheet" or target not in package.entries:
            continue
        if state != "visible":
            if name != OUR_LIST:
                returned.problems.append(_hidden_sheet(package.name, name))
            continue
        if target in seen:  # no spreadsheet writes that; each reading of it costs as much as the first
            raise refuse(Message("file-bomb.sheets"), package.name)
        seen.add(target)
        grid = Grid(package.name, name, most=most)
        worksheet = _WorksheetReader(package, target, grid, strings, returned.problems)
        worksheet.read()
        returned.grids.append(grid)
        returned.margins += [(text, Place(package.name, sheet=name)) for text in dict.fromkeys(worksheet.margins)]
        for part, kind in package.related(target).values():
            if part not in package.entries or part in seen:
                continue
            if kind == "drawing":
                returned.problems += drawings(package, part, grid)
            elif kind == "comments":
                _read_comments(package, part, grid)
            seen.add(part)
    return returned


def _read_comments(package: OfficePackage, part: str, grid: Grid) -> None:
    """Keep the comments of a sheet by cell, without the name of the writer that a spreadsheet puts before them."""
    address = (0, 0)
    pieces: list[str] = []
    taken = False

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal address, taken
        if tag == "comment":
            address = split_address(attributes.get("ref", ""))
            pieces.clear()
        taken = tag == "t"

    def end(tag: str) -> None:
        nonlocal taken
        taken = False
        if tag == "comment" and address != (0, 0) and len(grid.comments) < MOST_COMMENTS:
            grid.comments[address] = " ".join(nfc("".join(pieces)).split())[:LONGEST_COMMENT]

    def text(piece: str) -> None:
        if taken and len(pieces) < 1_000:
            pieces.append(piece)

    stream(package.chunks(part), start, end, text)


def _sheets(workbook: bytes) -> list[tuple[str, str, str]]:
    """Return (name, state, relationship id) of each sheet, in order."""
    sheets = []
    for tag, attributes in elements(workbook):
        if tag == "sheet":
            relation = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            sheets.append((nfc(attributes.get("name", "")), attributes.get("state", "visible"), relation))
    return sheets


def _first_day(workbook: bytes) -> int:
    """Return how many days the workbook's count of days begins after that of Windows: 1462 where it is of 1904."""
    properties = (attributes for tag, attributes in elements(workbook) if tag == "workbookPr")
    return 1462 if any(each.get("date1904") in ("1", "true") for each in properties) else 0


def _hidden_sheet(file: str, name: str) -> Problem:
    return Problem(Message("sheet-hidden"), Place(file, sheet=name), severity=Severity.WARNING)


class _TextsReader:
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
            self.struck[number] = self.struck.get(number, "") + piece[:LONGEST_COMMENT]
        else:
            self.pieces.append((piece.translate(RAISED) if self.run.raised else piece)[: LONGEST + 1])
            self.white.append(self.run.white and bool(piece.strip()))


class _SharedParts:
    """Shared strings and cell formats of a workbook, read on first use; `elements`: how many its sheets had so far."""

    def __init__(self, package: OfficePackage, parts: Mapping[str, str], first_day: int) -> None:
        self._package, self._parts, self._first_day = package, parts, first_day
        self._texts: _TextsReader | None = None
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

    def _read_texts(self) -> _TextsReader:
        reader = _TextsReader()
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
        return read_formats(self._package.chunks(target)) if target in self._package.entries else []


class _WorksheetReader:
    """SAX-style handler that reads one worksheet part into a grid."""

    def __init__(
        self, package: OfficePackage, member: str, grid: Grid, strings: _SharedParts, problems: list[Problem]
    ) -> None:
        self.package, self.member, self.grid, self.strings, self.problems = package, member, grid, strings, problems
        self.line: GridRow | None = None
        self.row = self.column = self.elements = 0
        self.type, self.style, self.formula, self.take, self.phonetic = "", "", False, False, False
        self.pieces: list[str] = []
        self.crossed: list[str] = []
        self.size = 0
        self.run = RichTextRun()
        self.conditions = ConditionReader()
        self.seen: list[str] = []
        self.is_partly_seen = False
        self.margins: list[str] = []

    def read(self) -> None:
        self.elements = self.strings.elements
        stream(self.package.chunks(self.member), self.start, self.end, self.text)
        self.strings.elements = self.elements
        if self.conditions.rules:
            shared = self.strings
            self.conditions.apply(self.grid, self.problems, shared.format, shared.differentials(), _look)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.elements += 1
        if tag == "c":
            address = attributes.get("r")
            if address is None:
                self.column += 1
            else:
                self.column = number_of(address.rstrip("0123456789"))
            self.type, self.style = attributes.get("t", ""), attributes.get("s", "")
        elif tag == "v" or tag == "t":
            self.take = not self.phonetic
        elif tag == "f":
            self.formula = True
        elif tag == "row":
            self.row = integer(attributes.get("r")) or self.row + 1
            self.column = 0
            self.line = GridRow(self.row, hidden=is_hidden(attributes, "ht"))
            if self.elements > MOST_ELEMENTS:
                place = self.grid.place(self.row)
                self._stop(Problem(Message("rows-many.sheet", count=self.grid.most), place))
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "col" and is_hidden(attributes, "width"):
            first, last = integer(attributes.get("min")), integer(attributes.get("max"))
            self.grid.hidden_columns.update(range(first, min(last, MOST_COLUMNS) + 1))
        elif tag in RUN_TAGS:
            self.run.read(tag, attributes)
        elif tag == "rPh":
            self.phonetic = True
        elif tag in CONDITION_TAGS:
            self.conditions.start(tag, attributes)
            self.take, self.pieces, self.size = tag == "formula", [], 0
        elif tag in margins.PARTS:
            self.take, self.pieces, self.size = True, [], 0

    def end(self, tag: str) -> None:
        if tag == "c":
            if self.pieces or self.formula or self.crossed:
                self._keep()
        elif tag == "v" or tag == "t":
            self.take = False
        elif tag == "r":
            self.run = RichTextRun()
        elif tag == "row":
            if self.line is not None and (full := self.grid.add(self.line)):
                self._stop(full)
            self.line = None
        elif tag == "rPh":
            self.phonetic = False
        elif tag == "formula":
            self.conditions.formula("".join(self.pieces))
            self.take = False
        elif tag in margins.PARTS:
            text, self.take, self.pieces, self.size = margins.of_sheet("".join(self.pieces)), False, [], 0
            self.margins += [text] if text else []

    def text(self, piece: str) -> None:
        if self.take and self.size <= LONGEST:
            run = self.run
            piece = piece.translate(RAISED) if run.raised else piece
            (self.crossed if run.struck else self.pieces).append(piece[: LONGEST + 1])
            self.seen += [] if run.white else [piece]
            self.is_partly_seen |= run.white and not run.struck and bool(piece.strip())
            self.size += len(piece)

    def _keep(self) -> None:
        raw, self.pieces, self.size = "".join(self.pieces), [], 0
        seen = "".join(self.seen) if self.is_partly_seen else None
        self.seen, self.is_partly_seen = [], False
        crossed, self.crossed = "".join(self.crossed), []
        formula, self.formula = self.formula, False
        kind = _KINDS.get(self.type, "number")
        if self.type == "s":
            raw, crossed, seen = self.strings.text(raw)
        if len(raw) > LONGEST:
            raw = raw[:LONGEST]
            self._warn(Message("cell-long", most=LONGEST))
        style = integer(self.style)
        shown = self.strings.format(style) if style else PLAIN
        struck = shown.struck
        if kind == "text":
            raw = nfc(raw.replace("_x000D_", "").replace("\r\n", "\n")).strip()
            if crossed.strip() and raw:
                self._warn(Message("text-struck", text=" ".join(nfc(crossed).split())[:80]))
            elif crossed.strip():
                raw, struck = nfc(crossed).strip(), True
        elif kind == "number" and shown.date:
            raw, kind = self.strings.serial(raw), "date"
        elif kind == "number" and shown.percent:
            kind = "percent"
        if formula:
            kind = "formula"
        elif not raw:
            return
        if self.line is None or self.column == 0:
            return
        if self.column > MOST_COLUMNS:
            self._warn(Message("cell-far"))
            return
        look = _look(shown, kind, raw, seen) if style or seen is not None else None
        if look is not None and kind == "text":
            self._warn(Message("text-unseen", text=raw[:80]))
        self.line.cells[self.column] = GridCell(raw, kind, style, struck, look)

    def _warn(self, message: Message) -> None:
        if len(self.problems) < 200:
            place = Place(self.package.name, sheet=self.grid.name, cell=f"{letters(self.column)}{self.row}")
            self.problems.append(Problem(message, place, severity=Severity.WARNING))

    def _stop(self, problem: Problem) -> None:
        self.problems.append(problem)
        raise StopParsing

    def _merge(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        (top, left), (bottom, right) = split_address(first), split_address(last)
        if top and bottom and len(self.grid.merges) < MOST_MERGES:
            self.grid.merges.append(MergedRange(top, left, bottom, right))


def _look(shown: CellFormat, kind: str, text: str, seen: str | None = None) -> SeenText | None:
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
    return number_formats.shown_text(shown.code, text) if kind == "text" and ";" in shown.code else None
