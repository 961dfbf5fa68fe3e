"""Read the rows of a recognised form as entries, validated by the model of the data files; problems name their cell.

A bad row does not affect the others: an entry without `issues` counts, one with issues must be asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from congvan.columns import phone_numbers as phones
from congvan.grids.grid import Grid, GridCell, GridFile, GridRow
from congvan.messages import Message
from congvan.model.forms.before import OlderColumn
from congvan.model.returned_forms import LEAD, Person
from congvan.problems import Place, Problem, Severity
from congvan.returns.forms.kinds import FormKind, normalised
from congvan.returns.forms.people import FormEntry, check_duplicates, roles
from congvan.returns.forms.recognise import HeaderRow, Identity, Recogniser, find_header_rows
from congvan.text import check_text, correct_look_alike, describe, nfc

LONGEST_CELL_TEXT = 80
NO = frozenset({"khong", "ko", "k", "0", "no", "-", "false", "n"})
_EMPTY = re.compile(r"[\s.…·_\-–—]*")


def read(
    filled: GridFile, kind: FormKind, identity: Identity, recogniser: Recogniser
) -> tuple[list[FormEntry], list[Problem]]:
    """Return the entries of every grid that has the form's header row, in order, and all problems."""
    entries: list[FormEntry] = []
    problems: list[Problem] = []
    header_rows = find_header_rows(filled, kind)
    if not header_rows:
        titles = ", ".join(column.label for column in kind.columns)
        problems.append(Problem(Message("table-missing", titles=titles), Place(filled.file)))
    for head in header_rows:
        reader = _RowReader(head, kind, identity, recogniser, problems)
        entries += reader.entries()
    check_duplicates(entries, kind, filled.file, problems)
    others = {id(head.grid) for head in header_rows}
    for grid in filled.grids:
        if header_rows and id(grid) not in others and grid.lines and grid.form == "sheet":
            problems.append(Problem(Message("sheet-other"), grid.place(0), severity=Severity.NOTE))
    return entries, problems


class _RowReader:
    """Reads the rows below one header row."""

    def __init__(
        self, head: HeaderRow, kind: FormKind, identity: Identity, recogniser: Recogniser, problems: list[Problem]
    ) -> None:
        self.grid: Grid = head.grid
        self.head, self.kind, self.identity, self.recogniser = head, kind, identity, recogniser
        self.problems = problems
        self.columns = head.columns
        self.by_id = {column.id: number for number, column in head.columns.items()}
        self.name, self.title, self.phone = roles(kind.columns)
        self.where = next((column.id for column in kind.columns if column.kind == "district"), "")

    def entries(self) -> Iterator[FormEntry]:
        self._columns()
        lines = self.grid.lines[self.head.line + 1 :]
        filled_down = self._filled_down(lines)
        ended = False
        for line in lines:
            if self._is_foot(line):
                ended = True
                continue
            if self._is_blank(line) or (ended and not self._looks_like_person(line)):
                continue
            if self._is_head_again(line):
                continue
            if line.hidden:
                self.report(Message("row-hidden"), line, 0, Message("row-hidden.hint"))
                continue
            yield _EntryReader(self, line).read(filled_down)

    def _columns(self) -> None:
        """Report missing, renamed and hidden columns."""
        head = self.grid.lines[self.head.line]
        for column in self.kind.columns:
            if column.id not in self.by_id and not column.corrected_only and column.kind != "ordinal":
                self.problems.append(
                    Problem(Message("column-missing", label=column.label), self.grid.place(head.number))
                )
        for number, column in self.head.typed.items():
            message = Message("column-renamed", title=head.cells[number].text, label=column.label)
            place = self.grid.place(head.number, number)
            self.problems.append(Problem(message, place, severity=Severity.WARNING))
        for number, column in self.columns.items():
            if number in self.grid.hidden_columns and column.kind != "ordinal":
                message = Message("column-hidden", label=column.label)
                self.problems.append(Problem(message, self.grid.place(head.number, number)))

    def _filled_down(self, lines: list[GridRow]) -> dict[int, GridCell]:
        """Return, by row number, the district cell of rows covered by a vertically merged cell."""
        number = self.by_id.get(self.where)
        cells: dict[int, GridCell] = {}
        by_row = {line.number: line for line in lines}
        for merge in self.grid.merges:
            if number is not None and merge.left <= number <= merge.right and merge.bottom > merge.top:
                top = by_row.get(merge.top)
                cell = top.cells.get(merge.left) if top else None
                if cell is not None:
                    for row in range(merge.top, min(merge.bottom, merge.top + 2_000) + 1):
                        cells[row] = cell
        return cells

    def cell(self, line: GridRow, column: str) -> GridCell:
        number = self.by_id.get(column, 0)
        if number in self.grid.hidden_columns:
            return _EMPTY_CELL
        return line.cells.get(number, _EMPTY_CELL)

    def _is_blank(self, line: GridRow) -> bool:
        for column in self.kind.columns:
            if column.kind not in ("ordinal", "district"):
                cell = self.cell(line, column.id)
                if cell.kind == "formula" or not _EMPTY.fullmatch(cell.text):
                    return False
        return True

    def _is_foot(self, line: GridRow) -> bool:
        texts = [normalised(cell.text) for cell in line.cells.values()]
        if len(texts) > 3 or not texts:
            return False
        name = normalised(self.cell(line, self.name).text)
        return any(
            text == foot or (len(foot) > 12 and text.startswith(foot[:40]))
            for text in texts
            for foot in self.kind.foot
            if text != name or len(texts) == 1
        )

    def _looks_like_person(self, line: GridRow) -> bool:
        phone, name = self.cell(line, self.phone), self.cell(line, self.name)
        return bool(name.text) and sum(char.isdigit() for char in phone.text) >= 8

    def _is_head_again(self, line: GridRow) -> bool:
        cells = [
            (line.cells[number].text, column.label) for number, column in self.columns.items() if number in line.cells
        ]
        return sum(normalised(text) == normalised(label) for text, label in cells) >= 2

    def report(self, message: Message, line: GridRow, number: int, remedy: Message | None = None) -> None:
        """Warn about a cell, quoting its row."""
        place = self.grid.place(line.number, number)
        self.problems.append(Problem(message.given(words=_row_text(line)), place, remedy, Severity.WARNING))


