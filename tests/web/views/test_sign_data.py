"""“Biển, băng rôn” and the other data of documents, as forms."""

from __future__ import annotations

import re

from tests.web.client import Browser
from tests.web.views.test_today import text

PICTURE = r'data-picture="([^"]+)"'


def test_signs_are_a_form_beside_what_is_drawn(own_browser: Browser) -> None:
    page = own_browser.get("/cai-dat/bien/bluezone-2020").text
    shown = text(page)
    assert 'data-path="/items/0/width"' in page
    for words in ("Băng rôn 3 m × 0,8 m", "ĐIỂM HỖ TRỢ CÀI ĐẶT BLUEZONE", "Tạo tệp cho nhà in", "Gửi nhà in"):
        assert words in shown
    first = own_browser.get(f"{re.findall(PICTURE, page)[0]}?rong=300")
    assert first.headers["content-type"] == "image/png"
    saved = own_browser.post(
        "/sua/save",
        data={
            "file": "data/signage/bluezone-2020.yaml",
            "path": "/message",
            "old": "Điểm hỗ trợ cài đặt Bluezone phòng chống Covid-19",
            "new": "Điểm hỗ trợ dân cài đặt",
        },
    )
    assert "Đã lưu lúc" in saved.text
    again = own_browser.get("/cai-dat/bien/bluezone-2020").text
    assert "ĐIỂM HỖ TRỢ DÂN CÀI ĐẶT" in text(again).replace("  ", " ")
    second = own_browser.get(f"{re.findall(PICTURE, again)[0]}?rong=300")  # nothing was built
    assert second.content != first.content
    address = re.findall(PICTURE, again)[0].rpartition("/")[0]
    assert own_browser.get(f"{address}/khong-co.pdf").status_code == 404


def test_documents_are_entries_that_can_be_added(own_browser: Browser) -> None:
    page = own_browser.get("/cai-dat/tai-lieu").text
    assert 'data-add="."' in page
    assert 'data-path="/0/templates/docx"' in page
    new = {"value.name": "Giấy mời (mẫu)", "value.path": "letter/giay-moi"}
    added = own_browser.post("/sua/add", data={"file": "data/documents.yaml", "path": ".", **new})
    assert added.headers.get("x-done") == "1", added.text
    assert "Giấy mời (mẫu)" in text(own_browser.get("/cai-dat/tai-lieu").text)
    assert "Công văn đôn đốc" in text(own_browser.get("/cai-dat").text)
    assert 'data-path="/body"' in own_browser.get("/cai-dat/giay-to/don-doc").text
