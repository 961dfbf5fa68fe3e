"""Which sheet of which form a file answers: by its id, else by its heads and lines, else by its name.

What is written over the tables is compared with the id; where they contradict each other the sender is asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, Severity
from congvan.core.text import did_you_mean, fold, presentable
from congvan.forms.answer_scopes import FormNames
from congvan.forms.calendar import Calendar, Period
from congvan.forms.form import Dimension, DispatchForm, forms_of
from congvan.forms.keys import PERIOD, FormKeys, keys_of, parse_form_id
from congvan.grids.grid import GridFile
from congvan.model.dataset import Dataset
from congvan.model.lists.entries import EntryList
from congvan.model.validity import as_of
from congvan.returns.reading.chosen import ChosenColumns, head_of_chosen
from congvan.returns.reading.heads import Head
from congvan.returns.reading.issues import Issue
from congvan.returns.reading.parts import FilePart, FoundForm, heads_of
from congvan.returns.reading.rules import Rules
from congvan.returns.reading.texts import TextCell, said_on, texts_of, whole_names
from congvan.returns.reading.texts_around.stated import find_period
from congvan.returns.reading.words import LONGEST_LABEL, plain, without_area
from congvan.values.expressions.values import as_number

BY_ID, BY_PRINT, BY_WORDS, BY_NAME, BY_COLUMNS = "form", "print", "words", "name", "columns"
"""How an answer was identified: by its id, by a copy of it, by the words over the table, by the name of the file, by
the columns that the office chose in it.
"""


class KnownForms:
    """The forms of a project's dispatches, each as of the day of its dispatch."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._forms: dict[str, Mapping[str, DispatchForm]] = {}
        self._rules: dict[tuple[str, str], Rules] = {}

    def of(self, dispatch: str) -> Mapping[str, DispatchForm]:
        """Return the forms of a dispatch by their ids."""
        if dispatch not in self._forms:
            known = dispatch in self.dataset.dispatches
            self._forms[dispatch] = forms_of(as_of(self.dataset, dispatch), dispatch) if known else {}
        return self._forms[dispatch]

    def all(self, only: str = "") -> Iterator[DispatchForm]:
        """Yield the forms of all dispatches, or of one."""
        for dispatch in (only,) if only else self.dataset.dispatches:
            yield from self.of(dispatch).values()

    def rules(self, form: DispatchForm) -> Rules:
        """Return the rules of a form, its names and periods among them."""
        place = (form.dispatch_id, form.id)
        if place not in self._rules:
            self._rules[place] = Rules(FormNames(form))
        return self._rules[place]

    def calendar(self, form: DispatchForm) -> Calendar:
        """Return the periods of a form."""
        return self.rules(form).names.calendar


@dataclass(slots=True)
class AnsweredSheet:
    """The sheet that a part of a file answers, and what speaks against it."""

    keys: FormKeys
    how: str
    asked: list[Issue] = field(default_factory=list)


def candidate(
    filled: GridFile, known: KnownForms, only: str = "", chosen: ChosenColumns | None = None
) -> tuple[FoundForm | None, list[Problem]]:
    """Return the form that a file answers, and problems; None if the file can't be accepted."""
    said, how = _id_of(filled, known.dataset.dispatches)
    if chosen is not None:
        return _by_choice(filled, known.of(only).get(chosen.form), said, chosen)
    if not said:
        return _by_heads(filled, known, only)
    place, read = Place(filled.file), parse_form_id(said)
    if read is None:
        found, problems = _by_heads(filled, known, only)
        malformed = Message("form-id", id=presentable(said, 100))
        return found, [Problem(malformed, place, severity=Severity.WARNING), *problems]
    if read.dispatch not in known.dataset.dispatches:
        hint = Message("form-other-dispatch.hint-dispatches", known=", ".join(known.dataset.dispatches))
        return None, [Problem(Message("form-other-dispatch", id=read.dispatch), place, hint)]
    if only and read.dispatch != only:
        return None, [Problem(Message("form-other-dispatch", id=read.dispatch), place)]
    form = known.of(read.dispatch).get(read.form)
    if form is None:
        return None, [Problem(Message("form-unknown.dispatch", dispatch=read.dispatch, form=read.form), place)]
    if read.version > form.spec.version:
        return None, [Problem(Message("form-newer", found=read.version, wanted=form.spec.version), place)]
    keys = keys_of(form, read)
    unknown = _unknown_entry(form, keys) if keys else Problem(Message("form-id", id=presentable(said, 100)))
    if keys is None or unknown is not None:
        assert unknown is not None
        return None, [Problem(unknown.message, place, unknown.remedy)]
    return FoundForm(form, keys, read.version, how, heads_of(filled, form)), []


