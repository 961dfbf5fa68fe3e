"""Propose teams for the health facilities of a dispatch, meeting the minimums in its letter.

Places are filled as far as the people named allow, evenly, nobody twice on a day, the clerk's choices first; a place
that cannot be filled stays blank with a warning. The district decides: this is a proposal (đề xuất).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from congvan.columns import phone_numbers as phones
from congvan.ledger.store import Event, Store
from congvan.messages import Message, verbatim
from congvan.model.dataset import Dataset
from congvan.problems import Problem, ProblemsFound, Severity, UsageError
from congvan.returned import FacilityFacts, Proposal, Team
from congvan.returns.answers.staffing import STANDING, Candidate, TeamPlan, TeamSlot
from congvan.returns.forms.kinds import UNION, kinds_of, union_wanted
from congvan.returns.forms.people import people, union_people
from congvan.returns.state import ReturnsState, states_by_dispatch
from congvan.text import did_you_mean


def _available(dataset: Dataset, state: ReturnsState, dispatch: str) -> list[Candidate]:
    """Return everybody named as candidates, unique by phone, else by name and body."""
    candidates: dict[str, Candidate] = {}

    def add(name: str, title: str, phone: str, body: str, district: str, lead: bool = False) -> None:
        key = phones.digits(phone) or f"{body}/{name}"
        candidates.setdefault(key, Candidate(key, name, title, phone, body, district, lead))

    for one in people(dataset, state, kinds_of(dataset, dispatch)):
        add(one.name, one.title, one.phone, one.enterprise, one.district, one.row["lead"])
    for name, title, phone, district in union_people(state, dispatch):
        add(name, title, phone, UNION, district)
    return list(candidates.values())


def wanted(dataset: Dataset, dispatch: str) -> dict[str, int]:
    """Return the minimum per team by body: the union, and each enterprise that owes members."""
    bodies = {UNION: union_wanted(dataset, dispatch)}
    for enterprise in dataset.enterprises:
        if enterprise.owes.team_members:
            bodies[enterprise.id] = int(enterprise.owes.team_members)
    return bodies


def _choices(state: ReturnsState, dispatch: str) -> dict[tuple[str, str], bool]:
    """Return the clerk's choices in force: (facility, person's key)."""
    chosen: dict[tuple[str, str], bool] = {}
    for event in state.fixed:
        if event.dispatch == dispatch:
            key = (event.body["facility"], event.body["person"])
            chosen[key] = event.body["fixed"]
    return {key: True for key, fixed in chosen.items() if fixed}


def record_choices(
    dataset: Dataset, store: Store, dispatch: str, fix: Sequence[str], free: Sequence[str], who: str
) -> None:
    """Store the clerk's choices; raise `UsageError` if one names an unknown facility or person."""
    if not fix and not free:
        return
    problems = []
    with store.change() as change:
        state = states_by_dispatch(change.events)(dispatch)
        facilities = [facility["id"] for facility in state.facilities]
        available = {person.key: person for person in _available(dataset, state, dispatch)}
        for text, fixed in [*((item, True) for item in fix), *((item, False) for item in free)]:
            facility, _equals, person = text.partition("=")
            key = phones.digits(person)
            if facility not in facilities:
                hint = did_you_mean(facility, facilities) or verbatim(", ".join(facilities[:20]))
                problems.append(Problem(Message("facility-unknown", id=facility), remedy=hint))
            elif fixed and key not in available:
                problems.append(Problem(Message("phone-unknown", phone=person)))
            elif _choices(state, dispatch).get((facility, key), False) != fixed:
                body = {"facility": facility, "person": key, "fixed": fixed}
                change.add(Event("fixed", f"{facility}/{key}"[:200], body, dispatch, who=who))
        if problems:
            raise UsageError(problems)


