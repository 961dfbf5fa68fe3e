"""“Ghi báo cáo”: the fields of a form, beside the scan that it is typed from."""

from __future__ import annotations

import re

from tests.web.client import Browser

TELEPHONE = "/van-ban-di/bluezone-2020/nhan-ve/dien-thoai"


def test_fields_are_those_that_a_sender_fills_in(returned_browser: Browser) -> None:
    page = returned_browser.get(f"{TELEPHONE}?bieu=danh-sach").text
    names = re.findall(r'name="=([^"]+)"', page)
    assert names[:2] == ["huyen", "doanh_nghiep"]
    assert "bang.1.ho-ten" in names
    assert not [name for name in names if name.endswith(".tt") or name.startswith("bang.1.huyen")]


def test_a_row_for_each_entry(returned_browser: Browser) -> None:
    page = returned_browser.get(f"{TELEPHONE}?bieu=bao-cao-ngay").text
    assert 'name="=bang.cao-loc.cai-dat"' in page
    assert 'aria-label="Lượt cài đặt trong ngày, Huyện Cao Lộc"' in page
    assert 'name="=ky"' in page


def test_a_scan_stands_beside_the_fields(returned_browser: Browser) -> None:
    asking = returned_browser.get("/van-ban-di/bluezone-2020/nhan-ve/can-hoi").text
    link = re.search(r'href="([^"]+\?quet=(\w+))"', asking)
    assert link
    page = returned_browser.get(link[1]).text
    assert f'hx-get="/ban-quet/{link[2]}"' in page
    assert '<option value="cao-loc" selected>' in page
    assert returned_browser.get(f"{TELEPHONE}?quet={'0' * 64}").status_code == 404