class _EntryReader:
    """Reads one row as an entry; what is wrong with a cell becomes an issue of the entry and a problem at the cell."""

    def __init__(self, table: _RowReader, line: GridRow) -> None:
        self.table, self.line = table, line
        self.kind, self.identity, self.recogniser = table.kind, table.identity, table.recogniser
        self.entry = FormEntry({}, "", self._address())

    def read(self, filled_down: dict[int, GridCell]) -> FormEntry:
        """Read the row; `filled_down`: the district cells of merged rows, by row number."""
        table, entry = self.table, self.entry
        for number, column in sorted(table.columns.items()):
            cell = table.cell(self.line, column.id)
            if column.kind == "district":
                self._district(number, cell if cell.text else filled_down.get(self.line.number, _EMPTY_CELL))
            elif column.kind == "ordinal":
                if cell.kind == "formula":
                    table.report(Message("cell-formula.formula-numbers"), self.line, number)
            elif column.kind == "phone" and not self.kind.daily:
                entry.values[column.id] = self._phone(number, cell)
            else:
                entry.values[column.id] = self._text(number, cell, column)
        if table.where and table.where not in table.by_id:
            self._district(0, _EMPTY_CELL)
        elif not table.where:
            entry.district = self.identity.district
        entry.lead = _marked(entry.values.get(LEAD, ""))
        self._model()
        return entry

    def _text(self, number: int, cell: GridCell, column: OlderColumn) -> str:
        """Return the text of a cell, checked and normalised for its column."""
        if cell.kind == "yes-no":
            return "x" if cell.text == "1" else ""
        if not self._is_typed(number, cell):
            return ""
        text = _number_text(cell.text) if cell.kind == "number" else " ".join(nfc(cell.text).split("\n"))
        text = text.replace("\t", " ")
        if column.id == LEAD and _EMPTY.fullmatch(text):
            return ""
        if column.kind == "number" and text:
            plain = re.sub(r"[ .\u00a0](?=[0-9]{3}(?![0-9]))", "", text)
            if not re.fullmatch(r"[0-9]{1,9}", plain):
                return self._ask(Message("number-wrong", text=text), number)
            return str(int(plain))
        return self._mended(number, text)

    def _mended(self, number: int, text: str) -> str:
        """Correct look-alike characters where certain; raise an issue for unprintable text."""
        for _round in range(20):
            flaws = check_text(text)
            if not flaws:
                return text
            flaw = flaws[0]
            if flaw.code != "text-look-alike":
                self._ask(flaw.message, number)
                return "" if flaw.code == "text-forbidden" else text
            fixed = correct_look_alike(text, flaw)
            if fixed == text:
                self._ask(flaw.message, number)
                return text
            self.table.report(Message("text-mended", found=describe(text[flaw.offset])), self.line, number)
            text = fixed
        return text

    def _is_typed(self, number: int, cell: GridCell) -> bool:
        """Whether a cell holds a typed value; a formula, date or error becomes an issue."""
        if cell.kind == "formula":
            self._ask(Message("cell-formula.present"), number)
        elif cell.kind in ("date", "error"):
            self._ask(Message(f"cell-{cell.kind}", text=cell.text), number)
        return cell.kind not in ("formula", "date", "error")

    def _phone(self, number: int, cell: GridCell) -> str:
        """Return the phone number of a cell; raise an issue if it is missing or invalid."""
        if _EMPTY.fullmatch(cell.text) and cell.kind != "formula":
            return self._ask(Message("phone-missing"), number)
        if not self._is_typed(number, cell):
            return ""
        parsed = phones.read(cell.text, cell.kind == "number")
        if parsed.why:
            self._ask(parsed.why, number, parsed.hint)
        elif parsed.restored:
            message = Message("phone-restored", found=cell.text, phone=parsed.phone)
            place = self.table.grid.place(self.line.number, number)
            self.table.problems.append(Problem(message, place, severity=Severity.NOTE))
        return parsed.phone

    def _district(self, number: int, cell: GridCell) -> None:
        """Set the district of a row from its cell; it must match the form's where the form is for one district."""
        own = self.entry.district = self.identity.district
        if not cell.text and cell.kind != "formula":
            if not own and not self.kind.daily:
                self._ask(Message("district-missing"), number)
            return
        if not self._is_typed(number, cell):
            return
        district, names = self.recogniser.district(cell.text), self.recogniser.districts
        if not district:
            hint = self.recogniser.similar_district(cell.text)
            self._ask(Message("district-unknown", text=cell.text), number, hint)
        elif own and district != own:
            said, meant = names[district].heading_name, names[own].heading_name
            self._ask(Message("district-other", said=said, meant=meant), number, Message("district-other.hint"))
        else:
            self.entry.district = district

    def _model(self) -> None:
        """Validate the row as a `Person`; each validation error becomes an issue."""
        from pydantic import ValidationError

        from congvan.model.validation import message_of

        table, entry = self.table, self.entry
        if entry.issues or self.kind.daily:
            return
        columns = {"name": table.name, "title": table.title, "phone": table.phone}
        name, title, phone = (entry.values.get(column, "") for column in columns.values())
        if not name:
            self._ask(Message("name-missing"), table.by_id.get(table.name, 0))
            return
        try:
            Person(name=name, title=title or "", phone=phone or None, district=entry.district, lead=entry.lead)
        except ValidationError as error:
            for item in error.errors(include_url=False):
                column = columns.get(str(item["loc"][0]), table.name)
                self._ask(message_of(item), table.by_id.get(column, 0))

    def _address(self) -> str:
        table = self.table
        number = table.by_id.get(table.where if self.kind.daily else table.name, 0)
        place = table.grid.place(self.line.number, number)
        return str(Place(sheet=place.sheet, cell=place.cell, where=place.where, line=0)) or f"{self.line.number}"

    def _ask(self, why: Message, number: int, hint: Message | None = None) -> str:
        """Add an issue to the entry and report it at the cell; return "", the value of the cell."""
        self.entry.issues.append(why.code)
        self.entry.messages.append(why)
        text = self.line.cells.get(number, _EMPTY_CELL).text
        if text:
            self.entry.cell_texts[why.code] = text[:LONGEST_CELL_TEXT]
        frame, place = Message("frame.row", words=_row_text(self.line)), self.table.grid.place(self.line.number, number)
        self.table.problems.append(Problem(why, place, hint or Message("ask-sender"), frame=frame))
        return ""


def _row_text(line: GridRow) -> str:
    """Return the texts of a row, quoted and shortened, so that a reader can find it."""
    return "“" + " | ".join(cell.text for _n, cell in sorted(line.cells.items()) if cell.text)[:160] + "”"


_EMPTY_CELL = GridCell("")


def _marked(text: str) -> bool:
    """Whether a mark in the lead column means yes."""
    return bool(text) and normalised(text) not in NO


def _number_text(raw: str) -> str:
    """Return a number as people write it: 3.0 → 3, 12.5 unchanged."""
    try:
        value = float(raw)
    except ValueError:
        return raw
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else raw