def _by_choice(
    filled: GridFile, form: DispatchForm | None, said: str, chosen: ChosenColumns
) -> tuple[FoundForm | None, list[Problem]]:
    """Take the columns that were chosen; whose the file is stands in its id, where it has one of this form."""
    head = head_of_chosen(filled, form, chosen) if form is not None else None
    if form is None or head is None:
        return None, [Problem(Message("columns-chosen"), Place(filled.file))]
    read = parse_form_id(said) if said else None
    mine = read is not None and (read.dispatch, read.form) == (form.dispatch_id, form.id)
    keys = keys_of(form, read) if mine and read is not None else None
    if keys is None or _unknown_entry(form, keys) is not None:
        keys = _open_keys(form)
    return FoundForm(form, keys, _version_of(form, [head]), BY_COLUMNS, [head]), []


def _id_of(filled: GridFile, dispatches: Collection[str]) -> tuple[str, str]:
    """Return the id of a file, and whether it is the one that its program keeps: else that of its keywords, or the only
    one of our dispatches that is printed on it.
    """
    if filled.form_id:
        return filled.form_id, BY_ID
    if filled.keywords_id:
        return filled.keywords_id, BY_PRINT
    texts = (*filled.paragraphs, *(text for text, _place in filled.margins))
    read = {text.strip(): parse_form_id(text) for text in texts if "/" in text}
    printed = {text for text, found in read.items() if found is not None and found.dispatch in dispatches}
    return (printed.pop(), BY_PRINT) if len(printed) == 1 else ("", "")


def _unknown_entry(form: DispatchForm, keys: FormKeys) -> Problem | None:
    for each in form.dimensions:
        entry = keys.entry(each.name)
        if entry and each.listed.get(entry) is None:
            message = Message("form-entry.unknown", id=entry, list=each.listed.label)
            return Problem(message, remedy=did_you_mean(entry, each.listed.ids))
    return None


def _by_heads(filled: GridFile, known: KnownForms, only: str) -> tuple[FoundForm | None, list[Problem]]:
    """Find the form whose heads the file holds; of several the one whose title it bears."""
    place = Place(filled.file)
    scored: list[tuple[float, int, FoundForm]] = []
    forms = list(known.all(only))
    words = _first_words(filled)
    for number, form in enumerate(forms):
        heads = heads_of(filled, form)
        if heads:
            found = FoundForm(form, _open_keys(form), _version_of(form, heads), BY_WORDS, heads)
            scored.append((_score(form, heads, words, filled.file), -number, found))
    if not scored:
        labels = ", ".join(column.spec.label for form in forms[:1] for column in form.sections[0].columns)
        return None, [Problem(Message("form-unknown.none"), place, Message("form-unknown.hint-titles", labels=labels))]
    scored.sort(key=lambda each: each[:2], reverse=True)
    best = scored[0]
    equal = [each[2].form for each in scored if each[0] == best[0]]
    if len(equal) > 1:
        names = "; ".join(f"{form.dispatch_id}: {form.title}" for form in equal[:5])
        return None, [Problem(Message("form-unknown.several", names=names), place)]
    return best[2], []


