"""A proposal of teams for the health facilities of a dispatch: who goes where, under the minimums of the letter.

Places are filled as far as the people named allow, spread evenly, nobody twice on a day, the clerk's choices kept
first; what can't be filled stays a blank line and is told. The district decides: this is a proposal (đề xuất).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from congvan.ledger.store import Event, Store
from congvan.messages import Message, verbatim
from congvan.model.dataset import Dataset
from congvan.problems import Place, Problem, ProblemsFound, Severity, UsageError
from congvan.returned import Facility, Proposal, Team
from congvan.returns.answers.staffing import STANDING, Free, Post, Roster
from congvan.returns.collect import kinds_of
from congvan.returns.forms import phone_numbers as phones
from congvan.returns.forms.people import people
from congvan.returns.forms.youth_union import UNION, union_people, union_wanted
from congvan.returns.state import State, by_dispatch
from congvan.text import nearest


def _available(dataset: Dataset, state: State, dispatch: str) -> list[Free]:
    """Everybody named, each once: by phone, else by name and body."""
    districts, names = [d.id for d in dataset.districts], [e.id for e in dataset.enterprises]
    found: dict[str, Free] = {}
    for person in people(state, dispatch, kinds_of(dataset, dispatch), districts, names):
        key = phones.digits(person.phone) or f"{person.enterprise}/{person.name}"
        found.setdefault(
            key,
            Free(key, person.name, person.title, person.phone, person.enterprise, person.district, person.row["lead"]),
        )
    for name, title, phone, district in union_people(state, dispatch):
        key = phones.digits(phone) or f"{UNION}/{name}"
        found.setdefault(key, Free(key, name, title, phone, UNION, district))
    return list(found.values())


def wanted(dataset: Dataset, dispatch: str) -> dict[str, int]:
    """How many of each body a team has at least: the union's, and each enterprise's that owes members."""
    bodies = {UNION: union_wanted(dataset, dispatch)}
    for enterprise in dataset.enterprises:
        if enterprise.owes.team_members:
            bodies[enterprise.id] = int(enterprise.owes.team_members)
    return bodies


def _choices(state: State, dispatch: str) -> dict[tuple[str, str], bool]:
    """The clerk's fixed choices that stand: (facility, person's key)."""
    chosen: dict[tuple[str, str], bool] = {}
    for event in state.fixed:
        if event.dispatch == dispatch:
            key = (event.body["facility"], event.body["person"])
            chosen[key] = event.body["fixed"]
    return {key: True for key, fixed in chosen.items() if fixed}


def decide(dataset: Dataset, store: Store, dispatch: str, fix: Sequence[str], free: Sequence[str], who: str) -> None:
    """Keep what the clerk fixed or freed; Stop where it names no facility or nobody."""
    if not fix and not free:
        return
    problems = []
    with store.change() as change:
        state = by_dispatch(change.events)(dispatch)
        facilities = [facility["id"] for facility in state.facilities]
        available = {person.key: person for person in _available(dataset, state, dispatch)}
        for text, fixed in [*((item, True) for item in fix), *((item, False) for item in free)]:
            facility, _equals, person = text.partition("=")
            key = phones.digits(person)
            if facility not in facilities:
                near = nearest(facility, facilities)
                hint = Message("did-you-mean", found=near) if near else verbatim(", ".join(facilities[:20]))
                problems.append(Problem(Message("facility-unknown", id=facility), remedy=hint))
            elif fixed and key not in available:
                problems.append(Problem(Message("phone-unknown", phone=person)))
            elif _choices(state, dispatch).get((facility, key), False) != fixed:
                change.add(
                    Event(
                        "fixed",
                        f"{facility}/{key}"[:200],
                        {"facility": facility, "person": key, "fixed": fixed},
                        dispatch,
                        "",
                        who,
                    )
                )
        if problems:
            raise UsageError(problems)


def propose(dataset: Dataset, store: Store, dispatch: str, who: str) -> tuple[Proposal, list[Problem]]:
    """Work out the proposal, keep it, and tell what is short."""
    with store.change() as change:
        state = by_dispatch(change.events)(dispatch)
        if not state.facilities:
            raise ProblemsFound(Problem(Message("facilities-none.list-health"), Place()))
        proposal, problems = work_out(dataset, state, dispatch)
        before = [event for event in change.events if event.kind == "teams" and event.dispatch == dispatch]
        if not before or before[-1].body != proposal:
            change.add(Event("teams", dispatch, dict(proposal), dispatch, "", who))
    return proposal, problems


def work_out(dataset: Dataset, state: State, dispatch: str) -> tuple[Proposal, list[Problem]]:
    """The proposal from what is known: teams with members by body, and what is short; pure."""
    bodies = wanted(dataset, dispatch)
    available = _available(dataset, state, dispatch)
    posts = {district.id: _posts(state, district.id) for district in dataset.districts}
    roster = Roster(chain(*posts.values()), bodies)
    unmet = _keep(roster, available, _choices(state, dispatch))
    facilities = {facility["id"]: facility for facility in state.facilities}
    teams: list[Team] = []
    problems: list[Problem] = []
    for district in dataset.districts:
        roster.fill(posts[district.id], [person for person in available if person.district == district.id])
        here = [_team(facilities[post.facility], post, roster, bodies) for post in posts[district.id]]
        clashes = [choice for choice in unmet if facilities[choice[0]]["district"] == district.id]
        problems += [_clash(choice, district.heading_name) for choice in clashes]
        problems += _short(here, district, bodies, dataset)
        teams += here
    return {"teams": teams, "wanted": bodies}, problems


def _posts(state: State, district: str) -> list[Post]:
    return [
        Post(facility["id"], number, day)
        for facility in state.facilities
        if facility["district"] == district
        for day in facility.get("days") or [STANDING]
        for number in range(1, int(facility.get("teams", 1)) + 1)
    ]


def _keep(roster: Roster, available: Sequence[Free], chosen: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Keep the clerk's choices in the order in which they were made; those that can't be kept beside earlier ones."""
    people = {person.key: person for person in available}
    facilities = {post.facility for post in roster.placed}
    choices = [choice for choice in chosen if choice[0] in facilities]
    return [choice for choice in choices if choice[1] not in people or not roster.keep(choice[0], people[choice[1]])]


