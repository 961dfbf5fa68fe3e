"""“Đôn đốc”: each sender once with the phone, what about, and the papers that remind."""

from __future__ import annotations

import re
from pathlib import Path

from congvan.core.job import Progress
from congvan.returns.collecting import CollectRequest, collect
from congvan.returns.decisions import WithdrawRequest, withdraw
from tests.sample_project import Project
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


def test_what_names_no_sender_is_told_above_the_calls_until_it_is_withdrawn(
    project: Project, own_browser: Browser, tmp_path: Path
) -> None:
    """What came and can't be read leads to its page, where it is withdrawn."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "la.xlsx").write_bytes(b"PK damaged")
    collect(CollectRequest(project.root, inboxes=(str(inbox),)), Progress())
    page = own_browser.get(CALLS).text
    assert "Có 1 tệp đã nhận chưa đọc được" in text(page)
    one = own_browser.get(re.search(r'href="([^"]*\?tep=[^"]*)">la\.xlsx<', page)[1]).text
    assert 'hx-post="/quyet-dinh/withdraw"' in one
    request = WithdrawRequest(project.root, dispatch="bluezone-2020", file="la.xlsx", reason="gửi nhầm")
    assert withdraw(request, Progress()).exit_code == 0
    assert "chưa đọc được" not in text(own_browser.get(CALLS).text)


def test_one_letter_to_all_with_a_new_day_is_the_first_choice(own_returned: Browser) -> None:
    documents = own_returned.settings.root / "data/documents.yaml"
    before, _own, after = documents.read_text("utf-8").partition("- id: reminders\n")
    documents.write_text(before + after[after.index("\n- id: ") + 1 :], "utf-8")
    page = own_returned.get(CALLS).text
    assert '<input type="radio" name="apart" value="false" checked>' in page
    given = {"dispatch": "bluezone-2020", "due": "28/8/2020", "apart": "false"}
    assert own_returned.post("/viec/add-reminder", data=given).status_code == 200
    shown = text(own_returned.get(CALLS).text)
    assert "Công văn đôn đốc: 1 bản." in shown
