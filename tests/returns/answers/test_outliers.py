"""Figures far beyond the others of their column are asked about, and settled by the office."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.returns.answers import outliers
from congvan.returns.ledger.store import Event
from tests.returns.telling import MEMBERS, act, answer, answers, row

WEEKS = ("2026-t36", "2026-t37", "2026-t38")
OTHERS = [
    answer(f"{xa}-{week}", "tuan", {"xa": xa}, row(1, luot=luot), period=week)
    for xa, luots in (("xa-a", (3, 0, 120)), ("xa-b", (7, 2, 9)))
    for week, luot in zip(WEEKS, luots, strict=True)
]


def last(luot: int, **more: Any) -> Event:
    return answer("x", "tuan", {"xa": "xa-b"}, row(1, luot=luot), period="2026-t39", **more)


def asked(*events: Event) -> list[tuple[str, int, str]]:
    standings = answers(*events).status("tuan")["standings"]
    return [(each["state"], why["count"], why["text"]) for each in standings for why in each["reasons"]]


def test_a_figure_beyond_ten_thousand_times_the_others_is_asked_about() -> None:
    assert asked(*OTHERS, last(12_000_000)) == [("asked", 1, "Lượt: 12.000.000")]
    assert asked(*OTHERS, last(12_000)) == []
    assert asked(*OTHERS[:4], last(12_000_000)) == []


def test_the_office_settles_it() -> None:
    event = last(12_000_000)
    assert asked(*OTHERS, event, act("corrected", "x", accepted=True, reason="đúng")) == []
    cell = {"section": "bang", "n": 1, "column": "luot", "value": 12}
    assert asked(*OTHERS, event, act("corrected", "x", cells=[cell], reason="")) == []
    assert asked(*OTHERS, last(12_000_000, how="phone")) == []


@pytest.mark.parametrize(
    ("amounts", "asked"),
    [
        ((12_500_000, 9_800_000, 15_200_000, 12_500), [3]),
        ((12_500, 9_800_000, 15_200_000, 12_500_000), [0]),
        ((12_500, 9_800, 15_200, 12_500_000), [3]),
        ((12_500_000, 9_800_000, 12_500), []),
        ((12_500_000, 9_800_000, 15_200_000, 100_000), []),
        ((12_500_000, 450_000, 15_200_000, 12_500), []),  # they vary
    ],
)
def test_an_amount_a_thousand_times_those_of_other_periods_is_asked_about(
    amounts: tuple[int, ...], asked: list[int]
) -> None:
    weeks = (*WEEKS, "2026-t39")
    events = [
        answer(week, "tuan", {"xa": "xa-a"}, row(1, luot=amount), period=week)
        for week, amount in zip(weeks, amounts, strict=False)
    ]
    money = MEMBERS.replace("label: Lượt, type: integer", "label: Tiền chi, type: money")
    standings = answers(*events, forms=money).status("tuan")["standings"]
    found = [
        weeks.index(each["period"]) for each in standings for why in each["reasons"] if why["code"] == "figures-scale"
    ]
    assert found == asked


@pytest.mark.parametrize(
    ("amounts", "asked"),
    [
        ((12_500_000, 9_800_000, 15_200_000, 12_500), [3]),
        ((12_500, 9_800, 15_200, 12_500_000), [3]),
        ((12_500_000, 9_800_000, 12_500), []),
        ((12_500_000, 450_000, 15_200_000, 12_500), []),  # they vary
        ((12_500_000, 9_800_000, 15_200, 12_500), [2, 3]),  # the same slip twice
    ],
)
def test_a_sheet_in_another_unit_than_those_of_all_other_senders_is_asked_about(
    amounts: tuple[int, ...], asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    if asked == [2, 3]:  # of four, not of twenty
        monkeypatch.setattr(outliers, "_FEW", 3)
    money = """\
forms:
  - id: chi
    name: Biểu
    subject: Chi
    per: {xa: xa, don_vi: don-vi}
    columns: [{id: viec, label: Việc}, {id: tien, label: Số tiền, type: money}]
"""
    sheets = [(xa, unit) for xa in ("xa-a", "xa-b") for unit in ("dv-a", "dv-b")]
    events = [
        answer(f"{n}", "chi", {"xa": xa, "don_vi": unit}, *(row(k, viec=f"V{k}", tien=amount * k) for k in (1, 2, 3)))
        for n, ((xa, unit), amount) in enumerate(zip(sheets, amounts, strict=False))
    ]
    standings = answers(*events, forms=money).status("chi")["standings"]
    found = [
        (each["keys"]["xa"], each["keys"]["don_vi"])
        for each in standings
        for why in each["reasons"]
        if why["code"] == "figures-unit"
    ]
    assert found == [sheets[n] for n in asked]
