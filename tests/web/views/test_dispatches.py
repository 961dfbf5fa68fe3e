"""“Văn bản đi”: papers are found by words without marks, month and kind; the next number; a paper made of another."""

from __future__ import annotations

from urllib.parse import urlencode

from tests.sample_project import Project
from tests.web.client import Browser
from tests.web.views.test_today import text

OLD = "data/dispatches/bluezone-2020.yaml"


def test_papers_are_found(own_browser: Browser, project: Project) -> None:
    project.replace(OLD, "number: blank", "number: 456")
    project.replace(OLD, "date: {day: blank, month: 8, year: 2020}", "date: 2020-08-19")

    def found(**query: str) -> bool:
        html = own_browser.get(f"/van-ban-di?{urlencode(query)}").text
        assert ("Không tìm thấy văn bản nào." in html) != ("<caption>" in html)
        return "<caption>" in html

    assert found(words="cai dat UNG DUNG")
    assert found(words="456 tinh doan")
    assert found(month="2020-08", kind="Công văn")
    assert not found(words="Cao Bằng")
    assert not found(month="2020-09")
    assert not found(kind="Quyết định")


def test_the_next_number_is_that_of_the_kind_and_year(own_browser: Browser, project: Project) -> None:
    assert "Số tiếp theo" not in own_browser.get("/van-ban-di/bluezone-2020/so-ngay").text
    other = project.read(OLD).replace("number: blank", "number: 456")
    project.write("data/dispatches/khac.yaml", other)
    assert "Số tiếp theo của năm 2020: 457." in own_browser.get("/van-ban-di/bluezone-2020/so-ngay").text


def test_a_paper_is_made_of_another(own_browser: Browser, project: Project) -> None:
    assert "Tạo từ văn bản của cơ quan" in text(own_browser.get("/van-ban-di").text)
    answer = own_browser.post("/viec/new", data={"source": "bluezone-2020", "subject": "cài đặt lại"})
    assert answer.headers["HX-Redirect"].endswith("/van-ban-di/cai-dat-lai/noi-dung")
    assert "subject: cài đặt lại" in project.read("data/dispatches/cai-dat-lai.yaml")
