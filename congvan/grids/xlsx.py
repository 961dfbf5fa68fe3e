"""Read a returned workbook into grids. Formulas are not computed, links not followed, macros not run.

Why not openpyxl: it builds an object for every cell and style; a form needs thirty rows of text. Values, formulas,
merges, hidden rows and columns and the places of pictures are streamed from the parts.
"""

from __future__ import annotations

from collections.abc import Mapping

from congvan.core.messages import Message
from congvan.core.opc.xml_stream import StopParsing, elements, stream
from congvan.core.problems import Place, Problem, Severity
from congvan.core.text import nfc
from congvan.grids import links, margins
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
    letters,
    number_of,
    split_address,
)
from congvan.grids.intake import OfficePackage, refuse
from congvan.grids.xlsx_conditions import CONDITION_TAGS, EXTENDED_TAGS, ConditionReader
from congvan.grids.xlsx_shared import SharedParts, look
from congvan.grids.xlsx_styles import PLAIN, RUN_TAGS, RichTextRun, integer, is_hidden

OUR_LIST = "Danh mục"  # hidden sheet of our own form: the source of its drop-down list
MOST_ELEMENTS = 3_000_000
MOST_MERGES = 5_000
MOST_SHEETS = 40
MOST_COMMENTS, LONGEST_COMMENT = 500, 500
_OF_CONDITIONS = ("formula", "f", "sqref")
"""Elements of conditional formats whose texts are read."""
_KINDS = {"s": "text", "str": "text", "inlineStr": "text", "b": "yes-no", "e": "error", "d": "date"}


def read(package: OfficePackage, most: int = MOST_ROWS) -> GridFile:
    """Return the visible sheets of a workbook, `most` rows of each; what is hidden, drawn or computed is a problem."""
    returned = GridFile(package.name, package.form_id(), package.keywords_id(), package.modified())
    workbook = package.read("xl/workbook.xml")
    if workbook is None:
        raise refuse(Message("file-damaged.workbook"), package.name)
    relations = package.related("xl/workbook.xml")
    strings = SharedParts(package, {kind: target for target, kind in relations.values()}, _first_day(workbook))
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
        if worksheet.links:
            targets = {each.id: each.target for each in package.relationships(target) if each.external}
            links.mark(grid, {cell: targets.get(identifier, "") for cell, identifier in worksheet.links.items()})
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


