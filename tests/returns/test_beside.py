"""What is told of an answer beside those that came before."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.core.problems import Problem, Severity
from congvan.model.loader import load
from congvan.returns.beside import CollectedFile, beside_others
from congvan.returns.intake.sent import SentFile
from congvan.returns.reading.identity import KnownForms
from tests.forms.office import files
from tests.returns.telling import MEMBERS, act, answer, folded, person, row

AB = {"xa": "xa-a", "don_vi": "dv-b"}


def told(*people: list[Any], collected: str = "b") -> list[Problem]:
    """What is told of one of several files, each with some people, that came one after the other."""
    dataset = load(files(MEMBERS))
    events = [answer(name, "thanh-vien", AB, *rows) for name, rows in zip("abc", people, strict=False)]
    sent = CollectedFile(f"{collected}.xlsx", SentFile(collected, lambda: b""), collected, "answer")
    return list(beside_others(KnownForms(dataset), folded(dataset, *events), [sent]))


def test_people_who_stand_on_the_newer_answer_no_more_are_named() -> None:
    (problem,) = told([person(1), person(2), person(3)], [person(2)])
    assert (problem.code, problem.message.values["count"]) == ("rows-gone", 2)
    assert problem.message.values["names"] == "Nguyễn Văn Mẫu 1; Nguyễn Văn Mẫu 3"
    assert problem.place.file == "b.xlsx"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([person(1)], [person(1), person(2)]),
        ([person(1), person(2)], [person(2), person(1)]),
        ([person(1), {**person(2), "state": "struck"}], [person(1)]),
        ([person(1), row(2, "asked", cccd="?")], [person(1)]),
    ],
)
def test_nobody_is_named_who_is_still_there(before: list[Any], after: list[Any]) -> None:
    assert told(before, after) == []


def test_of_an_older_answer_it_is_said_that_it_was_replaced() -> None:
    assert [each.code for each in told([person(1)], [person(1)], collected="a")] == ["answer-replaced"]


def test_two_that_came_at_once_are_told_and_none_replaces_the_other() -> None:
    dataset = load(files(MEMBERS))
    events = [answer(name, "thanh-vien", AB, person(n), run=1) for n, name in enumerate("ab", 2)]
    sent = [CollectedFile(f"{name}.xlsx", SentFile(name, lambda: b""), name, "answer") for name in "ab"]
    (problem,) = beside_others(KnownForms(dataset), folded(dataset, *events), sent)
    assert (problem.code, problem.place.file, problem.message.values["file"]) == ("answers-at-once", "b.xlsx", "a.xlsx")
    accepted = act("corrected", "a", accepted=True, reason="hỏi lại")
    assert not [*beside_others(KnownForms(dataset), folded(dataset, *events, accepted), sent[:1])]


@pytest.mark.parametrize("order", ["sb", "bs"])
def test_a_signed_paper_is_not_replaced_by_a_sheet_and_each_cell_is_asked_about(order: str) -> None:
    dataset = load(files(MEMBERS))
    papers = {"s": answer("s", "thanh-vien", AB, person(1), signed=True), "b": answer("b", "thanh-vien", AB, person(2))}
    sent = [CollectedFile(f"{name}.xlsx", SentFile(name, lambda: b""), name, "answer") for name in order]
    records = folded(dataset, *(papers[name] for name in order))
    found = [*beside_others(KnownForms(dataset), records, sent)]
    asked = [each for each in found if each.code == "signed-differs"]
    assert asked
    assert all(each.severity is Severity.ERROR for each in asked)
    assert ("answer-replaced", "s.xlsx") not in {(each.code, each.place.file) for each in found}
