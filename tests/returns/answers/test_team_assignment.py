"""A proposal of teams from what came back: the clerk's choices, who is short, and nobody in two districts at once."""

from __future__ import annotations

from typing import Any

from congvan.ledger.store import Event
from congvan.returns.answers.team_assignment import compute_proposal
from congvan.returns.forms.kinds import kinds_of
from congvan.returns.forms.people import roles
from congvan.returns.state import Answer, ReturnsState
from tests.returns.filling import dataset

DISPATCH = "bluezone-2020"
HERE, THERE = "cao-loc", "loc-binh"


def state(choices: list[tuple[str, str]], named: dict[str, list[str]]) -> ReturnsState:
    """A facility in each of two districts, phones of the people whom an enterprise named by district, and choices."""
    kind = next(kind for kind in kinds_of(dataset(), DISPATCH) if not kind.daily and not kind.body)
    name, _title, phone = roles(kind.columns)
    made = ReturnsState(
        facilities=[{"id": "a", "name": "A", "district": HERE}, {"id": "b", "name": "B", "district": THERE}]
    )
    for order, (district, phones) in enumerate(named.items()):
        rows = [{"values": {name: "N", phone: each}, "district": district, "ask": [], "lead": False} for each in phones]
        body: dict[str, Any] = {"form": kind.form, "enterprise": "vnpt-lang-son", "district": district, "rows": rows}
        answer = Answer(f"{order}", order, body, DISPATCH)
        made.current[answer.slot] = answer
    for facility, person in choices:
        body = {"facility": facility, "person": person, "fixed": True}
        made.fixed.append(Event("fixed", f"{facility}/{person}", body, DISPATCH, "", ""))
    return made


def members(made: ReturnsState) -> tuple[dict[str, list[str]], list[str]]:
    """Who is on the team of each facility, and the codes of the problems other than shortfalls."""
    proposal, problems = compute_proposal(dataset(), made, DISPATCH)
    found = {
        team["facility"]: [person["key"] for people in team["members"].values() for person in people]
        for team in proposal["teams"]
    }
    return found, [problem.code for problem in problems if problem.code != "teams-short"]


def test_people_stay_in_their_district() -> None:
    assert members(state([], {HERE: ["0912345678"], THERE: []})) == ({"a": ["0912345678"], "b": []}, [])


def test_who_is_chosen_for_another_district_is_on_no_team_at_home() -> None:
    assert members(state([("b", "0912345678")], {HERE: ["0912345678"]})) == ({"a": [], "b": ["0912345678"]}, [])


def test_of_two_choices_that_exclude_each_other_the_second_is_told() -> None:
    found = members(state([("b", "0912345678"), ("a", "0912345678")], {HERE: ["0912345678"]}))
    assert found == ({"a": [], "b": ["0912345678"]}, ["teams-choice"])


def test_a_choice_of_somebody_no_longer_named_is_told() -> None:
    assert members(state([("a", "0987654321")], {HERE: []})) == ({"a": [], "b": []}, ["teams-choice"])
