"""Previews beside the fields of a paper: drawn of the files as they are, by a child that may die."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

import pytest

from tests.sample_project import Project
from tests.web.client import Browser, settings_of

PAPER = "/van-ban-di/bluezone-2020"
FILE = "data/dispatches/bluezone-2020.yaml"


@pytest.fixture
def browsing(project: Project) -> Iterator[Browser]:
    made = Browser(settings_of(project.root))
    yield made
    made.app.state.previews.close()


def version(text: str) -> str:
    found = re.search(r'data-version="(\w*)"', text)
    assert found, text
    return found[1]


def change(project: Project, old: str, new: str) -> None:
    path = project.root / FILE
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_pages_follow_the_file_and_say_where_it_changed(browsing: Browser, project: Project) -> None:
    first = browsing.get(f"{PAPER}/trang").text
    assert first.count("<img ") == 3
    assert "data-page" not in first
    change(project, "16h00", "17h45")
    second = browsing.get(f"{PAPER}/trang").text
    assert version(second) not in ("", version(first))
    assert re.search(r'data-page="[123]" data-down="0\.\d+"', second)
    picture = browsing.get(f"/trang/{version(second)}/1?dpi=40")
    assert picture.content.startswith(b"\x89PNG")
    assert picture.headers["cache-control"] == "no-store"
    words = browsing.get(f"/trang/{version(second)}/dang-chu/doc").text
    assert "17h45" in words
    assert words.index("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") < words.index("Nơi nhận")
    assert browsing.get(f"/trang/{version(second)}/the-thuc/loi").status_code == 200


def test_a_form_is_shown_for_the_record_that_is_asked_for(browsing: Browser) -> None:
    shown = browsing.get(f"{PAPER}/trang?document=rosters").text
    assert 'data-document="rosters"' in shown
    (records,) = re.findall(r'data-records="([^"]*)"', shown)
    called = json.loads(html.unescape(records))
    last = list(called)[-1]
    assert "Viettel" in " ".join(called.values())
    assert f'data-record="{last}"' in browsing.get(f"{PAPER}/trang?document=rosters&record={last}").text


def test_an_error_in_the_file_is_told_and_the_page_goes_on(browsing: Browser, project: Project) -> None:
    change(project, "subject:", "subject")
    wrong = browsing.get(f"{PAPER}/trang")
    assert wrong.status_code == 200
    assert version(wrong.text) == ""
    assert "bluezone-2020.yaml" in wrong.text
    change(project, "subject", "subject:")
    assert version(browsing.get(f"{PAPER}/trang").text)


def test_what_is_not_there_is_not_found(browsing: Browser) -> None:
    shown = version(browsing.get(f"{PAPER}/trang").text)
    for path in (
        "/van-ban-di/khong-co/trang",
        "/trang/0/1",
        f"/trang/{shown}/0",
        f"/trang/{shown}/9",
        f"/trang/{shown}/x",
    ):
        assert browsing.get(path).status_code == 404, path
    assert "draft-" not in browsing.get(f"{PAPER}/trang?document=khong-co").text