def _version_of(form: DispatchForm, heads: Sequence[Head]) -> int:
    """Return the version of a file without an id: that before the first column of a later one that it lacks."""
    there = {column.id for head in heads for column in head.columns.values()}
    tables = [section for section in form.sections if section.spec.shape == "table"]
    lacking = [c.spec.since for section in tables for c in section.columns if c.spec.since > 1 and c.id not in there]
    return min([form.spec.version, *(since - 1 for since in lacking)])


def _open_keys(form: DispatchForm) -> FormKeys:
    return FormKeys({each.name: "" for each in form.dimensions})


def _first_words(filled: GridFile) -> str:
    cells = (cell.text for grid in filled.grids for line in grid.lines[:8] for cell in line.cells.values())
    return plain(" ".join([*filled.paragraphs[:60], *cells])[:6_000])


def _score(form: DispatchForm, heads: Sequence[Head], words: str, file: str) -> float:
    """Return how well a form fits: the share of its columns that were found, its title, its id in the file's name."""
    best: dict[str, int] = {}
    for head in heads:
        section = head.section.id
        best[section] = max(best.get(section, 0), len(head.columns) - len(head.renamed))
    share = sum(best.values()) / max(sum(len(each.columns) for each in form.sections), 1)
    titled = sum(text in words for text in (plain(form.spec.name), plain(form.spec.subject), plain(form.title)) if text)
    return share + 0.3 * titled + 0.1 * (form.id in fold(file))


def sheet_of(
    part: FilePart, found: FoundForm, known: KnownForms, file: str, whole: Sequence[TextCell] | None
) -> AnsweredSheet | Problem:
    """Return the sheet that a part answers; a problem if an entry or the period stays unknown.

    `whole`: the texts of the file; None for a part behind the first, whose own lines go before the id of the file.
    """
    form = found.form
    reader = _KeyReader(form, known.calendar(form), found.keys if whole is not None else _open_keys(form))
    reader.read(part.texts)
    if whole is None:
        reader.anywhere(part.texts, reader.lacking())
        reader.complete(found.keys, part.place)
    sheet = AnsweredSheet(FormKeys(reader.entries, reader.period), found.how, reader.asked)
    lacking = reader.lacking()
    if lacking or (form.spec.period and not reader.period):
        reader.anywhere([*part.texts, *(whole or ())], lacking)
        by_name = reader.by_name(file, reader.lacking())
        how = BY_NAME if by_name and found.how != BY_COLUMNS else found.how
        sheet = AnsweredSheet(FormKeys(reader.entries, reader.period), how, reader.asked)
    missing = reader.missing()
    if missing is not None:
        return Problem(missing, Place(file))
    sheet.asked += reader.outside(part.place)
    return sheet


def keys_by_name(form: DispatchForm, calendar: Calendar, file: str) -> FormKeys:
    """Return the entries and the period that the name of a file gives."""
    reader = _KeyReader(form, calendar, _open_keys(form))
    reader.by_name(file, form.dimensions)
    return FormKeys(reader.entries, reader.period)


_PARTS = re.compile(r"\s+[–-]\s+|;\s")
"""What parts one thing from another on a line: `Tuần 34 (17/8–23/8) – Dân số: 8.200 người`."""


