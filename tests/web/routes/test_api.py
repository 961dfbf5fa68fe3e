"""The acts as JSON: a token, OpenAPI, the examples of the table run on the sample, outcomes as `--format json`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from congvan.drafting.number import NumberRequest, number
from congvan.i18n import using_language
from congvan.job import Progress
from congvan.outcome_json import as_json
from congvan.problems import Exit
from congvan.web.act_requests import request_of
from congvan.web.acts import ACTS, BY_ID, function_of
from congvan.web.runs.outcomes import shown
from tests.made_pdf import plain_pdf
from tests.returns import filling
from tests.sample_project import Project, new_project
from tests.web.client import TOKEN, Browser, settings_of

FULL = os.environ.get("CONGVAN_FULL") == "1"
ORDER = (
    *("build", "validate", "template-check", "template-names", "preview", "verify", "check", "explain"),
    *(
        "print",
        "reprint",
        "collect",
        "compare",
        "import",
        "status",
        "report",
        "assign",
        "correct",
        "reassign",
        "withdraw",
        "close",
    ),
    *("save", "keep", "add", "move", "remove", "undo", "paste", "take"),
    "replace-template",
    *("backup", "restore", "number", "new", "migrate", "init"),
)
"""The examples in an order in which each finds what it needs."""
IN_CHILD = ("check", "backup")
"""Heavy acts that the test calls through /api; the others it calls here, since a child takes a second to start."""
FACILITY = "id;Tên cơ sở y tế;Huyện/thành phố;Địa chỉ;Số tổ;Ngày trực\nbv;Bệnh viện Mẫu;Cao Lộc;Khối 1;1;20/8/2020\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    project = new_project(tmp_path_factory.mktemp("api"))
    (project.root / "inbox").mkdir()
    form = filling.fill(filling.blank("vnpt-lang-son", "cao-loc"), filling.people(1))
    (project.root / "inbox/bieu.xlsx").write_bytes(form)
    project.write("co-so-y-te.csv", FACILITY)
    job = project.root / ".congvan/print" / str(BY_ID["reprint"].example["job"])
    job.parent.mkdir(parents=True)
    job.write_bytes(plain_pdf(5))
    browser = Browser(settings_of(project.root))
    yield browser
    browser.app.state.runs.close()


def test_the_examples_are_all_tried() -> None:
    assert set(ORDER) == set(BY_ID)


@pytest.mark.parametrize("act", ORDER)
def test_an_example_runs(office: Browser, act: str) -> None:
    if act == "validate" and not FULL:
        return  # it takes seconds, and tests/pipeline has tests of its own
    row = BY_ID[act]
    if row.heavy and act not in IN_CHILD:
        outcome = shown(function_of(row)(request_of(row, office.settings, row.example), Progress()))
    else:
        answer = office.api(f"/api/acts/{act}", row.example)
        assert answer.status_code == 200
        outcome = answer.json()
    wanted = Exit.DATA if act == "init" else Exit.OK  # the folder is not empty
    assert outcome["exit_code"] == wanted, outcome["problems"]
    assert outcome["command"] in ((row.command or act).split()[0], act) or act.startswith("template")


def test_openapi_describes_every_act(browser: Browser) -> None:
    told = browser.call(
        "GET", "/api/openapi.json", {"host": "localhost:8123", "authorization": f"Bearer {TOKEN}"}
    ).json()
    assert set(told["paths"]) == {f"/api/acts/{row.id}" for row in ACTS}
    for row in ACTS:
        act = told["paths"][f"/api/acts/{row.id}"]["post"]
        assert act["summary"]
        body = act["requestBody"]["content"]["application/json"]
        assert body["examples"]["an example"]["value"] == dict(row.example)
    fields = told["components"]["schemas"]["BuildRequestBody"]["properties"]
    assert "selection" in fields
    assert not {"root", "database", "cluster"} & set(fields)


@pytest.mark.parametrize(
    "values",
    [{"number": 5}, {"number": "1", "root": "/"}, {}, [], "1"],
    ids=["type", "unknown", "missing", "list", "text"],
)
def test_a_wrong_request_is_told(browser: Browser, values: Any) -> None:
    assert browser.api("/api/acts/number", values).status_code == 422


def test_an_act_that_fails_says_why_as_the_command_does(sample: Project, browser: Browser) -> None:
    answer = browser.api("/api/acts/number", {"number": "một"})
    with using_language("vi"):
        printed = as_json(number(NumberRequest(sample.root, "một")))
    assert answer.status_code == 200
    (problem,), (wanted,) = answer.json()["problems"], printed["problems"]
    assert answer.json()["exit_code"] == printed["exit_code"] == Exit.USAGE
    assert wanted.items() <= problem.items()


def test_without_the_token_nobody_is_told_anything(browser: Browser) -> None:
    for path in ("/api/openapi.json", "/api/acts/status", "/api", "/api/khong-co"):
        answer = browser.call("GET", path, {**browser.headers("GET")})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.json() == {"error": "token"}
