"""“Gửi nhà in”: the words on each sign as text, its true size, the order, the files for the shop."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.made_pdf import plain_pdf
from tests.sample_project import Project
from tests.web.client import Browser, settings_of
from tests.web.views.test_today import text

PAGE = "/van-ban-di/bluezone-2020/nha-in"
SIGN = "chung/bang-ron-300x80.pdf"


@pytest.fixture
def browsing(project: Project) -> Iterator[Browser]:
    made = Browser(settings_of(project.root))
    yield made
    made.app.state.previews.close()


def test_words_sizes_and_order(browser: Browser) -> None:
    html = browser.get(PAGE).text
    shown = text(html)
    assert "Băng rôn 3 m × 0,8 m 300 × 80 cm · 6 bản" in shown
    assert re.search(r"Lời chính chữ hoa cao [\d,]+ cm ĐIỂM HỖ TRỢ CÀI ĐẶT BLUEZONE PHÒNG CHỐNG COVID-19", shown)
    assert "Chưa có tệp của biển này." in shown
    assert re.search(r"Đơn đặt in: \d+ dòng, \d+ bản, [\d,]+ m²", shown)
    rows = html.partition("<tbody>")[2].partition("</tbody>")[0].count("<tr>")
    assert rows == html.count("data-sign>")
    assert not re.search(r"<script>|<style|style=", html)


def test_a_sign_that_was_made_is_shown_in_its_size(browsing: Browser, project: Project) -> None:
    path = project.root / "outputs/bluezone-2020/signage" / SIGN
    path.parent.mkdir(parents=True)
    path.write_bytes(plain_pdf(1, size=(8503.9, 2267.7)))
    (path.parent.parent / "order.xlsx").write_bytes(b"PK")
    html = browsing.get(PAGE).text
    assert f'src="/van-ban-di/bluezone-2020/bien/{SIGN}?rong=1200" loading="lazy" width="11339" height="3024"' in html
    assert "Đơn đặt in, có chỗ ghi đơn giá" in html
    picture = browsing.get(f"/van-ban-di/bluezone-2020/bien/{SIGN}?rong=500")
    assert picture.content.startswith(b"\x89PNG")
    assert int.from_bytes(picture.content[16:20]) in (499, 500, 501)
    (path.parent / "hong.pdf").write_bytes(b"no PDF")
    for name in ("chung/khong-co.pdf", "../letter/cong-van.pdf", "chung/hong.pdf", "order.xlsx"):
        assert browsing.get(f"/van-ban-di/bluezone-2020/bien/{name}").status_code == 404, name
    assert browsing.get(f"/van-ban-di/khong-co/bien/{SIGN}").status_code == 404


def test_an_error_is_told(own_browser: Browser, project: Project) -> None:
    project.replace("data/dispatches/bluezone-2020.yaml", "signer: phuong-thi-huong-lan", "signer: khong-co-ai")
    assert "khong-co-ai" in text(own_browser.get(PAGE).text)
