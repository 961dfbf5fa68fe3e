"""Checks of forms, tables and assignments against the lists of the project and against each other."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

from pydantic import ValidationError

from congvan.core.messages import Message
from congvan.core.problems import Problem, blocking
from congvan.core.text import did_you_mean, fold
from congvan.grids.grid import GridCell
from congvan.model.forms.assignments import Assignment
from congvan.model.forms.column_checks import ColumnChecks, columns_of
from congvan.model.forms.columns import FormColumn
from congvan.model.forms.form import AttachmentSpec, Form
from congvan.model.forms.names import FormNamesStated, KnownNames
from congvan.model.forms.period_checks import check_due, check_period
from congvan.model.forms.review import Review
from congvan.model.forms.scalars import name_of
from congvan.model.forms.sections import CheckSpec, Section
from congvan.model.forms.tables import ANSWERED_PERIODS, TableSpec
from congvan.model.forms.text_checks import check_text
from congvan.model.lists.entries import EntryList
from congvan.model.project.yaml_reader import KeyPath, YamlSource
from congvan.values.columns.base import ColumnOptions, State
from congvan.values.columns.table import TYPES
from congvan.values.expressions import ValueKind, kind_of
from congvan.values.expressions.tree import Constant, Negative

MOST_ROWS = 9999
"""Rows owed at most: what is typed beyond is a slip."""
Stated = Mapping[int, Form]
"""Forms of a dispatch by their places; those that could not be read are left out."""


class FormsReview:
    """Checks the forms of one dispatch. `deadlines`, `facts`: what the dispatch names; None: what can't be read."""

    def __init__(
        self, review: Review, forms: Stated, deadlines: Sequence[str] | None, facts: Mapping[str, str]
    ) -> None:
        self.review, self.forms, self.deadlines, self.facts = review, forms, deadlines, facts

    def run(self, tables: Mapping[int, TableSpec], assignments: Mapping[int, Assignment]) -> list[Problem]:
        """Return all that is wrong or doubtful."""
        review = self.review
        review.once((form.id, ("forms", n, "id")) for n, form in self.forms.items())
        review.said_once(
            (
                Message("label-twice.form", label=f"{form.name} – {form.subject}"),
                ("forms", n, "subject"),
                f"{form.name} {form.subject}",
            )
            for n, form in self.forms.items()
        )
        review.once((table.id, ("tables", n, "id")) for n, table in tables.items())
        review.once((each.id, ("assignments", n, "id")) for n, each in assignments.items())
        for n, form in self.forms.items():
            self._form(form, ("forms", n))
        for n, table in tables.items():
            self._table(table, ("tables", n))
            for name, listed in table.per.items():
                if listed != ANSWERED_PERIODS:
                    review.listed(listed, ("tables", n, "per", name))
        for n, each in assignments.items():
            self._assignment(each, ("assignments", n))
        return review.problems

    def _form(self, form: Form, path: KeyPath) -> None:
        review = self.review
        self._names_once(form, path)
        for name, listed in form.per.items():
            review.listed(listed, (*path, "per", name))
        names = FormNamesStated(form, self.forms.values(), review.lists, self.facts)
        check_period(review, form, path)
        check_due(review, form, path, self.deadlines)
        self._sender(form, path)
        owed = form.owed
        review.condition(owed.when, (*path, "owed", "when"), names.record)
        self._owed_rows(owed.rows, (*path, "owed", "rows"), names.record)
        self._texts(form, path, names.record)
        above: list[str] = []
        sections = form.all_sections
        review.once((each.id, (*path, "sections", n, "id")) for n, each in enumerate(form.sections))
        review.said_once(
            (Message("label-twice.section", label=each.title), (*path, "sections", n, "title"), each.title)
            for n, each in enumerate(form.sections)
            if each.title
        )
        review.once((each.id, (*path, "attachments", n, "id")) for n, each in enumerate(form.attachments))
        review.said_once(
            (Message("label-twice.attachment", label=each.label), (*path, "attachments", n, "label"), each.label)
            for n, each in enumerate(form.attachments)
        )
        for n, section in enumerate(sections):
            at = (*path, "sections", n) if form.sections else path
            self._section(form, section, at, names, above)
            above.append(section.id)
        self._checks(form.form_checks, path, names.between_sections())
        for n, attachment in enumerate(form.attachments):
            self._attachment(form, attachment, (*path, "attachments", n), names)

    def _table(self, table: TableSpec, path: KeyPath) -> None:
        """Report names that occur twice, and conditions, values and words that compute with what is no number.

        Which names a table of answers has is known when it is tried; here only the columns of its form are.
        """
        for key, names in (("group", table.group), ("by", table.by), ("order", table.order)):
            self.review.said_once(
                (Message("name-repeated", name=each), (*path, key, n), each) for n, each in enumerate(names)
            )
        plain = ((n, each.id) for n, each in enumerate(table.columns) if each.value is None)
        self.review.said_once((Message("name-repeated", name=name), (*path, "columns", n), name) for n, name in plain)
        form = next((each for each in self.forms.values() if each.id == table.of.partition(".")[0]), None)
        if form is None:
            return
        section = form.section(table.of.partition(".")[2]) if "." in table.of else form.all_sections[0]
        if section is None:
            return
        known = FormNamesStated(form, self.forms.values(), self.review.lists, self.facts).row(section)
        apart = Review(self.review.lists, self.review.source, self.review.file)
        apart.condition(table.where, (*path, "where"), known)
        for n, column in enumerate(table.columns):
            apart.expression(column.value, (*path, "columns", n, "value"), known)
        check_text(apart, table.closing, (*path, "closing"), known)
        codes = ("expression-type", "expression-zero", "expression-condition", "expression-choice", "filter-unknown")
        self.review.problems += [each for each in apart.problems if each.code in codes]

    def _names_once(self, form: Form, path: KeyPath) -> None:
        """Report a form, a section or a dimension that is called as a list is."""
        lists = {name_of(name): listed for name, listed in self.review.lists.items()}
        if name_of(form.id) in lists:
            hint = Message("name-twice.hint-form", id=f"bieu-{form.id}")
            self.review.say(Message("name-twice", name=form.id), (*path, "id"), hint)
        for name, identifier in form.per.items():
            taken = lists.get(name)
            meant = self.review.lists.get(identifier)
            if taken is not None and meant is not None and taken is not meant:
                hint = Message("name-twice.hint-dimension", name=f"{name}_2")
                self.review.say(Message("name-twice", name=name), (*path, "per", name), hint)
        for n, section in enumerate(form.sections):
            if name_of(section.id) in {*lists, *form.per}:
                hint = Message("name-twice.hint-section", id=f"bang-{section.id}")
                self.review.say(Message("name-twice", name=section.id), (*path, "sections", n, "id"), hint)

    def _sender(self, form: Form, path: KeyPath) -> None:
        """Check the way from a dimension to who sends the form."""
        review, said = self.review, (*path, "sender")
        if form.sender is None:
            last = next(reversed(form.per), None)
            listed = review.lists.get(form.per[last]) if last else None
            if listed is not None and len(prefixes(listed)) > 1:
                hint = Message("sender-which.hint", known=", ".join(f"{last}.{each}" for each in prefixes(listed)))
                review.say(Message("sender-which", list=listed.label), (*path, "per"), hint)
            return
        first, *steps = form.sender.split(".")
        if name_of(first) not in form.per:
            hint = Message("sender-unknown.hint-per", name=first)
            if form.per:
                hint = did_you_mean(first, form.per) or Message("sender-unknown.hint", known=", ".join(form.per))
            for name, each in form.per.items():  # what receives for an entry, without the entry
                if (there := review.lists.get(each)) is not None and first in prefixes(there):
                    hint = Message("did-you-mean", found=f"{name}.{first}")
            review.say(Message("sender-unknown", name=first), said, hint)
            return
        listed = review.lists.get(form.per[name_of(first)])
        for number, step in enumerate(steps):
            if listed is None:
                return
            field = listed.head.all_fields().get(name_of(step))
            if field is not None and field.refers_to:
                listed = review.lists.get(field.refers_to)
            elif step in prefixes(listed) and number == len(steps) - 1:
                return
            else:
                fields = (name for name, each in listed.head.all_fields().items() if each.refers_to)
                known = [*prefixes(listed), *fields]
                hint = did_you_mean(step, known) or Message("sender-unknown.hint", known=", ".join(known))
                review.say(Message("sender-step", name=step, list=listed.label), said, hint if known else None)
                return
        if listed is not None and len(prefixes(listed)) > 1:
            hint = Message("sender-which.hint", known=", ".join(f"{form.sender}.{p}" for p in prefixes(listed)))
            review.say(Message("sender-which", list=listed.label), said, hint)

    def _owed_rows(self, text: str | None, path: KeyPath, known: KnownNames) -> None:
        """Report a number of rows that is none: a text, a fraction, nothing or less."""
        before = len(self.review.problems)
        found = self.review.expression(text, path, known)
        if found is None or len(self.review.problems) > before:
            return
        number = found.tree.value if isinstance(found.tree, Constant) else None
        whole = number is None or (isinstance(number, Decimal) and number == number.to_integral_value())
        bounded = not isinstance(number, Decimal) or 1 <= number <= MOST_ROWS
        kind = kind_of(found, known)
        if kind not in (ValueKind.NUMBER, ValueKind.ANY) or isinstance(found.tree, Negative) or not (whole and bounded):
            self.review.say(Message("owed-rows", text=text, most=MOST_ROWS), path)

    def _texts(self, form: Form, path: KeyPath, known: KnownNames) -> None:
        for key, text in (("name", form.name), ("subject", form.subject), ("note", form.note), ("nil", form.nil)):
            check_text(self.review, text, (*path, key), known)
        for n, line in enumerate(form.lines):
            check_text(self.review, line, (*path, "lines", n), known)
        for n, signer in enumerate(form.signers):
            check_text(self.review, signer.title, (*path, "signers", n, "title"), known)
        missing = [name for name in form.per if not any(name in line for line in form.lines)]
        if missing and form.head != "sender":  # whose own paper bears the name
            listed = {name: self.review.lists.get(form.per[name]) for name in missing}
            said = "; ".join(f"{_before(each, name)}{{{{ {name}.heading }}}}" for name, each in listed.items())
            at = (*path, "lines") if form.lines else (*path, "per")
            self.review.warn(Message("line-none", form=form.name), at, Message("line-none.hint", text=said))

    def _section(self, form: Form, section: Section, path: KeyPath, names: FormNamesStated, above: list[str]) -> None:
        review = self.review
        if section.rows.each:
            review.listed(section.rows.each, (*path, "rows", "each"))
        review.condition(section.rows.where, (*path, "rows", "where"), names.entry(section))
        columns = list(columns_of(section, path))
        shown = sum(not each.column.corrected_only for each in columns)
        for n, row in enumerate(section.as_issued_rows):
            if len(row) != shown:
                review.say(Message("row-length", found=len(row), wanted=shown), (*path, "as_issued_rows", n))
        for n, typed in enumerate(section.rows.typed):
            if isinstance(typed, dict):
                self._typed_row(typed, section, (*path, "rows", n))
                by_name = {each.column.name: each.column for each in columns}
                cells = {key: (by_name.get(name_of(key)), text) for key, text in typed.items()}
                self._typed_cells(cells, (*path, "rows", n))
            elif len(typed) > len(columns):
                review.say(Message("row-length", found=len(typed), wanted=len(columns)), (*path, "rows", n))
        ColumnChecks(review, names, section, path).run(form, above)
        known = names.row(section)
        self._checks(section.checks, path, known)
        check_text(review, section.closing, (*path, "closing"), known)
        check_text(review, section.title, (*path, "title"), names.record)

    def _typed_cells(self, cells: Mapping[str, tuple[FormColumn | None, str]], path: KeyPath) -> None:
        """Report texts of a typed row that are no values of their columns."""
        for key, (column, text) in cells.items():
            type_ = TYPES.get(column.type) if column else None
            if column is None or type_ is None or not text:
                continue
            if type_.read(GridCell(text), ColumnOptions(choices=column.choices)).state is State.WRONG:
                message = Message("row-typed", text=text, label=column.label, type=type_.words)
                self.review.say(message, (*path, key))

    def _typed_row(self, row: Mapping[str, str], section: Section, path: KeyPath) -> None:
        known = [leaf.id or "" for leaf in section.leaves]
        for name in row:
            if name_of(name) not in map(name_of, known):
                hint = did_you_mean(name, known) or Message("column-unknown.hint-known", known=", ".join(known))
                self.review.say(Message("column-unknown", name=name), (*path, name), hint)

    def _checks(self, checks: Sequence[CheckSpec], path: KeyPath, known: KnownNames) -> None:
        for n, each in enumerate(checks):
            self.review.condition(each.check, (*path, "checks", n, "check"), known)
            check_text(self.review, each.say, (*path, "checks", n, "say"), known)

    def _attachment(self, form: Form, each: AttachmentSpec, path: KeyPath, names: FormNamesStated) -> None:
        if each.each is None:
            self.review.condition(each.when, (*path, "when"), names.record)
            return
        section = form.section(each.each)
        if section is None:
            known = [section.id for section in form.all_sections]
            hint = did_you_mean(each.each, known) or Message("section-unknown.hint", known=", ".join(known))
            self.review.say(Message("section-unknown", name=each.each), (*path, "each"), hint)
            return
        self.review.condition(each.when, (*path, "when"), names.row(section))

    def _assignment(self, each: Assignment, path: KeyPath) -> None:
        listed = self.review.listed(each.posts.each, (*path, "posts", "each"))
        by_id = {form.id: form for form in self.forms.values()}
        for n, source in enumerate(each.sources):
            where = (*path, "from", n, "form")
            form = by_id.get(source.form_id)
            if form is None:
                hint = did_you_mean(source.form, by_id) or Message("form-unknown.hint-known", known=", ".join(by_id))
                self.review.say(Message("form-unknown.stated", name=source.form), where, hint)
            elif source.section_id and form.section(source.section_id) is None:
                known = ", ".join(f"{form.id}.{section.id}" for section in form.all_sections)
                hint = Message("section-unknown.hint", known=known)
                self.review.say(Message("section-unknown", name=source.section_id), where, hint)
        if listed is not None and each.same:
            self._same(each, path, listed, by_id)

    def _same(self, each: Assignment, path: KeyPath, listed: EntryList, forms: Mapping[str, Form]) -> None:
        """Report a name in which people and posts are to agree, and which one of them does not have."""
        same = each.same or ""
        if name_of(same) not in {name_of(name) for name in (*listed.head.all_fields(), listed.id)}:
            self.review.say(Message("same-unknown.posts", list=listed.label, name=same), (*path, "same"))
        for number, source in enumerate(each.sources):
            form = forms.get(source.form_id)
            if source.by and self._is_same(form, source.by, same):
                where = (*path, "from", number, "by")
                self.review.say(Message("same-by", name=source.by), where, Message("same-by.hint"))
            if form is not None and name_of(same) not in self._reached(form):
                self.review.say(Message("same-unknown", form=form.name, name=same), (*path, "same"))

    @staticmethod
    def _is_same(form: Form | None, by: str, same: str) -> bool:
        """Whether two names mean one list: a dimension by its name, or by the list that it is of."""
        per = form.per if form is not None else {}
        first, second = ({name_of(name), name_of(per.get(name_of(name), name))} for name in (by, same))
        return bool(first & second)

    def _reached(self, form: Form) -> set[str]:
        """Return the names of what rows of a form have or lead to: columns, dimensions, and what those refer to."""
        leaves = [leaf for section in form.all_sections for leaf in section.leaves]
        names = {*form.per, *(leaf.name for leaf in leaves)}
        waiting = [*form.per.values(), *(leaf.type for leaf in leaves)]
        seen: set[str] = set()
        while waiting:
            listed = self.review.lists.get(waiting.pop())
            if listed is None or listed.id in seen:
                continue
            seen.add(listed.id)
            names |= {name_of(listed.id), name_of(listed.head.also or listed.id)}
            waiting += [field.refers_to for field in listed.head.all_fields().values() if field.refers_to]
        return names


