"""What a clerk names on the command line: a form, its entries and period, cells of an answer, a file that came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from congvan.core.messages import Message
from congvan.core.problems import Problem, Severity, UsageError
from congvan.core.text import check_text, did_you_mean, nfc
from congvan.forms.calendar import calendar_of
from congvan.forms.form import DispatchForm, FormSection, SectionColumn
from congvan.forms.keys import PERIOD, FormKeys
from congvan.grids.grid import GridCell
from congvan.model.forms.scalars import name_of
from congvan.model.lists.entries import EntryList, folded
from congvan.returns.answers.parts import main_section
from congvan.returns.records.answers import PHONE
from congvan.returns.records.fold import FoldedRecords
from congvan.returns.records.identity import AnswerId
from congvan.values.columns.base import State, Value
from congvan.values.columns.bodies import is_of_bodies
from congvan.values.columns.words import without_titles

PERIOD_WORDS = frozenset((PERIOD, "period", "ky bao cao"))


@dataclass(slots=True)
class NamedCells:
    """What the arguments of one command name: keys of a sheet, and values by section, row and column.

    `notes`: what was corrected, to be reported.
    """

    keys: FormKeys
    cells: dict[tuple[str, int, str], dict[str, Value]] = field(default_factory=dict)  # section, number, entry
    notes: list[Problem] = field(default_factory=list)


class SheetNames:
    """Reads `KEY=ENTRY`, `ky=PERIOD` and `COLUMN=VALUE` for one form; everything wrong is collected."""

    def __init__(self, form: DispatchForm) -> None:
        self.form = form
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self._entries: dict[str, str] = {each.name: "" for each in form.dimensions}
        self._period = ""
        self._cells: dict[tuple[str, int, str], dict[str, Value]] = {}

    def read(self, items: Iterable[str], *, whole: bool = True) -> NamedCells:
        """Return what the items name; raise `UsageError` with everything that is wrong.

        `whole`: every dimension must be named, and the period of a form that has periods.
        """
        for item in items:
            name, equals, value = nfc(item).partition("=")
            if not equals:
                self.problems.append(Problem(Message("usage-figure.form", item=item)))
            else:
                self._item(name.strip(), value.strip())
        if whole:
            self._complete()
        if self.problems:
            raise UsageError(self.problems)
        return NamedCells(FormKeys(self._entries, self._period), self._cells, self.notes)

    def _item(self, name: str, value: str) -> None:
        dimension = self._dimension(name)
        if folded(name) in PERIOD_WORDS and self.form.spec.period:
            self._named_period(value)
        elif dimension is not None:
            self._entries[dimension] = self._entry(self._list(dimension), value)
        else:
            self._cell(name, value)

    def _dimension(self, name: str) -> str | None:
        """Return the dimension that a word means: its name, the list's id, what the list or an entry is called."""
        for each in self.form.dimensions:
            words = (each.name, each.listed.id, each.listed.label, each.listed.one, each.listed.head.also or "")
            if name_of(name) == each.name or folded(name) in map(folded, filter(None, words)):
                return each.name
        return None

    def _list(self, dimension: str) -> EntryList:
        return next(each.listed for each in self.form.dimensions if each.name == dimension)

    def _entry(self, listed: EntryList, text: str) -> str:
        """Return the id of the entry that a text means; "" with a problem where it is none or several."""
        found = listed.referred(text)
        if len(found) == 1:
            return found[0].id
        if found:
            several = ", ".join(f"{each.id} ({each.name})" for each in found)
            self.problems.append(Problem(Message("entry-several", text=text, found=several)))
        else:
            message = Message("want-unknown.name", kind=listed.one, name=text)
            self.problems.append(Problem(message, remedy=listed.near(text)))
        return ""

    def _named_period(self, text: str) -> None:
        calendar = calendar_of(self.form)
        found = calendar.find(text)
        if found is None:
            known = ", ".join(each.id for each in calendar.periods()[:6])
            hint = Message("period-unknown.hint-periods", known=known) if known else None
            self.problems.append(Problem(Message("period-unknown", text=text), remedy=hint))
        else:
            self._period = found.id

    def _complete(self) -> None:
        """Report dimensions and a period that were not named."""
        known = {problem.code for problem in self.problems}
        for each in self.form.dimensions:
            if not self._entries[each.name] and not known & {"entry-several", "want-unknown"}:
                message = Message("key-unnamed", one=each.listed.one)
                self.problems.append(Problem(message, remedy=Message("key-unnamed.hint", name=each.name)))
        if self.form.spec.period and not self._period and "period-unknown" not in known:
            self.problems.append(Problem(Message("period-unnamed")))

    def _cell(self, name: str, value: str) -> None:
        """Read a value: `luot=5`, `benh-mau-a.mac=14`, `3.dien-thoai=…`, `ca-nhan.3.tien=…`."""
        *where, column_name = name.split(".")
        section = main_section(self.form)
        named = self.form.section(where[0]) if where else None
        if named is not None:
            section, where = named, where[1:]
        column = _column(section, column_name)
        if named is None:
            tables = [each for each in self.form.sections if _column(each, column_name) is not None]
            if len(tables) > 1 and self._asks_which(tables, where, column_name):
                return
            if len(tables) == 1:
                section, column = tables[0], _column(tables[0], column_name)
        if column is None:
            known = [each.id for each in section.columns if each.type.id != "ordinal"]
            message = Message("want-unknown.name", kind=Message("thing.field"), name=name)
            hint = did_you_mean(column_name, known) or Message("known-names", known=", ".join(known))
            self.problems.append(Problem(message, remedy=hint))
            return
        number, entry = self._row(section, ".".join(where))
        kept = self._value(column, value)
        if kept is not None:
            self._cells.setdefault((section.id, number, entry), {})[column.id] = kept

    def _asks_which(self, tables: Sequence[FormSection], where: Sequence[str], name: str) -> bool:
        """Ask which of the tables is meant that have a column; one whose rows are entries knows its own."""
        entry = where[0] if where and not where[0].isdecimal() else ""
        if entry and any(each.each is not None for each in tables):
            return False
        known = ", ".join(".".join([each.id, *where, name]) for each in tables)
        message = Message("column-which", name=".".join([*where, name]))
        self.problems.append(Problem(message, remedy=Message("known-names", known=known)))
        return True

    def _row(self, section: FormSection, text: str) -> tuple[int, str]:
        """Return number and entry of the row that a text names; the first without one, or all rows together."""
        if text.isdecimal():
            return int(text), ""
        if not text or section.each is None:
            if text:
                self.problems.append(Problem(Message("row-unknown", text=text)))
            return 1, ""
        entry = self._entry(section.each, text)
        ids = section.each.ids
        return (ids.index(entry) + 1 if entry in ids else 1), entry

    def _value(self, column: SectionColumn, text: str) -> Value | None:
        """Return the value of a text, read by the type of its column; None with a problem."""
        if flaws := check_text(text):
            self.problems.append(Problem(flaws[0].message))
            return None
        found = column.type.reading(GridCell(text), column.options)
        if found.state in (State.WRONG, State.DOUBTFUL) and found.message is not None:
            self.problems.append(Problem(found.message, remedy=found.remedy))
            return None
        if found.message is not None:
            self.notes.append(Problem(found.message, severity=Severity.NOTE))
        return self._untitled(str(found.value), column) if column.type.id == "name" else found.value

    def _untitled(self, text: str, column: SectionColumn) -> str:
        """Return the name of a person without what stands before it, as a form is read."""
        name = text if is_of_bodies(column.spec.label) else without_titles(text)
        if name != text:
            message = Message("column-name.titles", label=column.spec.label, count=1, names=text)
            self.notes.append(Problem(message, severity=Severity.NOTE))
        return name


