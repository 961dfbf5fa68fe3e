"""“Hôm nay”: what waits, what is empty in one line, the last backup."""

from __future__ import annotations

import datetime
import os
import re
from typing import Any

import pytest

from congvan.core.i18n import using_language
from congvan.web.facts.project import read
from congvan.web.facts.standing import AskedRows, ExpectedReport
from congvan.web.views import today
from tests.sample_project import Project
from tests.web.client import Browser

FILE = "data/dispatches/bluezone-2020.yaml"


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("<main")[2]))


def test_a_quiet_day_is_one_line(browser: Browser) -> None:
    html = browser.get("/").text
    assert html.count('class="empty-line"') == 1
    assert "Không có văn bản nào còn lỗi." in html
    for job in ("Soạn văn bản", "In biểu", "Nhận biểu", "Kiểm tra thể thức"):
        assert f"<b>{job}</b>" in html


def test_what_waits_stands_first(own_browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = ExpectedReport("bluezone-2020", "bao-cao-ngay", "Báo cáo ngày", 41, 65, "16h00 ngày 04/9/2026", "xã")
    asked = AskedRows("bluezone-2020", "Biểu danh sách", 3)
    monkeypatch.setattr(today, "standing_of", lambda _project: ([expected], [asked], []))
    shown = text(own_browser.get("/").text)
    assert "41/65 xã" in shown
    assert "hạn 16h00 ngày 04/9/2026 Đôn đốc" in shown
    assert "Biểu danh sách 3 dòng" in shown


def test_a_paper_with_an_error_waits(own_browser: Browser, project: Project) -> None:
    project.replace(FILE, "signer: phuong-thi-huong-lan", "signer: khong-co-ai")
    shown = own_browser.get("/").text
    assert "1 lỗi" in shown
    assert 'href="/van-ban-di/bluezone-2020/xem-truoc"' in shown
    assert "khong-co-ai" in own_browser.get("/van-ban-di/bluezone-2020/trang").text
    for step in ("noi-dung", "noi-nhan", "phu-luc-bieu", "so-ngay", "in", "nha-in", "nhan-ve"):
        assert own_browser.get(f"/van-ban-di/bluezone-2020/{step}").status_code == 200


def test_an_error_of_all_papers_is_told_first(own_browser: Browser, project: Project) -> None:
    project.write("data/agency.yaml", "name: Sở\n")
    shown = own_browser.get("/").text
    assert "Chưa đọc được thông tin cơ quan" in shown
    assert '<a class="to-field" href="/cai-dat/co-quan">' in shown
    assert 'href="/cai-dat/co-quan"' in own_browser.get("/cai-dat").text
    assert "Chưa đọc được thông tin cơ quan" not in own_browser.get("/cai-dat/co-quan").text


@pytest.mark.parametrize(("day", "told"), [(18, []), (19, ["Ngày mai"]), (20, ["Hôm nay"]), (21, [])])
def test_deadlines_of_today_and_tomorrow(sample: Project, day: int, told: list[str]) -> None:
    with using_language("vi"):
        found: list[Any] = list(today._deadlines(read(sample.root), datetime.date(2020, 8, day)))
    assert [each["when"] for each in found] == told


def test_the_last_backup(own_browser: Browser, project: Project) -> None:
    assert "chưa có gì phải sao lưu" in own_browser.get("/").text
    (project.root / "office.db").write_bytes(b"")
    assert "chưa được sao lưu lần nào" in own_browser.get("/cai-dat").text
    backup = project.root / "office-20260904-091200.db"
    backup.write_bytes(b"")
    moment = datetime.datetime(2026, 9, 4, 9, 12).timestamp()
    os.utime(backup, (moment, moment))
    assert today.last_backup(project.root)["when"] == "9h12, 04/9/2026"
