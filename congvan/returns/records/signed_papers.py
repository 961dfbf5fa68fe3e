"""A signed paper beside a sheet of the same form: each cell in which they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from congvan.forms.form import DispatchForm
from congvan.returns.records.answers import STRUCK, AnswerRow, Sections

_NOTHING: Mapping[str, Any] = {"values": {}}


class DifferingCell(NamedTuple):
    """A cell that two papers fill otherwise: the label of its column, the number of its row, what each says."""

    label: str
    row: int
    signed: str
    sheet: str


def differing_cells(form: DispatchForm, signed: Sections, sheet: Sections) -> Iterator[DifferingCell]:
    """Yield each cell in which they differ; computed ones are worked out again, and skipped."""
    for section in form.sections:
        computed = {each.id for each in section.columns if each.spec.value and not each.spec.open}
        labels = {name: label for name, label in section.labels().items() if name not in computed}
        pairs = _pairs(signed.get(section.id, ()), sheet.get(section.id, ()))
        for number, (first, second) in enumerate(pairs, 1):
            for column, label in labels.items():
                meant, said = (str(row["values"].get(column, "")) for row in (first, second))
                if said != meant:
                    yield DifferingCell(label, number, meant, said)


def _pairs(
    signed: Sequence[AnswerRow], sheet: Sequence[AnswerRow]
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Yield rows that stand for each other: by their entries, else by their order."""
    signed, sheet = ([row for row in rows if row["state"] != STRUCK] for rows in (signed, sheet))
    by_entry = {row["entry"]: row for row in sheet if row["entry"]}
    for number, row in enumerate(signed):
        if row["entry"]:
            yield row, by_entry.get(row["entry"], _NOTHING)
        else:
            yield row, sheet[number] if number < len(sheet) else _NOTHING
    named = {row["entry"] for row in signed}
    rest = sheet[len(signed) :] if not by_entry else [row for row in sheet if row["entry"] not in named]
    yield from ((_NOTHING, row) for row in rest)
