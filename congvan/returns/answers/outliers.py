"""Figures far beyond what else stands in their column: 12.000.000 cases where others tell of three; and amounts a
thousand times out of scale: thousands of đồng in a week, đồng in the others.

What is compared has the same row: of the same entry, where rows are entries of a list, in all answers to the form, of
all senders and periods; amounts are compared with those of other periods on the same sheet, and the middle of a column
with those of the other senders.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from congvan.core.returned import Reason
from congvan.forms.form import DispatchForm, FormSection, SectionColumn
from congvan.returns.answers.figures import FormFigures
from congvan.returns.answers.parts import Entries, SheetPart
from congvan.returns.records.answers import LETTER, PHONE
from congvan.values.columns.measures import FAR_TIMES, counts_money, is_thousandfold

TIMES = 10_000
"""How many times the middle of the others a figure is that is asked about. Why so many: a town has a thousand times the
people of a hamlet, and a slip of the keyboard is found by the sums of a form; this finds what neither tells.
"""
LEAST_OTHERS, LEAST_PERIODS = 5, 3
"""Figures above nought, and periods, that there must be beside it."""
_FEW = 10
"""One of so many sheets may be left out at either end before the others are compared."""
_COUNTED = frozenset(("integer", "decimal", "money"))
_Place = tuple[str, str, str]  # section, entry, column
_Cell = tuple[tuple[str, Entries], _Place, float]


def far_figures(
    form: DispatchForm, figures: FormFigures, periods: Sequence[str]
) -> Mapping[tuple[str, Entries], Reason]:
    """Return why the senders of sheets are asked, by period and entries; a column that has a `max` says what may be."""
    columns = {section.id: (section, [*_asked(section)]) for section in form.sections}
    sheets = [(period, entries, part) for period in periods for entries, part in figures.parts(period)]
    found = _out_of_scale(columns, sheets) if len(periods) > LEAST_PERIODS else {}
    for at, reason in _other_unit(columns, sheets).items():
        found.setdefault(at, reason)
    large = {place for sheet in sheets for _at, place, value in _cells(columns, *sheet) if value > TIMES}
    if not large:
        return found
    cells = [cell for sheet in sheets for cell in _cells(columns, *sheet) if cell[1] in large and cell[2] > 0]
    known: dict[_Place, list[float]] = {}
    for _at, place, value in cells:
        known.setdefault(place, []).append(value)
    middles = {place: sorted(each)[len(each) // 2] for place, each in known.items() if len(each) > LEAST_OTHERS}
    theirs = {(period, entries) for period, entries, part in sheets if not _is_ours(part)}
    for at, place, value in cells:
        if at in theirs and place in middles and value > TIMES * middles[place]:
            _add(found, at, "figures-far", _words(*columns[place[0]], place, value))
    return found


def _out_of_scale(
    columns: Mapping[str, tuple[FormSection, Sequence[SectionColumn]]],
    sheets: Sequence[tuple[str, Entries, SheetPart]],
) -> dict[tuple[str, Entries], Reason]:
    """Return why the senders of sheets are asked whose amounts are a thousand times those of their other periods."""
    amounts = {name: (section, [*filter(_is_amount, each)]) for name, (section, each) in columns.items()}
    amounts = {name: each for name, each in amounts.items() if each[1]}
    known: dict[tuple[Entries, _Place], list[tuple[tuple[str, Entries], float]]] = {}
    for sheet in sheets if amounts else ():
        for at, place, value in _cells(amounts, *sheet):
            if value > 0:
                known.setdefault((at[1], place), []).append((at, value))
    theirs = {(period, entries) for period, entries, part in sheets if not _is_ours(part)}
    found: dict[tuple[str, Entries], Reason] = {}
    for (_entries, place), values in known.items():
        for n, (at, value) in enumerate(values) if len(values) > LEAST_PERIODS else ():
            others = sorted(Decimal(str(other)) for _at, other in (*values[:n], *values[n + 1 :]))
            if at in theirs and is_thousandfold(Decimal(str(value)), others):
                _add(found, at, "figures-scale", _words(*columns[place[0]], place, value))
    return found


def _other_unit(
    columns: Mapping[str, tuple[FormSection, Sequence[SectionColumn]]],
    sheets: Sequence[tuple[str, Entries, SheetPart]],
) -> dict[tuple[str, Entries], Reason]:
    """Return why the senders of sheets are asked of which the middle of a column of amounts is like those of all other
    senders, who are like one another, a thousand times as large or small: all of it in another unit.
    """
    amounts = {name: (section, [*filter(_is_amount, each)]) for name, (section, each) in columns.items()}
    middles: dict[tuple[str, str], dict[tuple[str, Entries], Decimal]] = {}
    for sheet in sheets if any(each for _section, each in amounts.values()) else ():
        known: dict[tuple[str, str], list[float]] = {}
        for _at, (name, _entry, column), value in _cells(amounts, *sheet):
            if value > 0:
                known.setdefault((name, column), []).append(value)
        for place, values in known.items():
            middles.setdefault(place, {})[sheet[0], sheet[1]] = Decimal(str(sorted(values)[len(values) // 2]))
    theirs = {(period, entries) for period, entries, part in sheets if not _is_ours(part)}
    found: dict[tuple[str, Entries], Reason] = {}
    for (name, column), each in middles.items():
        if len({entries for _period, entries in each}) <= LEAST_PERIODS:
            continue
        centre = sorted(each.values())[len(each) // 2]
        apart = {at: middle for at, middle in each.items() if not centre < middle * FAR_TIMES < centre * FAR_TIMES**2}
        for at, middle in apart.items():
            others = sorted(other for (_period, entries), other in each.items() if entries != at[1])
            cut = len(others) // _FEW  # some may have made the same slip
            if at in theirs and is_thousandfold(middle, others[cut : len(others) - cut]):
                _add(found, at, "figures-unit", _words(*columns[name], (name, "", column), float(middle)))
    return found


def _is_amount(column: SectionColumn) -> bool:
    return counts_money(column.type.id, column.spec.label, column.spec.unit or "")


def _add(found: dict[tuple[str, Entries], Reason], at: tuple[str, Entries], code: str, words: str) -> None:
    """Count a figure among those that a sheet is asked about; the first is named."""
    reason = found.setdefault(at, {"code": code, "count": 0, "text": words})
    reason["count"] += 1


def _asked(section: FormSection) -> Iterator[SectionColumn]:
    for column in section.columns:
        spec = column.spec
        if column.type.id in _COUNTED and spec.max is None and spec.value is None:
            yield column


def _cells(
    columns: Mapping[str, tuple[FormSection, Sequence[SectionColumn]]], period: str, entries: Entries, part: SheetPart
) -> Iterator[_Cell]:
    for name in part.sections if not part.answer.nil else ():
        asked = [column.id for column in columns[name][1]] if name in columns else []
        for row in part.good(name) if asked else ():
            for column in asked:
                value = row["values"].get(column, "")
                if value != "" and not isinstance(value, str):
                    yield (period, entries), (name, row["entry"], column), value


def _is_ours(part: SheetPart) -> bool:
    """Whether the office has typed the figures itself, put them right or taken them as they are."""
    return part.answer.accepted or bool(part.answer.corrected) or part.answer.how in (PHONE, LETTER)


def _words(section: FormSection, columns: Sequence[SectionColumn], place: _Place, value: float) -> str:
    column = next(each for each in columns if each.id == place[2])
    entry = section.each.get(place[1]) if section.each is not None and place[1] else None
    label = section.labels().get(column.id, column.spec.label)
    return f"{f'{entry.heading}, ' if entry else ''}{label}: {column.type.shown(value)}"