class _KeyReader:
    """Reads entries and period from the texts of a part; what contradicts the id is asked about."""

    def __init__(self, form: DispatchForm, calendar: Calendar, bound: FormKeys) -> None:
        self.form, self.calendar, self.bound = form, calendar, bound
        self.texts = texts_of(form)
        self.entries = {each.name: bound.entry(each.name) for each in form.dimensions}
        self.period = bound.period
        self.asked: list[Issue] = []

    def read(self, cells: Sequence[TextCell]) -> None:
        for cell in cells:
            for line, said, place in said_on(cell, self.texts):
                if line.root == PERIOD:
                    self._period(said, place)
                elif dimension := self.form.dimension(line.root):
                    self._entry(dimension, line.name.split(".")[1:], said, place)

    def _period(self, said: str, place: Place) -> None:
        period = find_period(self.calendar, said)
        if period is None:
            self._ask(Message("form-period.unknown", text=presentable(said, 80)), said, place)
        elif not self.period:
            self.period = period.id
        elif period.id != self.period:
            meant = self.calendar.find(self.period)
            name = meant.name if meant else self.period
            self._ask(Message("form-words-differ.period", meant=name, said=period.name), said, place)

    def _entry(self, dimension: Dimension, path: Sequence[str], said: str, place: Place) -> None:
        name, known = dimension.name, self.entries[dimension.name]
        listed = _followed(self.form, dimension.listed, path)
        if listed is not dimension.listed:
            self._reference(dimension, listed, path, said, place)
            return
        figure = self.texts.figure(dimension, path, known)
        if figure is not None:
            self._figure(figure, said, place)
            return
        agency = self.form.dataset.agency
        named = listed.find(said) or listed.find(without_area(said, (agency.name, agency.parent or "")))
        found = {entry.id for entry in named} or self.texts.entries_saying(dimension, path, said)
        if not found:
            hint = listed.near(said)
            self._ask(Message("form-words-unknown", what=listed.one, text=presentable(said, 80)), said, place, hint)
        elif not known and len(found) == 1:
            self.entries[name] = found.pop()
        elif not known:
            self._ask(Message("form-words-several", what=listed.one, text=presentable(said, 80)), said, place)
        elif known not in found:
            meant, other = listed.get(known), listed.get(min(found))
            message = Message(
                "form-words-differ",
                what=listed.one,
                meant=meant.heading if meant else known,
                said=other.heading if other else said,
            )
            self._ask(message, said, place)

    def _figure(self, printed: Any, said: str, place: Place) -> None:
        """Ask about a value of the entry that was printed over the table and is another now."""
        number = as_number(printed)
        same = plain(str(printed)) in plain(said) if number is None else as_number(said.split()[0]) == number
        if printed != "" and not same:
            words = Message("cell-locked", text=presentable(said, 60), meant=str(printed))
            self._ask(words, said, place, Message("cell-locked.hint"))

    def _reference(self, dimension: Dimension, listed: EntryList, path: Sequence[str], said: str, place: Place) -> None:
        """Compare what is written of something that the entry of a dimension refers to."""
        entry = dimension.listed.get(self.entries[dimension.name])
        value: Any = entry.values if entry else {}
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) and isinstance(value.get(step), Mapping) else value
        found = {each.id for each in listed.find(said)}
        meant = value.get("id") if isinstance(value, Mapping) else None
        if entry is not None and meant and found and meant not in found:
            other, own = listed.get(min(found)), listed.get(str(meant))
            heads = (own.heading if own else meant, other.heading if other else said)
            self._ask(Message("form-words-differ", what=listed.one, meant=heads[0], said=heads[1]), said, place)
        elif entry is not None and meant and not found and path[-1] in ("heading", "name", "sentence"):
            self._ask(Message("form-words-unknown", what=listed.one, text=presentable(said, 80)), said, place)

    def _ask(self, message: Message, said: str, place: Place, remedy: Message | None = None) -> None:
        self.asked.append(Issue("", message, place, said, remedy))

    def complete(self, bound: FormKeys, place: Place) -> None:
        """Take from the id what the lines do not say; ask where they say something else."""
        for each in self.form.dimensions:
            meant, said = bound.entry(each.name), self.entries[each.name]
            if meant and said and meant != said:
                names = [found.heading if (found := each.listed.get(name)) else name for name in (meant, said)]
                self._ask(Message("form-words-differ", what=each.listed.one, meant=names[0], said=names[1]), "", place)
            self.entries[each.name] = said or meant
        if bound.period and self.period and bound.period != self.period:
            named = [when.name if (when := self.calendar.find(name)) else name for name in (bound.period, self.period)]
            self._ask(Message("form-words-differ.period", meant=named[0], said=named[1]), "", place)
        self.period = self.period or bound.period

    def lacking(self) -> list[Dimension]:
        """Return the dimensions whose entry is not known yet, and that no column names."""
        return [each for each in self.form.dimensions if not self.entries[each.name]]

    def in_column(self, dimension: Dimension) -> bool:
        """Whether rows of the form name the entries of a dimension themselves."""
        return any(column.listed is dimension.listed for each in self.form.sections for column in each.columns)

    def anywhere(self, cells: Sequence[TextCell], lacking: Sequence[Dimension]) -> None:
        """Take an entry, or the period, whose name fills a cell or paragraph, such as who signs; of several none."""
        for each in lacking:
            if self.in_column(each):
                continue
            names = whole_names(each.listed)
            found = {names[name] for cell in cells if (name := plain(cell.text)) in names}
            if len(found) == 1:
                self.entries[each.name] = found.pop()
        if self.form.spec.period and not self.period:
            said = {period.id for cell in cells if (period := self._named(cell.text))}
            parts = (part for cell in cells if not said and not cell.in_row for part in _PARTS.split(cell.text))
            said = said or {period.id for part in parts if (period := self._named(part))}
            self.period = said.pop() if len(said) == 1 else ""

    def _named(self, text: str) -> Period | None:
        """Return the period whose name a text is, as printed below the title of a form; figures alone are none."""
        named = len(text) < LONGEST_LABEL and any(map(str.isalpha, text))
        return self.calendar.find(text.strip(" ().")) if named else None

    def by_name(self, file: str, lacking: Sequence[Dimension]) -> bool:
        """Take entries and period from the name of the file: cao-loc--don-vi.xlsx; return whether there were any."""
        stem = file.rpartition(".")[0] or file
        words = f"-{re.sub(r'[^a-z0-9]+', '-', fold(stem)).strip('-')}-"
        taken = False
        for each in lacking:
            inside = [identifier for identifier in each.listed.ids if f"-{identifier}-" in words]
            if inside:
                self.entries[each.name] = max(inside, key=len)
                words, taken = words.replace(f"-{self.entries[each.name]}-", "--"), True
        if self.form.spec.period and not self.period:
            steps = [step for step in re.split(r"[/\s]|--", stem) if step]
            found = next((period for step in steps if (period := find_period(self.calendar, step))), None)
            self.period, taken = (found.id, True) if found else (self.period, taken)
        return taken

    def outside(self, place: Place) -> Iterator[Issue]:
        """Ask about a period that is none of those that the form states."""
        stated = self.calendar.periods()
        if self.period and stated and all(period.id != self.period for period in stated):
            found = self.calendar.find(self.period)
            name = found.name if found else self.period
            yield Issue("", Message("form-period.outside", name=name), place, name)

    def missing(self) -> Message | None:
        """Return what keeps the answer from being placed."""
        for each in self.lacking():
            if not self.in_column(each):
                return Message("form-entry.missing", what=each.listed.one)
        if self.form.spec.period and not self.period:
            return Message("form-period.missing")
        return None


def _followed(form: DispatchForm, listed: EntryList, path: Sequence[str]) -> EntryList:
    """Return the list that a path of references ends in."""
    for step in path:
        each = listed.head.all_fields().get(step)
        target = form.dataset.lists.get(each.refers_to) if each and each.refers_to else None
        if target is None:
            break
        listed = target
    return listed


def names_another(form: DispatchForm, calendar: Calendar) -> Any:
    """Return the function that tells whether texts name another sheet than those before: see `parts.Differs`."""

    def differs(texts: Sequence[TextCell], before: Sequence[TextCell]) -> bool:
        one, other = _KeyReader(form, calendar, _open_keys(form)), _KeyReader(form, calendar, _open_keys(form))
        for reader, cells in ((one, texts), (other, before)):
            reader.read(cells)
            reader.anywhere(cells, reader.lacking())
        named = [(one.entries[name], other.entries[name]) for name in one.entries] + [(one.period, other.period)]
        return any(new and new != old for new, old in named) or bool(one.asked)

    return differs
