"""People named on forms on the posts of a list: who may go where, the proposal that is kept, what it lacks.

Places are filled as far as the people named allow, evenly, nobody twice on a day, within the same area, the choices of
the office first. A place that cannot be filled stays a blank line. It is a proposal: who owns the area decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from congvan.core.returned import Assigned, AssignmentFacts, RowFacts
from congvan.forms.form import DispatchForm, FormSection
from congvan.forms.known_answers import ReceivedAnswers
from congvan.model.forms.assignments import Assignment, PeopleSource
from congvan.model.forms.scalars import name_of
from congvan.model.lists.entries import Entry, EntryList
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.answers.staffing import STANDING, PostPlan, PostSlot
from congvan.values.columns import phone_numbers
from congvan.values.columns.dates import day_of
from congvan.values.expressions import MappingScope, parse
from congvan.values.expressions.values import as_number, is_true


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody named on a form; `body`: the form, and the entry that it is by; `area`: where they may go."""

    key: str
    body: str
    area: str
    form: str
    by: str
    keys: Mapping[str, str]
    section: str
    row: RowFacts


class AssignedPosts:
    """The posts of an assignment, the people for them, and how many of each body a post needs."""

    def __init__(self, answers: DispatchAnswers, spec: Assignment) -> None:
        self._answers, self.spec = answers, spec
        self._known = ReceivedAnswers(answers.forms, ())
        self._facts = MappingScope({"facts": answers.dataset.dispatches[answers.dispatch_id].facts})
        self.listed: EntryList | None = answers.dataset.lists.get(spec.posts.each)

    def slots(self) -> dict[PostSlot, str]:
        """Return every post to fill with its area, in the order of the list."""
        found: dict[PostSlot, str] = {}
        for entry in self.listed.entries if self.listed else ():
            if self._is_post(entry):
                for day in self._days(entry) or [STANDING]:
                    for number in range(1, self._times(entry) + 1):
                        found[PostSlot(entry.id, number, day)] = self._area(entry)
        return found

    def people(self) -> dict[str, Candidate]:
        """Return everybody named as they count, by a key of their own: digits of the phone, else body and name."""
        found: dict[str, Candidate] = {}
        for source in self.spec.sources:
            form = self._answers.forms.get(source.form_id)
            for each in self._named(form, source) if form else ():
                found.setdefault(each.key, each)
        return found

    def needs(self) -> dict[str, int]:
        """Return the least number at each post, by body."""
        found: dict[str, int] = {}
        for source in self.spec.sources:
            form = self._answers.forms.get(source.form_id)
            for body, scope in self._bodies(form, source) if form else ():
                least = as_number(parse(source.least).evaluate(scope)) if source.least else 1
                found[body] = int(least or 0)
        return {body: count for body, count in found.items() if count}

    def area_name(self, area: str) -> str:
        """Return how an area reads at the start of a line."""
        field = self.listed.head.all_fields().get(name_of(self.spec.same)) if self.listed and self.spec.same else None
        listed = self._answers.dataset.lists.get(field.refers_to) if field else None
        entry = listed.get(area) if listed else None
        return entry.heading if entry else area

    def body_name(self, body: str) -> str:
        """Return what a body is called: the entry that it is by, else the form."""
        form_id, _slash, entry_id = body.partition("/")
        form = self._answers.forms.get(form_id)
        by = next((source.by for source in self.spec.sources if source.form_id == form_id and source.by), "")
        dimension = form.dimension(by) if form and by else None
        entry = dimension.listed.get(entry_id) if dimension else None
        return entry.heading if entry else form.title if form else body

    def _bodies(self, form: DispatchForm, source: PeopleSource) -> Iterator[tuple[str, MappingScope]]:
        """Yield the bodies that owe people, each with the names that its least number sees."""
        dimension = form.dimension(source.by) if source.by else None
        if dimension is None:
            yield form.id, self._facts
            return
        owing = self._answers.answers[form.id].owed_in("").values()
        for entry in dict.fromkeys(each.keys.entry(dimension.name) for each in owing):
            found = dimension.listed.get(entry)
            values = {dimension.name: found.values} if found else {}
            yield f"{form.id}/{entry}", MappingScope(values, outer=self._facts)

    def _named(self, form: DispatchForm, source: PeopleSource) -> Iterator[Candidate]:
        section = form.people_section(source.section_id)
        for answer in (fact for fact in self._answers.facts if fact["form"] == form.id):
            by = answer["keys"].get(name_of(source.by), "") if source.by else ""
            body = f"{form.id}/{by}" if source.by else form.id
            for row in answer["sections"].get(section.id, ()):
                key = _key(section, row, body)
                area = (
                    self._known.reached(form, section.id, self.spec.same, answer["keys"], row) if self.spec.same else ""
                )
                yield Candidate(key, body, area, form.id, by, answer["keys"], section.id, row)

    def _scope(self, entry: Entry) -> MappingScope:
        name = name_of(self.listed.id) if self.listed else ""
        return MappingScope({**entry.values, name: entry.values}, outer=self._facts)

    def _is_post(self, entry: Entry) -> bool:
        where = self.spec.posts.where
        return where is None or is_true(parse(where).evaluate(self._scope(entry)))

    def _times(self, entry: Entry) -> int:
        times = self.spec.posts.times
        return int(as_number(parse(times).evaluate(self._scope(entry))) or 1) if times else 1

    def _days(self, entry: Entry) -> list[str]:
        found: Any = parse(self.spec.posts.days).evaluate(self._scope(entry)) if self.spec.posts.days else ""
        texts = found if isinstance(found, Sequence) and not isinstance(found, str) else str(found).split(";")
        days = [day_of(str(text)) for text in texts if str(text).strip()]
        return [day.isoformat() for day in days if day]

    def _area(self, entry: Entry) -> str:
        value = entry.values.get(name_of(self.spec.same), "") if self.spec.same else ""
        return str(value.get("id", "")) if isinstance(value, Mapping) else str(value)


