"""Decisions about what came: done by the act, told beside the form, taken back by the button that the note has."""

from __future__ import annotations

import html
import re

import pytest

from congvan.returns.questions import OpenQuestions, open_questions
from congvan.web.acts import BY_ID
from congvan.web.facts.answers import answers_to, events_of
from congvan.web.facts.project import read
from congvan.web.routes.deciding import DECISIONS, named, undo_of
from tests.web.client import Browser

DISPATCH = "bluezone-2020"


def waiting(browser: Browser) -> OpenQuestions:
    dataset = read(browser.settings.root).dataset
    assert dataset
    return open_questions(answers_to(dataset, DISPATCH, events_of(browser.settings.root)))


def asked(browser: Browser) -> list[str]:
    """Every row that is asked about, by its file and number."""
    return [f"{each['file']} {row['number']}" for each in waiting(browser).answers for row in each["rows"]]


def fields(browser: Browser, path: str, holding: str) -> tuple[str, list[tuple[str, str]]]:
    """The address and the fields of the form of a page that holds something, as a browser would send them."""
    page = browser.get(path).text
    for address, inside in re.findall(r'<form[^>]* hx-post="([^"]+)"[^>]*>(.*?)</form>', page, re.DOTALL):
        if holding in inside:
            inputs = re.findall(r"<input([^>]*)>", inside)
            named_ = [(re.search(r'name="([^"]*)"', each), re.search(r'value="([^"]*)"', each)) for each in inputs]
            return address, [(name[1], html.unescape(value[1] if value else "")) for name, value in named_ if name]
    raise AssertionError(holding)


def send(browser: Browser, address: str, pairs: list[tuple[str, str]], **more: str) -> str:
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return browser.post(address, data=values | {name: [value] for name, value in more.items()}).text


def take_back(browser: Browser, note: str) -> str:
    """Press the button of the note."""
    (address, inside) = re.findall(r'<form[^>]* hx-post="([^"]+)"[^>]*>(.*?)</form>', note, re.DOTALL)[0]
    pairs = re.findall(r'name="([^"]*)" value="([^"]*)"', inside)
    return send(browser, address, [(name, html.unescape(value)) for name, value in pairs])


ASKING = f"/van-ban-di/{DISPATCH}/nhan-ve/can-hoi"


def test_a_question_is_answered_in_its_place(own_returned: Browser) -> None:
    before = asked(own_returned)
    assert "viettel.xlsx 3" in before
    address, pairs = fields(own_returned, ASKING, ".3.dien-thoai")
    wrong = send(own_returned, address, pairs, **{"=bang.3.dien-thoai": "13"})
    assert "Chưa ghi được." in wrong
    assert "không phải số điện thoại" in wrong
    assert asked(own_returned) == before
    note = send(own_returned, address, pairs, **{"=bang.3.dien-thoai": "0912 345 678"})
    assert 'data-said="Đã ghi."' in note
    assert "python3 build.py correct" in note
    assert "viettel.xlsx 3" not in asked(own_returned)
    assert 'data-said="Đã hoàn tác."' in take_back(own_returned, note)
    assert asked(own_returned) == before


def test_the_button_pressed_again_takes_nothing_else_back(own_returned: Browser) -> None:
    address, pairs = fields(own_returned, ASKING, ".3.dien-thoai")
    send(own_returned, address, pairs, **{"=bang.3.dien-thoai": "0912345678"})
    note = send(own_returned, address, pairs, **{"=bang.3.dien-thoai": "0912345679"})
    assert "Đã hoàn tác." in take_back(own_returned, note)
    assert "Chưa ghi được." in take_back(own_returned, note)
    assert "viettel.xlsx 3" not in asked(own_returned), "the first correction stands"


def test_a_row_is_kept_as_it_is_or_left_out(own_returned: Browser) -> None:
    before = asked(own_returned)
    twice = next(each for each in before if each != "viettel.xlsx 3")
    address, pairs = fields(own_returned, ASKING, 'name="cells"')
    assert "Đã ghi." in send(own_returned, address, pairs)
    assert twice not in asked(own_returned)
    address, pairs = fields(own_returned, ASKING, 'value="bang.3"')
    assert "Chưa ghi được." in send(own_returned, address, pairs), "without a reason"
    note = send(own_returned, address, pairs, reason="nghỉ việc")
    assert not asked(own_returned)
    take_back(own_returned, note)
    assert asked(own_returned) == ["viettel.xlsx 3"]


