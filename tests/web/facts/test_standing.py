"""What is expected today: periods that are due soon, how many have come; never a database made by looking."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from congvan.core.job import Outcome
from congvan.web.facts import standing
from congvan.web.facts.project import Project as SeenProject
from congvan.web.facts.standing import standing_of
from tests.sample_project import Project

NOW = datetime.datetime(2026, 9, 4, 9, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))


def sheet(state: str, period: str = "t", how: str = "") -> dict[str, Any]:
    return {"state": state, "period": period, "how": how, "questions": []}


def form(due: str, *standings: dict[str, Any], sheets: int = 0) -> dict[str, Any]:
    periods = [{"id": "t", "due": due}]
    return {
        "form": "bao-cao", "name": "Báo cáo ngày", "per": [{"one": "xã"}], "periods": periods, "due": "",
        "standings": list(standings), "sheets": {"t": sheets},
    }  # fmt: skip  # a table: what belongs together on a line


@pytest.mark.parametrize(
    ("due", "told"),
    [
        ("2026-09-04T16:00:00+07:00", True),
        ("2026-09-04T08:00:00+07:00", True),
        ("2026-09-05T16:00:00+07:00", True),
        ("2026-09-06T16:00:00+07:00", False),
        ("2026-09-03T16:00:00+07:00", False),
        ("", False),
    ],
)
def test_what_is_due_soon_is_expected(due: str, told: bool) -> None:
    found = standing._expected("cv", form(due, sheet("complete"), sheet("missing"), sheet("not-owed")), NOW)
    assert [(each.came, each.owed, each.who) for each in found] == ([(1, 2, "xã")] if told else [])


def test_a_form_that_is_sent_once_stays_while_it_is_overdue() -> None:
    for due, told in (("2026-08-20T16:00:00+07:00", True), ("2026-06-20T16:00:00+07:00", False)):
        once = {**form("", sheet("missing", period="")), "periods": [], "due": due}
        assert len(standing._expected("cv", once, NOW)) == told


def test_all_that_came_is_expected_no_more() -> None:
    due = "2026-09-04T16:00:00+07:00"
    assert standing._expected("cv", form(due, sheet("complete"), sheet("asked", how="file")), NOW) == []
    (nothing_yet,) = standing._expected("cv", form(due, sheets=65), NOW)
    assert (nothing_yet.came, nothing_yet.owed) == (0, 65)


def test_looking_makes_no_database(project: Project) -> None:
    assert standing_of(SeenProject(project.root)) == ([], [], [])
    assert not (project.root / "office.db").exists()


def test_a_database_that_is_none_is_a_fault_that_is_told(project: Project) -> None:
    (project.root / "office.db").mkdir()
    _expected, _asked, wrong = standing_of(SeenProject(project.root))
    assert [problem.code for problem in wrong] == ["database-no-file"]


def test_the_database_is_read_again_only_when_something_changed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def status(request: object) -> Outcome:
        asked.append(request)
        return Outcome("status", data={"dispatches": {"cv": {"forms": []}}})

    monkeypatch.setattr(standing, "status", status)
    looked = SeenProject(project.root)
    database = project.root / "office.db"
    database.write_bytes(b"1")
    for _look in range(3):
        assert standing.overviews_of(looked)[0] == {"cv": {"forms": []}}
    assert len(asked) == 1
    database.write_bytes(b"22")
    standing.overviews_of(looked)
    assert len(asked) == 2
    project.replace("data/dispatches/bluezone-2020.yaml", "number: blank", "number: 5")
    standing.overviews_of(looked)
    assert len(asked) == 3