def prefixes(listed: EntryList) -> list[str]:
    """Return the first parts of the ids of those who receive for the entries of a list; [] where there is one body."""
    return list(dict.fromkeys(body.prefix for body in listed.receivers if body.prefix))


class _WithId(Protocol):
    @property
    def id(self) -> str: ...


class StatedForms(Protocol):
    """What a dispatch says of forms, and what they may name."""

    @property
    def forms(self) -> tuple[Form, ...]: ...

    @property
    def tables(self) -> tuple[TableSpec, ...]: ...

    @property
    def assignments(self) -> tuple[Assignment, ...]: ...

    @property
    def deadlines(self) -> Sequence[_WithId]: ...

    @property
    def facts(self) -> Mapping[str, str]: ...


def check_dispatch(dispatch: StatedForms, lists: Mapping[str, EntryList], source: YamlSource | None) -> list[Problem]:
    """Return all that is wrong or doubtful in the forms, tables and assignments of a dispatch."""
    review = Review(lists, source, source.file if source else "")
    deadlines = [each.id for each in dispatch.deadlines]
    checked = FormsReview(review, dict(enumerate(dispatch.forms)), deadlines, dispatch.facts)
    return checked.run(dict(enumerate(dispatch.tables)), dict(enumerate(dispatch.assignments)))


