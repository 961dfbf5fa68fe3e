"""A sheet: the blank of a form for some entries and a period, with everything that is known filled in."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from jinja2 import TemplateError
from jinja2.exceptions import SecurityError

from congvan.core.fonts.times_metrics import text_width
from congvan.core.templating.environment import jinja_environment
from congvan.core.templating.open_values import DOTS, Open, StillOpen
from congvan.core.text import upper
from congvan.core.units import pt_to_mm
from congvan.forms.answer_scopes import FormNames
from congvan.forms.blanks.cells import SheetCell, by_totals, total_cell
from congvan.forms.blanks.codes import codes
from congvan.forms.blanks.heads import HeadCell, head_rows
from congvan.forms.blanks.rows import blank_rows
from congvan.forms.blanks.scopes import BlankRow, BlankScope
from congvan.forms.due_dates import due_once
from congvan.forms.form import DispatchForm, FormSection, SectionColumn
from congvan.forms.keys import PERIOD, FormKeys, form_id
from congvan.forms.known import KnownAnswers
from congvan.forms.senders import Sender, sender_of
from congvan.values.expressions import UNKNOWN, ExpressionError, MappingScope, Scope
from congvan.values.expressions.scopes import ROWS
from congvan.values.expressions.texts import AGGREGATE, aggregates_of, with_aggregates

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


# Texts of a form filled in with the names of one sheet; what is still open prints dots.

_TAG = re.compile(r"\{\{.*?\}\}", re.DOTALL)


@functools.cache
def _environment() -> Any:
    return jinja_environment(strict=True, autoescape=False)


@functools.lru_cache(maxsize=4096)
def _compiled(source: str) -> Any:
    return _environment().from_string(source)


def filled(text: str, _path: tuple[str | int, ...], names: Mapping[str, Any]) -> str:
    """Return a text with the values of its names; dots for what is open, and for what only documents know."""
    if "{{" not in text:
        return text
    if AGGREGATE not in names:
        names = {**names, AGGREGATE: aggregates_of(names)}
    return _TAG.sub(lambda tag: _value(tag[0], names), with_aggregates(text))


def _value(source: str, names: Mapping[str, Any]) -> str:
    try:
        return str(_compiled(source).render(names))
    except (StillOpen, TemplateError, SecurityError, ExpressionError, ValueError, TypeError):
        return DOTS


# Widths of the columns of a table: as typed, by type, or a share of what is left; upright or across.

UPRIGHT_MM, ACROSS_MM = 165.0, 252.0
"""What an A4 page leaves for a table, upright and lying across."""
LEAST_TEXT_MM, LEAST_MM = 25.0, 12.0
SHRUNK = 0.75
"""How far widths that nobody typed may shrink before the page is laid across."""
_CHARACTER_MM, _PADDING_MM = 2.3, 4.0
_USUAL_PLACES = 2
_HEAD_PT, _CELL_MM = 13, 3.6
"""The size of a head; the margins of its cell, its lines, and a little more."""


def natural_width(column: SectionColumn) -> float:
    """Return the width of a column that nobody typed: by type, never narrower than the longest word of its head."""
    longest = max((len(word) for word in re.split(r"[\s/–-]+", column.spec.label)), default=0)
    head = longest * _CHARACTER_MM + _PADDING_MM
    if column.spec.choices:
        return max(*(len(choice) * _CHARACTER_MM + _PADDING_MM for choice in column.spec.choices), 17.0, head)
    return max(column.type.mm or LEAST_TEXT_MM, head, _whole_mm(column))


def _whole_mm(column: SectionColumn) -> float:
    """Return the width in which the values of a column are on one line; more decimal places than two need more."""
    more = (column.spec.round or 0) - _USUAL_PLACES if column.type.id == "decimal" else 0
    return (column.type.mm or 0) + more * _CHARACTER_MM if more > 0 else column.type.whole_mm


def least_width(column: SectionColumn) -> float:
    """Return how narrow a column that nobody typed may become: no word of its head is broken, and no date or phone."""
    return max(_head_mm(column), natural_width(column) * SHRUNK, _whole_mm(column))


def _head_mm(column: SectionColumn) -> float:
    """Return the width of the longest word of the head of a column."""
    words = re.split(r"[\s/–-]+", column.spec.label)
    return max(pt_to_mm(text_width(word, _HEAD_PT, bold=True)) for word in words) + _CELL_MM


def _unbroken_width(column: SectionColumn) -> float:
    """Return how narrow a column may become at worst: values that are words go on several lines, none is broken."""
    if column.type.id in ("text", "name"):
        return least_width(column)
    words = max((len(word) for choice in column.spec.choices for word in choice.split()), default=0)
    return max(_head_mm(column), _whole_mm(column), words * _CHARACTER_MM + _PADDING_MM, LEAST_MM)


def widths(columns: Sequence[SectionColumn]) -> tuple[tuple[float, ...], bool]:
    """Return the widths of the columns in millimetres, and whether the page is landscape."""
    wanted = [column.spec.mm or max(natural_width(column), _head_mm(column)) for column in columns]
    least = [column.spec.mm or least_width(column) for column in columns]
    across = sum(least) > UPRIGHT_MM + 1
    room = ACROSS_MM if across else UPRIGHT_MM
    if all(column.spec.mm for column in columns):
        return tuple(wanted), across
    rest = room - sum(wanted)
    growing = [n for n, column in enumerate(columns) if not column.mm and column.type.id == "text"]
    if rest >= 0 and growing:
        return tuple(mm + rest / len(growing) if n in growing else mm for n, mm in enumerate(wanted)), across
    if rest < 0 and sum(least) <= room:
        share = (room - sum(least)) / (sum(wanted) - sum(least))
        return tuple(low + (mm - low) * share for low, mm in zip(least, wanted, strict=True)), across
    unbroken = [column.spec.mm or _unbroken_width(column) for column in columns]
    if rest < 0 and sum(unbroken) <= room:
        share = (room - sum(unbroken)) / (sum(least) - sum(unbroken))
        return tuple(low + (mm - low) * share for low, mm in zip(unbroken, least, strict=True)), across
    whole = [column.spec.mm or _whole_mm(column) for column in columns]
    others = sum(mm for mm, fixed in zip(least, whole, strict=True) if not fixed)
    share = (room - sum(whole)) / others if others else 0.0
    if rest < 0 and share >= SHRUNK:  # words may break, numbers may not
        return tuple(fixed or mm * share for mm, fixed in zip(least, whole, strict=True)), across
    typed = sum(column.spec.mm or 0 for column in columns)
    scale = max((room - typed) / (sum(wanted) - typed), 0.1)
    return tuple(mm if column.spec.mm else mm * scale for column, mm in zip(columns, wanted, strict=True)), across
