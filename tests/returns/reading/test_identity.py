"""Which sheet of which form a file answers."""

from __future__ import annotations

import re
from typing import Any

import pytest

from congvan.core.problems import Place
from congvan.grids import xlsx as xlsx_grid
from congvan.grids.intake import OfficePackage
from congvan.model.loader import load
from congvan.model.project.assets import Assets
from congvan.returns.reading.answer import read_answers
from congvan.returns.reading.identity import KnownForms
from congvan.returns.reading.texts import TextCell, is_name_alone, loose, said_on, texts_of
from tests.forms.office import LISTS, files
from tests.returns.reading.filled import FORMS, MORE, Page, csv_text, docx, form, one, page, read, xlsx
from tests.returns.reading.test_reading import PEOPLE, day, people, week


def test_a_label_without_its_colon_counts_where_it_begins_a_line_alone() -> None:
    def said(text: str, *, in_row: bool = False) -> list[str]:
        return [
            value for _line, value, _place in said_on(TextCell(text, Place(), in_row=in_row), texts_of(form("ngay")))
        ]

    assert said("NGÀY BÁO CÁO 21/8/2026") == said("Ngày báo cáo: 21/8/2026") == ["21/8/2026"]
    assert said("(Kèm theo Công văn số 5, ngày báo cáo 21/8/2026)") == []
    assert said("Ngày báo cáo 21/8/2026", in_row=True) == []
    assert [is_name_alone(name) for name in ("phuong 3", "3", "13")] == [True, False, False]


def without_id(made: Page) -> Page:
    made.form_id = ""
    return made


def asked(made: Page) -> list[str]:
    return [issue["code"] for issue in one(xlsx(made)).body["asked"]]


def test_by_the_words_over_the_table() -> None:
    answer = one(xlsx(without_id(people())))
    assert (answer.body["keys"], answer.body["how"]) == ({"xa": "xa-a", "don_vi": "dv-a"}, "words")


def test_a_label_and_its_value_in_two_cells() -> None:
    made = without_id(people())
    made.cells[2, 1], made.cells[2, 2] = "Xã, phường:", "Phường Mẫu B"
    made.cells[3, 1], made.cells[3, 3] = "ĐƠN VỊ PHỐI HỢP", "Đơn vị A"
    assert one(xlsx(made)).body["keys"] == {"xa": "xa-b", "don_vi": "dv-a"}


@pytest.mark.parametrize(("figure", "codes"), [("Số hộ: 120", []), ("Số hộ: 121", ["cell-locked"])])
def test_a_figure_of_the_entry_over_the_table_asks_about_no_row(figure: str, codes: list[str]) -> None:
    made = page("theo-thon", {"thon": "a-1"}, bang=[{"ho-ten": "Lê Văn Mẫu"}, {"ho-ten": "Trần Thị Mẫu"}])
    assert made.cells[3, 1] == "Số hộ: 120"
    made.cells[3, 1] = figure
    body = one(xlsx(made)).body
    assert [issue["code"] for issue in body["asked"]] == codes
    assert [row["issues"] for row in body["sections"]["bang"]] == [[], []]


def test_by_the_name_of_the_file() -> None:
    made = without_id(people())
    del made.cells[2, 1], made.cells[3, 1]
    answer = one(csv_text(made), "Nộp/XA-B--dv-a.csv")
    assert (answer.body["keys"], answer.body["how"]) == ({"xa": "xa-b", "don_vi": "dv-a"}, "name")


def test_what_nobody_says_is_asked() -> None:
    made = without_id(people())
    del made.cells[2, 1], made.cells[3, 1]
    answers, problems = read(csv_text(made), "a.csv")
    assert (answers, [p.code for p in problems]) == ([], ["form-entry"])


def test_who_signs_is_taken_where_nothing_else_tells() -> None:
    made = without_id(people())
    del made.cells[3, 1]
    made.cells[made.row + 1, 5] = "Đơn vị A"
    assert one(xlsx(made)).body["keys"]["don_vi"] == "dv-a"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Xã, phường: Phường Mẫu B", "form-words-differ"),
        ("Xã, phường: Xã Lạ", "form-words-unknown"),
        ("Xã, phường: …", ""),
    ],
)
def test_words_against_the_id(text: str, code: str) -> None:
    made = people()
    made.cells[2, 1] = text
    assert asked(made) == ([code] if code else [])


def test_who_signs_against_the_id() -> None:
    made = page("tong-hop", {"xa": "xa-a", "don_vi": "dv-a"}, bang=PEOPLE[:2])
    made.cells[made.row + 1, 5] = "Đơn vị B"
    assert asked(made) == ["form-words-differ"]


@pytest.mark.parametrize(
    "said",
    ["Ngày 21/8/2026", "21-08-2026", "2026-08-21", "Thứ Sáu, 21/8/2026", "21/8/2026 16:30", "ngày 21 tháng 8 năm 2026"],
)
def test_a_day_as_people_write_it(said: str) -> None:
    made = day("")
    made.cells[2, 1] = f"Ngày báo cáo: {said}"
    assert one(xlsx(made)).body["period"] == "2026-08-21"


