"""A sheet: the blank of a form for some entries and a period, with everything that is known filled in."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from congvan.expressions import UNKNOWN, MappingScope, Scope
from congvan.expressions.scopes import ROWS
from congvan.forms.answer_scopes import FormNames
from congvan.forms.blanks.cells import SheetCell, by_totals, total_cell
from congvan.forms.blanks.codes import codes
from congvan.forms.blanks.heads import HeadCell, head_rows
from congvan.forms.blanks.rows import blank_rows
from congvan.forms.blanks.scopes import BlankRow, BlankScope
from congvan.forms.blanks.texts import filled
from congvan.forms.blanks.widths import widths
from congvan.forms.due_dates import due_once
from congvan.forms.form import DispatchForm, FormSection, SectionColumn
from congvan.forms.keys import PERIOD, FormKeys, form_id
from congvan.forms.known import KnownAnswers
from congvan.forms.senders import Sender, sender_of
from congvan.templating.open_values import Open
from congvan.text import upper

Merge = Callable[[str, tuple[str | int, ...], Mapping[str, Any]], str]
"""Function: a text of the dispatch, its key path, the names of the record → the text filled in."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of a sheet; `entry`: the id of the entry that it is for, "" for none; `names`: what expressions see in it,
    for the formulas of a workbook.
    """

    cells: tuple[SheetCell, ...]
    entry: str = ""
    names: Scope | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SheetSection:
    """A section of a sheet: the rows of its head, its columns, its rows, its row of totals, and what closes it.

    `codes`: the row of codes under the head, () for none. `widths` in millimetres.
    """

    section: FormSection
    heads: tuple[tuple[HeadCell, ...], ...]
    columns: tuple[SectionColumn, ...]
    widths: tuple[float, ...]
    rows: tuple[FormRow, ...]
    total: FormRow | None = None
    closing: str = ""
    codes: tuple[str, ...] = ()
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A blank of a form: everything that is on it, in order. `sender`: whose paper it is where `head` says so."""

    form_id: str
    label: str
    title: str
    subtitle: tuple[str, ...]
    lines: tuple[str, ...]
    sections: tuple[SheetSection, ...]
    note: str = ""
    nil: str = ""
    signers: tuple[tuple[str, str], ...] = field(default=())  # title, and what is below it
    landscape: bool = False
    head: str = "appendix"
    sender: Sender = field(default_factory=Sender)
    due: datetime.datetime | None = None


class SheetTexts(NamedTuple):
    """The texts around the tables of a blank: its title as said, what is below it, its lines, its note."""

    title: str
    subtitle: tuple[str, ...]
    lines: tuple[str, ...]
    note: str


