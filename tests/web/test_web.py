"""The application as a whole: its settings and secrets, its pages, what it imports."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from congvan.web.page import PAGES, environment
from congvan.web.settings import Settings
from tests.sample_project import HOME
from tests.web.client import Browser

STATIC = HOME / "congvan/web/static"


def test_secrets_are_new_at_each_start_and_none_of_each_other() -> None:
    one, other = Settings(Path("/a"), token="t"), Settings(Path("/a"), token="t")
    secrets = [each for of in (one, other) for each in (of.secret, of.place, of.cookie(), of.csrf)]
    assert len(set(secrets)) == 8
    assert min(map(len, secrets)) >= 33
    assert one.lets_in(one.cookie())
    assert not other.lets_in(one.cookie())
    assert one.hosts == ("127.0.0.1:8123", "localhost:8123", "[::1]:8123")


def test_every_page_is_compiled_and_has_no_inline_script_or_style() -> None:
    for path in PAGES.glob("*.html"):
        environment().get_template(path.name)
        source = path.read_text("utf-8")
        assert 'name="form"' not in source, "it would hide the form itself from htmx"
        assert not re.search(r'<script(?! src=)|<style|\sstyle="|\son\w+="|javascript:|https?://', source), path.name


def test_htmx_is_the_released_one_unchanged() -> None:
    (file,) = STATIC.glob("htmx-*.min.js")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert digest in (STATIC / "htmx-LICENSE.txt").read_text("utf-8")
    assert file.name in (PAGES / "base.html").read_text("utf-8")


def test_csrf_reaches_every_request_of_htmx(browser: Browser) -> None:
    """htmx 4 inherits an attribute only where it says so."""
    assert f'<body hx-headers:inherited=\'{{"X-CSRF-Token": "{browser.settings.csrf}"}}\'' in browser.get("/").text


def test_nothing_is_fetched_from_elsewhere() -> None:
    for name in ("congvan.css", "congvan.js"):
        assert not re.search(r"https?://|@import", (STATIC / name).read_text("utf-8"))


def test_no_other_command_needs_the_extra() -> None:
    code = (
        "import sys; sys.modules.update(dict.fromkeys(('fastapi', 'starlette', 'uvicorn', 'python_multipart')));"
        "import congvan.cli.app, congvan.cli.serve, congvan.cli.options; print('good')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=HOME, check=True)
    assert done.stdout == "good\n"


def test_the_locks_hold_the_extra() -> None:
    extra = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]["web"]
    names = {each.partition(">")[0] for each in extra} - {"congvan[office]"}

    def locked(name: str) -> set[str]:
        return set(re.findall(r"^([\w.-]+==\S+)", (HOME / name).read_text("utf-8"), re.MULTILINE))

    run, web, dev = (locked(f"requirements{kind}.lock") for kind in ("", "-web", "-dev"))
    assert run <= web <= dev
    assert names <= {each.partition("==")[0] for each in web}


@pytest.mark.parametrize("path", ["/khong-co", "/van-ban-di/", "/static/khong-co.css", "/viec/number"])
def test_a_page_that_is_not_there(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 404
    assert "Không có trang này" in answer.text
    assert "FastAPI" not in answer.text