def _key(section: FormSection, row: RowFacts, body: str) -> str:
    """Return what tells a person from others: the digits of their phone, else their body and name."""
    phones = (column.id for column in section.columns if column.type.id == "phone")
    digits = next(filter(None, (phone_numbers.digits(str(row["values"].get(each, ""))) for each in phones)), "")
    names = (str(row["values"].get(each.id, "")) for each in section.columns if each.type.id in ("name", "text"))
    return digits or f"{body}/{next(filter(None, names), row['n'])}"


def proposed(posts: AssignedPosts, choices: Iterable[tuple[str, str]]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return a proposal as it is stored, and the choices of the office that are against earlier ones."""
    slots, people, needs = posts.slots(), posts.people(), posts.needs()
    plan: PostPlan[Candidate] = PostPlan(slots, needs)
    there = {slot.post for slot in slots}
    kept = [choice for choice in choices if choice[0] in there]
    unmet = [(post, key) for post, key in kept if key not in people or not plan.keep(post, people[key])]
    for area in dict.fromkeys(slots.values()):
        plan.fill(
            [slot for slot, where in slots.items() if where == area],
            [person for person in people.values() if person.area == area],
        )
    lines = [line for slot in slots for line in _lines(plan, slot, needs)]
    return {"assignment": posts.spec.id, "posts": lines}, unmet


def _lines(plan: PostPlan[Candidate], slot: PostSlot, needs: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """Yield the lines of a post: its people body by body, a blank line for each who is lacking, then others."""
    placed = plan.placed[slot]
    ordered = [(body, [person.key for person in placed if person.body == body]) for body in needs]
    extra = [(person.body, [person.key]) for person in placed if person.body not in needs]
    for body, keys in [*ordered, *extra]:
        lacking = plan.short(slot, body)
        for key in [*keys, *[""] * lacking]:
            yield {"post": slot.post, "number": slot.number, "day": slot.day, "body": body, "key": key}


def assignment_facts(answers: DispatchAnswers) -> list[AssignmentFacts]:
    """Return the proposals that are kept. Whoever has left since is a blank line."""
    found: list[AssignmentFacts] = []
    for spec in answers.dataset.dispatches[answers.dispatch_id].assignments:
        proposal = answers.records.proposals.get((answers.dispatch_id, spec.id))
        if proposal is not None:
            people = AssignedPosts(answers, spec).people()
            found.append({"id": spec.id, "lines": [_line(each, people) for each in proposal["posts"]]})
    return found


def _line(line: Mapping[str, Any], people: Mapping[str, Candidate]) -> Assigned:
    form, _slash, by = line["body"].partition("/")
    person = people.get(line["key"])
    return {
        "post": line["post"],
        "number": line["number"],
        "day": line["day"],
        "form": person.form if person else form,
        "by": person.by if person else by,
        "key": line["key"] if person else "",
        "keys": dict(person.keys) if person else {},
        "section": person.section if person else "",
        "row": person.row if person else None,
    }