def _column(section: FormSection, name: str) -> SectionColumn | None:
    """Return the column that a word means: id, name or label."""
    wanted = folded(name)
    by_name = section.column(name) or section.column(name_of(name)) or section.column(name.replace("_", "-"))
    return by_name or next((each for each in section.columns if folded(each.spec.label) == wanted), None)


def rows_of(cells: Mapping[tuple[str, int, str], Mapping[str, Value]]) -> dict[str, list[dict[str, Any]]]:
    """Return cells as the rows of an answer, by section."""
    sections: dict[str, list[dict[str, Any]]] = {}
    for (section, number, entry), values in sorted(cells.items()):
        row = {"n": number, "entry": entry, "cell": "", "values": dict(values), "state": "taken", "issues": []}
        sections.setdefault(section, []).append(row)
    return sections


def form_named(forms: Mapping[str, DispatchForm], text: str) -> DispatchForm:
    """Return the form that a text means: its id, or its name; raise `UsageError` if it is none."""
    if text in forms:
        return forms[text]
    wanted = folded(text)
    found = [each for each in forms.values() if wanted in (folded(each.spec.name), folded(each.title))]
    if len(found) == 1:
        return found[0]
    hint = did_you_mean(text, list(forms)) or Message("known-names", known=", ".join(forms))
    raise UsageError(Problem(Message("want-unknown.name", kind=Message("thing.form"), name=text), remedy=hint))


