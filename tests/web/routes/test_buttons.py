"""Acts called by buttons: light and heavy, their outcome, progress by events, cancelling."""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path
from typing import Any

import pytest

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem
from congvan.web import acts
from congvan.web.acts import ActRow
from congvan.web.runs.outcomes import shown_problem
from congvan.web.runs.registry import Run, Runs
from tests.sample_project import Project
from tests.web.client import Browser, settings_of

TRIAL = ActRow(
    "trial",
    "tests.web.acts_of_tests:trial",
    "tests.web.acts_of_tests:TrialRequest",
    "trial",
    (("how", "--how"),),
    heavy=True,
)


@pytest.fixture(autouse=True)
def _trial_act(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(acts.BY_ID, "trial", TRIAL)


def run_of(browser: Browser, how: str) -> str:
    """Start the trial act; return the id of its run."""
    answer = browser.post("/viec/trial", data={"how": how})
    assert answer.status_code == 200
    found = re.search(r'data-run="(\w+)"', answer.text)
    assert found
    return found[1]


def test_a_light_act_answers_at_once(own_browser: Browser, project: Project) -> None:
    answer = own_browser.post("/viec/number", data={"number": "123", "date": "19/8/2020", "dispatch": ""})
    assert "Đã xong." in answer.text
    assert "python3 build.py number 123 --date 19/8/2020" in answer.text
    assert "number: 123" in project.read("data/dispatches/bluezone-2020.yaml")
    assert "Số 123" in own_browser.get("/van-ban-di/bluezone-2020/so-ngay").text


def test_a_new_list_is_begun_and_opened(own_browser: Browser) -> None:
    answer = own_browser.post("/viec/new-list", data={"label": "Trường học", "one": "trường"})
    assert answer.headers["hx-redirect"] == "/danh-ba/truong-hoc"
    assert "Trường học" in own_browser.get("/danh-ba/truong-hoc").text
    again = own_browser.post("/viec/new-list", data={"label": "Trường học"})
    assert "đã có danh bạ “Trường học”; chưa ghi gì" in again.text


def test_what_is_wrong_is_told_in_words(browser: Browser) -> None:
    answer = browser.post("/viec/number", data={"number": "một"})
    assert answer.status_code == 200
    assert "Chưa làm được: 1 lỗi." in answer.text
    assert "hx-redirect" not in answer.headers
    missing = browser.post("/viec/number", data={})
    assert "number" in missing.text


def test_an_act_that_is_not_there(browser: Browser) -> None:
    assert browser.post("/viec/xoa-het").status_code == 404
    assert browser.get("/chay/0").status_code == 404


def test_a_heavy_act_tells_how_far_it_is(browser: Browser) -> None:
    run = run_of(browser, "well")
    answer = browser.get(f"/chay/{run}/su-kien")
    assert answer.headers["content-type"].startswith("text/event-stream")
    states = [json.loads(line.removeprefix("data: ")) for line in answer.text.splitlines() if line.startswith("data: ")]
    assert states[-1] | {"title": ""} == {"id": run, "title": "", "total": 3, "done": 3, "ended": True}
    assert [state["ended"] for state in states].count(True) == 1
    assert "Đã xong." in browser.get(f"/chay/{run}").text


@pytest.mark.parametrize("how", ["segfault", "bug"])
def test_a_crash_is_told_and_the_page_lives_on(browser: Browser, how: str) -> None:
    run = run_of(browser, how)
    browser.get(f"/chay/{run}/su-kien")
    told = browser.get(f"/chay/{run}").text
    assert "Chưa làm được: 1 lỗi." in told
    assert "Nguyễn Văn Mẫu" not in told
    assert browser.get("/").status_code == 200


def test_a_template_that_the_last_build_could_not_use_is_told_until_it_is_saved(
    own_browser: Browser, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = Problem(Message("docx-kind", kind=""), Place("templates/van-ban.docx"))
    child: Any = None  # one that has ended
    run = Run("x", "build", "", child, outcome={"problems": [shown_problem(problem)]}, started=time.monotonic() + 1)
    monkeypatch.setattr(Runs, "last", lambda _self, act: run if act == "build" else None)
    line = "<b>Mẫu van-ban.docx chưa đọc được:</b>"
    assert line in own_browser.get("/danh-ba").text
    assert 'class="to-field" href="/mau/van-ban.docx"' in own_browser.get("/danh-ba").text
    os.utime(project.root / "templates/van-ban.docx", (time.time() + 9,) * 2)
    assert line not in own_browser.get("/danh-ba").text


def test_a_run_is_stopped(browser: Browser) -> None:
    run = run_of(browser, "long")
    assert "progress" in browser.get(f"/chay/{run}").text
    assert browser.post(f"/chay/{run}/dung").status_code == 204
    browser.get(f"/chay/{run}/su-kien")
    assert "Đã dừng" in browser.get(f"/chay/{run}").text


def test_an_office_begins_without_a_terminal(tmp_path: Path) -> None:
    """An empty folder: the first screen asks for the names, and a draft opens that has no error."""
    browser = Browser(settings_of(tmp_path))
    (tmp_path / ".congvan").mkdir()  # what the page keeps is no project
    first = browser.get("/")
    names = re.findall(r'name="(office\.\w+)"', first.text)
    assert len(names) == 6
    office = dict.fromkeys(names, "") | {"office.agency": "Sở Khoa học và Công nghệ", "office.place": "Mẫu"}
    office |= {"office.signer": "Nguyễn Văn Mẫu", "office.title": "Giám đốc"}
    begun = browser.post("/viec/init", data=office)
    assert begun.headers["hx-redirect"] == "/", begun.text
    assert "abbreviation: SKHCN" in (tmp_path / "data/agency.yaml").read_text("utf-8")
    assert "Sở Khoa học và Công nghệ" in browser.get("/").text
    new = browser.post("/viec/new", data={"kind": "thong-bao", "name": "nghi-tet"})
    assert new.headers["hx-redirect"] == "/van-ban-di/nghi-tet/noi-dung"
    for page in (new.headers["hx-redirect"], "/van-ban-di", "/van-ban-di/nghi-tet/xem-truoc"):
        assert browser.get(page).status_code == 200
    assert browser.post("/viec/init", data=office).headers.get("hx-redirect") is None
