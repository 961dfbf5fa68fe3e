"""What downloads are called: telling, each once, and names that Windows takes."""

from __future__ import annotations

import io
import zipfile
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.publishing.paths import is_safe
from congvan.web.facts.project import Project as Facts
from congvan.web.views.downloads import LONGEST, file_names, windows_safe
from tests.examples import examples
from tests.sample_project import Project
from tests.web.client import Browser
from tests.web.printed_paper import LETTER, PACKS, put_files

OLD = "data/dispatches/bluezone-2020.yaml"


def number(project: Project) -> None:
    project.replace(OLD, "number: blank", "number: 456")
    project.replace(OLD, "date: {day: blank, month: 8, year: 2020}", "date: 2020-08-19")


def test_a_name_says_number_and_receiver(project: Project) -> None:
    draft = file_names(Facts(project.root), "bluezone-2020")
    assert draft[LETTER] == "Draft Công văn tăng cường thúc đẩy việc cài đặt ứng_Công văn.pdf"
    number(project)
    names = file_names(Facts(project.root), "bluezone-2020")
    assert names["bluezone-2020/letters/vnpt-lang-son.pdf"] == "456-STTTT-BCVT_Trung tâm kinh doanh VNPT Lạng Sơn.pdf"
    assert names[PACKS[0]] == "456-STTTT-BCVT_Huyện Cao Lộc.pdf"
    assert len({each.casefold() for each in names.values()}) == len(names) > 100
    assert all(is_safe(each) and len(each) < LONGEST + 6 for each in names.values())
    assert file_names(Facts(project.root), "khong-co") == {}


@pytest.mark.parametrize(
    ("name", "safe"), [("UBND xã A/B: “1”?", "UBND xã A-B- “1”-"), ("a.. ", "a"), ("x" * 300, "x" * LONGEST)]
)
def test_signs_that_windows_keeps_are_replaced(name: str, safe: str) -> None:
    assert windows_safe(name) == safe


@settings(max_examples=examples(100))
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_name_behind_a_number_is_safe(name: str) -> None:
    assert is_safe(f"{windows_safe(f'456_{name}')}.pdf")


def test_all_of_a_paper_as_one_zip(own_browser: Browser, project: Project) -> None:
    assert own_browser.get("/van-ban-di/bluezone-2020/tat-ca").status_code == 404
    put_files(project)
    number(project)
    answer = own_browser.get("/van-ban-di/bluezone-2020/tat-ca")
    assert "456-STTTT-BCVT.zip" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as pack:
        assert pack.testzip() is None
        assert sorted(pack.namelist()) == [
            "456-STTTT-BCVT_Công văn.docx",
            "456-STTTT-BCVT_Công văn.pdf",
            "456-STTTT-BCVT_Huyện Cao Lộc.pdf",
            "456-STTTT-BCVT_Huyện Lộc Bình.pdf",
        ]
        assert pack.read("456-STTTT-BCVT_Công văn.docx") == b"PK"
    one = own_browser.get(f"/tep/{PACKS[0]}").headers["content-disposition"]
    assert unquote(one) == "inline; filename*=utf-8''456-STTTT-BCVT_Huyện Cao Lộc.pdf"