class SheetMaker:
    """Makes the sheets of one form: what they share is worked out once.

    `corrected` False: the edition as issued, without the columns that only the corrected one has. `merge` fills in
    texts; without it they see what forms see alone.
    """

    def __init__(
        self,
        form: DispatchForm,
        known: KnownAnswers | None = None,
        *,
        corrected: bool = True,
        merge: Merge | None = None,
    ) -> None:
        self.form, self.corrected, self.merge = form, corrected, merge or filled
        self.names = FormNames(form, known)
        self._tables = [self._table(section) for section in form.sections]

    def _table(self, section: FormSection) -> SheetSection:
        """Return a section without its rows."""
        columns = tuple(each for each in section.columns if self.corrected or not each.spec.corrected_only)
        made, across = widths(columns) if section.spec.shape == "table" else ((0.0,) * len(columns), False)
        heads = head_rows(section.spec.columns, corrected=self.corrected)
        coded = codes(columns) if section.spec.codes else ()
        return SheetSection(section, heads, columns, made, (), codes=coded, landscape=across)

    def sheet(self, keys: FormKeys) -> FormSheet:
        """Return the blank for some keys."""
        spec, blank = self.form.spec, BlankScope(self.names, keys)
        names = self._text_names(keys, blank)
        texts = self._texts(blank, names)
        sections = tuple(self._section(table, blank, names) for table in self._tables)
        return FormSheet(
            form_id(self.form, keys),
            self.form.label,
            upper(texts.title),
            texts.subtitle,
            texts.lines,
            sections,
            texts.note,
            self._text(names, spec.nil, "nil"),
            tuple(
                (self._text(names, s.title, "signers", n, "title"), s.hint or "") for n, s in enumerate(spec.signers)
            ),
            any(section.landscape for section in sections),
            spec.head,
            sender_of(self.form, keys),
            blank.period.due if blank.period else due_once(self.form),
        )

    def texts(self, keys: FormKeys) -> SheetTexts:
        """Return the texts around the tables of the blank for some keys; the tables are not worked out."""
        blank = BlankScope(self.names, keys)
        return self._texts(blank, self._text_names(keys, blank))

    def _texts(self, blank: BlankScope, names: Mapping[str, Any]) -> SheetTexts:
        spec = self.form.spec
        subject = self._text(names, spec.subject, "subject")
        title, subtitle = f"{spec.name} {subject}", list[str]()
        if spec.head == "sender":
            title, subtitle = spec.name, [subject]
        if spec.period and spec.head != "appendix" and not any(PERIOD in line for line in spec.lines):
            subtitle += [blank.period.name] if blank.period else []
        lines = tuple(self._text(names, line, "lines", n) for n, line in enumerate(spec.lines))
        return SheetTexts(title, tuple(subtitle), lines, self._text(names, spec.note, "note"))

    def _text(self, names: Mapping[str, Any], said: str | None, *loc: str | int) -> str:
        return self.merge(said, self.form.place(*loc), names) if said else ""

    def _text_names(self, keys: FormKeys, blank: BlankScope) -> dict[str, Any]:
        """Return the names that texts see: entries of dimensions, the period, lists, facts; open ones print dots."""
        names = record_names(self.form, keys)
        if self.form.spec.period:
            names[PERIOD] = blank.period.values if blank.period else Open(name=PERIOD)
        return {**self.names.values, **names} if self.merge is filled else names

    def _section(self, table: SheetSection, blank: BlankScope, names: Mapping[str, Any]) -> SheetSection:
        section, columns = table.section, table.columns
        made = blank_rows(blank, section)
        rows = tuple(
            FormRow(tuple(row.cell(each) for each in columns), row.entry.id if row.entry else "", row) for row in made
        )
        total = _total(section, columns, rows, blank) if section.spec.total else None
        closing = ""
        if section.spec.closing:
            known = all(cell.state == "locked" for row in rows for cell in row.cells)
            at_hand = {**names, ROWS: list(made) if known else UNKNOWN}
            closing = self.merge(section.spec.closing, self.form.section_path(section, "closing"), at_hand)
        return SheetSection(
            section, table.heads, columns, table.widths, rows, total, closing, table.codes, table.landscape
        )


def sheet(
    form: DispatchForm,
    keys: FormKeys,
    known: KnownAnswers | None = None,
    *,
    corrected: bool = True,
    merge: Merge | None = None,
) -> FormSheet:
    """Return the blank of a form for some keys; for many, `SheetMaker` is quicker."""
    return SheetMaker(form, known, corrected=corrected, merge=merge).sheet(keys)


def record_names(form: DispatchForm, keys: FormKeys) -> dict[str, Any]:
    """Return the entries of the dimensions by their names, as texts see them; an open one prints dots."""
    found = ((each.name, each.listed.get(keys.entry(each.name))) for each in form.dimensions)
    return {name: entry.values if entry else Open(name=name) for name, entry in found}


def _total(
    section: FormSection, columns: Sequence[SectionColumn], rows: Sequence[FormRow], blank: BlankScope
) -> FormRow:
    """Return the row of totals: the word in the first column that is not summed, sums and formulas in the others."""
    cells: list[SheetCell] = []
    sums: dict[str, Any] = {}
    for at, column in enumerate(columns):
        made = SheetCell("", "", "locked")
        if column.sums in ("add", "last", "mean"):
            made = total_cell(column, [row.cells[at] for row in rows])
            sums[column.name] = made.value if made.value != "" else UNKNOWN
        cells.append(made)
    names = MappingScope(sums, outer=blank)
    for at, column in enumerate(columns):
        if column.sums == "value" and column.expression is not None:
            cells[at] = by_totals(column, column.expression, column.expression.evaluate(names))
    cells[_word_at(columns)] = SheetCell(section.spec.total or "", "", "locked")
    return FormRow(tuple(cells), "", names)


def _word_at(columns: Sequence[SectionColumn]) -> int:
    """Return the column in which the word of the total is: the first without a sum that has room for it."""
    wide = (at for at, column in enumerate(columns) if column.type.id in _WORDS and column.sums in ("none", "count"))
    return next(wide, 0)


_WORDS = frozenset(("text", "name", "reference", "choice", "phone", "email"))
"""Types of columns that have room for the word of the total."""

__all__ = [
    "BlankRow",
    "FormRow",
    "FormSheet",
    "HeadCell",
    "Merge",
    "SheetCell",
    "SheetMaker",
    "SheetSection",
    "SheetTexts",
    "record_names",
    "sheet",
]
