"""What is read of the answers to a dispatch, before anybody asks for a status."""

from __future__ import annotations

from congvan.returns.answers.received import answers_to
from congvan.returns.state import ReturnsState
from tests.returns.filling import blank, dataset, fill, people
from tests.returns.test_collect import Gather, gather

HERE = "bluezone-2020"
__all__ = ["gather"]


def test_nothing_came_and_the_roster_is_known() -> None:
    answers = answers_to(dataset(), ReturnsState(), HERE)
    assert answers.roster is not None
    assert answers.name_column == "ho-ten"
    assert (list(answers.people), list(answers.doubles), dict(answers.reports)) == ([], [], {})
    assert answers.deadline == "2020-08-20"


def test_people_and_who_is_named_twice(gather: Gather) -> None:
    one, two = people(1)[0], people(2)[0]
    files = {"a.xlsx": ("cao-loc", [one]), "b.xlsx": ("binh-gia", [two, one])}
    state, _problems = gather(
        {name: fill(blank("viettel-lang-son", district), rows) for name, (district, rows) in files.items()}
    )
    answers = answers_to(dataset(), state, HERE)
    assert sorted(person.name for person in answers.people) == sorted([one["name"], one["name"], two["name"]])
    assert [(code, second.name) for code, _first, second in answers.doubles] == [("person-elsewhere", one["name"])]
