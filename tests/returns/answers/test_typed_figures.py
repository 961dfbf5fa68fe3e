"""Figures of other periods that a sender typed are compared with what has come."""

from __future__ import annotations

from typing import Any

from congvan.returns.ledger.store import Event
from tests.returns.reading.filled import one, page, xlsx
from tests.returns.telling import act, answer, answers, row

FIRST = answer("a", "tuan", {"xa": "xa-a"}, row(1, luot=5), period="2026-t36")


def second(**typed: Any) -> Event:
    named = {name.replace("_", "-"): value for name, value in typed.items()}
    return answer("b", "tuan", {"xa": "xa-a"}, {**row(1, luot=2), "typed": named}, period="2026-t37")


def reasons(*events: Event) -> list[tuple[str, str, str]]:
    standings = answers(*events).status("tuan")["standings"]
    return [(each["state"], why["code"], why["text"]) for each in standings for why in each["reasons"]]


def test_a_cumulated_figure_that_differs_is_asked_about() -> None:
    assert reasons(FIRST, second(luy_ke=500, truoc=5)) == [("asked", "typed-differs", "Lũy kế: 500 ≠ 7")]
    assert reasons(FIRST, second(luy_ke=7, truoc=4)) == [("asked", "typed-differs", "Tuần trước: 4 ≠ 5")]
    assert reasons(FIRST, second(luy_ke=7, truoc=5)) == []


def test_it_follows_later_corrections_and_is_settled_by_the_office() -> None:
    cell = {"section": "bang", "n": 1, "column": "luot", "value": 498}
    assert reasons(FIRST, second(luy_ke=500), act("corrected", "a", cells=[cell], reason="")) == []
    assert reasons(FIRST, second(luy_ke=500), act("corrected", "b", accepted=True, reason="")) == []


def test_what_nobody_told_is_compared_with_nothing() -> None:
    assert reasons(second(truoc=9)) == []


def test_what_the_formula_of_a_blank_gives_is_not_typed() -> None:
    def sums(_book: Any, sheet: Any) -> None:
        sheet["D7"], sheet["D8"] = 4, 9

    made = page("tuan", {"xa": "xa-a"}, "2026-t37", so_lieu=[{"mac": 4}, {"mac": 1}, {"mac": 2}])
    found = one(xlsx(made, sums))
    assert [row.get("typed", {}) for row in found.body["sections"]["so-lieu"]] == [{}, {"mac-dn": 9}, {}]