def _team(facility: Facility, post: Post, roster: Roster, bodies: Mapping[str, int]) -> Team:
    """A team as the proposal keeps it: its members by body, those beyond the bodies, and how many are short."""
    placed = roster.placed[post]
    short = {body: roster.short(post, body) for body in bodies}
    return {
        "facility": post.facility,
        "name": facility["name"],
        "address": facility.get("address", ""),
        "district": facility["district"],
        "number": post.number,
        "day": post.day,
        "members": {body: [person.plain() for person in placed if person.body == body] for body in bodies},
        "extra": [person.plain() for person in placed if person.body not in bodies],
        "short": {body: missing for body, missing in short.items() if missing},
    }


def _short(teams: list[Team], district: Any, bodies: Mapping[str, int], dataset: Dataset) -> list[Problem]:
    names = {enterprise.id: enterprise.name for enterprise in dataset.enterprises} | {UNION: "Huyện đoàn"}
    found = []
    for body in bodies:
        missing = sum(team["short"].get(body, 0) for team in teams)
        if missing:
            found.append(
                Problem(
                    Message("teams-short", district=district.heading_name, count=missing, body=names[body]),
                    Place(),
                    severity=Severity.WARNING,
                )
            )
    return found


def _clash(choice: tuple[str, str], district: str) -> Problem:
    return Problem(
        Message("teams-choice", district=district, facility=choice[0], person=choice[1]),
        Place(),
        severity=Severity.WARNING,
    )
