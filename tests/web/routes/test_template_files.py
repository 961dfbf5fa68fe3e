"""Templates go out and come in by the page; one that is open in Word is watched."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from congvan.web.routes import template_files
from tests.sample_project import Project
from tests.web.client import Browser

NAME = "templates/van-ban.docx"


def test_a_template_is_taken_down_and_put_back(own_browser: Browser, project: Project) -> None:
    down = own_browser.get(f"/tep-mau/tai?tep={NAME}")
    assert down.content == (project.root / NAME).read_bytes()
    assert down.headers["content-disposition"].startswith("attachment")
    other = (project.root / "templates/bi-van-ban.docx").read_bytes()
    answer = own_browser.post(f"/tep-mau/thay?tep={NAME}", files={"files": ("../x.exe", other)})
    assert 'class="ended good"' in answer.text
    assert (project.root / NAME).read_bytes() == other
    assert "x.exe" not in str(sorted(project.root.rglob("*")))


def test_it_is_edited_with_its_own_program(browser: Browser) -> None:
    for name, program in (("van-ban.docx", "Word"), ("bieu.xlsx", "Excel"), ("bia-tap.html", "Notepad")):
        assert f"Sửa mẫu bằng {program}" in browser.get(f"/mau/{name}").text


def test_what_is_no_template_is_not_there(own_browser: Browser) -> None:
    for name in ("data/agency.yaml", "../etc/passwd", "templates/../data/agency.yaml", "khong-co.docx"):
        assert own_browser.get(f"/tep-mau/tai?tep={name}").status_code == 404
        assert own_browser.get(f"/mau/{name}").status_code == 404
        assert own_browser.post(f"/tep-mau/thay?tep={name}", files={"files": ("a", b"PK\x03\x04")}).status_code == 404


def test_a_file_of_another_kind_is_refused(own_browser: Browser, project: Project) -> None:
    before = (project.root / NAME).read_bytes()
    answer = own_browser.post(f"/tep-mau/thay?tep={NAME}", files={"files": ("van-ban.docx", b"MZ\x90")})
    assert 'class="ended bad"' in answer.text
    assert (project.root / NAME).read_bytes() == before


def test_each_save_is_told_once(project: Project) -> None:
    path = project.root / NAME

    class Listening:
        async def is_disconnected(self) -> bool:
            return False

    async def told() -> list[str]:
        events = template_files._saves(cast(Any, Listening()), path)
        assert (await anext(events)).startswith(":")
        path.write_bytes(path.read_bytes() + b" ")
        first = await anext(events)
        path.unlink()
        waiting = asyncio.ensure_future(anext(events))
        await asyncio.sleep(2 * template_files.LOOK)
        assert not waiting.done(), "Word takes a file away for a moment while it saves"
        path.write_bytes(b"PK")
        return [first, await waiting]

    assert asyncio.run(told()) == ["data: saved\n\n"] * 2


def test_the_screen_shows_a_paper_that_uses_it(own_browser: Browser) -> None:
    page = own_browser.get("/mau/van-ban.docx").text
    assert 'data-preview="/van-ban-di/bluezone-2020/trang"' in page
    assert 'data-document="letter"' in page
    assert "/mau/van-ban.docx" in own_browser.get("/mau").text