def file_named(records: FoldedRecords, text: str, kept: Callable[[str], bool] = lambda _subject: True) -> str:
    """Return the subject of the file or call that a text means: its name, its hash, or what it answers.

    A call that corrects a file bears its name too: the name means the file, what both answer the call. Raises
    `UsageError` if there is none, or several.
    """
    names = [each for each in _names(records) if kept(each.subject)]
    ways: Sequence[Callable[[_NamedFile], bool]] = (
        lambda each: text in (each.subject, each.short),
        lambda each: not each.is_call and text in each.files,
        lambda each: each.is_call and text == each.path,
        lambda each: not each.is_call and text == each.path,
    )
    found = next((those for way in ways if (those := [each for each in names if way(each)])), [])
    if len(found) == 1:
        return found[0].subject
    if found:
        hint = Message("file-named.hint-several", known=", ".join(each.short for each in found))
        raise UsageError(Problem(Message("file-named.several", name=text), remedy=hint))
    known = [each.path if each.is_call else each.files[0] for each in names]
    raise UsageError(Problem(Message("file-named", name=text), remedy=did_you_mean(text, known)))


def sheet_name(form: DispatchForm, entries: Mapping[str, str], period: str) -> str:
    """Return what tells a sheet from others, for the clerk: `Báo cáo tuần, Xã Mẫu A, Tuần 36 (31/8–06/9)`."""
    listed = (each.listed.whole.get(entries.get(each.name, "")) for each in form.dimensions)
    found = calendar_of(form).find(period) if period else None
    names = [entry.heading for entry in listed if entry is not None]
    return ", ".join([form.spec.name, *names, *filter(None, [found.name if found else period])])


def moved_words(before: tuple[DispatchForm, AnswerId], now: tuple[DispatchForm, AnswerId]) -> str | Message:
    """Return what is another of two sheets, for the clerk: form, entries or period; "" for nothing.

    Of another form all is told: `Báo cáo tuần, Xã Mẫu A, Tuần 36 (31/8–06/9) → Danh sách, Xã Mẫu A`.
    """
    (form, old), (other, new) = before, now
    if form.id != other.id:
        sheets = [sheet_name(each, found.entries, found.period) for each, found in (before, now)]
        return Message("reassigned-form", before=sheets[0], now=sheets[1])
    changes = []
    for each in form.dimensions:
        ids = [found.entries.get(each.name, "") for found in (old, new)]
        if ids[0] != ids[1]:
            names = [entry.heading if (entry := each.listed.whole.get(one)) else one or "–" for one in ids]
            changes.append(f"{each.listed.label}: {names[0]} → {names[1]}")
    if old.period != new.period:
        calendar = calendar_of(form)
        names = [period.name if (period := calendar.find(one)) else one or "–" for one in (old.period, new.period)]
        changes.append(f"{names[0]} → {names[1]}")
    return "; ".join(changes)


class _NamedFile(NamedTuple):
    """Something that came, with the words by which it may be meant."""

    subject: str
    files: tuple[str, ...]
    path: str = ""
    is_call: bool = False

    @property
    def short(self) -> str:
        return self.subject if self.is_call else self.subject[:12] + "".join(self.subject.partition("/")[1:])


def _names(records: FoldedRecords) -> Iterator[_NamedFile]:
    """Yield everything that came."""
    for subject, answer in records.answers.items():
        is_call = subject == f"{answer.id.dispatch}/{answer.id.path}" or answer.how == PHONE
        yield _NamedFile(subject, _files(answer.file), answer.id.path, is_call)
    for subject, scan in records.evidence.items():
        yield _NamedFile(subject, _files(scan.file))
    for subject, event in records.refused.items():
        yield _NamedFile(subject, _files(event.body["file"]))


def _files(file: str) -> tuple[str, ...]:
    return (file, PurePosixPath(file).name)
