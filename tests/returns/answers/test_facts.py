"""What documents are told of what came back."""

from __future__ import annotations

from pathlib import Path

from congvan.returns.answers.facts import load_return_facts
from congvan.returns.state import ReturnsState
from tests.returns.filling import blank, dataset, facts_of, fill, people
from tests.returns.test_collect import Gather, gather

HERE = "bluezone-2020"
SLOT = ("viettel-lang-son", "cao-loc")
__all__ = ["gather"]


def owing(state: ReturnsState) -> set[tuple[str, str]]:
    return {(cell["enterprise"], cell["district"]) for cell in facts_of(state)["owing"]}


def test_where_nothing_came_back_everything_is_owed(tmp_path: Path) -> None:
    assert load_return_facts(dataset(), tmp_path, None) == {}
    found = facts_of(ReturnsState())
    assert (found["people"], found["register"], found["reports"], found["teams"]) == ([], [], [], None)
    assert SLOT in owing(ReturnsState())


def test_people_are_told_with_the_names_of_their_bodies_and_owe_no_more(gather: Gather) -> None:
    rows = people(1, 2)
    state, _problems = gather({"a.xlsx": fill(blank(*SLOT), rows)})
    named = facts_of(state)["people"]
    assert [(person["name"], person["phone"]) for person in named] == [(row["name"], row["phone"]) for row in rows]
    assert {person["district_name"] for person in named} == {"Huyện Cao Lộc"}
    assert owing(ReturnsState()) - owing(state) == {SLOT}


def test_the_register_has_the_files_that_bear_a_number_in_its_order(gather: Gather) -> None:
    gather({"b.xlsx": fill(blank(*SLOT), people(1))}, register=8)
    gather({"without.xlsx": fill(blank("viettel-lang-son", "binh-gia"), people(2))})
    state, _problems = gather({"cao-loc--vnpt-lang-son.pdf": b"%PDF-1.4 (sample)"}, register=7)
    rows = facts_of(state)["register"]
    assert [(row["number"], row["file"], bool(row["note"])) for row in rows] == [
        ("7", "cao-loc--vnpt-lang-son.pdf", True),  # to be typed
        ("8", "b.xlsx", False),
    ]
