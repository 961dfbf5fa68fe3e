"""“Nhận về, đôn đốc”: the matrix says in words who has answered, folded where all is the same."""

from __future__ import annotations

import re

from tests.editing.files import DISPATCH
from tests.web.client import Browser
from tests.web.views.test_today import text

BACK = "/van-ban-di/bluezone-2020/nhan-ve"


def test_the_caption_says_how_many(returned_browser: Browser) -> None:
    page = returned_browser.get(BACK).text
    assert '<caption id="da-gui">3 trên 33 biểu đã gửi' in page
    shown = text(page)
    for words in ("đủ (2)", "cần hỏi", "chưa gửi", "10 huyện, thành phố khác", "30 chưa gửi"):
        assert words in shown, words


def test_every_line_or_the_same_ones_as_one(returned_browser: Browser) -> None:
    folded = returned_browser.get(BACK).text.count('<th scope="row"')
    whole = returned_browser.get(f"{BACK}?het=1").text.count('<th scope="row"')
    assert (folded, whole) == (2, 11)
    other = returned_browser.get(f"{BACK}?dong=doanh_nghiep&het=1").text
    assert '<th scope="col">Huyện Cao Lộc</th>' in other


def test_a_period_for_which_nothing_came(returned_browser: Browser) -> None:
    page = returned_browser.get(f"{BACK}?bieu=bao-cao-ngay").text
    assert re.search(r"0 trên 5 .{,40} đã gửi", page)
    assert '<input id="chon-ky" name="ky"' in page
    asked = returned_browser.get(f"{BACK}?bieu=bao-cao-ngay&ky=20/8/2020").text
    assert 'value="2020-08-20"' in asked


def test_what_the_address_asks_for_is_no_more_than_a_choice(returned_browser: Browser) -> None:
    page = returned_browser.get(f"{BACK}?bieu=<script>&ky=x&dong=y&het=z").text
    assert "<script>&" not in page
    assert "3 trên 33" in page


def test_the_bar_is_as_long_as_its_words_say(returned_browser: Browser) -> None:
    page = returned_browser.get(BACK).text
    long = [float(each) for each in re.findall(r'<rect class="[\w-]+" x="[\d.]+" width="([\d.]+)"', page)]
    assert abs(sum(long) - 100) < 0.1
    told = page.partition("<figcaption")[2].partition("</figcaption>")[0]
    assert len(long) == told.count('<span class="count ')


def test_a_summary_of_all_columns_is_added_by_a_button(own_returned: Browser) -> None:
    """What the button's form posts makes a table of the form, whose files are then made and printed."""
    page = own_returned.get(f"{BACK}?bieu=huyen-doan").text
    form = page.partition('data-add="/tables"')[2].partition("</form>")[0]
    given = {f"value.{name}": value for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)}
    answer = own_returned.post("/sua/add", data={"file": DISPATCH, "path": "/tables", **given})
    assert "X-Done" in answer.headers, answer.text
    now = own_returned.get(f"{BACK}?bieu=huyen-doan").text
    assert 'data-add="/tables"' not in now
    assert f"<b>{given['value.name']}</b>" in now
    columns = own_returned.get("/van-ban-di/bluezone-2020/phu-luc-bieu").text
    assert '<option value="huyen-doan" selected>' in columns


def test_a_database_that_can_not_be_read_is_told(own_returned: Browser) -> None:
    (own_returned.settings.root / "office.db").write_bytes(b"khong phai co so du lieu" * 100)
    for path in (BACK, f"{BACK}/can-hoi", f"{BACK}/don-doc"):
        assert 'class="warn"' in own_returned.get(path).text
