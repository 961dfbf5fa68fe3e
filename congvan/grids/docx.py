"""Read a returned DOCX: tables as grids, other paragraphs as text; deleted and hidden text is ignored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from congvan.grids.grid import (
    LONGEST,
    MOST_COLUMNS,
    Grid,
    GridCell,
    GridFile,
    GridRow,
    MergedRange,
)
from congvan.grids.intake import OfficePackage, refuse
from congvan.messages import Message
from congvan.opc.xml_stream import StopParsing, stream
from congvan.problems import Place, Problem, Severity
from congvan.text import nfc

MAIN = "word/document.xml"
MOST_WORDS = 2_000  # paragraphs outside tables


def read(package: OfficePackage) -> GridFile:
    """Return the tables of a document in order, and the paragraphs outside them."""
    returned = GridFile(package.name, package.form_id(), package.modified())
    targets = [target for target, kind in package.related("").values() if kind == "officeDocument"]
    member = targets[0] if targets and targets[0] in package.entries else MAIN
    if member not in package.entries:
        raise refuse(Message("file-damaged.document"), package.name)
    package.related(member)
    reader = _TableReader(returned)
    stream(package.chunks(member), reader.start, reader.end, reader.text)
    return returned


@dataclass(slots=True)
class _OpenTable:
    grid: Grid
    row: int = 0
    line: GridRow | None = None
    column: int = 0
    span: int = 1
    joined: bool = False  # vertically merged with the cell above
    tops: dict[int, int] = field(default_factory=dict)  # column → first row of a vertical merge
    pieces: list[str] = field(default_factory=list)
    size: int = 0


class _TableReader:
    """SAX-style handler of the document body; the text of nested tables belongs to the outer cell."""

    def __init__(self, returned: GridFile) -> None:
        self.returned = returned
        self.tables: list[_OpenTable] = []
        self.count = 0
        self.paragraph_pieces: list[str] = []
        self.size = 0
        self.collecting = self.hidden = self.run_hidden = False
        self.skip = 0  # depth inside deleted text or the fallback of a drawing
        self.properties = 0
        self.reported: set[tuple[Place, Message]] = set()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        table = self.tables[-1] if self.tables else None
        if tag == "t":
            self.collecting = not self.skip and not self.run_hidden
            self.hidden = self.run_hidden and not self.skip
        elif tag == "r":
            self.run_hidden = False
        elif tag == "vanish":
            self.run_hidden = attributes.get("val", "1") not in ("0", "false", "off")
        elif tag in ("del", "moveFrom", "Fallback"):
            self.skip += 1
        elif tag in ("tab", "br", "cr"):
            self._add(" ")
        elif tag == "tbl":
            if table is None:
                self.count += 1
                self.tables.append(_OpenTable(Grid(self.returned.file, form="table", index=self.count)))
            else:
                self.tables.append(table)
        elif table is None or len(self.tables) > 1:
            return
        elif tag == "tr":
            table.row += 1
            table.line, table.column = GridRow(table.row), 0
        elif tag == "tc":
            table.column += table.span if table.column else 1
            table.span, table.joined, table.pieces, table.size = 1, False, [], 0
        elif tag == "gridSpan":
            value = attributes.get("val", "")
            table.span = max(1, min(int(value), 63)) if value.isdecimal() else 1
        elif tag == "vMerge":
            table.joined = attributes.get("val", "continue") == "continue"
            if not table.joined:
                table.tops[table.column] = table.row
        elif tag == "drawing" or tag == "pict":
            self._warn(Message("picture.picture"), table)

    def end(self, tag: str) -> None:
        if tag == "t":
            self.collecting = self.hidden = False
        elif tag in ("del", "moveFrom", "Fallback"):
            self.skip = max(0, self.skip - 1)
        elif tag == "p":
            self._paragraph()
        elif tag == "tbl":
            table = self.tables.pop()
            if not self.tables:
                self.returned.grids.append(table.grid)
        elif len(self.tables) != 1:
            return
        elif tag == "tc":
            self._cell(self.tables[0])
        elif tag == "tr":
            self._row(self.tables[0])

    def _row(self, table: _OpenTable) -> None:
        if table.line is not None and (full := table.grid.add(table.line)):
            self.returned.problems.append(full)
            self.returned.grids.append(table.grid)
            raise StopParsing

    def _cell(self, table: _OpenTable) -> None:
        text = nfc("".join(table.pieces)).strip()
        if table.joined and not text and table.column in table.tops:
            table.grid.merges.append(MergedRange(table.tops[table.column], table.column, table.row, table.column))
        if text and table.line is not None and table.column <= MOST_COLUMNS:
            table.line.cells[table.column] = GridCell(text[:LONGEST])

    def _paragraph(self) -> None:
        if self.tables:
            if self.tables[0].pieces:
                self._add("\n")
            return
        text = nfc("".join(self.paragraph_pieces)).strip()
        self.paragraph_pieces, self.size = [], 0
        if text and len(self.returned.paragraphs) < MOST_WORDS:
            self.returned.paragraphs.append(text[:2_000])

    def text(self, piece: str) -> None:
        if self.collecting:
            self._add(piece)
        elif self.hidden and piece.strip():
            table = self.tables[0] if self.tables else None
            self._warn(Message("text-hidden"), table)

    def _add(self, piece: str) -> None:
        if self.tables:
            table = self.tables[0]
            if table.size <= LONGEST:
                table.pieces.append(piece)
                table.size += len(piece)
        elif self.size <= 10_000:
            self.paragraph_pieces.append(piece)
            self.size += len(piece)

    def _warn(self, message: Message, table: _OpenTable | None) -> None:
        place = table.grid.place(table.row, table.column) if table else Place(self.returned.file)
        if (place, message) not in self.reported and len(self.reported) < 50:
            self.reported.add((place, message))
            self.returned.problems.append(Problem(message, place, severity=Severity.WARNING))