def test_a_day_cell() -> None:
    import datetime

    made = day("")
    made.cells[2, 1], made.cells[2, 2] = "Ngày báo cáo:", datetime.date(2026, 8, 21)
    assert one(xlsx(made)).body["period"] == "2026-08-21"


def test_no_day_at_all_is_asked() -> None:
    made = day("")
    made.cells[2, 1] = "Ngày báo cáo: ……"
    assert [p.code for p in read(xlsx(made))[1]] == ["form-period"]


def test_a_week_by_its_number_alone() -> None:
    made = week()
    made.cells[3, 1] = "Kỳ báo cáo: tuần 38"
    assert asked(made) == ["form-words-differ"]
    made.cells[3, 1] = "Kỳ báo cáo: 38"
    assert asked(made) == ["form-words-differ"]
    made.cells[3, 1] = "Kỳ báo cáo: 37"
    assert asked(made) == []


def test_a_period_that_nobody_asked_for() -> None:
    made = without_id(week())
    made.cells[3, 1] = "Kỳ báo cáo: 15/1/2027"
    assert asked(made) == ["form-period"]


def test_ids_of_a_higher_version_of_strangers_and_of_other_dispatches() -> None:
    found = []
    for identifier in (
        "cv/thanh-vien/2/xa=xa-a/don_vi=dv-a",
        "cv/khac/1/xa=xa-a",
        "khac/tuan/1/xa=xa-a",
        "cv/thanh-vien/1/xa=xa-la/don_vi=dv-a",
    ):
        made = people()
        made.form_id = identifier
        answers, problems = read(xlsx(made))
        assert not answers
        found.append(problems[0].code)
    assert found == ["form-newer", "form-unknown", "form-other-dispatch", "form-entry"]


def test_a_damaged_id_is_told_and_the_words_are_read() -> None:
    made = people()
    made.form_id = "cái gì đó"
    answer = one(xlsx(made))
    assert answer.body["keys"] == {"xa": "xa-a", "don_vi": "dv-a"}
    assert "form-id" in {p.code for p in answer.problems}


def test_a_file_of_another_kind() -> None:
    made = Page(row=2)
    made.cells = {(1, 1): "Kính gửi", (2, 1): "Sở"}
    assert [p.code for p in read(docx(made), "a.docx")[1]] == ["form-unknown"]


def test_a_file_that_lost_its_property_is_read_by_a_copy_of_its_id_and_told() -> None:
    made = people()
    identifier = made.form_id
    without_id(made)

    def keywords(text: str) -> Any:
        return lambda book, _sheet: setattr(book.properties, "keywords", text)

    copies = (
        one(xlsx(made, keywords(identifier))),
        one(docx(made, lambda document: document.add_paragraph(identifier)), "a.docx"),
    )
    for answer in copies:
        assert answer.body["how"] == "print"
        assert [p.message.id for p in answer.problems if p.code == "form-recognised"] == ["form-recognised.print"]
    both = docx(
        made, lambda document: [document.add_paragraph(identifier.replace("dv-a", name)) for name in ("dv-a", "dv-b")]
    )
    assert one(both, "a.docx").body["how"] == "words"
    dated = docx(made, lambda document: document.add_paragraph("12/9/2026"))
    assert (one(dated, "a.docx").body["how"], one(dated, "a.docx").body["asked"]) == ("words", [])
    made.form_id = identifier
    other = one(xlsx(made, keywords(identifier.replace("xa-a", "xa-b")))).body
    assert (other["how"], [issue["code"] for issue in other["asked"]]) == ("form", ["form-words-differ"])
    assert one(xlsx(made, keywords(identifier))).body["asked"] == []


def test_a_label_that_goes_on_behind_its_colon_stands_before_any_word() -> None:
    assert re.match(loose("noi gui: tram y te"), "noi gui: tram y te xa mau a")
    assert not re.match(loose("noi gui"), "noi gui cua tram y te xa mau a")


def test_a_period_beside_other_facts_on_its_line() -> None:
    made = without_id(week())
    made.cells[3, 1] = "Tuần 38 (14/9–20/9) – Dân số: 8.200 người"
    assert one(xlsx(made)).body["period"] == "2026-t38"


def test_the_name_of_a_body_with_its_province_is_its_name() -> None:
    texts = dict(files(FORMS, {**LISTS, **MORE}))
    agency = texts["data/agency.yaml"].replace("name: Sở Mẫu".encode(), "name: Văn phòng UBND tỉnh Mẫu".encode())
    made = people()
    assert made.cells[3, 1] == "Đơn vị phối hợp: Đơn vị A"
    made.cells[3, 1] += " tỉnh Mẫu"
    mine = KnownForms(load(Assets({**texts, "data/agency.yaml": agency})))
    answers, _problems = read_answers(xlsx_grid.read(OfficePackage(xlsx(made), "a.xlsx")), mine, "xlsx")
    assert answers[0].body["asked"] == []