def check_stated(source: YamlSource, lists: Mapping[str, EntryList]) -> list[Problem]:
    """Return what is wrong in the forms of a dispatch that could not be read, as far as they themselves can be."""
    data: Any = source.data
    if not isinstance(data, dict):
        return []
    forms = _readable(data.get("forms"), Form)
    listed = data.get("deadlines")
    read = _entries(listed)
    complete = listed is None or (isinstance(listed, list) and len(read) == len(listed))
    deadlines = [str(each.get("id")) for each in read] if complete else None
    facts = data.get("facts")
    facts = {name: text for name, text in facts.items() if isinstance(text, str)} if isinstance(facts, dict) else {}
    checked = FormsReview(Review(lists, source, source.file), forms, deadlines, facts)
    tables, assignments = _readable(data.get("tables"), TableSpec), _readable(data.get("assignments"), Assignment)
    found = blocking(checked.run(tables, assignments))
    unread = {name_of(str(each.get("id"))) for n, each in enumerate(_entries(data.get("forms"))) if n not in forms}
    return [each for each in found if name_of(str(each.message.values.get("name")).partition(".")[0]) not in unread]


def _before(listed: EntryList | None, name: str) -> str:
    """Return what precedes a name in the line that says whose a form is: nothing where names begin with it."""
    label = listed.label if listed else name
    first = listed.entries[0].heading.split()[:1] if listed and listed.entries else []
    return "" if {*map(fold, first)} & {*re.findall(r"\w+", fold(label))} else f"{label}: "


def _entries(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _readable(value: Any, model: type[Any]) -> dict[int, Any]:
    """Return those of a list that its model reads, by their places."""
    found = {}
    for index, each in enumerate(value if isinstance(value, list) else ()):
        with contextlib.suppress(ValidationError):
            found[index] = model.model_validate(each)
    return found