def propose(dataset: Dataset, store: Store, dispatch: str, who: str) -> tuple[Proposal, list[Problem]]:
    """Compute the proposal, store it if it changed, and return it with warnings."""
    with store.change() as change:
        state = states_by_dispatch(change.events)(dispatch)
        if not state.facilities:
            raise ProblemsFound(Problem(Message("facilities-none.list-health")))
        proposal, problems = compute_proposal(dataset, state, dispatch)
        before = [event for event in change.events if event.kind == "teams" and event.dispatch == dispatch]
        if not before or before[-1].body != proposal:
            change.add(Event("teams", dispatch, dict(proposal), dispatch, "", who))
    return proposal, problems


def compute_proposal(dataset: Dataset, state: ReturnsState, dispatch: str) -> tuple[Proposal, list[Problem]]:
    """Return the proposal and warnings for a state; no side effects."""
    bodies = wanted(dataset, dispatch)
    available = _available(dataset, state, dispatch)
    slots = {district.id: _team_slots(state, district.id) for district in dataset.districts}
    plan: TeamPlan[Candidate] = TeamPlan(chain(*slots.values()), bodies)
    unmet = _place_choices(plan, available, _choices(state, dispatch))
    facilities = {facility["id"]: facility for facility in state.facilities}
    teams: list[Team] = []
    problems: list[Problem] = []
    for district in dataset.districts:
        plan.fill(slots[district.id], [person for person in available if person.district == district.id])
        district_teams = [_team(facilities[slot.facility], slot, plan, bodies) for slot in slots[district.id]]
        clashes = [choice for choice in unmet if facilities[choice[0]]["district"] == district.id]
        problems += [_unmet_choice(choice, district.heading_name) for choice in clashes]
        problems += _shortage_warnings(district_teams, district, bodies, dataset)
        teams += district_teams
    return {"teams": teams, "wanted": bodies}, problems


def _team_slots(state: ReturnsState, district: str) -> list[TeamSlot]:
    return [
        TeamSlot(facility["id"], number, day)
        for facility in state.facilities
        if facility["district"] == district
        for day in facility.get("days") or [STANDING]
        for number in range(1, int(facility.get("teams", 1)) + 1)
    ]


def _place_choices(
    plan: TeamPlan[Candidate], available: Sequence[Candidate], chosen: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Assign the clerk's choices in order; return those that conflict with earlier ones."""
    people = {person.key: person for person in available}
    facilities = {slot.facility for slot in plan.placed}
    choices = [choice for choice in chosen if choice[0] in facilities]
    return [choice for choice in choices if choice[1] not in people or not plan.keep(choice[0], people[choice[1]])]


def _team(facility: FacilityFacts, slot: TeamSlot, plan: TeamPlan[Candidate], bodies: Mapping[str, int]) -> Team:
    """Return a team as stored in the proposal: members by body, extra members, and shortfalls."""
    placed = plan.placed[slot]
    short = {body: plan.short(slot, body) for body in bodies}
    return {
        "facility": slot.facility,
        "name": facility["name"],
        "address": facility.get("address", ""),
        "district": facility["district"],
        "number": slot.number,
        "day": slot.day,
        "members": {body: [person.plain() for person in placed if person.body == body] for body in bodies},
        "extra": [person.plain() for person in placed if person.body not in bodies],
        "short": {body: missing for body, missing in short.items() if missing},
    }


def _shortage_warnings(teams: list[Team], district: Any, bodies: Mapping[str, int], dataset: Dataset) -> list[Problem]:
    names = {enterprise.id: enterprise.name for enterprise in dataset.enterprises} | {UNION: "Huyện đoàn"}
    warnings = []
    for body in bodies:
        missing = sum(team["short"].get(body, 0) for team in teams)
        if missing:
            message = Message("teams-short", district=district.heading_name, count=missing, body=names[body])
            warnings.append(Problem(message, severity=Severity.WARNING))
    return warnings


def _unmet_choice(choice: tuple[str, str], district: str) -> Problem:
    message = Message("teams-choice", district=district, facility=choice[0], person=choice[1])
    return Problem(message, severity=Severity.WARNING)
