"""Several forms in one file: on sheets of their own, on one sheet, on a second sheet that goes on."""

from __future__ import annotations

from tests.returns.reading.filled import csv_text, page, read, rows, xlsx
from tests.returns.reading.test_reading import PEOPLE, day, people


def test_a_sheet_for_each_day_is_an_answer_for_each() -> None:
    open_, other = day(""), day("")
    open_.cells[2, 1], other.cells[2, 1] = "Ngày báo cáo: 21/8/2026", "Ngày báo cáo: 22/8/2026"
    other.cells[5, 2] = 500
    answers, _problems = read(xlsx(open_, None, hai=other))
    assert [(a.body["period"], rows(a)[0]["luot"]) for a in answers] == [("2026-08-21", 110), ("2026-08-22", 500)]
    assert not any(answer.body["asked"] for answer in answers)


def test_two_forms_in_one_file_are_two_answers() -> None:
    first, second = people(), page("thanh-vien", {"xa": "xa-b", "don_vi": "dv-a"}, bang=PEOPLE[:1])
    answers, _problems = read(xlsx(first, None, hai=second))
    assert [(a.body["keys"]["xa"], len(rows(a))) for a in answers] == [("xa-a", 3), ("xa-b", 1)]
    assert [issue["code"] for issue in answers[1].body["asked"]] == ["form-words-differ"]  # the id names the first


def test_two_forms_on_one_sheet() -> None:
    first, second = people(), page("thanh-vien", {"xa": "xa-b", "don_vi": "dv-a"}, bang=PEOPLE[:1])
    for (row, column), value in second.cells.items():
        first.cells[row + 40, column] = value
    first.row += 60
    answers, _problems = read(csv_text(first), "a.csv")
    assert [(a.body["keys"]["xa"], len(rows(a))) for a in answers] == [("xa-a", 3), ("xa-b", 1)]


def test_a_second_sheet_of_the_same_form_goes_on() -> None:
    first, second = people(), people()
    for row in range(5, 8):
        second.cells[row, 2] = f"Vi Văn {'ABC'[row - 5]}n"
    answers, _problems = read(xlsx(first, None, hai=second))
    assert [len(rows(answer)) for answer in answers] == [6]
