"""Every act of the office about what came, and each taken back."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from congvan.cli.status import _history
from congvan.core.i18n import using_language
from congvan.core.job import Progress
from congvan.returns import overview
from congvan.returns.decisions import (
    CloseRequest,
    CorrectRequest,
    ReassignRequest,
    WithdrawRequest,
    close,
    correct,
    reassign,
    withdraw,
)
from congvan.returns.entering import ReportRequest, report
from congvan.returns.overview import StatusRequest, status
from tests.returns.office import codes, done, keep, office, states, stored
from tests.returns.telling import act, answer, person, row

AB = {"xa": "xa-a", "don_vi": "dv-b"}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office with two answers, on a day on which nothing was due yet."""
    monkeypatch.setattr(overview, "today", lambda: datetime.date(2026, 9, 1))
    made = office(tmp_path)
    keep(
        made,
        answer("a", "thanh-vien", AB, person(1), person(2), row(3, "asked", dien_thoai="12", ho_ten="Mẫu")),
        answer("b", "tuan", {"xa": "xa-a"}, row(1, luot=5), period="2026-t36", received="2026-09-04T17:00+07:00"),
    )
    return made


def test_an_answer_is_withdrawn_and_counts_again(root: Path) -> None:
    done(withdraw, WithdrawRequest(root=root, file="a.xlsx", reason="gửi nhầm", who="An"))
    assert states(root, "thanh-vien")["xa-a/dv-b"] == "missing"
    entry = done(status, StatusRequest(root=root, history=True)).data["history"][0]
    assert (entry["state"], entry["acts"][0]["reason"]) == ("withdrawn", "gửi nhầm")
    done(withdraw, WithdrawRequest(root=root, file="a", undo=True))
    assert states(root, "thanh-vien")["xa-a/dv-b"] == "asked"


def test_a_row_is_struck_and_a_cell_put_right(root: Path) -> None:
    gone = done(withdraw, WithdrawRequest(root=root, file="a.xlsx", row="3", reason="nghỉ việc"))
    assert states(root, "thanh-vien")["xa-a/dv-b"] == "complete"
    back = done(withdraw, WithdrawRequest(root=root, file="a.xlsx", row="bang.3", undo=True))
    assert [str(each.remarks[0]) for each in (gone, back)] == [
        "a.xlsx: row 3 no longer counts",
        "a.xlsx: row bang.3 counts again",
    ]
    cells = ("3.dien-thoai=0942100003", "3.ho-ten=Đ/c Lê Văn Mẫu")
    done(correct, CorrectRequest(root=root, file="a.xlsx", cells=cells, reason="hỏi lại"))
    assert [cell["value"] for cell in stored(root)[-1].body["cells"]] == ["0942100003", "Lê Văn Mẫu"]
    assert states(root, "thanh-vien")["xa-a/dv-b"] == "complete"
    assert codes(correct, CorrectRequest(root=root, file="a.xlsx", cells=("3.dien-thoai=12",), reason="x")) == [
        "phone-wrong"
    ]
    assert codes(withdraw, WithdrawRequest(root=root, file="a.xlsx", row="9", reason="x")) == ["row-unknown"]
    far = CorrectRequest(root=root, file="a.xlsx", cells=("99.dien-thoai=0942100003",), reason="x")
    assert codes(correct, far) == ["row-unknown"]


def test_arrival_and_number_are_put_right(root: Path) -> None:
    keep(root, act("register", "b", number=7, first=7, date="2026-09-04"))
    keep(root, act("register", "a", number=8, first=7, date="2026-09-04"))
    done(correct, CorrectRequest(root=root, file="b.xlsx", received="2026-09-04 15:00"))
    shown = done(status, StatusRequest(root=root, form="tuan")).data["dispatches"]["cv"]["forms"][0]["standings"]
    assert [each["late"] for each in shown if each["state"] == "complete"] == ["in-time"]
    assert codes(correct, CorrectRequest(root=root, file="b.xlsx", received="2031-09-04")) == ["arrival-ahead"]
    assert codes(correct, CorrectRequest(root=root, file="b.xlsx", register=8)) == ["register-given"]
    done(withdraw, WithdrawRequest(root=root, file="a.xlsx", what="register", reason="ghi nhầm"))
    done(correct, CorrectRequest(root=root, file="b.xlsx", register=8))
    assert [e.body["number"] for e in stored(root) if e.kind == "register"] == [7, 8, 8, 8]


