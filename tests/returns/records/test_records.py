"""What counts after the events: corrections, withdrawals, closings, and each of them taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from congvan.core.messages import Message, as_plain
from congvan.core.problems import EnvironmentFault
from congvan.returns.ledger.store import Event
from congvan.returns.records.fold import FoldedRecords, concerning, fold
from congvan.returns.records.identity import AnswerId, keys_of

HERE, FORM = "mau-2026", "tuan"


def row(number: int, state: str = "taken", entry: str = "", **values: Any) -> dict[str, Any]:
    """A row; one that is asked about asks about its first value."""
    column = next(iter(values), "")
    why = as_plain(Message("column-number.form", text="?"))
    issue = {"code": "column-number", "cell": f"B{number}", "said": "?", "why": why, "column": column}
    issues = [issue] if state == "asked" else []
    return {"n": number, "entry": entry, "cell": f"B{number}", "values": values, "state": state, "issues": issues}


def answer(subject: str, *rows: dict[str, Any], received: str = "", kind: str = "answer", **changes: Any) -> Event:
    """An answer of xa-a for week 34, unless told otherwise."""
    body = {"form": FORM, "version": 1, "keys": {"xa": "xa-a"}, "period": "2026-t34", "how": "form", "nil": False}
    body |= {"file": f"{subject}.xlsx", "sections": {"bang": list(rows)}, **changes}
    return Event(kind, subject, body, HERE, received)


def act(kind: str, subject: str, received: str = "", **body: Any) -> Event:
    return Event(kind, subject, body, HERE, received, "thử")


def folded(*events: Event) -> FoldedRecords:
    return fold(replace(event, number=number) for number, event in enumerate(events, 1))


def values(records: FoldedRecords, subject: str) -> list[Any]:
    return [dict(each["values"]) for each in records.answers[subject].good()]


def test_an_answer_is_told_by_form_keys_and_period() -> None:
    records = folded(answer("a", row(1, luot=5)), answer("b", row(1, luot=6), version=2))
    assert {each.id for each in records.answers.values()} == {AnswerId(HERE, FORM, keys_of({"xa": "xa-a"}), "2026-t34")}
    assert [len(each) for each in records.answers_to(HERE, FORM).values()] == [2]
    assert records.answers["a"].id.path == "tuan/xa=xa-a/ky=2026-t34"


def test_a_second_reading_keeps_the_place_and_the_arrival_of_the_first() -> None:
    first = answer("a", row(1, luot=5), received="2026-08-21T15:00+07:00")
    records = folded(first, answer("b", row(1, luot=7)), answer("a", row(1, luot=6)))
    assert (records.answers["a"].order, records.answers["a"].received) == (1, "2026-08-21T15:00+07:00")
    assert values(records, "a") == [{"luot": 6}]


def test_a_withdrawn_answer_counts_again_when_that_is_taken_back() -> None:
    gone = act("withdrawn", "a", undo=False, reason="gửi nhầm")
    assert folded(answer("a", row(1, luot=5)), gone).answers_to(HERE, FORM) == {}
    back = act("withdrawn", "a", undo=True, reason="")
    assert folded(answer("a", row(1, luot=5)), gone, back).answers_to(HERE, FORM)
    # reading the same file again does not bring it back
    assert folded(answer("a", row(1, luot=5)), gone, answer("a", row(1, luot=5))).answers_to(HERE, FORM) == {}


def test_a_corrected_cell_answers_what_was_asked_about_it() -> None:
    cell = {"section": "bang", "n": 1, "column": "luot", "value": 12}
    records = folded(answer("a", row(1, "asked", luot="1 2")), act("corrected", "a", cells=[cell], reason="hỏi lại"))
    assert values(records, "a") == [{"luot": 12}]
    assert records.answers["a"].corrected == ("bang/1/luot",)
    other = {"section": "bang", "n": 1, "column": "ho_so", "value": 3}
    records = folded(answer("a", row(1, "asked", luot="1 2")), act("corrected", "a", cells=[other], reason=""))
    assert records.answers["a"].asked()


def test_a_person_who_leaves_is_struck_and_comes_back() -> None:
    struck = {"section": "bang", "n": 1, "struck": True}
    two = answer("a", row(1, ten="An"), row(2, ten="Bình"))
    assert values(folded(two, act("corrected", "a", rows=[struck], reason="nghỉ việc")), "a") == [{"ten": "Bình"}]
    back = act("corrected", "a", rows=[{**struck, "struck": False}], reason="")
    assert len(values(folded(two, act("corrected", "a", rows=[struck], reason=""), back), "a")) == 2


def test_an_answer_is_given_to_another_place() -> None:
    moved = act("reassigned", "a", form=FORM, keys={"xa": "xa-b"}, period="2026-t33")
    records = folded(answer("a", row(1, luot=5)), moved)
    assert records.answers["a"].id.path == "tuan/xa=xa-b/ky=2026-t33"


def test_a_mistyped_arrival_and_a_number_are_put_right() -> None:
    came = answer("a", row(1), received="2031-08-21T15:00+07:00")
    arrival = act("arrival", "a", received="2026-08-21T15:00+07:00")
    assert folded(came, arrival).answers["a"].received.startswith("2026")
    number = act("register", "a", number=7, first=7, date="2026-08-21")
    assert folded(came, number, act("register", "a", number=8, first=7, date="2026-08-21")).register["a"]["number"] == 8
    assert not folded(came, number, act("register", "a", number=7, date="", withdrawn=True)).register


def test_a_call_corrects_the_form_and_the_call_before() -> None:
    form = answer("a", row(1, entry="benh-a", mac=12, chet=1), row(2, entry="benh-b", mac=3, chet=0))
    call = answer("", row(1, entry="benh-a", mac=14), kind="told", how="phone", file="")
    told = "mau-2026/tuan/xa=xa-a/ky=2026-t34"
    assert values(folded(form, call), told) == [{"mac": 14, "chet": 1}, {"mac": 3, "chet": 0}]
    more = answer("", row(1, entry="benh-c", mac=2), kind="told", how="phone", file="")
    assert [each.get("mac") for each in values(folded(call, more), told)] == [14, 2]
    all_together = answer("", row(1, mac=20), kind="told", how="phone", file="")
    assert values(folded(call, all_together), told) == [{}, {"mac": 20}]
    assert values(folded(call, all_together, call), told)[0] == {"mac": 14}


def test_closed_figures_stay_until_they_are_opened() -> None:
    closed = act("closed", "tuan", form=FORM, period="2026-t34", day="2026-08-24", undo=False, reason="")
    later = answer("b", row(1, luot=9))
    records = folded(answer("a", row(1, luot=5)), closed, later)
    assert [each.subject for each in records.closed[HERE, FORM, "2026-t34"].answers] == ["a"]
    opened = act("closed", "tuan", form=FORM, period="2026-t34", day="2026-08-25", undo=True, reason="sai")
    assert not folded(answer("a", row(1, luot=5)), closed, later, opened).closed


def test_a_correction_that_is_taken_back_after_closing_stays_in_what_was_closed() -> None:
    put_right = act("corrected", "a", cells=[{"section": "bang", "n": 1, "column": "luot", "value": 7}], reason="gọi")
    closed = act("closed", "tuan", form=FORM, period="2026-t34", day="2026-08-24", undo=False, reason="")
    records = folded(answer("a", row(1, luot=5)), put_right, closed, act("corrected", "a", undo=True, reason="nhầm"))
    (kept,) = records.closed[HERE, FORM, "2026-t34"].answers
    assert [each["values"] for each in kept.sections["bang"]] == [{"luot": 7}]
    assert values(records, "a") == [{"luot": 5}]


def test_what_was_owed_when_the_number_was_given_is_kept() -> None:
    records = folded(act("issued", HERE, forms={"tuan": [{"xa": "xa-a"}, {"xa": "xa-b"}]}))
    assert records.issued[HERE, "tuan"] == (keys_of({"xa": "xa-a"}), keys_of({"xa": "xa-b"}))


@pytest.mark.parametrize(
    "event",
    [
        Event("answer", "a", {"form": FORM, "keys": {}, "sections": {"bang": [{"n": "1"}]}}, HERE),
        Event("answer", "a", {"keys": {}, "sections": {}}, HERE),
        Event("register", "a", {"number": "7", "date": ""}, HERE),
        Event("closed", "a", {"form": 1, "period": "", "undo": False}, HERE),
        Event("arrival", "a", {}, HERE, "gần trưa"),
    ],
)
def test_a_damaged_event_is_told(event: Event) -> None:
    with pytest.raises(EnvironmentFault):
        folded(event)


def test_one_dispatch_is_told_alone_as_among_all() -> None:
    """A file of it was withdrawn as one of another dispatch, and a scan of no dispatch was entered into a third."""
    scan = Event("evidence", "scan", {"file": "scan.pdf", "keys": {}})
    typed = replace(answer("t", row(1, luot=3), typed_from="scan"), dispatch="thu-ba")
    refused = replace(act("refused", "t", file="t.xlsx", codes=["file-kind"]), dispatch="thu-ba")
    gone = replace(act("withdrawn", "a", undo=False, reason="gửi nhầm"), dispatch="khac")
    call = replace(answer("tuan/xa=xa-a", row(1, luot=8), kind="told"), dispatch="xa-nua")
    events = [answer("a", row(1, luot=5)), scan, typed, gone, refused, act("register", "a", number=1, date=""), call]
    kept = concerning(events, [HERE])
    assert kept == [event for event in events if event.dispatch != "xa-nua"]
    alone, among = fold(events, dispatches=[HERE]), fold(events)
    assert alone.answers_to(HERE, FORM) == among.answers_to(HERE, FORM) == {}
    assert (alone.typed, alone.register, alone.evidence) == (among.typed, among.register, among.evidence)
    assert not alone.answers.keys() & {"t", "xa-nua/tuan/xa=xa-a/ky=2026-t34"}
