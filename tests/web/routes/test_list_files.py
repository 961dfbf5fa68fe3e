"""The file of a list: taken down, another one looked at, taken, and the one before put back."""

from __future__ import annotations

import re
from pathlib import Path

from tests.editing.test_comparing import FIRST, SECOND, TITLES, project
from tests.model.lists.test_lists import workbook
from tests.web.client import Browser, settings_of


def outcome(browser: Browser, html: str) -> str:
    run = re.search(r'data-run="(\w+)"', html)
    assert run, html
    browser.app.state.runs[run[1]].wait(60)
    return browser.get(f"/chay/{run[1]}").text


def test_a_list_kept_in_excel_goes_out_and_comes_back(tmp_path: Path) -> None:
    root = project(tmp_path)
    browser, file = Browser(settings_of(root)), root / "data/lists/diem.xlsx"
    page = browser.get("/danh-ba/diem").text
    assert "Thả tệp đã sửa vào đây" in page
    assert 'href="/danh-ba/diem/tep"' in page
    before = browser.get("/danh-ba/diem/tep")
    assert before.content == file.read_bytes()
    assert "attachment" in before.headers["content-disposition"]
    new = workbook([TITLES, *SECOND])
    sent = {"files": ("Danh sách (sửa).xlsx", new, "application/octet-stream")}
    shown = outcome(browser, browser.post("/danh-ba/diem/tep", files=sent).text)
    assert "1 mới, 1 thay đổi, 1 giữ nguyên, 1 bị bỏ, 0 không nhận" in shown
    assert "<b>Danh sách (sửa).xlsx</b>" in shown
    (spooled,) = re.findall(r'name="file" value="([^"]+)"', shown)
    assert 'data-act="import"' in outcome(
        browser, browser.post("/viec/import", data={"listed": "diem", "file": spooled}).text
    )
    assert file.read_bytes() == new
    assert "Điểm trực" in browser.get("/cai-dat/da-xoa").text
    outcome(browser, browser.post("/viec/import", data={"listed": "diem", "undo": "true"}).text)
    assert file.read_bytes() == before.content
    browser.app.state.runs.close()


def test_a_file_with_a_wrong_row_is_not_offered_to_be_taken(tmp_path: Path) -> None:
    browser = Browser(settings_of(project(tmp_path)))
    sent = {"files": ("x.xlsx", workbook([TITLES, *FIRST[:2], ["c", "Trạm C", "Xã không có"]]))}
    shown = outcome(browser, browser.post("/danh-ba/diem/tep", files=sent).text)
    assert "Chưa có gì thay đổi" in shown
    assert 'name="file"' not in shown
    assert browser.post("/danh-ba/khong-co/tep", files=sent).status_code == 404
    assert browser.get("/danh-ba/xa/tep").status_code == 404
    browser.app.state.runs.close()


def test_rows_of_a_file_are_offered_as_pasted_ones(tmp_path: Path) -> None:
    browser = Browser(settings_of(project(tmp_path)))
    page = browser.get("/danh-ba/xa").text
    assert 'data-drop="/danh-ba/xa/tep"' in page
    sent = {"files": ("x.xlsx", workbook([["Tên", "Ghi chú"], ["Xã Mẫu Z", "<b>mới</b>"]]))}
    shown = outcome(browser, browser.post("/danh-ba/xa/tep", files=sent).text)
    assert "Thêm cột “Ghi chú”" in shown
    assert re.search(r'<textarea name="rows" hidden>\nTên\tGhi chú\nXã Mẫu Z\t&lt;b&gt;mới', shown)
    assert re.search(r"data-gone> Bỏ \d mục của danh sách", shown)
    browser.app.state.runs.close()


def test_a_list_with_an_error_leads_to_the_first_cell_to_be_mended(tmp_path: Path) -> None:
    root = project(tmp_path)
    (root / "data/lists/diem.xlsx").write_bytes(workbook([TITLES, *FIRST[:2], ["c", "Trạm C", "Xã không có"]]))
    browser = Browser(settings_of(root))
    assert 'href="/danh-ba/diem#loi">Mở chỗ cần sửa' in browser.get("/danh-ba").text
    shown = browser.get("/danh-ba/diem").text
    assert '<a class="to-field" href="#loi">Đến ô cần sửa</a>' in shown
    assert re.findall(r'<td data-path="([^"]*)" id="loi"', shown) == ["/4/2"]
