"""“Cần hỏi”: each row with its cell, what was said, the question, and a field for the answer."""

from __future__ import annotations

import re

from tests.web.client import Browser
from tests.web.test_screens import Outline
from tests.web.views.test_today import text

ASKING = "/van-ban-di/bluezone-2020/nhan-ve/can-hoi"


def test_each_row_has_its_cell_and_a_field(returned_browser: Browser) -> None:
    page = returned_browser.get(ASKING).text
    shown = text(page)
    for words in ("viettel.xlsx", "Dòng 3:", "Biểu!D11", "Đang ghi 12", "Điện thoại liên hệ đúng là", "Bỏ dòng này"):
        assert words in shown, words
    assert 'name="=bang.3.dien-thoai"' in page
    assert "ít hơn nhieu.xlsx" in shown
    assert "cao-loc--buu-dien-tinh.png" in shown
    outline = Outline(page)
    assert not outline.wrong
    assert not outline.open
    assert all(field.get("id") in outline.labelled for field in outline.fields)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    buttons = re.findall(r"<button[^>]*>(.*?)</button>", page)
    assert len(buttons) == len(set(buttons)), "every button says what it is about"


def test_nothing_to_ask(browser: Browser) -> None:
    assert "Không có gì phải hỏi lại." in browser.get(ASKING).text
