"""Nil returns: who reports may be named beside them, noughts say the same, an unclear box is asked about."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.core.problems import Place
from congvan.grids import csv as csv_grid
from congvan.model.loader import load
from congvan.returns.reading.answer import FoundAnswer, read_answers
from congvan.returns.reading.identity import KnownForms
from congvan.returns.reading.nil import nil_return, nil_words
from congvan.returns.reading.texts import TextCell
from tests.forms.office import LISTS, files
from tests.returns.reading.filled import codes, one, page, read, rows, xlsx

KEYS, WEEK = {"xa": "xa-a"}, "2026-t36"
PERSON = [{"nguoi-bao-cao": "Nguyễn Văn An", "dien-thoai": "0912 345 001"}]
NIL = "☐ Trong tuần không ghi nhận ca bệnh"


def week(figures: list[dict[str, Any]], people: Any = (), nil: bool = False, change: Any = None) -> FoundAnswer:
    return one(xlsx(page("tuan", KEYS, WEEK, nil=nil, so_lieu=figures, nguoi=people), change))


def test_who_reports_is_named_beside_a_nil_return() -> None:
    found = week([], PERSON, nil=True)
    assert found.body["nil"]
    assert not codes(found)
    assert rows(found, "nguoi") == [{"nguoi-bao-cao": "Nguyễn Văn An", "dien-thoai": "0912 345 001"}]


def test_noughts_say_the_same_and_are_taken() -> None:
    found = week([{"mac": 0, "chet": 0}, {"mac": 0}, {"mac": 0}], nil=True)
    assert not found.body["nil"]
    assert not codes(found)
    assert "nil-noughts" in {problem.code for problem in found.problems}
    assert [row["mac"] for row in rows(found, "so-lieu")] == [0, 0, 0]


def test_a_figure_contradicts_it_at_the_box() -> None:
    found = week([{"mac": 0}, {"mac": 2}, {"mac": 0}], nil=True)
    assert [(code, cell.rstrip("0123456789")) for code, cell in codes(found)] == [("nil-contradicted", "A")]


@pytest.mark.parametrize(
    ("word", "figures", "told"), [("Có", [], True), ("không", [], True), ("không", [{"mac": 1}], False)]
)
def test_a_word_at_the_box_is_asked_about_where_the_rows_do_not_answer(word: str, figures: Any, told: bool) -> None:
    def write(_book: Any, sheet: Any) -> None:
        cell = next(c for row in sheet.iter_rows() for c in row if c.value == NIL)
        cell.value = f"{word} {NIL[2:]}"

    found = week(figures, PERSON, change=write)
    assert ("nil-unclear" in {code for code, _cell in codes(found)}) is told
    assert not found.body["nil"]


def test_it_is_typed_in_other_words_above_the_printed_ones() -> None:
    def write(_book: Any, sheet: Any) -> None:
        cell = next(c for row in sheet.iter_rows() for c in row if c.value == "Cộng")
        cell.value = "Không phát sinh"

    assert week([], change=write).body["nil"]


@pytest.mark.parametrize("word", ["Không", "không có.", "KO"])
def test_a_word_alone_in_a_table_is_no_row(word: str) -> None:
    groups, person = [{"ten": word}], [{"ho-ten": "Nguyễn Văn An", "nam-sinh": 1990}]
    found = one(xlsx(page("thi-dua", {"don_vi": "dv-a"}, tap_the=groups, ca_nhan=[{"ho-ten": word}])))
    assert (found.body["nil"], codes(found)) == (True, [])
    found = one(xlsx(page("thi-dua", {"don_vi": "dv-a"}, tap_the=groups, chung=[{"tong-so": 9}], ca_nhan=person)))
    assert (found.body["nil"], rows(found, "tap-the"), len(rows(found, "ca-nhan"))) == (False, [], 1)
    beside = one(xlsx(page("thi-dua", {"don_vi": "dv-a"}, tap_the=[{"ten": word, "danh-hieu": "Xuất sắc"}])))
    assert not beside.body["nil"]


@pytest.mark.parametrize(
    ("tables", "asked"),
    [
        ({"tap_the": [{"ten": "Không"}]}, ["nil-part"]),
        ({"ca_nhan": [{"ho-ten": "Không có"}], "chung": [{"tong-so": 9}]}, ["nil-part"]),
        ({"tap_the": [{"ten": "Không đề nghị"}], "ca_nhan": [{"ho-ten": "Không"}]}, []),
        ({"tap_the": [{"ten": "Không có tập thể nào"}]}, ["nil-part"]),
        ({"tap_the": [{"ten": "Đơn vị không đề nghị trường hợp nào"}]}, []),
    ],
)
def test_of_two_tables_each_says_so_or_the_words_are_of_the_whole(tables: Any, asked: list[str]) -> None:
    found = one(xlsx(page("thi-dua", {"don_vi": "dv-a"}, **tables)))
    assert (found.body["nil"], [each["code"] for each in found.body["asked"]]) == (True, asked)


@pytest.mark.parametrize("as_file", [lambda one, two: xlsx(one, None, t37=two), lambda one, _two: xlsx(one, _copied)])
def test_each_sheet_of_a_workbook_has_a_box_of_its_own(as_file: Any) -> None:
    first, second = (page("tuan", KEYS, week, so_lieu=[{"mac": 1}]) for week in (WEEK, "2026-t37"))
    first.form_id = ""
    answers, problems = read(as_file(first, second))
    assert [answer.body["asked"] for answer in answers] == [[]] * len(answers)
    assert not any(problem.code == "nil-contradicted" for problem in problems)


def _copied(book: Any, sheet: Any) -> None:
    copy = book.copy_worksheet(sheet)
    for row in copy.iter_rows():
        for cell in row:
            if str(cell.value).startswith("Kỳ báo cáo"):
                cell.value = "Kỳ báo cáo: Tuần 37"


def test_a_nil_return_above_a_full_report_is_that_of_its_own_form() -> None:
    first = page("tuan", KEYS, WEEK, nil=True)
    second = page("tuan", KEYS, "2026-t37", so_lieu=[{"mac": 4}])
    first.form_id = ""
    answers, _problems = read(xlsx(first, None, t37=second))
    assert [(each.body["period"], each.body["nil"]) for each in answers] == [(WEEK, True), ("2026-t37", False)]


NAMED = """\
forms:
  - id: khen
    name: Danh sách
    subject: Đề nghị khen thưởng
    per: {don_vi: don-vi}
    lines: ["Đơn vị: {{ don_vi.name }}"]
    sections:
      - {id: tap-the, columns: [{id: ten, label: Tên tập thể}, {id: so, label: Số người, type: integer}], rows: 2}
      - {id: ca-nhan, columns: [{id: ho-ten, label: Họ và tên, type: name}, {id: sinh, label: Năm sinh, type: year}]}
    checks: [{check: count(tap_the) + count(ca_nhan) > 0, say: chưa đề nghị ai}]
    nil: Đơn vị không đề nghị khen thưởng
