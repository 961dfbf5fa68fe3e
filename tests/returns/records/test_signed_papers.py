"""A signed paper beside a sheet: what differs."""

from __future__ import annotations

import pytest

from congvan.core.returned import Standing
from congvan.forms.form import forms_of
from congvan.returns.ledger.store import Event
from congvan.returns.records.signed_papers import differing_cells
from tests.returns.telling import HERE, MEMBERS, act, answer, answers, person, project

AB = {"xa": "xa-a", "don_vi": "dv-b"}
SHEET = answer("a", "thanh-vien", AB, person(1), person(2), run=1)
SIGNED = answer("s", "thanh-vien", AB, person(1), person(3), run=1, signed=True)
SAME = answer("b", "thanh-vien", AB, person(1), person(3), run=1)


def stands(*events: Event) -> Standing:
    found = answers(*events).status("thanh-vien")["standings"]
    return next(each for each in found if each["keys"] == AB)


def test_the_cells_that_differ_are_told_with_their_labels_and_row() -> None:
    form = forms_of(project(MEMBERS), HERE)["thanh-vien"]
    signed, sheet = ({"bang": [person(1), person(n)]} for n in (3, 2))
    found = [*differing_cells(form, signed, sheet)]
    assert {(cell.row, cell.signed, cell.sheet) for cell in found} >= {(2, "Nguyễn Văn Mẫu 3", "Nguyễn Văn Mẫu 2")}
    assert {cell.row for cell in found} == {2}
    assert not [*differing_cells(form, signed, signed)]


@pytest.mark.parametrize("came", [(SHEET, SIGNED), (SIGNED, SHEET), (SAME, SHEET, SIGNED)])
def test_the_signed_one_leads_and_the_sender_is_asked(came: tuple[Event, ...]) -> None:
    found = stands(*came)
    (reason,) = found["reasons"]
    assert (found["state"], found["file"], reason["code"]) == ("asked", "s.xlsx", "signed-differs")
    assert reason["text"].startswith("a.xlsx: ")


@pytest.mark.parametrize("came", [(SAME, SIGNED), (SIGNED, SAME), (SHEET, SIGNED, SAME), (SIGNED, SHEET, SAME)])
def test_a_sheet_that_agrees_asks_nothing(came: tuple[Event, ...]) -> None:
    found = stands(*came)
    assert (found["state"], found["file"]) == ("complete", "s.xlsx")


@pytest.mark.parametrize("came", [(SHEET, SIGNED), (SIGNED, SHEET)])
@pytest.mark.parametrize(
    ("decision", "counts"),
    [
        (act("corrected", "a", accepted=True, reason="hỏi lại"), "a.xlsx"),
        (act("corrected", "s", accepted=True, reason="hỏi lại"), "s.xlsx"),
        (act("withdrawn", "a", undo=False, reason="hỏi lại"), "s.xlsx"),
        (act("withdrawn", "s", undo=False, reason="hỏi lại"), "a.xlsx"),
    ],
)
def test_the_office_decides(came: tuple[Event, ...], decision: Event, counts: str) -> None:
    found = stands(*came, decision)
    assert (found["state"], found["file"]) == ("complete", counts)


def test_a_sheet_that_was_accepted_before_the_signed_paper_is_asked_about() -> None:
    accepted = act("corrected", "a", accepted=True, reason="hỏi lại")
    assert stands(SHEET, accepted, SIGNED)["state"] == "asked"


def test_a_call_corrects_the_signed_paper() -> None:
    call = answer("thanh-vien/xa=xa-a/don_vi=dv-b", "thanh-vien", AB, person(2), kind="told", how="phone")
    found = stands(SIGNED, SHEET, call)
    assert found["how"] == "phone"
