"""“Đã nhận”: every file with what became of it."""

from __future__ import annotations

from tests.web.client import Browser
from tests.web.views.test_today import text

RECEIVED = "/van-ban-di/bluezone-2020/nhan-ve/da-nhan"


def test_every_file_is_listed_with_its_state(returned_browser: Browser) -> None:
    shown = text(returned_browser.get(RECEIVED).text)
    for words in (
        "5 tệp",
        "được tính",
        "ít số liệu hơn nhieu.xlsx",
        "bản quét, chờ nhập",
        "Biểu danh sách, Huyện Cao Lộc",
    ):
        assert words in shown, words


def test_a_file_that_is_not_there(returned_browser: Browser) -> None:
    assert returned_browser.get(f"{RECEIVED}?tep=khong-co").status_code == 404
