"""A sheet of a form as the cells of a workbook: what is asked, known and computed, with what each cell takes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from congvan.documents.letter.form.blocks import head_grid, is_table, spaced
from congvan.documents.letter.schema import (
    Attachment,
    FormWorkbook,
    WorkbookCell,
    WorkbookColumn,
    WorkbookLine,
    WorkbookSection,
    WorkbookSigner,
)
from congvan.documents.text.tables import TEXT_MM
from congvan.forms.blanks.formulas import Addresses, formula
from congvan.forms.blanks.sheet import FormRow, FormSheet, SheetCell, SheetSection
from congvan.forms.form import SectionColumn
from congvan.values.columns.entering import LONGEST_LIST, entry_rule, number_format

LEFT_MM, MOTTO_MM, NARROWEST_MM = 62.0, 88.0, 14.0
"""Width of the words of a question, of the motto, of a column."""
NO_ADDRESSES = Addresses({})
NUMBERS = frozenset(("integer", "decimal", "percent", "money", "year", "ordinal"))


Looks = dict[int, WorkbookColumn]
"""What cells of columns take, by the identities of the columns: the same for all sheets of a form."""


def workbook(blank: FormSheet, page: Attachment, looks: Looks) -> FormWorkbook:
    """Return the workbook of a sheet; what is around its tables is that of the page."""
    widths = _widths(blank)
    left = _left(widths)
    foot = page["foot"]
    signers = foot["signers"] or [{"title": line, "hint": ""} for line in foot["sign"][:1]]
    if foot["sign"][1:]:
        signers[0] = {**signers[0], "hint": foot["sign"][1]}
    return {
        "head": page["head"],
        "label": page["label"],
        "title": page["title"],
        "subtitle": page["subtitle"],
        "reference": page["reference"],
        "lines": page["facts"],
        "widths": widths,
        "left": left,
        "asked": _asked(widths),
        "landscape": blank.landscape,
        "sections": [_section(section, looks) for section in blank.sections],
        "nil": blank.nil,
        "nil_rule": _text({"type": "list", "choices": ["x"], "title": "Không phát sinh", "prompt": "Ghi x nếu đúng."}),
        "note": foot["note"][0] if foot["note"] else "",
        "signers": _signers([(each["title"], each["hint"]) for each in signers], len(widths), left),
    }


def _signers(signers: Sequence[tuple[str, str]], span: int, left: int) -> list[WorkbookSigner]:
    """Return who signs, side by side; one alone is at the right."""
    if len(signers) == 1 and span > 1:
        return [_signer("", "", left), _signer(*signers[0], span - left)]
    shares = [span // len(signers) + (at < span % len(signers)) for at in range(len(signers))] if signers else []
    return [_signer(title, hint, max(1, share)) for (title, hint), share in zip(signers, shares, strict=True)]


def _signer(title: str, hint: str, columns: int) -> WorkbookSigner:
    return {"title": title, "hint": hint, "columns": columns}


def _widths(blank: FormSheet) -> list[float]:
    """Return the widths of the columns of the sheet, which all tables share from the left."""
    tables = [section for section in blank.sections if is_table(section)]
    if len(tables) == 1 and len(tables[0].widths) > 1:
        return list(tables[0].widths)
    if not tables:
        return [LEFT_MM, TEXT_MM - LEFT_MM]
    count = max(2, *(len(table.widths) for table in tables))
    shared = [max(_least(table, at) for table in tables) for at in range(count)]
    spare = TEXT_MM - sum(shared)
    growing = [at for at in range(count) if any(_grows(table, at) for table in tables)]
    for at in growing if spare > 0 else ():
        shared[at] += spare / len(growing)
    return [round(mm, 1) for mm in shared]


def _least(table: SheetSection, at: int) -> float:
    """Return how wide a column has to be; one that takes a share of the rest may be narrower than on its page."""
    if at >= len(table.widths):
        return NARROWEST_MM
    return min(table.widths[at], 40.0) if _grows(table, at) else table.widths[at]


def _grows(table: SheetSection, at: int) -> bool:
    return at < len(table.columns) and table.columns[at].mm is None and table.columns[at].type.id == "text"


def _left(widths: Sequence[float]) -> int:
    """Return how many columns make the left half of the sheet: as many as leave the motto on one line and give the
    name beside it its width; where columns are too few for both, those that fall least short.
    """

    def fit(count: int) -> tuple[float, bool, int]:
        left, right = sum(widths[:count]), sum(widths[count:])
        return min(left / LEFT_MM, right / MOTTO_MM, 1.0), left <= right, count

    return max(range(1, len(widths)), key=fit, default=1)


def _asked(widths: Sequence[float]) -> int:
    """Return how many columns the words of a question take: as few as they fit in, and not all of them."""
    counts = [count for count in range(1, len(widths)) if sum(widths[:count]) >= LEFT_MM]
    return counts[0] if counts else max(1, len(widths) - 1)


def _section(section: SheetSection, looks: Looks) -> WorkbookSection:
    spec, table = section.section.spec, is_table(section)
    return {
        "title": spec.title or "",
        "lines": [] if table else list(_lines(section, looks)),
        "heads": head_grid(section.heads) if table else [],
        "codes": spaced(section.codes) if table else [],
        "columns": [_column(column, section, looks) for column in section.columns] if table else [],
        "rows": [_row(section, row, at) for at, row in enumerate(section.rows)] if table else [],
        "row_mm": spec.row_mm,
        "total": _row(section, section.total, len(section.rows)) if table and section.total else [],
        "closing": section.closing,
    }


def _lines(section: SheetSection, looks: Looks) -> Iterator[WorkbookLine]:
    row = section.rows[0] if section.rows else FormRow(())
    for column, cell in zip(section.columns, row.cells, strict=False):
        unit = f" ({column.spec.unit})" if column.spec.unit else ""
        look = _column(column, section, looks)
        yield {
            "label": f"{column.spec.label}{unit}:",
            "value": _value(cell, column),
            "state": "locked" if cell.state == "formula" else cell.state,
            "format": look["format"],
            "rule": look["rule"],
        }


def _column(column: SectionColumn, section: SheetSection, looks: Looks) -> WorkbookColumn:
    if id(column) not in looks:
        looks[id(column)] = _look(column, section)
    return looks[id(column)]


def _look(column: SectionColumn, section: SheetSection) -> WorkbookColumn:
    """Return what the cells of a column take.

    Why a drop-down is not offered where a condition chooses the entries of the rows: all that it chooses are printed,
    and what a spare row is for is not in the list yet.
    """
    spec, kind, of = column.spec, column.type.id, section.section
    named = next((each for each in section.columns if each.listed and of.each and each.listed.id == of.each.id), None)
    printed = of.spec.rows.where is not None and column is named
    texts = [entry.heading for entry in column.listed.entries] if column.listed and not printed else []
    rule = entry_rule(kind, column.options, texts if len(texts) <= LONGEST_LIST else (), spec.label, spec.help or "")
    return {
        "align": column.align,
        "format": number_format(kind, column.places, typed=spec.value is None and spec.round is None),
        "rule": _text(rule) if rule and kind != "ordinal" else "",
    }


def _row(section: SheetSection, row: FormRow, at: int) -> list[WorkbookCell]:
    """Return the cells of a row; `at`: its number from 0, that of the totals comes after the last.

    A cell that is computed in a way that no formula says is empty and locked, and computed when the form comes back.
    """
    addresses = _addresses(section, at) if any(cell.state == "formula" for cell in row.cells) else NO_ADDRESSES
    made: list[WorkbookCell] = []
    for cell, column in zip(row.cells, section.columns, strict=True):
        computed = formula(cell, column, row.names, addresses) if cell.state == "formula" else None
        state = "locked" if cell.state == "formula" and not computed else cell.state
        made.append({"value": _value(cell, column), "state": state, "formula": computed or ""})
    return made


def _addresses(section: SheetSection, at: int) -> Addresses:
    """Return where columns are, seen from a row: how far another section is, is not known before it is drawn."""
    first, last = -at, len(section.rows) - 1 - at
    cells = {column.name: f"RC{number}" for number, column in enumerate(section.columns, 1)}
    ranges = {name: f"R[{first}]{place[1:]}:R[{last}]{place[1:]}" for name, place in cells.items()}
    return Addresses(cells, ranges)


def _value(cell: SheetCell, column: SectionColumn) -> str | int | float:
    """Return what is in a cell: a number of a column of numbers, else what paper shows."""
    return cell.value if column.type.id in NUMBERS and not isinstance(cell.value, str) else cell.text


def _text(rule: object) -> str:
    return json.dumps(rule, ensure_ascii=False)
