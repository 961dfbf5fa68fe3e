"""“Số, ngày”: a draft and a numbered paper differ in word and colour; what was said can be taken back."""

from __future__ import annotations

from tests.sample_project import Project
from tests.web.client import Browser
from tests.web.views.test_today import text

PAGE = "/van-ban-di/bluezone-2020/so-ngay"
FILE = "data/dispatches/bluezone-2020.yaml"


def test_a_number_is_stored_and_taken_back(own_browser: Browser, project: Project) -> None:
    before = project.read(FILE)
    draft = own_browser.get(PAGE).text
    assert 'class="band draft"' in draft
    assert "hx-confirm" not in draft
    assert "Trả về dự thảo" not in text(draft)
    stored = own_browser.post("/viec/number", data={"dispatch": "bluezone-2020", "number": "123", "date": "19/8/2020"})
    assert 'class="ended good"' in stored.text
    numbered = own_browser.get(PAGE).text
    assert 'class="band numbered"' in numbered
    assert "BẢN CÓ SỐ · số 123, ngày 19/8/2020" in text(numbered)
    assert "Văn bản đã có số 123." in numbered.partition("hx-confirm")[2]
    own_browser.post("/viec/number", data={"dispatch": "bluezone-2020", "number": "blank"})
    assert 'class="band draft"' in own_browser.get(PAGE).text
    assert project.read(FILE) != before  # the date stays
    assert "2020-08-19" in project.read(FILE)


def test_a_wrong_number_is_told(own_browser: Browser, project: Project) -> None:
    before = project.read(FILE)
    answer = own_browser.post("/viec/number", data={"dispatch": "bluezone-2020", "number": "12a"})
    assert 'class="ended bad"' in answer.text
    assert project.read(FILE) == before


def test_the_next_number_is_taken_by_a_button(own_browser: Browser, project: Project) -> None:
    given = {"dispatch": "bluezone-2020", "number": "456", "date": "19/8/2020"}
    own_browser.post("/viec/number", data=given)
    project.write("data/dispatches/khac.yaml", project.read(FILE).replace("number: 456", "number: blank"))
    assert 'data-use="457">Dùng 457</button>' in own_browser.get("/van-ban-di/khac/so-ngay").text
    told = own_browser.post("/viec/number", data={**given, "dispatch": "khac"}).text
    assert 'data-use="457" hidden>Dùng 457</button>' in told
