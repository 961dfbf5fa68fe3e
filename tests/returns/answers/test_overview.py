"""How all forms stand on a day, as `status` shows it."""

from __future__ import annotations

import datetime

from congvan.returns.answers.overview import work_out
from tests.returns.telling import MEMBERS, answer, project, row

WEEKS = ["2026-t36", "2026-t37"]


def test_periods_are_those_that_have_begun_or_for_which_something_came() -> None:
    early = answer("a", "tuan", {"xa": "xa-a"}, row(1, luot=5), period="2026-t39")
    for day, events, shown, until in (
        (30, [], [], "2026-08-31"),
        (8, [], WEEKS, "2026-09-11"),
        (8, [early], [*WEEKS, "2026-t38", "2026-t39"], "2026-09-11"),
        (12, [], WEEKS, "2026-09-14"),
        (28, [], [*WEEKS, "2026-t38", "2026-t39"], "9999-12-31"),
    ):
        on = datetime.date(2026, 8 if day == 30 else 9, day)
        found, past = work_out(project(MEMBERS), events, [], on)
        (_members, weekly) = found["dispatches"]["cv"]["forms"]
        assert [each["id"] for each in weekly["periods"]] == shown
        assert weekly["sheets"] == dict.fromkeys(shown, 2)
        assert (found["first"], found["until"], past) == (on.isoformat(), until, [])


def test_a_dispatch_that_is_wanted_is_there_though_it_has_no_forms() -> None:
    day = datetime.date(2026, 9, 1)
    assert list(work_out(project(""), [], [], day)[0]["dispatches"]) == []
    assert work_out(project(""), [], [], day, "cv")[0]["dispatches"]["cv"]["forms"] == []
