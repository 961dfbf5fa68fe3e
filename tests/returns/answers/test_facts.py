"""What papers are told: figures now and as they were closed, what changed since, the register, what stands twice."""

from __future__ import annotations

from typing import Any

from congvan.core.returned import ReturnFacts
from congvan.returns.answers.facts import return_facts
from congvan.returns.ledger.store import Event
from tests.returns.telling import MEMBERS, act, answer, answers, person, row


def facts(*events: Event, forms: str = MEMBERS) -> ReturnFacts:
    return return_facts(answers(*events, forms=forms))


def week(number: int, luot: int, xa: str = "xa-a", subject: str = "", **changes: Any) -> Event:
    name = subject or f"{xa}-{number}"
    return answer(name, "tuan", {"xa": xa}, row(1, luot=luot), period=f"2026-t{number}", **changes)


def close(number: int, undo: bool = False) -> Event:
    return act("closed", "tuan", form="tuan", period=f"2026-t{number}", day="2026-09-07", undo=undo, reason="")


def figures(found: Any) -> list[tuple[str, Any, Any, Any]]:
    return [
        (fact["period"], *(fact["sections"]["bang"][0]["values"].get(name, "") for name in ("luot", "luy-ke", "truoc")))
        for fact in found
        if fact["form"] == "tuan"
    ]


def test_figures_are_cumulated_and_stand_beside_the_last() -> None:
    found = facts(week(37, 20), week(36, 5), week(38, 1))
    assert figures(found["answers"]) == [("2026-t36", 5, 5, ""), ("2026-t37", 20, 25, 5), ("2026-t38", 1, 26, 20)]


def test_a_correction_changes_the_next_papers_alone() -> None:
    events = [week(36, 5), close(36), week(37, 20), close(37), week(36, 7, subject="again"), week(38, 1)]
    found = facts(*events)
    assert figures(found["answers"]) == [("2026-t36", 7, 7, ""), ("2026-t37", 20, 27, 7), ("2026-t38", 1, 28, 20)]
    assert figures(found["closed"]["tuan/2026-t36"]) == [("2026-t36", 5, 5, "")]
    assert figures(found["closed"]["tuan/2026-t37"]) == [("2026-t37", 20, 25, 5)]
    noted = {paper: [(c["period"], c["before"], c["after"]) for c in each] for paper, each in found["changes"].items()}
    assert noted == {"tuan/2026-t38": [("2026-t36", "5", "7")]}


def test_a_correction_before_the_next_paper_is_closed_is_noted_by_that() -> None:
    found = facts(week(36, 5), close(36), week(36, 7, subject="again"), week(37, 20), close(37), week(38, 1))
    assert list(found["changes"]) == ["tuan/2026-t37"]
    assert list(found["closed"]) == ["tuan/2026-t36"]


def test_open_figures_are_printed_anew() -> None:
    found = facts(week(36, 5), close(36), week(36, 7, subject="again"), close(36, undo=True), week(37, 1))
    assert (found["closed"], found["changes"]) == ({}, {})


def test_the_register_names_sender_and_form() -> None:
    AB = {"xa": "xa-a", "don_vi": "dv-b"}
    came = answer("a", "thanh-vien", AB, person(1))
    scan = Event("evidence", "s", {"file": "s.pdf", "keys": AB, "form": "thanh-vien"}, "cv")
    numbers = [act("register", name, number=n, date="2026-09-01") for n, name in enumerate("sa", 5)]
    found = facts(came, scan, *numbers)["registered"]
    assert [(each["number"], each["sender"], each["what"], each["note"]) for each in found] == [
        ("5", "Ủy ban nhân dân xã Mẫu A", "Bản chụp Đơn vị B", "to-be-typed"),
        ("6", "Ủy ban nhân dân xã Mẫu A", "Danh sách Đơn vị B", ""),
    ]


def test_a_phone_on_two_answers_is_told() -> None:
    first = answer("a", "thanh-vien", {"xa": "xa-a", "don_vi": "dv-b"}, person(1), person(2))
    same = answer("b", "thanh-vien", {"xa": "xa-b", "don_vi": "dv-b"}, person(1))
    other = answer("c", "thanh-vien", {"xa": "xa-a", "don_vi": "dv-a"}, person(3, dien_thoai="0942 1000 02"))
    found = facts(first, same, other)["same"]
    assert [(each["code"], each["first"], each["second"]) for each in found] == [
        ("value-shared", "c.xlsx, B3", "a.xlsx, B2"),
        ("person-elsewhere", "a.xlsx, B1", "b.xlsx, B1"),
    ]
