"""“Biển, băng rôn” and the other data of documents, as forms."""

from __future__ import annotations

from tests.web.client import Browser
from tests.web.views.test_today import text


def test_signs_are_a_form_beside_what_is_drawn(own_browser: Browser) -> None:
    page = own_browser.get("/cai-dat/bien/bluezone-2020").text
    shown = text(page)
    assert 'data-path="/items/0/width"' in page
    for words in ("Băng rôn 3 m × 0,8 m", "ĐIỂM HỖ TRỢ CÀI ĐẶT BLUEZONE", "Vẽ lại hình", "Gửi nhà in"):
        assert words in shown
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
    assert "ĐIỂM HỖ TRỢ DÂN CÀI ĐẶT" in text(own_browser.get("/cai-dat/bien/bluezone-2020").text).replace("  ", " ")


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
