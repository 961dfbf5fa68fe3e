"""`status`: what it reads, and what it names."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from congvan.cli.status import _calls
from congvan.core.job import Progress
from congvan.returns import overview
from congvan.returns.overview import StatusRequest, status
from congvan.web.facts import answers as web_answers
from congvan.web.views.returns import calls
from tests.returns.office import done, keep, office
from tests.returns.telling import answer, row


def tree(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*"))


def test_a_look_writes_nothing(tmp_path: Path) -> None:
    root = office(tmp_path)
    before = tree(root)
    weekly = done(status, StatusRequest(root=root, form="tuan")).data["dispatches"]["cv"]["forms"][0]
    assert len(weekly["sheets"]) == len(weekly["periods"])
    assert tree(root) == before
    unknown = status(StatusRequest(root=root, dispatch="khac"), Progress())
    assert [problem.code for problem in unknown.problems] == ["want-unknown"]
    assert tree(root) == before


class _Moment(datetime.datetime):
    """A clock that stands still."""

    at = datetime.datetime(2026, 9, 11, 17, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return cls.at.astimezone(tz)


def test_a_period_for_which_nothing_came_is_called_about_once_it_is_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of weeks 36 and 37, due on 4 and 11 September at 16:00."""
    monkeypatch.setattr(overview.datetime, "datetime", _Moment)
    root = office(tmp_path)
    both = ["2026-t36", "2026-t37"]
    for day, hour, weeks in ((3, 9, []), (4, 9, []), (4, 17, both[:1]), (11, 9, both[:1]), (11, 17, both)):
        _Moment.at = _Moment.at.replace(day=day, hour=hour)
        monkeypatch.setattr(overview, "today", _Moment.at.date)
        shown = done(status, StatusRequest(root=root, form="tuan")).data["dispatches"]["cv"]
        assert [each["period"] for each in shown["forms"][0]["standings"] if each["keys"]["xa"] == "xa-a"] == weeks
        called = [line for line in _calls(shown) if "Báo cáo tuần" in line]
        assert len(called) == (2 if weeks else 0)  # of one body in one line, whatever the number of weeks
        assert all(("tuần 36, 37" in line) == (weeks == both) for line in called)
    keep(root, answer("a", "tuan", {"xa": "xa-a"}, row(1, luot=5), period="2026-t36"))
    shown = done(status, StatusRequest(root=root, form="tuan")).data["dispatches"]["cv"]
    called = [line for line in _calls(shown) if "Báo cáo tuần" in line]
    assert [("tuần 36, 37" in line, "Tuần 37 (" in line) for line in called] == [(True, False), (False, True)]


def test_the_page_calls_about_every_period_that_is_due(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from congvan.model.loader import load
    from congvan.model.project import assets

    for module in (web_answers, calls):
        monkeypatch.setattr(module, "today", lambda: datetime.date(2026, 9, 21))
    root = office(tmp_path)
    found = calls._calls(web_answers.answers_now(root, load(assets.read(root)), "cv"))
    about = [line for each in found for line in each["about"] if "Báo cáo tuần" in line]
    assert len(about) == 2
    assert all("tuần 36, 37, 38, 39" in line for line in about)
