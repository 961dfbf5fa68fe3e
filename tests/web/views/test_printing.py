"""“In”: each document and record with its sheets, sides and copies."""

from __future__ import annotations

import re

from tests.sample_project import Project
from tests.web.client import Browser
from tests.web.printed_paper import LETTER, PAPER, put_files
from tests.web.views.test_today import text


def test_the_screen_says_how_much_each_takes(own_browser: Browser, project: Project) -> None:
    put_files(project)
    html = own_browser.get(f"{PAPER}/in").text
    shown = text(html)
    assert "In 100 %, hai mặt, lật cạnh dài." in shown
    assert "DỰ THẢO · bản in chưa có số" in shown
    assert "Cao Lộc 2 3 1 PDF" in shown
    assert "Chưa chọn tệp nào." in shown
    assert re.search(rf'value="{LETTER}" data-sheets="2" data-single="3" data-sides="3" data-copies="\d\d"', html)
    assert "17 mục này chưa có bản PDF." in shown
    assert html.count("<caption") == html.count("<table") > 3
    assert not re.search(r"<script>|<style|style=", html)


def test_a_line_stands_where_files_are_older_than_the_data(own_browser: Browser, project: Project) -> None:
    put_files(project)
    shown = text("<main>" + own_browser.get(f"{PAPER}/chua-cap-nhat").text)
    assert shown.startswith("> 3 tệp chưa cập nhật theo nội dung vừa sửa Công văn; Huyện Cao Lộc; Huyện Lộc Bình")
    (project.root / f"outputs/{LETTER}").unlink()
    assert "2 tệp chưa cập nhật" in own_browser.get(f"{PAPER}/chua-cap-nhat").text
    assert own_browser.get("/van-ban-di/khong-co/chua-cap-nhat").status_code == 404


def test_a_paper_with_an_error_says_it(own_browser: Browser, project: Project) -> None:
    project.replace("data/dispatches/bluezone-2020.yaml", "signer: phuong-thi-huong-lan", "signer: khong-co-ai")
    assert "khong-co-ai" in text(own_browser.get(f"{PAPER}/in").text)
