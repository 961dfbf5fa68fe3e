"""What tables of papers are made of beside lists: answers to a form, what is owed, the register, people on posts."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from congvan.core.messages import Message
from congvan.core.returned import AnswerFacts, Assigned, ReturnFacts, RowFacts, Standing
from congvan.documents.common.context import ContentContext
from congvan.documents.returned.notes import period_notes
from congvan.documents.returned.wording import PAPER
from congvan.documents.tables.sources import Reader, Row, Source, SourceColumn, Total
from congvan.forms.answer_scopes import FormNames, RowScope
from congvan.forms.calendar import calendar_of
from congvan.forms.form import DispatchForm, FormSection, SectionColumn, forms_of
from congvan.forms.keys import PERIOD, FormKeys, keys_from
from congvan.forms.known_answers import ReceivedAnswers
from congvan.forms.senders import sender_of
from congvan.model.forms.assignments import Assignment
from congvan.model.forms.columns import FormColumn
from congvan.model.forms.scalars import name_of
from congvan.model.forms.tables import ANSWERED_PERIODS, EARLIER_CALLS, REGISTER, TableSpec
from congvan.model.lists.entries import EntryList
from congvan.values.columns.bodies import is_of_bodies
from congvan.values.expressions import parse
from congvan.values.expressions.scopes import EARLIER
from congvan.values.expressions.tree import Call, Computed, Node

_FIGURES = frozenset(("integer", "decimal", "money"))
"""Types of columns that are added up."""
_TOTALS: Mapping[str, Total] = {"add": "add", "last": "add", "mean": "mean", "none": "none", "value": "value"}


def answers_source(context: ContentContext, spec: TableSpec) -> Source | None:
    """Return the rows of the answers to a form that count: those of a closed period as its paper shows them."""
    form_id, _dot, section_id = spec.of.partition(".")
    form = forms_of(context.dataset, context.dispatch_id).get(form_id)
    if form is None:
        return None
    section = (
        form.section(section_id)
        if section_id
        else next((each for each in form.sections if each.spec.shape == "table"), form.sections[0])
    )
    if section is None:
        return None
    period = _period_at_hand(context, spec)
    answers = list(_answers(context.returned, form, period))
    columns = answer_columns(form, section)
    sent = _sent(context.returned, form)
    rows: list[Row] = []
    earlier = _earlier_rows(context, form, section, period) if spec.comparing else None
    nil = {_place(each) for each in answers if each["nil"] and _is_of_figures(section)}
    for answer in [*answers, *_without_rows(answers, section)]:
        given = answer["sections"].get(section.id, ())
        for fact, row in zip(given, answer_rows(form, section, answer), strict=True):
            noughts = _noughts(row, section) if _place(answer) in nil else {}
            before = earlier(answer, fact) if earlier else {}
            rows.append({**row, **noughts, **before, "sent": sent.get(_place(answer), "")})
    columns["sent"] = SourceColumn("sent", Message("table-column.sent").text(PAPER), shown=False)
    notes = period_notes(context, form, period) if period else ()
    kept = named_rows(last_figures(rows, form), columns, spec.by)
    return Source(columns, kept, _one(form, section, spec.group), notes=tuple(notes), title=form.title)


def _earlier_rows(
    context: ContentContext, form: DispatchForm, section: FormSection, period: str
) -> Callable[[AnswerFacts, RowFacts], Row]:
    """Return the function that gives a row what `last(…)` and the like read, as the paper of a closed period did."""
    closed = context.returned.get("closed", {})
    answers = context.returned.get("answers", [])
    if f"{form.id}/{period}" in closed:
        open_ = (each for each in answers if f"{each['form']}/{each['period']}" not in closed)
        answers = [*open_, *itertools.chain(*closed.values())]
    names = FormNames(form, ReceivedAnswers(forms_of(context.dataset, context.dispatch_id), answers))

    def earlier(answer: AnswerFacts, row: RowFacts) -> Row:
        scope = names.answer(FormKeys(answer["keys"], answer["period"]), {})
        return {EARLIER: RowScope(scope, section, {"entry": row["entry"]}).previous}

    return earlier


def _without_rows(answers: Sequence[AnswerFacts], section: FormSection) -> Iterator[AnswerFacts]:
    """Yield a row for each nil return that has none: of a form of figures alone it stands for noughts."""
    if _is_of_figures(section):
        there = {_place(each) for each in answers if each["sections"].get(section.id)}
        for each in answers:
            if each["nil"] and _place(each) not in there:
                one: list[RowFacts] = [{"n": 1, "entry": "", "values": {}}]
                yield {**each, "sections": {section.id: one}}


def _is_of_figures(section: FormSection) -> bool:
    """Whether an answer is one row of figures."""
    types = {each.type.id for each in section.columns} - {"ordinal"}
    return section.spec.shape == "table" and section.each is None and bool(types) and types <= _FIGURES


def _noughts(row: Row, section: FormSection) -> Row:
    """Return the noughts that a nil return stands for: what is typed, and what is cumulated of it."""
    typed = [each for each in section.columns if each.type.id != "ordinal" and row.get(each.name, "") == ""]
    return {each.name: 0 for each in typed if not each.spec.value or _is_of_sums(parse(each.spec.value).tree)}


def _is_of_sums(node: Node) -> bool:
    """Whether an expression is nothing but sums of what is typed."""
    if isinstance(node, Computed):
        return node.sign in "+-" and _is_of_sums(node.left) and _is_of_sums(node.right)
    return isinstance(node, Call) and node.function in ("so_far", "sum")


def _place(fact: AnswerFacts | Standing) -> tuple[str, ...]:
    return (fact["period"], *fact["keys"].values())


def _sent(returned: ReturnFacts, form: DispatchForm) -> dict[tuple[str, ...], str]:
    """Return whether each answer came in time, in words, by its period and entries."""
    standings = (each for status in returned.get("forms", []) for each in status["standings"])
    came = [each for each in standings if each["form"] == form.id and each["how"]]
    return {_place(each): Message(f"standing-late.{each['late'] or 'unknown'}").text(PAPER) for each in came}


def _period_at_hand(context: ContentContext, spec: TableSpec) -> str:
    """Return the period for which a paper is made; "" for all together."""
    loops = {**spec.per, **context.loops}
    names = [name for name, listed in loops.items() if listed in ("periods", ANSWERED_PERIODS)]
    found = (context.values[name] for name in (*names, PERIOD) if name in context.values)
    return next((str(each.get("id", "")) for each in found if isinstance(each, Mapping)), "")


def _answers(returned: ReturnFacts, form: DispatchForm, period: str) -> Iterator[AnswerFacts]:
    """Yield the answers that a paper shows, in the order of the lists; of a period with what is cumulated of others."""
    place = f"{form.id}/{period}"
    closed = returned.get("closed", {}).get(place) if period else None
    carried = returned.get("carried", {}).get(place, []) if period and closed is None else []
    found: Iterable[AnswerFacts] = closed if closed is not None else [*returned.get("answers", []), *carried]
    here = [each for each in found if each["form"] == form.id and period in ("", each["period"])]
    yield from sorted(here, key=lambda each: _order(form, each)) if carried or closed else here


def _order(form: DispatchForm, answer: AnswerFacts) -> list[int]:
    """Return where the entries of an answer are in their lists; those that are there no more come last."""
    places = ((each.listed.ids, answer["keys"].get(each.name, "")) for each in form.dimensions)
    return [ids.index(entry) if entry in ids else len(ids) for ids, entry in places]


def _one(form: DispatchForm, section: FormSection, group: Sequence[str]) -> str:
    """Return what a row is called: a person where it has a column of their names, an entry of its list, else a row.

    Where the rows are grouped by the entries of that list, those of a group differ by who sent them.
    """
    names = [each for each in section.columns if each.type.id == "name"]
    if any(not is_of_bodies(each.spec.label) for each in names):
        return Message("table-row.person").text(PAPER)
    if section.each is not None:
        keys = {name_of(section.each.id), *(c.name for c in section.columns if c.listed is section.each)}
        senders = [each.listed.one for each in form.dimensions if each.name not in group]
        return senders[-1] if senders and keys & set(map(name_of, group)) else section.each.one
    labels = (each.spec.label for each in section.columns if each.type.id in ("name", "text"))
    named = next((label.removeprefix(_NAME_OF) for label in labels if label.startswith(_NAME_OF)), "")
    return named or Message("table-row").text(PAPER)


def answer_columns(form: DispatchForm, section: FormSection) -> dict[str, SourceColumn]:
    """Return the columns of answers: entries of the dimensions, the period, the entry of the row, those of the form."""
    found: dict[str, SourceColumn] = {}
    own = {each.name for each in section.columns}
    above = _common_heads(section.spec.columns)
    for dimension in form.dimensions:
        found[dimension.name] = reference_column(dimension.name, dimension.listed)
    if form.spec.period is not None:
        found[PERIOD] = SourceColumn(PERIOD, Message("table-column.period").text(PAPER), "reference", shown=False)
    if section.each is not None and name_of(section.each.id) not in {*found, *own}:
        held = any(each.listed is not None and each.listed.id == section.each.id for each in section.columns)
        found[name_of(section.each.id)] = reference_column(name_of(section.each.id), section.each, shown=not held)
    for column in section.columns:
        if column.name not in found or column.listed is None:
            found[column.name] = _column(column, above.get(column.name, ""))
    return found


def _common_heads(columns: Sequence[FormColumn], above: str = "") -> dict[str, str]:
    """Return the label of the innermost common head over each column that is under one."""
    found: dict[str, str] = {}
    for column in columns:
        found |= _common_heads(column.columns, column.label) if column.columns else {column.name: above}
    return found


def reference_column(name: str, listed: EntryList, *, shown: bool = True) -> SourceColumn:
    """Return the column of a dimension, or of what else refers to a list."""
    return SourceColumn(name, listed.label, "reference", listed, shown=shown)


def _column(column: SectionColumn, above: str) -> SourceColumn:
    spec = column.spec
    total = _TOTALS[spec.sum] if spec.sum else None
    return SourceColumn(
        column.name,
        spec.label,
        column.type.id,
        column.listed,
        spec.choices,
        total,
        parse(spec.value) if spec.value and total == "value" else None,
        _places(column),
        align=spec.align or "",
        shown=column.type.id != "ordinal",
        sensitive=spec.personal == "sensitive",
        unit=spec.unit or "",
        above=above,
    )


def _places(column: SectionColumn) -> int | None:
    """Return the decimal places of a column in tables; None: what was typed is shown as it was typed."""
    typed = column.expression is None and column.spec.round is None and column.sums != "mean"
    return None if typed and column.type.id != "integer" else column.places


def answer_rows(form: DispatchForm, section: FormSection, answer: AnswerFacts) -> Iterator[Row]:
    """Yield the rows of an answer with the entries that they are for."""
    base: dict[str, Any] = {}
    for dimension in form.dimensions:
        base[dimension.name] = entry_values(dimension.listed, answer["keys"].get(dimension.name, ""))
    if answer["period"]:
        base[PERIOD] = period_values(form, answer["period"])
    for row in answer["sections"].get(section.id, ()):
        yield {**base, **row_of(section, row)}


def row_of(section: FormSection, row: RowFacts) -> dict[str, Any]:
    """Return the values of a row by the names of its columns; references as their entries."""
    made: dict[str, Any] = {}
    if section.each is not None and row["entry"]:
        made[name_of(section.each.id)] = entry_values(section.each, row["entry"])
    for column in section.columns:
        value = row["values"].get(column.id, "")
        made[column.name] = (
            entry_values(column.listed, str(value)) if column.listed is not None and value != "" else value
        )
    return made


def entry_values(listed: EntryList, identifier: str) -> Any:
    """Return what texts see of an entry; its id alone where no list has it, "" for none."""
    entry = listed.get(identifier) or listed.whole.get(identifier)
    return entry.values if entry is not None else {"id": identifier, "name": identifier} if identifier else ""


def period_values(form: DispatchForm, identifier: str) -> Mapping[str, str]:
    """Return what texts see of a period; its id alone where the form has it no more."""
    found = calendar_of(form).find(identifier)
    return found.values if found is not None else {"id": identifier, "name": identifier}


_NAME_OF = "Tên "
"""Begins the label of the column that says what each row is: “Tên tập thể”."""


def register_source(context: ContentContext, spec: TableSpec) -> Source | None:
    """Return the incoming register with its ten columns (Decree 30, Appendix IV, VI)."""
    if spec.of != REGISTER:
        return None
    names = ("arrived", "number", "author", "symbol", "dated", "what", "unit", "passed", "signed", "note")
    columns = {name: SourceColumn(name, Message(f"table-register.{name}").text(PAPER)) for name in names}
    columns["arrived"] = SourceColumn("arrived", Message("table-register.arrived").text(PAPER), "date")
    waits = Message("standing-reason.to-be-typed", count=1, text="").text(PAPER)
    rows: list[Row] = [
        {
            **dict.fromkeys(names, ""),
            "arrived": each["date"],
            "number": each["number"],
            "author": each["sender"],
            "what": each["what"],
            "unit": context.dispatch.unit or "",
            "note": waits if each["note"] else "",
            "file": each["file"],
        }
        for each in context.returned.get("registered", [])
    ]
    title = Message("table-title.register").text(PAPER)
    return Source(columns, rows, Message("table-row.file").text(PAPER), title=title)


def assignment_source(context: ContentContext, spec: TableSpec) -> Source | None:
    """Return the people on posts, with a blank line for each who is lacking."""
    assignment = next((each for each in context.dispatch.assignments if each.id == spec.of), None)
    if assignment is None:
        return None
    forms = forms_of(context.dataset, context.dispatch_id)
    columns = _assignment_columns(context, assignment, forms)
    facts = next((each for each in context.returned.get("assignments", []) if each["id"] == assignment.id), None)
    lines: Sequence[Assigned] = facts["lines"] if facts else ()
    posts = context.dataset.lists[assignment.posts.each]
    rows = [_assigned_row(each, assignment, forms, posts) for each in lines]
    return Source(columns, rows, Message("table-row.person").text(PAPER))


def _assignment_columns(
    context: ContentContext, assignment: Assignment, forms: Mapping[str, DispatchForm]
) -> dict[str, SourceColumn]:
    posts = context.dataset.lists[assignment.posts.each]
    post = name_of(posts.id)
    found = {post: reference_column(post, posts)}
    found["post"] = SourceColumn("post", posts.label, shown=False)
    for name in ("day", "body"):
        found[name] = SourceColumn(name, Message(f"table-assigned.{name}").text(PAPER), shown=name == "body")
    for source in assignment.sources:
        form = forms.get(source.form_id)
        if form is not None:
            section = form.people_section(source.section_id)
            for name, column in answer_columns(form, section).items():
                found.setdefault(name, column)
    return found


def _assigned_row(line: Assigned, assignment: Assignment, forms: Mapping[str, DispatchForm], posts: EntryList) -> Row:
    """Return a line: the post with its number and day, where the person comes from, and the row that names them."""
    form = forms.get(line["form"])
    entry = entry_values(posts, line["post"])
    name = str(entry.get("name", "")) if isinstance(entry, Mapping) else ""
    day = f"{int(line['day'][8:])}/{int(line['day'][5:7])}/{line['day'][:4]}" if line["day"] else ""
    parts = [name, Message("table-assigned.number", number=line["number"]).text(PAPER) if line["number"] > 1 else ""]
    parts.append(Message("table-assigned.on", day=day).text(PAPER) if day else "")
    made: dict[str, Any] = {name_of(posts.id): entry, "post": ", ".join(filter(None, parts)), "day": day}
    if assignment.same and isinstance(entry, Mapping):
        made[name_of(assignment.same)] = entry.get(name_of(assignment.same), "")
    made["body"] = _body(form, line, assignment, entry)
    row = line["row"]
    section = form.section(line["section"]) if form is not None else None
    if form is not None and section is not None and row is not None:
        keys = {each.name: entry_values(each.listed, line["keys"].get(each.name, "")) for each in form.dimensions}
        return {**keys, **row_of(section, row), **made}
    return made


def _body(form: DispatchForm | None, line: Assigned, assignment: Assignment, post: Any) -> str:
    """Return who sends people: the entry that they are by, else the sender of the form for the area of the post."""
    if form is None:
        return ""
    by = next((each.by for each in assignment.sources if each.form_id == line["form"] and each.by), "")
    dimension = form.dimension(by) if by else None
    entry = dimension.listed.get(line["by"]) if dimension is not None else None
    if entry is not None:
        return entry.heading
    area = post.get(name_of(assignment.same), "") if assignment.same and isinstance(post, Mapping) else ""
    keys = {assignment.same: str(area.get("id", ""))} if assignment.same and isinstance(area, Mapping) else {}
    return sender_of(form, keys_from(form, **keys)).name or form.spec.name


READERS: tuple[Reader, ...] = (register_source, answers_source, assignment_source)
"""For `tables.sources.SOURCES`."""


# Rows of answers before a table joins them: figures that do not add up over periods, and those of no entry.


def last_figures(rows: Sequence[Row], form: DispatchForm) -> Sequence[Row]:
    """Leave figures that do not add up over periods in the rows of the last period of each sheet."""
    names = [
        column.name
        for section in form.sections
        for column in section.columns
        if column.spec.sum == "last"
        or (column.spec.sum is None and (column.spec.value or "").startswith(EARLIER_CALLS))
    ]
    if form.spec.period is None or not names:
        return rows
    sheets = [tuple(_id(row.get(each.name, "")) for each in form.dimensions) for row in rows]
    last: dict[tuple[str, ...], str] = {}
    for sheet, row in zip(sheets, rows, strict=True):
        last[sheet] = max(last.get(sheet, ""), _id(row.get(PERIOD, "")))
    return [
        row if _id(row.get(PERIOD, "")) == last[sheet] else {**row, **dict.fromkeys(names, "")}
        for sheet, row in zip(sheets, rows, strict=True)
    ]


def named_rows(rows: Sequence[Row], columns: Mapping[str, SourceColumn], by: Iterable[str]) -> Sequence[Row]:
    """Return the rows with words for the entry where figures were reported of all entries together."""
    words = {name: _unassigned(columns[name]) for name in map(name_of, by) if _refers(columns.get(name))}
    if not words:
        return rows
    return [{**row, **{name: said for name, said in words.items() if not row.get(name)}} for row in rows]


def _refers(column: SourceColumn | None) -> bool:
    return column is not None and column.type == "reference"


def _unassigned(column: SourceColumn) -> Row:
    words = Message("table-unassigned", label=f"{column.label[:1].lower()}{column.label[1:]}").text(PAPER)
    return {"id": "", "name": words, "heading": words, "sentence": words}


def _id(value: Any) -> str:
    return str(value.get("id", "")) if isinstance(value, Mapping) else str(value)
