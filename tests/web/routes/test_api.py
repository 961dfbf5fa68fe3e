"""The acts as JSON: a token, OpenAPI, outcomes as `--format json`.

tests/acceptance/test_act_faults.py runs the examples.
"""

from __future__ import annotations

from typing import Any

import pytest

from congvan.core.i18n import using_language
from congvan.core.outcome_json import as_json
from congvan.core.problems import Exit
from congvan.editing.drafting.number import NumberRequest, number
from congvan.web.acts import ACTS
from tests.sample_project import Project
from tests.web.client import TOKEN, Browser


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