def test_an_answer_goes_to_another_entry_and_period(root: Path) -> None:
    done(reassign, ReassignRequest(root=root, file="b.xlsx", keys=("xa=Mẫu B", "ky=Tuần 37"), reason="ghi nhầm xã"))
    assert states(root, "tuan") == {
        "xa-a/2026-t36": "missing",
        "xa-b/2026-t36": "missing",
        "xa-a/2026-t37": "missing",
        "xa-b/2026-t37": "complete",
    }
    outcome = done(reassign, ReassignRequest(root=root, file="b.xlsx", keys=("ky=Tuần 36",), reason="nhầm"))
    weeks = "Tuần 37 (07/9–13/9) → Tuần 36 (31/8–06/9)"
    assert str(outcome.remarks[0]) == f"b.xlsx: reassigned ({weeks})"
    assert codes(reassign, ReassignRequest(root=root, file="b.xlsx", keys=("ky=Tuần 36",), reason="nhầm")) == [
        "reassign-same"
    ]
    for expected in ("xa-b/2026-t37", "xa-a/2026-t36"):
        done(reassign, ReassignRequest(root=root, file="b.xlsx", undo=True))
        assert [name for name, state in states(root, "tuan").items() if state == "complete"] == [expected]
    for request, code in (({"undo": True}, "none"), ({"undo": True, "keys": ("xa=xa-a",)}, "alone"), ({}, "")):
        outcome = reassign(ReassignRequest(root=root, file="b.xlsx", reason="x", **request), Progress())
        assert [each.message.id for each in outcome.problems] == [
            f"reassign-undo.{code}" if code else "reassign-nothing"
        ]
    assert codes(reassign, ReassignRequest(root=root, file="b.xlsx", keys=("xa=Mẫu Z",), reason="x")) == [
        "want-unknown"
    ]
    assert codes(reassign, ReassignRequest(root=root, file="b.xlsx", keys=("luot=3",), reason="x")) == [
        "reassign-cells"
    ]


def test_figures_are_closed_and_opened(root: Path) -> None:
    done(close, CloseRequest(root=root, form="tuan", period="2026-t36"))
    assert codes(close, CloseRequest(root=root, form="tuan", period="2026-t36")) == ["close-state"]
    assert codes(close, CloseRequest(root=root, form="tuan", period="2026-t36", undo=True)) == ["reason-missing"]
    done(close, CloseRequest(root=root, form="tuan", period="2026-t36", undo=True, reason="sai số"))
    assert codes(close, CloseRequest(root=root, form="tuan", period="2026-t36", undo=True, reason="x")) == [
        "close-state"
    ]
    assert codes(close, CloseRequest(root=root, form="tuan")) == ["period-unnamed"]
    assert codes(close, CloseRequest(root=root, form="thanh-vien", period="2026-t36")) == ["period-none"]


def test_closing_names_what_is_open(root: Path) -> None:
    outcome = done(close, CloseRequest(root=root, form="thanh-vien"))
    told = {p.code: (p.message.values["count"], p.message.values["names"]) for p in outcome.problems}
    assert told["close-open"] == (1, "Xã Mẫu A, Đơn vị B")
    assert told["close-missing"][0] == 3
    assert "Phường Mẫu B, Đơn vị B" in str(told["close-missing"][1])


def test_the_history_says_what_was_done_and_why(root: Path) -> None:
    moved = {"keys": ("xa=xa-b",), "reason": "ghi nhầm xã"}
    done(reassign, ReassignRequest(root=root, file="b.xlsx", who="An", **moved))
    cells = ("3.dien-thoai=0942100003",)
    done(correct, CorrectRequest(root=root, file="a.xlsx", cells=cells, reason="hỏi lại", who="Bình"))
    done(correct, CorrectRequest(root=root, file="a.xlsx", undo=True, who="An"))
    history = done(status, StatusRequest(root=root, history=True)).data["history"]
    said = {
        "a.xlsx": ["sửa: Bình: hỏi lại: 3. Điện thoại: 12 → 0942100003", "sửa: hoàn tác: An"],
        "b.xlsx": ["chuyển thành tuan/xa=xa-b/ky=2026-t36: An: ghi nhầm xã"],
    }
    with using_language("vi"):
        assert {line["file"]: [each.strip() for each in [*_history(line)][1:]] for line in history} == said