class _WorksheetReader:
    """SAX-style handler that reads one worksheet part into a grid."""

    def __init__(
        self, package: OfficePackage, member: str, grid: Grid, strings: SharedParts, problems: list[Problem]
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
        self.narrow_rows = self.narrow_columns = False  # whether those that say no size are hidden
        self.in_extension = False
        self.links: dict[str, str] = {}  # ids of relationships by the cell
        self.sized: set[int] = set()  # columns that say one

    def read(self) -> None:
        self.elements = self.strings.elements
        stream(self.package.chunks(self.member), self.start, self.end, self.text)
        self.strings.elements = self.elements
        if self.narrow_columns:
            there = {number for line in self.grid.lines for number in line.cells}
            self.grid.hidden_columns |= there - self.sized
        if self.conditions.rules:
            shared = self.strings
            self.conditions.apply(self.grid, self.problems, shared.format, shared.differentials(), look)

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
        elif tag == "f" and not self.in_extension:
            self.formula = True
        elif tag == "row":
            self._row(attributes)
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "col":
            self._columns(attributes)
        elif tag == "hyperlink" and len(self.links) < links.MOST:
            identifier = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            self.links[attributes.get("ref", "")] = identifier
        elif tag == "extLst":
            self.in_extension = True
        elif self.in_extension:  # whose names have prefixes of their own
            self._condition(tag.rpartition(":")[2], attributes)
        elif tag in CONDITION_TAGS:
            self._condition(tag, attributes)
        elif tag in RUN_TAGS:
            self.run.read(tag, attributes)
        elif tag == "rPh":
            self.phonetic = True
        elif tag == "sheetFormatPr":
            self.narrow_rows = is_hidden(attributes, "defaultRowHeight")
            self.narrow_columns = is_hidden(attributes, "defaultColWidth")
        elif tag in margins.PARTS:
            self.take, self.pieces, self.size = True, [], 0

    def _row(self, attributes: Mapping[str, str]) -> None:
        self.row = integer(attributes.get("r")) or self.row + 1
        self.column = 0
        hidden = is_hidden(attributes, "ht") or (self.narrow_rows and "ht" not in attributes)
        self.line = GridRow(self.row, hidden=hidden)
        if self.elements > MOST_ELEMENTS:
            place = self.grid.place(self.row)
            self._stop(Problem(Message("rows-many.sheet", count=self.grid.most), place))

    def _columns(self, attributes: Mapping[str, str]) -> None:
        """Note the columns that have a width of their own, and those that have none."""
        first, last = integer(attributes.get("min")), integer(attributes.get("max"))
        columns = range(first, min(last, MOST_COLUMNS) + 1)
        if is_hidden(attributes, "width"):
            self.grid.hidden_columns.update(columns)
        if self.narrow_columns:
            self.sized.update(columns)

    def _condition(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in CONDITION_TAGS or (self.conditions.extended and tag in EXTENDED_TAGS):
            self.conditions.start(tag, attributes)
            self.take, self.pieces, self.size = tag in _OF_CONDITIONS, [], 0

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
        elif tag == "formula" or (self.conditions.extended and tag.rpartition(":")[2] in _OF_CONDITIONS):
            self.conditions.end(tag.rpartition(":")[2], "".join(self.pieces))
            self.take, self.pieces = False, []
        elif tag == "extLst":
            self.in_extension = self.conditions.extended = False
        elif self.conditions.extended and tag.endswith("conditionalFormatting"):
            self.conditions.extended = False
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
        other = look(shown, kind, raw, seen) if shown.code or shown.unseen or seen is not None else None
        if other is not None and kind == "text" and len(other.text) < len(raw):
            self._warn(Message("text-unseen", text=raw[:80]))
        self.line.cells[self.column] = GridCell(raw, kind, style, struck, other)

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


# Warn about pictures and shapes on a sheet at the cell of their top left corner; their content is not read.

MOST = 50
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")


def drawings(package: OfficePackage, part: str, grid: Grid) -> list[Problem]:
    """Return a warning for each picture or shape of a drawing of a sheet."""
    problems: list[Problem] = []
    package.related(part)
    reader = _DrawingReader(grid, problems)
    stream(package.chunks(part), reader.start, reader.end, reader.text)
    return problems


class _DrawingReader:
    """SAX-style handler of the anchors of one drawing."""

    def __init__(self, grid: Grid, problems: list[Problem]) -> None:
        self.grid, self.problems = grid, problems
        self.corner = {"col": 0, "row": 0}
        self.inside = self.shape = ""
        self.from_ = False

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        if tag in ("from", "to"):
            self.from_ = tag == "from"
        elif tag in ("pic", "sp", "graphicFrame") and self.shape != "pic":
            self.shape = tag
        self.inside = tag

    def end(self, tag: str) -> None:
        self.inside = ""
        if tag in _ANCHORS:
            self._warn()

    def text(self, piece: str) -> None:
        number = piece.strip()
        if self.from_ and self.inside in self.corner and number.isdecimal() and len(number) < 8:
            self.corner[self.inside] = int(number)

    def _warn(self) -> None:
        cell = f"{letters(self.corner['col'] + 1)}{self.corner['row'] + 1}"
        message = Message("picture.picture" if self.shape == "pic" else "picture.shape")
        if len(self.problems) < MOST:
            place = Place(self.grid.file, sheet=self.grid.name, cell=cell)
            self.problems.append(Problem(message, place, severity=Severity.WARNING))
        self.shape, self.corner = "", {"col": 0, "row": 0}
