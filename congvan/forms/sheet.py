"""A sheet: the blank of a form for some entries and a period, with everything that is known filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from congvan.columns.base import Value
from congvan.forms.form import DispatchForm, FormSection, SectionColumn
from congvan.forms.heads import HeadCell, head_rows
from congvan.forms.keys import FormKeys, form_id
from congvan.model.lists.entries import Entry
from congvan.text import upper

CellState = Literal["ask", "locked", "open", "formula"]
Merge = Callable[[str, tuple[str | int, ...], Mapping[str, Any]], str]
"""Function: a text of the dispatch, its key path, the names of the record → the text filled in."""


class KnownAnswers(Protocol):
    """What came back so far, for the values of last(), year_ago(), so_far() and of other forms."""

    def rows(self, form: str, section: str, keys: FormKeys, period: str) -> Sequence[Mapping[str, Value]]:
        """Return the rows of the answers to a form whose keys agree; each with `entry`, the id of its row."""


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell: its text on paper, its value as kept, whether it is asked, locked, open to change, or a formula."""

    text: str = ""
    value: Value = ""
    state: CellState = "ask"
    formula: str = ""


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of a sheet; `entry`: the id of the entry that it is for, "" for none."""

    cells: tuple[SheetCell, ...]
    entry: str = ""


@dataclass(frozen=True, slots=True)
class SheetSection:
    """A section of a sheet: the rows of its head, its columns, its rows, its row of totals, and what closes it."""

    section: FormSection
    heads: tuple[tuple[HeadCell, ...], ...]
    columns: tuple[SectionColumn, ...]
    widths: tuple[float, ...]
    rows: tuple[FormRow, ...]
    total: FormRow | None = None
    closing: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A blank of a form: everything that stands on it, in order."""

    form_id: str
    label: str
    title: str
    subtitle: tuple[str, ...]
    lines: tuple[str, ...]
    sections: tuple[SheetSection, ...]
    note: str = ""
    nil: str = ""
    signers: tuple[tuple[str, str], ...] = field(default=())  # title, and what stands below it
    landscape: bool = False


def sheet(
    form: DispatchForm,
    keys: FormKeys,
    known: KnownAnswers | None = None,
    *,
    corrected: bool = True,
    merge: Merge | None = None,
) -> FormSheet:
    """Return the blank of a form for its keys. `merge` fills in texts (default: with the names of the record alone).

    `corrected` False: the edition as issued, without the columns that only the corrected one has.
    """
    fill = merge or _filled
    names = record_names(form, keys)
    spec = form.spec
    sections = tuple(_section(form, each, keys, corrected) for each in form.sections)
    title, subtitle = (spec.name, (spec.subject,)) if spec.head == "sender" else (form.title, ())
    return FormSheet(
        form_id(form, keys),
        form.label,
        upper(title),
        subtitle,
        tuple(fill(line, form.place("lines", n), names) for n, line in enumerate(spec.lines)),
        sections,
        fill(spec.note, form.place("note"), names) if spec.note else "",
        spec.nil or "",
        tuple((each.title, each.hint or "") for each in spec.signers),
    )


def record_names(form: DispatchForm, keys: FormKeys) -> dict[str, Any]:
    """Return the names of a record: the entries of its dimensions."""
    return {each.name: _values(each.listed.get(keys.entry(each.name))) for each in form.dimensions}


def _values(entry: Entry | None) -> Any:
    return entry.values if entry else {"name": "……", "heading": "……", "sentence": "……"}


def _filled(text: str, _path: tuple[str | int, ...], names: Mapping[str, Any]) -> str:
    for name, value in names.items():
        for key in ("name", "heading", "sentence"):
            text = text.replace(f"{{{{ {name}.{key} }}}}", str(value.get(key, "")))
    return text


def _section(form: DispatchForm, section: FormSection, keys: FormKeys, corrected: bool) -> SheetSection:
    columns = tuple(each for each in section.columns if corrected or not each.spec.corrected_only)
    entries: Sequence[Entry | None] = section.each.entries if section.each else [None] * (section.spec.rows.count or 0)
    rows = tuple(_row(number, entry, columns) for number, entry in enumerate(entries, 1))
    widths = tuple(each.mm or 30.0 for each in columns)
    return SheetSection(section, head_rows(section.spec.columns, corrected=corrected), columns, widths, rows)


def _row(number: int, entry: Entry | None, columns: Sequence[SectionColumn]) -> FormRow:
    cells = []
    for column in columns:
        if column.type.id == "ordinal":
            cells.append(SheetCell(str(number), number, "locked"))
        elif entry is not None and column.listed is not None and column.listed.get(entry.id):
            cells.append(SheetCell(entry.heading, entry.id, "locked"))
        else:
            cells.append(SheetCell())
    return FormRow(tuple(cells), entry.id if entry else "")
