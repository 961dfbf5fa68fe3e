"""Fields that save themselves: the note beside a field, conflicts, drafts, lists and paste, through the page."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from congvan.model.project.yaml_reader import scan
from tests.sample_project import Project
from tests.web.client import Browser

DISPATCH, DISTRICTS = "data/dispatches/bluezone-2020.yaml", "data/lists/huyen.yaml"
PAPER = "/van-ban-di/bluezone-2020"


def version(browser: Browser, path: str = f"{PAPER}/noi-dung") -> str:
    """The hash of the file that a page was made of."""
    match = re.search(r'data-version="(\w+)"', browser.get(path).text)
    assert match is not None
    return match[1]


def test_a_field_is_saved_and_says_so(own_browser: Browser, project: Project) -> None:
    values = {"file": DISPATCH, "path": "/medium", "old": "paper", "new": "electronic", "sha256": version(own_browser)}
    answer = own_browser.post("/sua/save", data=values)
    assert (answer.status_code, answer.headers["x-done"]) == (200, "1")
    assert re.search(r'data-said="Đã lưu lúc \d+ giờ \d\d"', answer.text)
    assert "\nmedium: electronic  " in project.read(DISPATCH)
    assert "<form" not in answer.text
    assert "<input" not in answer.text


def test_the_errors_of_the_value_stand_beside_it(own_browser: Browser) -> None:
    values = {"file": DISPATCH, "path": "/urgency", "new": "NHANH"}
    answer = own_browser.post("/sua/save", data=values)
    assert "còn 1 lỗi" in answer.text
    assert "NHANH" in answer.text
    other = own_browser.post("/sua/save", data={"file": DISPATCH, "path": "/unit", "old": "BCVT", "new": "VP"})
    assert "còn 1 lỗi" in other.text
    assert "NHANH" not in other.text


def test_a_file_that_is_thrown_away_leads_back_to_its_kind_and_lies_in_the_bin(own_browser: Browser) -> None:
    own_browser.post("/viec/new-list", data={"label": "Trường học", "one": "trường"})
    file = "data/lists/truong-hoc.yaml"
    assert f'data-discard="{file}"' in own_browser.get("/danh-ba/truong-hoc").text
    answer = own_browser.post("/sua/discard", data={"file": file})
    assert (answer.headers["x-done"], answer.headers["x-gone"]) == ("1", "/danh-ba")
    thrown = own_browser.get("/cai-dat/da-xoa").text
    assert "Trường học" in thrown
    (record,) = re.findall(r'data-record="(\w+)"', thrown)
    back = own_browser.post("/sua/undo", data={"file": file, "record": record})
    assert "x-gone" not in back.headers
    assert own_browser.get("/danh-ba/truong-hoc").status_code == 200
    refused = own_browser.post("/sua/discard", data={"file": DISTRICTS})
    assert "Nội dung này còn được dùng" in refused.text


def test_a_new_name_is_told_and_drafts_are_offered_it(own_browser: Browser, project: Project) -> None:
    file = "data/lists/co-quan.yaml"
    values = {"file": file, "path": "/entries/0/name", "old": "Tỉnh đoàn Lạng Sơn", "new": "Tỉnh đoàn (mới)"}
    project.replace(DISPATCH, "\nfacts:\n", "\nfacts:\n  noi: tại Tỉnh đoàn Lạng Sơn\n")
    answer = own_browser.post("/sua/save", data=values)
    assert "nay là “Tỉnh đoàn (mới)”" in answer.text
    (old, new) = re.findall(r'data-follow="([^"]+)" data-new="([^"]+)"', answer.text)[0]
    assert "Đã đổi theo" in own_browser.post("/sua/follow", data={"old": old, "new": new}).text
    assert "noi: tại Tỉnh đoàn (mới)" in project.read(DISPATCH)


def test_a_name_that_no_list_has_is_added_from_the_field(own_browser: Browser, project: Project) -> None:
    values = {"file": DISPATCH, "path": "/receivers/0/to", "old": "Tỉnh đoàn Lạng Sơn", "new": "Sở Nội vụ"}
    answer = own_browser.post("/sua/save", data=values)
    (listed, name) = re.findall(r'data-enlist="([\w-]+)" data-name="([^"]+)"', answer.text)[0]
    assert (listed, name) == ("co-quan", "Sở Nội vụ")
    assert "\n  - Sở Nội vụ\n" in project.read(DISPATCH)  # the paper is whole meanwhile
    assert "x-taken" in own_browser.post("/sua/take", data={"listed": listed, "text": f"Tên\n{name}"}).headers
    again = own_browser.post("/sua/save", data={**values, "old": "Sở Nội vụ"})
    assert "x-done" in again.headers
    assert "data-enlist" not in again.text
    assert "to: so-noi-vu}" in project.read(DISPATCH)


def test_words_that_no_list_has_are_asked_about_beside_their_line(own_browser: Browser, project: Project) -> None:
    values = {"file": DISPATCH, "path": "/copies", "value.to": "- Tinh doan lạng sơn (để p/h);"}
    assert "x-done" in own_browser.post("/sua/add", data=values).headers
    shown = own_browser.get(f"{PAPER}/noi-nhan").text
    assert 'data-near="Tỉnh đoàn Lạng Sơn (để p/h)"' in shown
    assert "data-enlist" in shown
    (at,) = re.findall(r'data-copies="(/copies/\d+)/copies"', shown)
    values = {"file": DISPATCH, "path": f"{at}/to", "old": "Tinh doan lạng sơn (để p/h)"}
    told = own_browser.post("/sua/save", data={**values, "new": "Tỉnh đoàn Lạng Sơn (để p/h)"})
    assert "data-copies" not in told.text
    assert "{to: tinh-doan-lang-son, purpose: để p/h}" in project.read(DISPATCH)


def test_a_column_that_a_list_has_not_is_offered_with_a_tick(own_browser: Browser, project: Project) -> None:
    rows = "STT\tTên\tNgày họp\n1\tHội mẫu\t36320\n\tTổng cộng: 1 nơi\t\n"
    shown = own_browser.post("/sua/paste", data={"listed": "co-quan", "text": rows})
    assert re.search(
        r'checked data-column="2"> Thêm cột “Ngày họp”</label>.*?<option value="date" selected>', shown.text
    )
    assert "Dòng 3 (“Tổng cộng: 1 nơi”) là dòng cộng" in shown.text
    taken = own_browser.post("/sua/take", data={"listed": "co-quan", "text": rows, "add": ["2:date"]})
    assert "x-taken" in taken.headers, taken.text
    assert "ngay_hop: 09/6/1999" in project.read("data/lists/co-quan.yaml")


def test_the_same_value_changed_by_another_is_shown_and_not_written(own_browser: Browser, project: Project) -> None:
    seen = version(own_browser)
    project.replace(DISPATCH, "unit: BCVT\n", "unit: VP\n")
    before = project.read(DISPATCH)
    values = {"file": DISPATCH, "path": "/unit", "old": "BCVT", "new": "TTr", "sha256": seen}
    answer = own_browser.post("/sua/save", data=values)
    assert "x-done" not in answer.headers
    assert [answer.text.index(f"<dd>{each}</dd>") for each in ("TTr", "VP", "BCVT")] == sorted(
        answer.text.index(f"<dd>{each}</dd>") for each in ("TTr", "VP", "BCVT")
    )
    assert 'data-theirs="VP"' in answer.text
    assert project.read(DISPATCH) == before


def test_what_is_typed_is_given_back(own_browser: Browser) -> None:
    values = {
        "file": DISPATCH,
        "path": "/marking",
        "text": "LƯU <b>HÀNH",
        "draft": "t.1",
        "sha256": version(own_browser),
    }
    assert own_browser.post("/sua/keep", data=values).status_code == 204
    shown = own_browser.get(f"{PAPER}/noi-dung").text
    assert '<q data-draft="t.1">LƯU &lt;b&gt;HÀNH</q>' in shown
    own_browser.post("/sua/save", data={"file": DISPATCH, "path": "/marking", "new": "MẬT", "drafts": "t.1"})
    assert "data-draft" not in own_browser.get(f"{PAPER}/noi-dung").text


def test_what_could_not_be_saved_stays_kept_and_cells_of_lists_too(own_browser: Browser, project: Project) -> None:
    about = {"file": DISPATCH, "path": "/unit", "old": "BCVT"}
    assert own_browser.post("/sua/keep", data={**about, "text": "TTr", "draft": "a.1"}).status_code == 204
    project.replace(DISPATCH, "unit: BCVT\n", "unit: VP\n")
    refused = own_browser.post("/sua/save", data={**about, "new": "TTr", "drafts": "a.1"})
    assert "x-done" not in refused.headers
    assert '<q data-draft="a.1">TTr</q>' in own_browser.get(f"{PAPER}/noi-dung").text
    own_browser.post("/sua/save", data={**about, "old": "VP", "new": "BTC", "drafts": ["b.1", "a.1"]})
    assert "data-draft" not in own_browser.get(f"{PAPER}/noi-dung").text
    cell = {
        "file": "data/lists/huyen.yaml",
        "path": "/entries/0/name",
        "old": "x",
        "text": "Cao Lộc cũ",
        "draft": "a.2",
    }
    assert own_browser.post("/sua/keep", data=cell).status_code == 204
    assert '<q data-draft="a.2">Cao Lộc cũ</q>' in own_browser.get("/danh-ba/huyen").text


def test_what_is_typed_into_a_form_is_offered_on_its_page_alone(own_browser: Browser) -> None:
    kept = {"path": "/van-ban-di /viec/new subject 0", "draft": "a.3", "text": "Về <việc>"}
    assert own_browser.post("/sua/keep", data=kept).status_code == 204
    offer = '<q data-draft="a.3" data-at="/viec/new subject 0">Về &lt;việc&gt;</q>'
    assert offer in own_browser.get("/van-ban-di").text
    assert "data-draft" not in own_browser.get("/danh-ba").text
    own_browser.post("/sua/keep", data={"path": "-", "draft": "a.3"})
    assert "data-draft" not in own_browser.get("/van-ban-di").text


def test_a_page_waits_for_what_was_sent_as_the_one_before_was_left(own_browser: Browser) -> None:
    """The page is asked for first, and shows what comes after it."""
    kept = {"path": "/van-ban-di x 0", "draft": "a.4", "text": "Chữ cuối"}
    sent = own_browser.headers("GET")
    sent["cookie"] += "; congvan-left=0.5-a.7"
    with ThreadPoolExecutor(1) as pool:
        shown = pool.submit(own_browser.call, "GET", "/van-ban-di", sent)
        for number in ("7", "0", "5-a"):
            assert not shown.done()
            headers = {**own_browser.headers("POST"), "x-number": number}
            own_browser.call("POST", "/sua/keep", headers, data=kept)
        assert '<q data-draft="a.4" data-at="x 0">Chữ cuối</q>' in shown.result().text
    own_browser.post("/sua/keep", data={"path": "-", "draft": "a.4"})


def test_entries_come_move_and_go(own_browser: Browser, project: Project) -> None:
    before = project.read(DISPATCH)
    values = {"file": DISPATCH, "path": "/copies", "value.text": "Văn phòng", "value.purpose": "b/c"}
    assert "x-done" in own_browser.post("/sua/add", data=values).headers
    assert "  - text: Văn phòng\n    purpose: b/c\n" in project.read(DISPATCH)
    assert "x-done" in own_browser.post("/sua/move", data={"file": DISPATCH, "path": "/copies/4", "to": "0"}).headers
    assert "x-done" in own_browser.post("/sua/remove", data={"file": DISPATCH, "path": "/copies/0"}).headers
    assert project.read(DISPATCH) == before
    assert "x-done" in own_browser.post("/sua/undo", data={"file": DISPATCH}).headers
    assert "Văn phòng" in project.read(DISPATCH)


def test_rows_are_shown_before_they_are_taken(own_browser: Browser, project: Project) -> None:
    before = project.read(DISTRICTS)
    text = "Tên\tLoại\nCao Lộc\tthị xã\nMới\thuyện\n\thuyện\n"
    shown = own_browser.post("/sua/paste", data={"listed": "huyen", "text": text}).text
    assert "1 dòng mới, 1 dòng thay đổi, 0 dòng giữ nguyên, 1 dòng không nhận" in shown
    assert "Nhận 2 dòng" in shown
    assert '<th scope="col">Tên</th><th scope="col">Loại</th>' in shown
    assert project.read(DISTRICTS) == before
    assert "x-taken" in own_browser.post("/sua/take", data={"listed": "huyen", "text": text}).headers
    assert 'value="Mới"' in own_browser.get("/danh-ba/huyen").text
    refused = own_browser.post("/sua/take", data={"listed": "huyen", "text": "Tên\tLoại\n\thuyện\n"})
    assert "x-taken" not in refused.headers


@pytest.mark.parametrize(
    ("act", "values", "status"),
    [
        ("build", {}, 404),
        ("khong-co", {}, 404),
        ("save", {"file": "../x.yaml", "path": "/a", "new": "b"}, 200),
        ("save", {"path": "/a"}, 200),
        ("save", {"file": DISPATCH, "path": "/body", "old": "khác", "new": "b"}, 200),
        ("remove", {"file": DISPATCH, "path": "/copies/99"}, 200),
        ("take", {"listed": "khong-co", "text": "a"}, 200),
    ],
)
def test_what_cannot_be_done_is_told(
    browser: Browser, sample: Project, act: str, values: dict[str, str], status: int
) -> None:
    before = sample.read(DISPATCH)
    answer = browser.post(f"/sua/{act}", data=values)
    assert answer.status_code == status
    assert "x-done" not in answer.headers
    assert sample.read(DISPATCH) == before


def test_a_clipboard_is_answered_with_its_text_and_what_was_changed(own_browser: Browser) -> None:
    values = {"html": "<ol><li>Rà soát<li>Báo cáo</ol><p>một\n<br>hai", "text": "1.\tRà soát\n2.\tBáo cáo\nmột\nhai"}
    made = own_browser.post("/sua/chep", data=values).json()
    assert made["text"] == "1. Rà soát\n\n2. Báo cáo\n\nmột hai"
    assert made["said"].startswith("Đã dán. Đã đổi cho hợp văn bản: 2 số hoặc gạch đầu dòng tự động thành chữ; nối 1")
    assert made["lines"].endswith("một\n\nhai")
    plain = own_browser.post("/sua/chep", data={"text": "chữ"}).json()
    assert plain == {"text": "chữ", "said": "", "lines": "", "asked": ""}


def test_a_list_is_answered_as_a_table(own_browser: Browser) -> None:
    made = own_browser.post("/sua/chep", data={"listed": "huyen"}).json()["text"].split("\n")
    assert made[:3] == ["| TT | Tên | Loại |", "| --- | --- | --- |", "| 1 | Lạng Sơn | thành phố |"]
    assert own_browser.post("/sua/chep", data={"listed": "khong-co"}).status_code == 404


def test_a_mark_that_would_be_printed_is_told_beside_the_text(own_browser: Browser, project: Project) -> None:
    before = scan(project.read(DISPATCH).encode(), DISPATCH).data["body"]  # type: ignore[index, call-overload]  # a mapping
    values = {"file": DISPATCH, "path": "/body", "old": before, "new": "Đề nghị: 1. Rà soát; 2. Báo **cáo"}
    note = own_browser.post("/sua/save", data=values).text
    assert "bị dính vào giữa đoạn" in note
    assert "dấu ** lẻ sẽ bị in ra giấy: **cáo" in note


def test_words_that_call_a_list_are_offered_as_each_of_its_bodies(own_browser: Browser, project: Project) -> None:
    project.write(
        "data/lists/tram.yaml", "list: {label: Trạm y tế, receives: '{{ name }}'}\nentries:\n- name: Trạm A\n"
    )
    given = {"file": DISPATCH, "path": "/copies/0/to", "new": "các trạm y tế", "old": "Như trên", "sha256": ""}
    told = own_browser.post("/sua/save", data=given)
    assert "Ý anh/chị là cả danh sách “Trạm y tế” (1 nơi)?" in told.text
    assert 'data-each="tram"' in own_browser.get(f"{PAPER}/noi-nhan").text
    own_browser.post("/sua/save", data={**given, "path": "/copies/0/each", "new": "tram", "old": ""})
    assert "- {text: các trạm y tế, each: tram}" in project.read(DISPATCH)
