"""The secret of the cookie: a page that is open goes on after the program was started again."""

from __future__ import annotations

import stat
from pathlib import Path

import anyio

from congvan.web.app import create_app
from congvan.web.guard.kept_secret import keep_secret, kept_secret
from congvan.web.settings import Settings, new_token
from tests.sample_project import Project
from tests.web.client import Browser


def started(root: Path) -> Browser:
    """A browser on a server as `serve` starts it: with a token of its own."""
    settings = Settings(root, token=new_token(), secret=kept_secret(root) or new_token())
    app = create_app(settings)

    async def run() -> None:
        async with app.router.lifespan_context(app):
            pass

    anyio.run(run)
    return Browser(settings, app)


def test_a_page_of_before_is_let_in_and_its_forms_are_taken(project: Project) -> None:
    before, after = started(project.root), started(project.root)
    assert before.settings.token != after.settings.token
    assert after.call("GET", "/van-ban-di", before.headers("GET")).status_code == 200
    assert after.call("POST", "/viec/validate", before.headers("POST")).status_code == 200
    assert after.call("GET", f"/enter?token={before.settings.token}", before.headers("GET")).status_code == 200
    file = project.root / ".congvan/page.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    after.app.state.runs.close()


def test_without_its_cookie_the_page_says_what_to_do(project: Project) -> None:
    browser = started(project.root)
    headers = {name: value for name, value in browser.headers("GET").items() if name != "cookie"}
    refused = browser.call("GET", "/van-ban-di", headers)
    assert refused.status_code == 403
    assert "giữ phím Ctrl và bấm vào địa chỉ bắt đầu bằng http://127.0.0.1:8123/enter" in refused.text
    assert "Tải lại trang này" in refused.text
    assert browser.call("GET", "/enter?token=wrong", headers).status_code == 403


def test_a_folder_without_a_project_keeps_none(tmp_path: Path) -> None:
    keep_secret(tmp_path, "x" * 43)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / ".congvan").mkdir()
    (tmp_path / ".congvan/page.key").write_text("short")
    assert kept_secret(tmp_path) == ""
