"""The rows of a blank section: empty ones, one for each entry of a list or of an open dimension, or as typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from congvan.forms.blanks.codes import code_names
from congvan.forms.blanks.scopes import BlankRow, BlankScope
from congvan.forms.form import Dimension, FormSection
from congvan.model.forms.scalars import name_of
from congvan.model.lists.entries import Entry
from congvan.values.expressions import ExpressionError, parse
from congvan.values.expressions.entries import EntryRows

FEWEST = 5
"""Empty rows of a section whose entries depend on what is left open."""


class _TypedRow(NamedTuple):
    """A row to be made: its entry, and texts by the names of columns."""

    entry: Entry | None = None
    typed: Mapping[str, str] = {}


def blank_rows(blank: BlankScope, section: FormSection) -> list[BlankRow]:
    """Return the rows of a section, each of which knows the others."""
    rows = [BlankRow(blank, section, n, each.entry, each.typed) for n, each in enumerate(_rows(blank, section), 1)]
    codes = code_names(section.columns) if section.spec.codes else {}
    for row in rows:
        row.siblings, row.codes = rows, codes
    return rows


def _rows(blank: BlankScope, section: FormSection) -> Iterator[_TypedRow]:
    spec = section.spec.rows
    if section.spec.shape == "lines":
        yield _TypedRow()
    elif section.each is not None:
        entries = row_entries(blank, section)
        yield from (_TypedRow(entry) for entry in entries)
        yield from (_TypedRow() for _ in range(spec.spare if entries else max(spec.spare, FEWEST)))
    elif spec.typed:
        yield from (_TypedRow(typed=_typed(section, each)) for each in spec.typed)
        yield from (_TypedRow() for _ in range(spec.spare))
    else:
        wide = list(_of_open_dimension(blank, section))
        yield from wide
        yield from (_TypedRow() for _ in range((spec.count or 0) - len(wide)))


def row_entries(blank: BlankScope, section: FormSection) -> Sequence[Entry]:
    """Return the entries that a section has a row for; those that an open dimension leaves in doubt among them, but
    for a sheet that leaves all dimensions open: it is a specimen.
    """
    listed, where = section.each, section.spec.rows.where
    if listed is None:
        return ()
    if where is None:
        return listed.entries
    condition = parse(where)
    names = tuple(name_of(name) for name in (listed.id, listed.head.also or "") if name)
    chosen = EntryRows(listed.values, names, blank).chosen(condition, blank, in_doubt=any(blank.keys.entries.values()))
    try:
        found = [listed.get(str(values["id"])) for values in chosen]
    except ExpressionError as error:
        form = blank.names.form
        raise form.refused(error, form.section_path(section, "rows", "where")) from None
    return [entry for entry in found if entry is not None]


def _typed(section: FormSection, row: Sequence[str] | Mapping[str, str]) -> dict[str, str]:
    """Return the texts of a typed row by the names of columns: given by their ids, or in their order."""
    if isinstance(row, Mapping):
        return {name_of(name): text for name, text in row.items() if text}
    columns = [column.name for column in section.columns if column.type.id != "ordinal" or len(row) > _asked(section)]
    return {name: text for name, text in zip(columns, row, strict=False) if text}


def _asked(section: FormSection) -> int:
    return sum(column.type.id != "ordinal" for column in section.columns)


def _of_open_dimension(blank: BlankScope, section: FormSection) -> Iterator[_TypedRow]:
    """Yield the rows of a form that is printed wide: some for each entry of the dimension that is left open."""
    found = open_column(blank, section)
    if found is None:
        return
    dimension, column = found
    for entry in dimension.listed.entries:
        yield from (_TypedRow(typed={column: entry.id}) for _ in range(section.spec.rows_each))


def open_column(blank: BlankScope, section: FormSection) -> tuple[Dimension, str] | None:
    """Return the dimension that a sheet leaves open while another is given, and the column that names its entries."""
    form, keys = blank.names.form, blank.keys
    if not keys.is_open or not any(keys.entries.values()):
        return None
    for dimension in form.dimensions:
        if keys.entry(dimension.name):
            continue
        for column in section.columns:
            if column.listed is not None and column.listed.id == dimension.listed.id:
                return dimension, column.name
    return None
