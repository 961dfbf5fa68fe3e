"""What `status` keeps between runs is what the events say, after any order of acts and any other change."""

from __future__ import annotations

import datetime
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from congvan.core.bootstrap.fingerprint import snapshot
from congvan.core.cache import FOLDER
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, Severity
from congvan.core.returned import Overview
from congvan.model.project import facts_key
from congvan.returns import overview, requests
from congvan.returns.answers import overview as worked
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
from congvan.returns.kept_overview import keep_overview, kept_overview
from congvan.returns.ledger.store import Event
from congvan.returns.overview import StatusRequest, status
from tests.returns.office import done, keep, office, stored
from tests.returns.telling import answer, person, row

AB = {"xa": "xa-a", "don_vi": "dv-b"}
WEEK = "2026-t36"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office with some answers, whose acts keep what they lead to however few there are."""
    monkeypatch.setattr(requests, "MANY", 1)
    made = office(tmp_path)
    keep(
        made,
        answer("a", "thanh-vien", AB, person(1), person(2), row(3, "asked", dien_thoai="12", ho_ten="Mẫu")),
        answer("b", "tuan", {"xa": "xa-a"}, row(1, luot=5), period=WEEK, received="2026-09-04T17:00+07:00"),
        Event("refused", "r", {"file": "r.bin", "codes": ["file-kind"]}, "cv"),
    )
    return made


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Gets an element each time that an overview is worked out."""
    made: list[int] = []
    work_out = worked.work_out

    def counted(*args: Any, **more: Any) -> Any:
        made.append(1)
        return work_out(*args, **more)

    monkeypatch.setattr(worked, "work_out", counted)
    return made


def shown(root: Path) -> tuple[Any, list[Problem]]:
    found = done(status, StatusRequest(root=root))
    return found.data, found.problems


def settled() -> None:
    time.sleep(requests._TO_SETTLE)


def anew(root: Path) -> tuple[Any, list[Problem]]:
    """The same with nothing kept."""
    shutil.rmtree(root / FOLDER, ignore_errors=True)
    return shown(root)


ACTS: tuple[Callable[[Path], Any], ...] = (
    lambda root: withdraw(WithdrawRequest(root=root, file="a.xlsx", reason="nhầm")),
    lambda root: withdraw(WithdrawRequest(root=root, file="a.xlsx", undo=True)),
    lambda root: withdraw(WithdrawRequest(root=root, file="b.xlsx", what="arrival", reason="nhầm")),
    lambda root: correct(
        CorrectRequest(root=root, file="a.xlsx", cells=("3.dien-thoai=0942100003",), reason="hỏi lại")
    ),
    lambda root: correct(CorrectRequest(root=root, file="a.xlsx", undo=True, reason="nhầm")),
    lambda root: correct(CorrectRequest(root=root, file="b.xlsx", received="2026-09-04 15:00", reason="nhầm")),
    lambda root: reassign(ReassignRequest(root=root, file="b.xlsx", keys=("xa=xa-b",), reason="nhầm")),
    lambda root: reassign(ReassignRequest(root=root, file="b.xlsx", keys=("xa=xa-a",), reason="nhầm")),
    lambda root: report(ReportRequest(root=root, form="tuan", items=("xa=xa-a", f"ky={WEEK}", "luot=9"))),
    lambda root: close(CloseRequest(root=root, form="tuan", period=WEEK)),
    lambda root: close(CloseRequest(root=root, form="tuan", period=WEEK, undo=True, reason="sai")),
)


@pytest.mark.parametrize("seed", range(2))
def test_what_an_act_keeps_is_what_the_events_say(root: Path, runs: list[int], seed: int) -> None:
    settled()
    shown(root)
    for act in random.Random(seed).choices(ACTS, k=8):
        runs.clear()
        before = len(stored(root))
        act(root)
        known = shown(root)
        assert len(runs) == len(stored(root)) - before, "once, by the act that changed something"
        assert known == anew(root)


def test_what_was_kept_is_not_taken_after_any_other_change(
    root: Path, runs: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled()
    before, _told = shown(root), shown(root)
    assert (before, len(runs)) == (_told, 1)
    places = root / "data/lists/xa.yaml"
    places.write_text(places.read_text() + "  - {id: xa-c, kind: xã, name: Mẫu C}\n")
    assert len(shown(root)[0]["dispatches"]["cv"]["forms"][0]["standings"]) == 6
    assert len(runs) == 2
    keep(root, answer("c", "tuan", {"xa": "xa-c"}, row(1, luot=5), period=WEEK))  # by another program
    assert shown(root)[0]["dispatches"]["cv"]["forms"][1]["standings"][2]["file"] == "c.xlsx"
    settled()
    shown(root)
    (tmp_path / "program").mkdir()
    monkeypatch.setattr(facts_key, "program_state", lambda: snapshot(str(tmp_path / "program"), [""]))
    settled()
    runs.clear()
    shown(root)
    assert len(runs) == 1
    monkeypatch.setattr(overview, "today", lambda: datetime.date(2026, 9, 8))
    assert [each["id"] for each in shown(root)[0]["dispatches"]["cv"]["forms"][1]["periods"]] == [WEEK, "2026-t37"]
    assert [each["id"] for each in shown(root)[0]["dispatches"]["cv"]["forms"][1]["periods"]] == [WEEK, "2026-t37"]
    assert len(runs) == 2
    monkeypatch.setattr(overview, "today", lambda: datetime.date(2026, 9, 15))
    assert len(shown(root)[0]["dispatches"]["cv"]["forms"][1]["periods"]) == 3
    done(status, StatusRequest(root=root, history=True))
    assert len(runs) == 4


def test_messages_come_back_as_they_were(tmp_path: Path) -> None:
    why = Message("column-number.form", text="?")
    told = Problem(
        Message("list-imported", file="a.csv", count=2, label="Xã"), Place("a.yaml", 3), why, Severity.WARNING
    )
    found = {"standings": [{"questions": [{"why": [why]}]}]}
    made: Overview = {
        "first": "2026-09-01",
        "until": "2026-09-07",
        "problems": [told],
        "dispatches": {"cv": {"forms": [found]}},
        "refused": [],
    }
    keep_overview(tmp_path, "ab", made)
    for day, expected in ((31, None), (1, made), (6, made), (7, None)):
        assert kept_overview(tmp_path, "ab", datetime.date(2026, 8 if day == 31 else 9, day)) == expected
    keep_overview(tmp_path, "", made)
    assert kept_overview(tmp_path, "", datetime.date(2026, 9, 1)) is None


def test_one_form_shows_the_dispatch_that_has_it_alone() -> None:
    """Of another dispatch it would be said that it asks nobody for a form."""
    form: Any = {"form": "tuan", "periods": [], "standings": [], "due": None}
    other: Any = {**form, "form": "xe"}
    all_: Any = {"dispatches": {"mot": {"forms": [form]}, "hai": {"forms": [other]}}}
    request = overview.StatusRequest(root=Path(), form="tuan")
    assert [*overview._shown(all_, request, datetime.date(2026, 9, 1))] == ["mot"]
