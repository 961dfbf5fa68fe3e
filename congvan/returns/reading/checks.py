"""The table of checks: what is asked and told of the rows of a section, each by a function of one shape."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from congvan.core.messages import Message
from congvan.core.problems import Problem, Severity
from congvan.core.text import presentable
from congvan.grids.grid import GridCell
from congvan.returns.reading.figures.amounts import (
    ask_large_amounts,
    ask_lost_commas,
    ask_small_amounts,
    ask_whole_shares,
)
from congvan.returns.reading.figures.exchanged import ask_exchanged
from congvan.returns.reading.figures.scales import tell_scales
from congvan.returns.reading.figures.shifted import ask_shifted
from congvan.returns.reading.figures.shifted_rows import ask_shifted_rows, tell_sorted
from congvan.returns.reading.figures.sums import ask_sums
from congvan.returns.reading.figures.totals import take_unnamed_total
from congvan.returns.reading.issues import TAKEN, ReadRow, within_file
from congvan.returns.reading.plan import MEASURED_TYPES, SUMMED_TYPES, SectionPlan
from congvan.returns.reading.tables import SectionAnswer
from congvan.returns.reading.words import is_of_other_rows, is_remark, plain
from congvan.values.columns.bodies import is_of_bodies
from congvan.values.columns.citizen_ids import contradicted
from congvan.values.columns.dates import day_of, is_month_first
from congvan.values.columns.phone_numbers import digits
from congvan.values.columns.words import bare_name, tells_leaving

_WORDS = ("text", "name")
_LEAST_SAID = 2
"""Values that two rows must share to say the same."""
_MONTHS = 12
_MOST_BLANK = 8
"""Entries named whose rows are blank."""
_LEAST_COPIED = 4
"""Values of a row at least that another one says again, an amount counted twice: more than chance."""


class RowCheck(NamedTuple):
    """`name`: the message that it asks or tells; `types`: it looks at sections with a column of one of these, () for
    any; `find`: asks about rows of the answer, and yields what is told.
    """

    name: str
    types: Iterable[str]
    find: Callable[[SectionPlan, SectionAnswer], Iterable[Problem] | None]


def apply_checks(plan: SectionPlan, answer: SectionAnswer) -> Iterator[Problem]:
    """Apply the checks to a section, in the order of the table; yield what is told."""
    types = {each.cell.id for each in plan.columns.values()}
    for check in CHECKS:
        if not check.types or not types.isdisjoint(check.types):
            yield from check.find(plan, answer) or ()


def _entries_once(plan: SectionPlan, answer: SectionAnswer) -> None:
    """Ask about two rows for one entry: the second would replace the first."""
    if not plan.key:
        return
    by_entry: dict[str, list[ReadRow]] = {}
    for row in answer.rows:
        if row.entry and not row.struck:
            by_entry.setdefault(row.entry, []).append(row)
    for rows in by_entry.values():
        for row in rows if len(rows) > 1 else ():
            other = next(each for each in rows if each is not row)
            message = Message("row-twice", what=row.words, place=other.place)
            row.ask(plan.key, message, row.words)


def _rows_referred(plan: SectionPlan, answer: SectionAnswer) -> None:
    """Ask about a number that no row of the section has that it refers to."""
    for column in plan.section.columns:
        target = answer.others.get(column.rows_of) if column.rows_of else None
        if target is None:
            continue
        counted = {row.n: row.n for row in target.rows}
        said = {row.number: row.n for row in target.rows if row.number}
        # Why: who leaves the first line empty, or sorts the rows, means the number that stands in the row
        numbers = said if len(said) == len(counted) else counted
        for row in answer.rows:
            value = row.values.get(column.id, "")
            if value in numbers:
                row.values[column.id] = numbers[int(value)]
            elif value != "":
                row.values.pop(column.id)
                row.ask(column.id, Message("column-row.unknown", number=value), str(value))


def _citizens(plan: SectionPlan, answer: SectionAnswer) -> None:
    """Ask about an identity number that contradicts the year of birth or the sex in its row."""
    by_type = {each.cell.id: each for each in plan.columns.values()}
    number, sex, born = by_type.get("cccd"), plan.sex_column, plan.birth_column
    if number is None or not (sex or born):
        return
    for row in answer.rows:
        year = str(row.values.get(born.id, ""))[:4] if born else ""
        said = str(row.values.get(sex.id, "")) if sex else ""
        message = contradicted(str(row.values.get(number.id, "")), int(year) if year.isdecimal() else 0, said)
        if message is not None:
            row.ask(number.id, message, str(row.values[number.id]))


def _unique(plan: SectionPlan, answer: SectionAnswer) -> None:
    """Ask about the second row with a value that may be once; a row that is asked about takes no place."""
    for column in plan.columns.values():
        if not column.column.spec.unique:
            continue
        first: dict[str, ReadRow] = {}
        for row in answer.rows:
            value = row.values.get(column.id, "")
            if value == "" or row.state != TAKEN:
                continue
            key = digits(str(value)) if column.cell.id == "phone" else plain(str(value))
            other = first.setdefault(key, row)
            if other is not row:
                message = Message("value-twice", label=column.label, place=other.place_of(column.id))
                row.ask(column.id, message, str(value))


def _people(plan: SectionPlan, answer: SectionAnswer) -> Iterator[Problem]:
    """Ask about a person who occurs twice, by phone or by name and birth, and tell of a phone that two share."""
    by_type = {column.cell.id: column.id for column in reversed(list(plan.columns.values()))}
    name, phone = by_type.get("name", ""), by_type.get("phone", "")
    days = (each for each in plan.columns.values() if each.cell.id in ("date", "year"))
    birth = next((each.id for each in days if "sinh" in plain(each.label).split()), "")
    first: dict[str, ReadRow] = {}
    for row in answer.rows if name and (phone or birth) else ():
        number, person = digits(str(row.values.get(phone, ""))), str(row.values.get(name, ""))
        born, called = str(row.values.get(birth, "")), plain(bare_name(person))
        keys = [key for key in (number, f"{called} {born} {row.place.sheet}" if born else "") if key]
        if row.state != TAKEN:
            continue
        other = next((first[key] for key in keys if key in first), row)
        first.update((key, row) for key in keys if key not in first)
        if other is row:
            continue
        named = str(other.values.get(name, ""))
        if plain(bare_name(named)) != called:
            message = Message("phone-shared", name=person, other=named, first=within_file(other.place))
            yield Problem(message, row.place, severity=Severity.WARNING)
        elif _same_areas(plan, row, other):
            row.ask(name, Message("person-twice", name=person, first=within_file(other.place)), person)
        else:
            message = Message("person-elsewhere", name=person, first=within_file(other.place))
            yield Problem(message, row.place, severity=Severity.WARNING)


def _leaving(plan: SectionPlan, answer: SectionAnswer) -> Iterator[Problem]:
    """Tell of people who may no longer belong on the list, by words beside their names."""
    named = any(each.cell.id == "name" and not is_of_bodies(each.label) for each in plan.columns.values())
    texts = [each for each in plan.columns.values() if named and each.is_filled and each.cell.id == "text"]
    for row in answer.rows if texts else ():
        for column in texts:
            said = str(row.values.get(column.id, ""))
            if said and row.state == TAKEN and tells_leaving(said):
                message = Message("row-leaves", words=presentable(said, 60))
                yield Problem(message, row.place_of(column.id), severity=Severity.WARNING)


def _repeated(plan: SectionPlan, answer: SectionAnswer) -> Iterator[Problem]:
    """Ask about a row that says again what another says: of a person; or on another sheet, as of a draft, then about
    all rows of that sheet; or where several do, as of a table that was copied. One alone is told.
    """
    asked = [each for each in plan.columns.values() if each.is_filled] if not plan.key else []
    named = [each.id for each in asked if each.cell.id == "name"]
    first: dict[tuple[str, ...], ReadRow] = {}
    drafts: set[str] = set()
    copied: dict[tuple[str, ...], list[ReadRow]] = {}
    for row in answer.rows if asked else ():
        texts = ((each.id, str(row.values.get(each.id, ""))) for each in asked)
        said = tuple(plain(bare_name(text) if column in named else text) for column, text in texts)
        if row.state != TAKEN or sum(map(bool, said)) < _LEAST_SAID:
            continue
        other = first.setdefault(said, row)
        person = any(row.values.get(each, "") != "" for each in named)
        money = any(each.cell.id == "money" and row.values.get(each.id, "") != "" for each in asked)
        if other is not row and (person or other.place.sheet != row.place.sheet):
            row.ask("", Message("row-repeated", words=row.words, first=within_file(other.place)), row.words)
            if other.place.sheet != row.place.sheet:
                drafts.add(row.place.sheet)
        elif other is not row and sum(map(bool, said)) + money >= _LEAST_COPIED:
            copied.setdefault(said, []).append(row)
    for said, rows in copied.items():
        for row in rows:
            message = Message("row-repeated", words=row.words, first=within_file(first[said].place))
            if len(copied) > 1:
                row.ask("", message, row.words)
            else:
                yield Problem(message, row.place, severity=Severity.WARNING)
    for row in answer.rows:
        if row.place.sheet in drafts and row.state == TAKEN:
            row.ask("", Message("row-repeated.sheet", sheet=row.place.sheet, words=row.words), row.words)


def _bodies_twice(plan: SectionPlan, answer: SectionAnswer) -> Iterator[Problem]:
    """Tell of a body that two rows are about: of one name in a column of bodies, or the same entry of a list where
    nothing but figures parts its rows. Where rows are about people, two of them may well be of one body.
    """
    asked = [each for each in plan.columns.values() if each.is_filled and not each.column.rows_of]
    of_people = any(each.cell.id == "name" and not is_of_bodies(each.label) for each in asked)
    of_bodies = (each for each in asked if each.cell.id in _WORDS and is_of_bodies(each.label) and not of_people)
    named = next(of_bodies, None)
    listed = next((each for each in asked if each.column.listed is not None), None)
    column = named or listed
    if plan.key or column is None:
        return
    telling = [column] if named else [each for each in asked if each.cell.id not in MEASURED_TYPES]
    first: dict[tuple[str, ...], ReadRow] = {}
    for row in answer.rows:
        said = tuple(plain(str(row.values.get(each.id, ""))) for each in telling)
        if row.state != TAKEN or row.values.get(column.id, "") == "":
            continue
        other = first.setdefault(said, row)
        if other is row:
            continue
        message = Message("value-twice", label=column.label, place=other.place_of(column.id))
        yield Problem(message, row.place_of(column.id), severity=Severity.WARNING)


def _of_other_rows(plan: SectionPlan, answer: SectionAnswer) -> None:
    """Ask about a row of figures that others hold already: “Trong đó …”, “Mang sang”."""
    texts = [each.id for each in plan.columns.values() if each.cell.id == "text"]
    if plan.key or not any(each.is_summed for each in plan.columns.values()):
        return
    for row in answer.rows:
        first = next((said for each in texts if (said := str(row.values.get(each, "")))), "")
        if row.state == TAKEN and is_of_other_rows(first):
            row.ask("", Message("row-of-others", words=presentable(first, 60)), first)


def _same_areas(plan: SectionPlan, row: ReadRow, other: ReadRow) -> bool:
    """Whether two rows name the same entries of lists."""
    columns = [column.id for column in plan.columns.values() if column.column.listed is not None]
    return all(row.values.get(column, "") == other.values.get(column, "") for column in columns)


def _left_blank(plan: SectionPlan, answer: SectionAnswer) -> Iterator[Problem]:
    """Tell of entries whose printed rows are blank beside filled ones, where each row must have a value.

    Why: a row that is forgotten counts neither as nought nor as missing, and nobody would see it.
    """
    if answer.rows and answer.blank and any(each.column.spec.required for each in plan.columns.values()):
        rows = ", ".join([*answer.blank[:_MOST_BLANK], *(["…"] if len(answer.blank) > _MOST_BLANK else [])])
        message = Message("rows-blank", count=len(answer.blank), rows=rows)
        yield Problem(message, answer.rows[0].place, severity=Severity.WARNING)


def _printed_words(plan: SectionPlan, answer: SectionAnswer) -> None:
    """Ask about rows whose printed words were changed: one that the form has not printed, in the place of one that is
    gone; one that is there twice; printed cells beside them. A row added below all printed ones is none.
    """
    name = plan.label_column
    if not name or plan.key or plan.columns[name].column.spec.open:
        return
    rows = [row for row in answer.rows if not row.struck and not any(each.column == name for each in row.issues)]
    printed = {plain(row[name]): row for row in plan.prefilled.values()}
    said = [plain(str(row.values.get(name, ""))) for row in rows]
    lost = [row[name] for words, row in printed.items() if words not in said and words not in answer.unfilled]
    for row, words in zip(rows, said, strict=True):
        if words not in printed:
            if lost:
                text, meant = presentable(str(row.values.get(name, "")), 60) or "–", ", ".join(lost[:_MOST_BLANK])
                row.ask(name, Message("cell-locked", text=text, meant=meant), text, Message("cell-locked.hint"))
        elif said.count(words) > 1:
            other = next(each for each, same in zip(rows, said, strict=True) if same == words and each is not row)
            row.ask(name, Message("row-twice", what=row.words, place=other.place), row.words)
        else:
            _printed_cells(plan, row, printed[words])


def _printed_cells(plan: SectionPlan, row: ReadRow, printed: Mapping[str, str]) -> None:
    """Ask about the cells of a row that say something else than the form has printed there; fill in emptied ones."""
    for name, text in printed.items():
        column = plan.columns.get(name)
        if column is None or not text or not column.is_filled or column.column.spec.open or name not in row.places:
            continue
        meant = column.cell.reading(GridCell(text), column.options).value or text
        if any(issue.column == name for issue in row.issues) or row.values.get(name, "") == meant:
            continue
        said = row.values.pop(name, "")
        if said == "" or plain(str(said)) == plain(str(meant)):
            row.values[name] = meant
        else:
            message = Message("cell-locked", text=presentable(str(said), 60), meant=text)
            row.ask(name, message, str(said), Message("cell-locked.hint"))


def _remarks_alone(plan: SectionPlan, answer: SectionAnswer) -> None:
    """Ask about a row with words in one column alone where the table counts something: a remark, or who signs."""
    asked = [each for each in plan.columns.values() if each.is_filled]
    words = [each.id for each in asked if each.cell.id in _WORDS]
    if plan.key or not words or len(asked) < _LEAST_SAID:
        return
    rows = [row for row in answer.rows if not row.struck]
    filled = {row.n: [each.id for each in asked if _says(row, each.id)] for row in rows}
    counted = len(asked) > _LEAST_SAID and any(each.cell.id in MEASURED_TYPES for each in asked)
    bare = [row for row in rows if len(filled[row.n]) == 1 and not row.typed]
    counted = counted and (len(bare) == 1 or len(bare) * 2 <= len(rows))
    for row in bare:
        column = filled[row.n][0]
        said = str(row.values[column])
        known = plain(said) in plan.printed.get(column, ()) or plan.columns[column].cell.id == "name"
        if row.state == TAKEN and column in words and not known and (counted or is_remark(said)):
            row.ask(column, Message("row-remark", words=presentable(said, 60)), said)


def _names_over_rows(plan: SectionPlan, answer: SectionAnswer) -> None:
    """Ask about a name that may go on in the next row: one word on either side, and nothing else in that row, or no
    number.
    """
    asked = [each.id for each in plan.columns.values() if each.is_filled]
    names = [each.id for each in plan.columns.values() if each.cell.id == "name" and not is_of_bodies(each.label)]
    for before, row in pairwise(answer.rows) if len(names) == 1 else ():
        said = [each for each in asked if _says(row, each)]
        less = sum(_says(before, each) for each in asked) > 1
        if said != names or row.issues or not (less or (before.number and not row.number)):
            continue
        if any(len(str(each.values.get(names[0], "")).split()) == 1 for each in (before, row)):
            for each in (before, row):
                each.ask(names[0], Message("row-broken.name", words=f"{before.words} / {row.words}"), each.words)


def _says(row: ReadRow, column: str) -> bool:
    """Whether a row has something in a column: a nought is something, a mark that is not set is nothing."""
    value = row.values.get(column, "")
    return value != "" and value is not False


def _months_first(plan: SectionPlan, answer: SectionAnswer) -> None:
    """Ask about days that could be months, where others of the section were typed with the month first: 9/25/2024."""
    dates = [each.id for each in plan.columns.values() if each.cell.id == "date"]
    turned = [
        issue.said
        for row in answer.rows
        for issue in row.issues
        if issue.column in dates and is_month_first(issue.said)
    ]
    said = [(row, each, str(row.values.get(each, ""))) for row in answer.rows for each in dates if turned]
    days = [(row, column, date) for row, column, text in said if (date := day_of(text)) is not None]
    if not turned or sum(date.day > _MONTHS for _row, _column, date in days) > _MOST_BLANK // 2 * len(turned):
        return  # a slip among days that come first
    for row, column, date in days:
        if date.day <= _MONTHS and date.day != date.month:
            value = row.values.pop(column)
            text = f"{date.day}/{date.month}/{date.year}"
            row.ask(column, Message("column-date.month-first", text=text, other=turned[0]), str(value))


CHECKS = (
    RowCheck("row-twice", (), _entries_once),
    RowCheck("cell-locked", (), _printed_words),
    RowCheck("column-row.unknown", (), _rows_referred),
    RowCheck("column-cccd.year", ("cccd",), _citizens),
    RowCheck("value-twice", (), _unique),
    RowCheck("person-twice", ("name",), _people),
    RowCheck("row-broken.name", ("name",), _names_over_rows),
    RowCheck("row-remark", ("text",), _remarks_alone),
    RowCheck("column-date.month-first", ("date",), _months_first),
    RowCheck("row-leaves", ("name",), _leaving),
    RowCheck("row-repeated", (), _repeated),
    RowCheck("value-twice", (), _bodies_twice),
    RowCheck("row-of-others", SUMMED_TYPES, _of_other_rows),
    RowCheck("column-money.small", ("money",), ask_small_amounts),
    RowCheck("column-money.large", SUMMED_TYPES, ask_large_amounts),
    RowCheck("column-number.comma", ("decimal",), ask_lost_commas),
    RowCheck("column-percent.fraction", ("percent",), ask_whole_shares),
    RowCheck("column-money.scale", SUMMED_TYPES, tell_scales),
    RowCheck("columns-exchanged", ("text",), ask_exchanged),
    RowCheck("row-shifted", MEASURED_TYPES, ask_shifted),
    RowCheck("row-shifted", MEASURED_TYPES, ask_shifted_rows),
    RowCheck("total-unnamed", SUMMED_TYPES, take_unnamed_total),
    RowCheck("row-is-sum", SUMMED_TYPES, ask_sums),
    RowCheck("rows-sorted", ("ordinal",), tell_sorted),
    RowCheck("rows-blank", (), _left_blank),
)
"""Applied in this order: a row that is asked about is no witness to what comes after."""
