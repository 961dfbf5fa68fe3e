"""“Đôn đốc”: each sender once with the phone, what about, and the papers that remind."""

from __future__ import annotations

from tests.web.client import Browser
from tests.web.views.test_today import text

CALLS = "/van-ban-di/bluezone-2020/nhan-ve/don-doc"


def test_each_sender_is_called_once(returned_browser: Browser) -> None:
    page = returned_browser.get(CALLS).text
    assert page.count('<th scope="row">Viettel Lạng Sơn</th>') == 1
    shown = text(page)
    assert "nơi cần gọi" in shown
    assert "hỏi lại" in shown
    assert "buu-dien-tinh" not in shown, "an id in place of a name"


def test_the_papers_that_remind_are_made_by_a_button(returned_browser: Browser) -> None:
    page = returned_browser.get(CALLS).text
    assert '<input type="hidden" name="selection.documents" value="reminders">' in page
    assert "Lập: Công văn đôn đốc" in page
    assert 'value="incoming-register"' not in page
