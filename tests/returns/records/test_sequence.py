"""Newer is a total order: no three answers of which each is newer than the next."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

from congvan.returns.records.answers import Answer
from congvan.returns.records.identity import AnswerId
from congvan.returns.records.sequence import at_once, contradicts, first_arrival, in_order


def came(order: int, received: str = "", since: str = "") -> Answer:
    return Answer(str(order), order, AnswerId("d", "f", ()), {}, received=received, since=since)


def order_of(*answers: Answer) -> list[int]:
    found = {tuple(answer.order for answer in in_order(each)) for each in permutations(answers)}
    assert len(found) == 1
    return list(found.pop())


def test_by_arrival() -> None:
    assert order_of(came(1, "2026-08-21T15:00+07:00"), came(2, "2026-08-21T09:00+07:00")) == [2, 1]
    assert order_of(came(1, "2026-08-22"), came(2, "2026-08-21T09:00+07:00")) == [2, 1]


def test_a_day_without_an_hour_is_in_the_order_of_coming() -> None:
    assert order_of(came(1, "2026-08-20T15:30+07:00"), came(2, "2026-08-20"), came(3, "2026-08-20T10:00+07:00")) == [
        1,
        2,
        3,
    ]


def test_an_unknown_arrival_stands_behind_what_came_before() -> None:
    assert order_of(came(1, "2026-08-20"), came(2), came(3, "2026-08-19")) == [3, 1, 2]


def test_a_correction_does_not_make_late() -> None:
    assert first_arrival([came(1, "2026-08-20T15:30+07:00"), came(2, "2026-08-22T15:30+07:00")]).startswith(
        "2026-08-20"
    )
    assert first_arrival([came(1, "2026-08-22", since="2026-08-20")]) == "2026-08-20"
    assert first_arrival([came(1)]) == ""


def test_of_those_that_came_at_once_the_fuller_follows_and_the_newer_blank() -> None:
    def sent(order: int, version: int = 1, **values: int) -> Answer:
        rows: Any = [{"n": 1, "entry": "", "cell": "", "values": values, "state": "taken", "issues": []}]
        return replace(came(order), sections={"bang": rows}, run=1, version=version)

    more, less, newer = sent(1, a=1, b=2), sent(2, a=1), sent(3, 2)
    assert order_of(more, less, newer) == [2, 1, 3]
    assert contradicts(less, more)
    assert not contradicts(more, less)
    assert contradicts(sent(4, a=2, b=2), less)
    assert contradicts(replace(less, nil=True), less)
    assert at_once(less, more)
    assert not at_once(newer, more)
    for one, other, parted in (
        ("", "2026-08-20", False),
        ("2026-08-20", "2026-08-20T15:30+07:00", False),
        ("2026-08-20T08:30+00:00", "2026-08-20T15:30+07:00", False),
        ("2026-08-20T15:30+07:00", "2026-08-20T16:00+07:00", True),
        ("2026-08-20", "2026-08-21", True),
    ):
        assert at_once(replace(less, received=one), replace(more, received=other)) is not parted
    assert not at_once(replace(less, run=2), more)