def test_what_is_meant_must_be_one(root: Path) -> None:
    keep(root, answer("c", "tuan", {"xa": "xa-b"}, row(1, luot=5), period="2026-t36", file="a.xlsx"))
    assert codes(withdraw, WithdrawRequest(root=root, file="a.xlsx", reason="x")) == ["file-named"]
    assert codes(withdraw, WithdrawRequest(root=root, file="z.xlsx", reason="x")) == ["file-named"]
    assert codes(withdraw, WithdrawRequest(root=root, file="b.xlsx")) == ["reason-missing"]
    assert codes(correct, CorrectRequest(root=root, file="b.xlsx")) == ["correct-nothing"]
    for more in ({"cells": ("1.luot=6",)}, {"accept": True}):
        assert codes(correct, CorrectRequest(root=root, file="b.xlsx", **more)) == ["reason-missing"]
    assert codes(reassign, ReassignRequest(root=root, file="b.xlsx", keys=("xa=xa-b",))) == ["reason-missing"]


def test_a_call_and_the_file_that_it_corrects_are_named_apart(root: Path) -> None:
    call = "tuan/xa=xa-a/ky=2026-t36"
    done(report, ReportRequest(root=root, form="tuan", items=("xa=xa-a", "ky=2026-t36", "luot=9")))
    assert done(withdraw, WithdrawRequest(root=root, file=call, reason="nghe nhầm")).data["subject"] == f"cv/{call}"
    assert done(withdraw, WithdrawRequest(root=root, file="b.xlsx", reason="nhầm")).data["subject"] == "b"
    assert states(root, "tuan") == {}


def test_what_is_taken_back_already_is_told(root: Path) -> None:
    said = WithdrawRequest(root=root, file="a.xlsx", reason="gửi nhầm")
    assert codes(withdraw, WithdrawRequest(root=root, file="a.xlsx", undo=True)) == ["withdraw-state"]
    done(withdraw, said)
    assert codes(withdraw, said) == ["withdraw-state"]
    assert codes(withdraw, WithdrawRequest(root=root, file="a.xlsx", what="arrival", reason="x")) == ["arrival-none"]


def test_a_number_that_rows_of_two_tables_bear_needs_the_table(root: Path) -> None:
    keep(root, answer("d", "thanh-vien", AB, person(1), sections={"bang": [person(1)], "khac": [person(1), person(2)]}))
    assert codes(withdraw, WithdrawRequest(root=root, file="d.xlsx", row="1", reason="x")) == ["row-unknown"]
    done(withdraw, WithdrawRequest(root=root, file="d.xlsx", row="khac.1", reason="x"))
    done(withdraw, WithdrawRequest(root=root, file="d.xlsx", row="2", reason="x"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_an_act_did_is_said_in_words(root: Path, language: str) -> None:
    said = [WithdrawRequest(root=root, file="a.xlsx", reason="x"), WithdrawRequest(root=root, file="a.xlsx", undo=True)]
    with using_language(language):
        remarks = [str(remark) for request in said for remark in done(withdraw, request).remarks]
    assert all("=" not in remark and "withdrawn" not in remark for remark in remarks), remarks


def test_a_correction_is_taken_back(root: Path) -> None:
    assert codes(correct, CorrectRequest(root=root, file="a.xlsx", undo=True)) == ["correct-undo"]
    for phone in ("0942100003", "0942100004"):
        done(correct, CorrectRequest(root=root, file="a.xlsx", cells=(f"3.dien-thoai={phone}",), reason="hỏi lại"))
    both = CorrectRequest(root=root, file="a.xlsx", cells=("3.dien-thoai=0942100003",), undo=True)
    assert codes(correct, both) == ["correct-undo"]
    done(withdraw, WithdrawRequest(root=root, file="a.xlsx", row="2", reason="nghỉ việc"))
    done(correct, CorrectRequest(root=root, file="a.xlsx", undo=True))
    assert states(root, "thanh-vien")["xa-a/dv-b"] == "complete"
    done(correct, CorrectRequest(root=root, file="a.xlsx", undo=True))
    assert states(root, "thanh-vien")["xa-a/dv-b"] == "incomplete"
    assert codes(correct, CorrectRequest(root=root, file="a.xlsx", undo=True)) == ["correct-undo"]
