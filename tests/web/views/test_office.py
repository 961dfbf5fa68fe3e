"""The office's own form, and the bin."""

from __future__ import annotations

import re

from tests.sample_project import Project
from tests.web.client import Browser
from tests.web.words import odd_words

AGENCY, DISPATCH = "data/agency.yaml", "data/dispatches/bluezone-2020.yaml"


def test_the_agency_is_a_form(own_browser: Browser, project: Project) -> None:
    shown = own_browser.get("/cai-dat/co-quan").text
    assert 'value="Sở Thông tin và Truyền thông"' in shown
    assert "Phương Thị Hương Lan" in shown
    values = {"file": AGENCY, "path": "/signers/0/title", "old": "Phó Giám đốc", "new": "Giám đốc"}
    assert "x-done" in own_browser.post("/sua/save", data=values).headers
    assert "    title: Giám đốc\n" in project.read(AGENCY)


def test_what_was_removed_can_be_put_back(own_browser: Browser, project: Project) -> None:
    before = project.read(DISPATCH)
    own_browser.post("/sua/remove", data={"file": DISPATCH, "path": "/deadlines/1"})
    own_browser.post("/sua/save", data={"file": DISPATCH, "path": "/unit", "old": "BCVT"})
    shown = own_browser.get("/cai-dat/da-xoa").text
    assert "Báo cáo kết quả hằng ngày, trước" in shown
    assert "Thời hạn" in shown
    assert "văn bản “tăng cường" in shown
    assert not odd_words(shown)
    for record in re.findall(r'data-record="(\w+)"', shown):
        assert "x-done" in own_browser.post("/sua/undo", data={"file": DISPATCH, "record": record}).headers
    assert project.read(DISPATCH) == before
    assert "Chưa xóa mục nào." in own_browser.get("/cai-dat/da-xoa").text