def test_less_than_before_is_taken_and_taken_back(own_returned: Browser) -> None:
    address, pairs = fields(own_returned, ASKING, 'name="accept"')
    note = send(own_returned, address, pairs, reason="đúng")
    assert [each["file"] for each in waiting(own_returned).answers] == ["viettel.xlsx"]
    take_back(own_returned, note)
    assert "it.xlsx" in [each["file"] for each in waiting(own_returned).answers]


def one_file(browser: Browser, file: str) -> str:
    page = browser.get(f"/van-ban-di/{DISPATCH}/nhan-ve/da-nhan").text
    found = re.search(rf'href="([^"]+\?tep=[^"]+)">{re.escape(file)}</a>', page)
    assert found
    return html.unescape(found[1])


def test_a_file_is_withdrawn_and_given_to_another_place(own_returned: Browser) -> None:
    path = one_file(own_returned, "cao-loc.xlsx")
    address, pairs = fields(own_returned, path, "rut-vi")
    note = send(own_returned, address, pairs, reason="gửi nhầm")
    assert ("cao-loc.xlsx") in [file for _subject, file in waiting(own_returned).withdrawn]
    assert "gửi nhầm" in own_returned.get(path).text
    take_back(own_returned, note)
    assert not waiting(own_returned).withdrawn
    address, pairs = fields(own_returned, path, "chuyen-vi")
    note = send(own_returned, address, pairs, reason="ghi nhầm huyện", **{"=huyen": "van-lang", "=doanh_nghiep": ""})
    shown = own_returned.get(path).text
    assert "<dd>Biểu danh sách, Huyện Văn Lãng" in shown
    assert "Đã ghi." in take_back(own_returned, note)
    assert "<dd>Biểu danh sách, Huyện Cao Lộc" in own_returned.get(path).text


def test_figures_are_closed_and_opened_again(own_returned: Browser) -> None:
    path = f"/van-ban-di/{DISPATCH}/nhan-ve"
    address, pairs = fields(own_returned, path, "Chốt số liệu")
    note = send(own_returned, address, pairs)
    assert "Đã ghi." in note
    assert "Đã chốt ngày" in own_returned.get(path).text
    take_back(own_returned, note)
    assert "Đã chốt ngày" not in own_returned.get(path).text


def test_a_report_by_telephone_and_from_a_scan(own_returned: Browser) -> None:
    (scan,) = waiting(own_returned).scans
    path = f"/van-ban-di/{DISPATCH}/nhan-ve/dien-thoai?quet={scan['subject']}&bieu=danh-sach"
    address, pairs = fields(own_returned, path, "=bang.1.ho-ten")
    who = {"=huyen": "van-lang", "=doanh_nghiep": "vnpt-lang-son"}
    assert "Chưa ghi được." in send(own_returned, address, pairs, **who)
    told = {"=bang.1.ho-ten": "Nguyễn Văn Mẫu", "=bang.1.dien-thoai": "0912345678"}
    assert "Nguyễn Văn Mẫu" in send(own_returned, address, pairs, **who, **told)
    assert not waiting(own_returned).scans
    path = f"/van-ban-di/{DISPATCH}/nhan-ve/dien-thoai?bieu=bao-cao-ngay"
    address, pairs = fields(own_returned, path, ".cao-loc.cai-dat")
    told = {"=doanh_nghiep": "vnpt-lang-son", "=ky": "2020-08-20", "=bang.cao-loc.cai-dat": "12"}
    assert "Đã ghi." in send(own_returned, address, pairs, **told)


def test_only_decisions_are_done_here(own_returned: Browser) -> None:
    for act in ("build", "restore", "save", "khong-co"):
        assert own_returned.post(f"/quyet-dinh/{act}", data={}).status_code == 404
    assert all(act in BY_ID for act in DECISIONS)


@pytest.mark.parametrize(
    ("act", "given", "back"),
    [
        ("correct", {"file": "a", "undo": "true"}, []),
        ("report", {"form": "tuan"}, []),
        ("withdraw", {"file": "a", "row": "bang.3"}, ["file", "undo", "reason", "row"]),
        ("close", {"form": "tuan", "period": ""}, ["bieu", "undo", "reason"]),
    ],
)
def test_what_takes_a_decision_back(act: str, given: dict[str, str], back: list[str]) -> None:
    assert [name for name, _value in undo_of(act, list(given.items())).get("fields", ())] == back


def test_fields_with_names_of_cells_become_entries() -> None:
    pairs = [("=a.1.b", " 5 "), ("=c", ""), ("file", "x"), ("before", "xa=b")]
    assert named("correct", pairs) == [("cells", "a.1.b=5"), ("file", "x")]