"""


@pytest.mark.parametrize(("box", "asked"), [("x", []), ("", ["form-empty"])])
def test_checks_between_tables_are_not_asked_of_a_nil_return(box: str, asked: list[str]) -> None:
    lines = ["Đơn vị: Đơn vị A", "Tên tập thể;Số người", ";", "Họ và tên;Năm sinh", ";"]
    text = "\n".join([*lines, f"{box};Đơn vị không đề nghị khen thưởng"])
    known = KnownForms(load(files(NAMED, LISTS)))
    answers, problems = read_answers(csv_grid.read(text.encode(), "a.csv"), known, "csv")
    assert [each.body["nil"] for each in answers] == [True] * (not asked)
    assert [issue for each in answers for issue in each.body["asked"]] == []
    assert [each.code for each in problems] == asked


@pytest.mark.parametrize("box", ["☐", "☒"])
def test_words_added_to_the_printed_ones_are_asked_about(box: str) -> None:
    def write(_book: Any, sheet: Any) -> None:
        cell = next(c for row in sheet.iter_rows() for c in row if c.value == NIL)
        cell.value = f"{box} {NIL[2:]}, có 1 ca nghi ngờ"

    found = week([], PERSON, change=write)
    assert ([code for code, _cell in codes(found)], found.body["nil"]) == (["nil-unclear"], False)


def test_words_where_the_number_of_a_row_belongs_say_so_too_or_are_told() -> None:
    groups, people = [{"tt": "Không"}], [{"tt": "Không có"}]
    assert one(xlsx(page("thi-dua", {"don_vi": "dv-a"}, tap_the=groups, ca_nhan=people))).body["nil"]
    people = [{"tt": "Khối hành chính"}, {"tt": "1", "ho-ten": "Nguyễn Văn An"}]
    found = one(xlsx(page("thi-dua", {"don_vi": "dv-a"}, chung=[{"tong-so": 9}], ca_nhan=people)))
    assert [p.message.values for p in found.problems if p.code == "text-below"] == [{"words": "Khối hành chính"}]
    assert len(rows(found, "ca-nhan")) == 1


@pytest.mark.parametrize(
    ("said", "hollow", "found"),
    [
        (["Không có ổ dịch mới."], True, "Không có ổ dịch mới"),
        (["Không có ổ dịch mới."], False, ""),
        (["Năm nay không đăng ký"], True, "Năm nay không đăng ký"),
        (["Không có nước sạch", "2"], False, ""),
        (["Không"], False, "Không"),
    ],
)
def test_words_in_place_of_a_row_that_would_be_about_nothing(said: list[str], hollow: bool, found: str) -> None:
    assert nil_words(said, NIL, hollow=hollow) == found


@pytest.mark.parametrize(("marks", "ticked"), [(["x"], True), (["☒"], True), ([], False), (["x", "x"], False)])
def test_a_tick_in_a_box_of_its_own(marks: list[str], ticked: bool) -> None:
    texts = [TextCell(text, Place("a.pdf")) for text in [*marks, NIL.removeprefix("☐ ")]]
    assert (nil_return(texts, NIL.removeprefix("☐ ")).ticked is not None) == ticked
