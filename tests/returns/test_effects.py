"""Every act tells what counts since, and what has still to be decided; none settles a question in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from congvan.core.messages import Message
from congvan.returns.decisions import CorrectRequest, ReassignRequest, WithdrawRequest, correct, reassign, withdraw
from congvan.returns.entering import ReportRequest, report
from tests.returns.office import done, keep, office
from tests.returns.telling import MEMBERS, answer, row

WEEK = {"xa": "xa-a"}
SHEET = ("xa=xa-a", "ky=2026-t36")
CALL = "tuan/xa=xa-a/ky=2026-t36"
FORMS = MEMBERS.replace(
    "type: integer}\n      - {id: luy-ke",
    "type: integer}\n      - {id: ca, label: Ca, type: integer}\n      - {id: luy-ke",
)


def came(subject: str, luot: int, ca: int, **more: Any) -> Any:
    return answer(subject, "tuan", WEEK, row(1, luot=luot, ca=ca), **{"period": "2026-t36", "run": 1, **more})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An office in which two answers of one commune came at once."""
    made = office(tmp_path, FORMS)
    keep(made, came("a", 5, 1), came("b", 6, 2))
    return made


def told(act: Any, request: Any) -> list[str]:
    """What is said beside the confirmation, each with the file that it is about."""
    outcome = done(act, request)
    said = [f"{p.code} {p.place.file}" for p in outcome.problems]
    remarks = [each for each in outcome.remarks[1:] if isinstance(each, Message)]
    return said + [f"{each.id} {each.values.get('file', '')}".strip() for each in remarks]


def decided(root: Path, file: str, **more: Any) -> list[str]:
    return told(correct, CorrectRequest(root=root, file=file, reason="hỏi", **more))


def gone(root: Path, file: str, **more: Any) -> list[str]:
    return told(withdraw, WithdrawRequest(root=root, file=file, reason="hỏi", **more))


def test_no_act_but_a_decision_settles_which_of_two_that_came_at_once_counts(root: Path) -> None:
    both = ["answers-at-once b.xlsx"]
    assert decided(root, "a.xlsx", cells=("1.luot=7",)) == both
    assert decided(root, "b.xlsx", received="2026-09-05") == both
    call = [*both, f"report-waits {CALL}"]
    assert told(report, ReportRequest(root=root, form="tuan", items=(*SHEET, "luot=9"))) == call
    assert decided(root, "a.xlsx", accept=True) == [f"counts-now {CALL}"]
    assert decided(root, "a.xlsx", undo=True)[-1] == "counts-now a.xlsx"
    assert gone(root, "a.xlsx") == [f"counts-now {CALL}"]
    assert gone(root, "a.xlsx", undo=True) == [*call, "counts-now a.xlsx"]
    assert told(report, ReportRequest(root=root, form="tuan", items=SHEET, nil=True, over_rows=True)) == [
        *both,
        f"answer-less {CALL}",
    ]
    moved = ReassignRequest(root=root, file="b.xlsx", keys=("xa=xa-b",), reason="nhầm")
    assert told(reassign, moved) == [f"answer-less {CALL}"]


def test_a_call_that_says_everything_takes_the_place_of_both(root: Path) -> None:
    assert told(report, ReportRequest(root=root, form="tuan", items=(*SHEET, "luot=9", "ca=3"))) == [
        f"counts-now {CALL}"
    ]
    assert gone(root, CALL) == ["answers-at-once b.xlsx", "counts-now a.xlsx"]


def test_what_does_not_count_is_told(root: Path) -> None:
    keep(root, came("c", 8, 3, run=9))
    assert decided(root, "a.xlsx", cells=("1.luot=7",)) == ["counts-not a.xlsx"]
    assert gone(root, "c.xlsx") == ["answers-at-once b.xlsx", "counts-now a.xlsx"]
    assert gone(root, "b.xlsx") == ["counts-alone a.xlsx"]
    assert gone(root, "a.xlsx") == ["counts-none"]
