"""Read a returned DOCX: tables as grids, other paragraphs as text, text boxes where they are anchored.

Deleted, struck and hidden text, and what can't be read, is reported alone; notes are read as comments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from congvan.core.messages import Message
from congvan.core.opc.xml_stream import StopParsing, stream
from congvan.core.problems import Place, Problem, Severity
from congvan.core.text import nfc
from congvan.grids import margins
from congvan.grids.docx_styles import LOOKS, OFF, RUN_FORMATS, Looks, hides_row, run_formats
from congvan.grids.grid import LONGEST, MOST_COLUMNS, RAISED, Grid, GridCell, GridFile, GridRow, MergedRange, SeenText
from congvan.grids.intake import OfficePackage, refuse
from congvan.grids.links import LINK_TAGS, DocumentLinks

MAIN = "word/document.xml"
MOST_WORDS = 2_000  # paragraphs outside tables
UNKNOWN = "\ufffd"
"""What a symbol of an unknown face is read as: a question wherever it is."""
NO_STYLES: Mapping[str, frozenset[str]] = {}
_SIGNS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}
_SIGNS |= dict.fromkeys(("sym", "checkBox", "checked", "default"), "")
_WITHIN_CELLS = {"br": "\n", "cr": "\n", "tab": "\t"}
"""What may part two values in a cell, as ends of paragraphs do."""
_NOTES = {"commentReference": "comment", "footnoteReference": "footnote", "endnoteReference": "endnote"}
_FORMER = ("rPrChange", "pPrChange", "tcPrChange", "trPrChange", "tblPrChange", "tblPrExChange", "sectPrChange")
"""What holds the properties before a tracked change of them."""
_MOVED = ("cellIns", "cellDel")
"""A cell put in, or taken out, in a tracked change."""
_PICTURES = ("drawing", "pict", "object", "altChunk")
_OF_ROWS = ("tr", "tc", "gridSpan", "gridBefore", "vMerge", "cellMerge", "hidden", "trHeight", *_MOVED)
_OF_PARAGRAPHS = ("p", "pPr", "pStyle", "r", "rStyle", "t", "vertAlign", "del", "delText", "moveFrom", "rt")
_ALTERNATIVES = ("AlternateContent", "Choice", "Fallback", "sdt", "showingPlcHdr")
_HEEDED = frozenset(("tbl", "trPr", *_OF_ROWS, *_OF_PARAGRAPHS, *_ALTERNATIVES, *_FORMER, *_PICTURES))
_HEEDED |= {*LOOKS, *RUN_FORMATS, *_SIGNS, *_NOTES, *LINK_TAGS}
"""What is read of a document; the other half of its elements says how it looks."""
_BOXES = {"F0FE": "☑", "F0FD": "☒", "F0FC": "✓", "F0FB": "✗", "F0A8": "☐", "F06F": "☐", "F071": "☐", "F052": "☑"}
"""Symbols of the faces Wingdings that people tick with."""


def read(package: OfficePackage) -> GridFile:
    """Return the tables of a document in order, and the paragraphs outside them."""
    returned = GridFile(package.name, package.form_id(), package.keywords_id(), package.modified())
    targets = [target for target, kind in package.related("").values() if kind == "officeDocument"]
    member = targets[0] if targets and targets[0] in package.entries else MAIN
    if member not in package.entries:
        raise refuse(Message("file-damaged.document"), package.name)
    related = package.related(member).values()
    parts = {kind: target for target, kind in related}
    returned.margins += [(text, Place(package.name)) for text in margins.of_document(package, related)]
    styles = (
        run_formats(b"".join(package.chunks(parts["styles"]))) if parts.get("styles") in package.entries else NO_STYLES
    )
    notes = {
        (note, identifier): text
        for note in _NOTES.values()
        for identifier, text in margins.notes(package, parts.get(f"{note}s", ""), note).items()
    }
    links = DocumentLinks(lambda: {each.id: each.target for each in package.relationships(member) if each.external})
    reader = _WordTableReader(returned, notes, links, styles)
    stream(package.chunks(member), reader.start, reader.end, reader.text, _HEEDED)
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
    seen: list[str] = field(default_factory=list)  # of the pieces, those that are not white
    crossed: list[str] = field(default_factory=list)  # struck out in this cell
    removed: list[str] = field(default_factory=list)  # deleted in it in a tracked change
    deleted: bool = False  # whether the row was deleted in a tracked change
    taken_out: bool = False  # whether the cell was
    nested: list[str] = field(default_factory=list)  # text of tables within this cell
    size: int = 0
    link: str = ""  # where one leads that says something else


class _WordTableReader:
    """SAX-style handler of the document body; the text of nested tables belongs to the outer cell."""

    def __init__(
        self,
        returned: GridFile,
        notes: Mapping[tuple[str, str], str],
        links: DocumentLinks,
        styles: Mapping[str, frozenset[str]] = NO_STYLES,
    ) -> None:
        self.returned, self.notes, self.links, self.styles = returned, notes, links, styles
        self.paragraph_style = ""
        self.tables: list[_OpenTable] = []
        self.count = 0
        self.paragraph_pieces: list[str] = []
        self.size = 0
        self.collecting = self.hidden = self.run_hidden = self.run_struck = self.run_raised = self.checked = False
        self.looks, self.unseen = Looks(), False  # whether nobody sees some letters of a cell or paragraph
        self.of_row = self.of_paragraph = False  # inside the properties of a row, of a paragraph
        self.skip = 0  # depth inside deleted text, the fallback of a drawing, or what is in an empty field
        self.removing = False  # inside deleted text
        self.moving = self.former = 0  # depth inside text moved away, inside former properties
        self.removed: list[str] = []  # deleted in a paragraph outside tables
        self.choices: list[bool] = []  # whether what is open has a first choice, so that its fallback is left out
        self.fields: list[bool] = []  # whether what is open is an empty field
        self.pictures: list[list[str]] = []  # the words of each picture that is open
        self.properties = 0
        self.reported: set[tuple[Place, Message]] = set()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.former or tag in _FORMER:
            self.former += tag in _FORMER
        elif tag == "t":
            self.collecting = not self.skip and not self.run_hidden
            self.hidden = self.run_hidden and not self.skip
            self.removing = self.moving == self.skip == 1
        elif tag == "r":
            self._styled(self.paragraph_style)
        elif tag == "p":
            self.paragraph_style = ""
            self.looks.begin_paragraph()
        elif tag in LOOKS:
            self.looks.note(tag, attributes, of_paragraph=self.of_paragraph)
        elif tag == "pStyle":
            self.paragraph_style = attributes.get("val", "")
        elif tag == "rStyle" and not self.of_paragraph:
            self._styled(attributes.get("val", ""), more=True)
        elif tag in RUN_FORMATS or tag == "vertAlign":
            self._run_format(tag, attributes)
        elif tag == "delText":
            self.removing = self.skip == 1
        elif tag in ("del", "moveFrom", "rt"):
            self._left_out(tag)
        elif tag in _SIGNS:
            self._sign(tag, attributes)
        elif tag in _NOTES:
            self._note(_NOTES[tag], attributes.get("id", ""))
        elif tag in LINK_TAGS:
            self._link(self.links.start(tag, attributes))
        elif tag in _PICTURES:
            self.pictures.append([])
        elif tag in _ALTERNATIVES:
            self._alternative(tag, attributes)
        elif tag == "tbl":
            self._begin_table()
        elif tag in ("trPr", "pPr"):
            self.of_row, self.of_paragraph = tag == "trPr", tag == "pPr"
        elif self.tables:
            self._of_table(tag, attributes, self.tables[0])

    def _begin_table(self) -> None:
        """Begin a table; one within a cell belongs to the table around it."""
        if not self.tables:
            self.count += 1
        self.tables += self.tables[-1:] or [_OpenTable(Grid(self.returned.file, form="table", index=self.count))]

    def _styled(self, style: str, *, more: bool = False) -> None:
        """Begin a run with what a style says of it; `more`: beside what is known of it."""
        formats = self.styles.get(style, frozenset())
        self.run_raised = more and self.run_raised
        self.run_hidden = "vanish" in formats or (more and self.run_hidden)
        self.looks.begin_run(formats, more=more)
        self.run_struck = bool(formats & {"strike", "dstrike"}) or (more and self.run_struck)

    def _run_format(self, tag: str, attributes: Mapping[str, str]) -> None:
        holds = attributes.get("val", "1") not in OFF and not self.of_paragraph
        if tag == "vertAlign":
            self.run_raised = attributes.get("val") == "superscript"
        elif tag == "vanish":
            self.run_hidden = holds
        else:
            self.run_struck = holds

    def _left_out(self, tag: str) -> None:
        if self.of_row and self.tables:
            self.tables[0].deleted = True
        self.moving += tag == "moveFrom"
        self.skip += 1

    def _alternative(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Leave out what is beside a first choice, and what is in a field that was not filled in."""
        if tag == "AlternateContent":
            self.choices.append(False)
        elif tag == "sdt":
            self.fields.append(False)
        elif tag == "Choice" and self.choices:
            self.choices[-1] = True
        elif tag == "Fallback":
            self.skip += self.choices[-1:] == [True]
        elif tag == "showingPlcHdr" and self.fields and attributes.get("val", "1") not in OFF:
            self.fields[-1] = True
            self.skip += 1

    def _alternative_end(self, tag: str) -> None:
        if tag == "AlternateContent" and self.choices:
            self.choices.pop()
        elif tag == "Fallback":
            self.skip -= self.choices[-1:] == [True]
        elif tag == "sdt" and self.fields:
            self.skip -= self.fields.pop()

    def _sign(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take what stands for a sign: a tab or break, a hyphen, a symbol, a tick box of a form."""
        if tag == "checkBox":
            self.checked = False
        elif tag in ("checked", "default"):
            self.checked = attributes.get("val", "1") not in ("0", "false", "off")
        elif not self.skip and not self.of_paragraph:
            sign = _BOXES.get(attributes.get("char", "").upper(), UNKNOWN) if tag == "sym" else _SIGNS[tag]
            self._add(_WITHIN_CELLS.get(tag, sign) if self.tables else sign)

    def _link(self, other: str) -> None:
        """Keep where a link leads that says something else: with its cell, or told."""
        if other and self.tables:
            self.tables[0].link = other
        elif other:
            text = " ".join("".join(self.paragraph_pieces).split())[:80]
            self._warn(Message("cell-link.beside", text=text, link=other), None)

    def _note(self, note: str, identifier: str) -> None:
        text = " ".join(self.notes.get((note, identifier), "").split())
        if self.tables and text:
            table = self.tables[0]
            table.grid.comments[table.row, table.column] = text
        elif text:
            self._warn(Message("comment-beside", text=text), None)

    def _of_table(self, tag: str, attributes: Mapping[str, str], table: _OpenTable) -> None:
        if len(self.tables) > 1:
            return
        if tag == "tr":
            table.row += 1
            table.line, table.column, table.deleted = GridRow(table.row), 0, False
        elif tag == "tc":
            table.column += table.span if table.column else 1
            table.span, table.joined, table.size = 1, False, 0
            table.pieces, table.crossed, table.removed, table.nested, table.taken_out = [], [], [], [], False
            table.seen, table.link, self.unseen = [], "", False
            self.looks.begin_cell()
        elif tag == "gridSpan":
            value = attributes.get("val", "")
            table.span = max(1, min(int(value), 63)) if value.isdecimal() else 1
        elif tag == "gridBefore":
            value = attributes.get("val", "")
            table.column = max(0, min(int(value), 62)) if value.isdecimal() else 0
            table.span = 1
        elif tag == "vMerge":
            table.joined = attributes.get("val", "continue") == "continue"
            if not table.joined:
                table.tops[table.column] = table.row
        elif tag in ("hidden", "trHeight") and table.line is not None:
            table.line.hidden |= hides_row(tag, attributes)
        elif tag in _MOVED and table.line is not None:
            table.line.moved |= {table.column}
            table.taken_out = tag == "cellDel"
        elif tag == "cellMerge" and attributes.get("vMerge", "") in ("rest", "cont"):
            table.joined = attributes["vMerge"] == "cont"
            if not table.joined:
                table.tops[table.column] = table.row

    def end(self, tag: str) -> None:
        if self.former:
            self.former -= tag in _FORMER
        elif tag in ("t", "delText", "instrText"):
            self.collecting = self.hidden = self.removing = self.links.is_instruction = False
        elif tag == "hyperlink":
            self._link(self.links.close())
        elif tag in ("del", "moveFrom", "rt"):
            self.skip = max(0, self.skip - 1)
            self.moving = max(0, self.moving - (tag == "moveFrom"))
        elif tag in ("AlternateContent", "Fallback", "sdt"):
            self._alternative_end(tag)
        elif tag in _PICTURES:
            self._picture(tag, "".join(self.pictures.pop()) if self.pictures else "")
        elif tag == "p":
            self._paragraph()
        elif tag == "checkBox":
            self._add("☒" if self.checked else "☐")
        elif tag in ("trPr", "pPr"):
            self.of_row = self.of_paragraph = False
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

    def _picture(self, tag: str, words: str) -> None:
        """Tell of what can't be read, and of a text box, which may lie elsewhere than where it is anchored."""
        table, text = self.tables[0] if self.tables else None, " ".join(words.split())
        if text and not self.skip:
            self._warn(Message("text-box", text=nfc(text)[:80]), table)
        elif not self.skip and tag in ("object", "altChunk"):
            self._warn(Message("picture.object"), table)
        elif table is not None and not self.skip:
            self._warn(Message("picture.picture"), table)
        self.returned.pictures += table is None and not self.skip

    def _row(self, table: _OpenTable) -> None:
        line = table.line
        if line is not None and table.deleted:
            words = " | ".join(cell.text for cell in line.cells.values())
            if words:
                self._warn(Message("row-deleted", words=words[:160]), table)
        elif line is not None and (full := table.grid.add(line)):
            self.returned.problems.append(full)
            self.returned.grids.append(table.grid)
            raise StopParsing

    def _cell(self, table: _OpenTable) -> None:
        text, crossed, removed = (nfc("".join(each)).strip() for each in (table.pieces, table.crossed, table.removed))
        if nested := nfc("".join(table.nested)).strip():
            self._warn(Message("table-nested", text=" ".join(nested.split())[:80]), table)
            text = text or nested
        if table.deleted:
            text = text or removed
        elif table.taken_out and (text or crossed):
            self._warn(Message("text-deleted", text=" ".join((text or crossed).split())[:80]), table)
            text = crossed = ""
        elif removed:
            self._warn(Message("text-deleted", text=" ".join(removed.split())[:80]), table)
        if table.joined and not text and table.column in table.tops:
            table.grid.merges.append(MergedRange(table.tops[table.column], table.column, table.row, table.column))
        elif table.span > 1:
            right = table.column + table.span - 1
            table.grid.merges.append(MergedRange(table.row, table.column, table.row, right))
        if text and crossed:
            self._warn(Message("text-struck", text=" ".join(crossed.split())[:80]), table)
        if (text or crossed) and table.line is not None and table.column <= MOST_COLUMNS:
            shown = SeenText(nfc("".join(table.seen)).strip()) if text and self.unseen else None
            table.line.cells[table.column] = GridCell(
                (text or crossed)[:LONGEST], struck=not text, shown=shown, link=table.link
            )

    def _paragraph(self) -> None:
        if self.tables:
            pieces = self.tables[0].nested if len(self.tables) > 1 else self.tables[0].pieces
            for each in (pieces, self.tables[0].seen) if pieces else ():
                each.append("\n")
            return
        removed = " ".join(nfc("".join(self.removed)).split())
        text = nfc("".join(self.paragraph_pieces)).strip()
        self.paragraph_pieces, self.removed, self.size = [], [], 0
        if text and self.unseen:
            self._warn(Message("text-unseen", text=text[:80]), None)
        self.unseen = False
        if removed:
            self._warn(Message("text-deleted", text=removed[:80]), None)
        if text and len(self.returned.paragraphs) < MOST_WORDS:
            self.returned.paragraphs.append(text[:2_000])
            self.returned.behind.append(self.count)

    def text(self, piece: str) -> None:
        if self.links.is_instruction or (self.collecting and self.links.is_open):
            self.links.add(piece)
        if self.collecting:
            self._add(piece.translate(RAISED) if self.run_raised else piece)
            if self.pictures:
                self.pictures[-1].append(piece)
        elif self.removing:
            (self.tables[0].removed if self.tables else self.removed).append(piece)
        elif self.hidden and piece.strip():
            table = self.tables[0] if self.tables else None
            self._warn(Message("text-hidden"), table)

    def _add(self, piece: str) -> None:
        if self.tables:
            table = self.tables[0]
            if table.size <= LONGEST:
                inside = table.nested if len(self.tables) > 1 else table.pieces
                (table.crossed if self.run_struck else inside).append(piece)
                table.size += len(piece)
                if not self.looks.hide(piece):
                    table.seen.append(piece)
                elif not self.run_struck:
                    self.unseen = True
        elif self.size <= 10_000 and not self.run_struck:
            self.paragraph_pieces.append(piece)
            self.size += len(piece)
            self.unseen |= self.looks.hide(piece)

    def _warn(self, message: Message, table: _OpenTable | None) -> None:
        place = table.grid.place(table.row, table.column) if table else Place(self.returned.file)
        if (place, message) not in self.reported and len(self.reported) < 50:
            self.reported.add((place, message))
            self.returned.problems.append(Problem(message, place, severity=Severity.WARNING))
