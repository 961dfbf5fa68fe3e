"""Who is late, how long there is left, and who is named twice."""

from __future__ import annotations

import datetime

import pytest

from congvan.returns.answers.received import answers_to
from congvan.returns.answers.status import days_left, dispatch_status
from congvan.returns.collect import parse_arrival
from tests.returns.filling import blank, dataset, fill, people
from tests.returns.test_collect import Gather, gather

HERE = "bluezone-2020"
__all__ = ["gather"]


@pytest.mark.parametrize(
    ("today", "left"), [("2020-08-18", 2), ("2020-08-20", 0), ("2020-08-21", -1), ("2021-08-20", -365)]
)
def test_days_to_the_deadline(today: str, left: int) -> None:
    assert days_left("2020-08-20", datetime.date.fromisoformat(today)) == left
    assert days_left("", datetime.date.fromisoformat(today)) is None


@pytest.mark.parametrize(
    ("received", "late"), [("2020-08-19 10:00", False), ("2020-08-20 23:59", False), ("2020-08-21 00:01", True)]
)
def test_a_form_is_late_after_the_day_of_the_deadline(gather: Gather, received: str, late: bool) -> None:
    state, _problems = gather(
        {"a.xlsx": fill(blank("viettel-lang-son", "cao-loc"), people(1))}, received=parse_arrival(received)
    )
    shown = dispatch_status(answers_to(dataset(), state, HERE))
    assert shown["deadline"] == "2020-08-20"
    cells = {(cell["enterprise"], cell["district"]): cell["late"] for cell in shown["cells"]}
    assert cells.pop(("viettel-lang-son", "cao-loc")) is late
    assert not any(cells.values())


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (("vnpt-lang-son", "cao-loc"), ("viettel-lang-son", "cao-loc"), True),
        (("viettel-lang-son", "binh-gia"), ("viettel-lang-son", "cao-loc"), True),
        (("viettel-lang-son", "cao-loc"), ("viettel-lang-son", "cao-loc"), False),  # told where the form is read
    ],
)
def test_a_phone_of_two_people_is_told_across_forms(
    gather: Gather, first: tuple[str, str], second: tuple[str, str], told: bool
) -> None:
    one, two = people(1)[0], people(2)[0]
    rows = {slot: [] for slot in (first, second)}
    rows[first].append(one)
    rows[second].append({**two, "phone": one["phone"]})
    state, _problems = gather({f"{'-'.join(slot)}.xlsx": fill(blank(*slot), named) for slot, named in rows.items()})
    found = dispatch_status(answers_to(dataset(), state, HERE))["doubles"]
    assert [(each["code"], each["first_name"], each["name"]) for each in found] == (
        [("phone-shared", one["name"], two["name"])] if told else []
    )
