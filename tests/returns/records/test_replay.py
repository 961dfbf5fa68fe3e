"""What is done to a file counts after another reading of it, and in the calls that correct it."""

from __future__ import annotations

from typing import Any

from congvan.returns.ledger.store import Event
from congvan.returns.records.fold import FoldedRecords
from tests.returns.records.test_records import FORM, HERE, act, answer, folded, row, values

CALL = f"{HERE}/{FORM}/xa=xa-a/ky=2026-t34"
FILE = answer("a", row(1, entry="benh-a", mac=5), row(2, entry="benh-b", mac=3))


def call(**figures: int) -> Event:
    return answer("", row(1, entry="benh-a", **figures), kind="told", how="phone", file="")


def cell(number: int, value: int) -> Event:
    body = {"section": "bang", "n": number, "column": "mac", "value": value}
    return act("corrected", "a", cells=[body], reason="hỏi lại")


def told(records: FoldedRecords, subject: str = CALL) -> list[Any]:
    return [each.get("mac") for each in values(records, subject)]


def test_a_file_read_again_keeps_what_was_corrected_moved_and_struck() -> None:
    moved = act("reassigned", "a", form=FORM, keys={"xa": "xa-b"}, period="2026-t33")
    again = answer("a", row(1, mac=0, entry="benh-c"), row(2, entry="benh-a", mac=5), row(3, entry="benh-b", mac=3))
    again.body["sections"]["bang"][0]["cell"] = "B0"  # a line above, which the first reading did not take
    for number, line in enumerate(again.body["sections"]["bang"][1:], 1):
        line["cell"] = f"B{number}"
    struck = act("corrected", "a", rows=[{"section": "bang", "n": 2, "struck": True}], reason="nghỉ")
    records = folded(FILE, cell(1, 7), struck, moved, again)
    assert told(records, "a") == [0, 7]
    assert records.answers["a"].id.path == "tuan/xa=xa-b/ky=2026-t33"


def test_a_call_follows_what_becomes_of_the_file_that_it_corrects() -> None:
    assert told(folded(FILE, call(mac=11))) == [11, 3]
    assert told(folded(FILE, call(mac=11), cell(2, 4))) == [11, 4]
    assert told(folded(FILE, call(mac=11), cell(1, 9))) == [11, 3]
    gone = act("withdrawn", "a", undo=False, reason="nhầm")
    assert told(folded(FILE, call(mac=11), gone)) == [11]
    back = act("withdrawn", "a", undo=True, reason="")
    assert told(folded(FILE, call(mac=11), gone, back)) == [11, 3]
    refused = Event("refused", "a", {"file": "a.xlsx", "codes": ["x"]}, HERE)
    assert told(folded(FILE, call(mac=11), refused)) == [11]


def test_a_call_rests_on_the_sheet_that_it_is_given_to() -> None:
    other = answer("b", row(1, entry="benh-a", mac=1), row(2, entry="benh-b", mac=8), keys={"xa": "xa-b"})
    moved = act("reassigned", CALL, form=FORM, keys={"xa": "xa-b"}, period="2026-t34")
    records = folded(FILE, other, call(mac=11), moved)
    assert told(records) == [11, 8]
    records = folded(FILE, other, call(mac=11), moved, call(mac=12))
    assert (told(records), told(records, f"{CALL}+")) == ([11, 8], [12, 3])
    back = act("reassigned", CALL, undo=True)
    records = folded(FILE, other, call(mac=11), moved, moved, back)
    assert told(records) == [11, 8]
    records = folded(FILE, other, call(mac=11), moved, moved, back, back, back)
    assert (told(records), records.answers[CALL].id.path) == ([11, 3], CALL.removeprefix(f"{HERE}/"))


def test_what_is_done_to_a_call_is_kept_when_its_file_changes() -> None:
    mine = {"section": "bang", "n": 1, "column": "chet", "value": 1}
    records = folded(FILE, call(mac=11), act("corrected", CALL, cells=[mine], reason=""), cell(2, 4))
    assert values(records, CALL) == [{"mac": 11, "chet": 1}, {"mac": 4}]
    gone = act("withdrawn", CALL, undo=False, reason="nhầm")
    assert folded(FILE, call(mac=11), gone, cell(2, 4)).answers[CALL].withdrawn == "nhầm"
