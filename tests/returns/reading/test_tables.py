"""Forms as the templates print them, filled in and read again: several tables, questions as lines, boxes, totals."""

from __future__ import annotations

import functools
import io
import re
from typing import Any

import docx
import openpyxl
import pytest

from congvan.formats import compile_template
from congvan.model.loader import load
from congvan.model.project import assets
from congvan.model.project.assets import Assets
from congvan.pipeline.plan.planner import Selection, plan
from congvan.returns.reading.heads import alike
from congvan.returns.reading.texts import without_numbers
from congvan.returns.reading.words import are_codes
from tests.forms.office import LISTS, files
from tests.planned import jobs_of
from tests.returns.reading.filled import FORMS, MORE, codes, one, page, read, rows, xlsx
from tests.sample_project import HOME

DOCUMENTS = """\
- id: bieu
  name: Biểu
  content: form
  templates: {docx: van-ban.docx, xlsx: bieu.xlsx}
  for_each: {form: forms}
  path: "{{ form.path }}"
"""
TEMPLATES = {"xlsx": "bieu.xlsx", "docx": "van-ban.docx"}
WANTED = ("tuan/2026-t37/xa-a", "thi-dua/dv-a", "ngay/dv-a", "ds-thon/xa-a")


@functools.cache
def printed() -> dict[str, bytes]:
    """The blanks of some forms, by path."""
    home = assets.read(HOME)
    texts = dict(files(FORMS, {**LISTS, **MORE})) | {n: home[n] for n in home if n.startswith("templates/")}
    project = Assets({**texts, "data/documents.yaml": DOCUMENTS.encode()})
    made = {
        format_: compile_template(format_, project[f"templates/{name}"], name=name, assets=project.under("templates/"))
        for format_, name in TEMPLATES.items()
    }
    return {
        job.path.partition("/")[2]: made[job.format].render(job.content)
        for job in jobs_of(plan(load(project), Selection(["bieu"], {}, ["xlsx", "docx"])))
        if job.path.partition("/")[2].rpartition(".")[0] in WANTED
    }


def workbook(path: str, **cells: Any) -> bytes:
    book: Any = openpyxl.load_workbook(io.BytesIO(printed()[f"{path}.xlsx"]))
    for address, value in cells.items():
        book.worksheets[0][address] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def document(path: str, *tables: list[list[str]], **texts: str) -> bytes:
    """A document with the rows of its tables filled in from the second cell on, and texts replaced."""
    made: Any = docx.Document(io.BytesIO(printed()[f"{path}.docx"]))
    for table, typed in zip(made.tables, tables, strict=False):
        for row, values in zip(table.rows[1:], typed, strict=False):
            for cell, value in zip(row.cells[1:], values, strict=False):
                cell.paragraphs[0].add_run(value)
    for paragraph in made.paragraphs:
        for old, new in texts.items():
            if old in paragraph.text:
                for run in paragraph.runs:
                    run.text = re.sub("…+|□", new, run.text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.every(8)
@pytest.mark.parametrize("path", [path for path in WANTED if not path.startswith("ngay")])
@pytest.mark.parametrize("format_", TEMPLATES)
def test_a_blank_holds_nothing(path: str, format_: str) -> None:
    answers, problems = read(printed()[f"{path}.{format_}"], f"a.{format_}")
    assert (answers, [problem.code for problem in problems]) == ([], ["form-empty"])


def test_a_workbook_with_lines_below_its_table() -> None:
    figures = {"B11": 3, "C11": 0, "B12": 1, "C12": 1, "B13": 0, "C13": 0}
    answer = one(workbook("tuan/2026-t37/xa-a", **figures, C16="Lò Thị Mẫu", C17="0912345001"))
    assert codes(answer) == []
    assert [(row["benh"], row["mac"], row["ghi"]) for row in rows(answer, "so-lieu")] == [
        ("benh-a", 3, 3),
        ("benh-b", 1, 2),
        ("benh-c", 0, 0),
    ]
    assert rows(answer, "nguoi") == [{"nguoi-bao-cao": "Lò Thị Mẫu", "dien-thoai": "0912345001"}]


def test_a_column_put_in_under_a_heading_is_asked_about() -> None:
    """It is not one of two cells under the title before it, which the heading above is over as well."""
    book: Any = openpyxl.load_workbook(io.BytesIO(workbook("tuan/2026-t37/xa-a", B12=1, C12=1, B13=0, C13=0)))
    sheet = book.worksheets[0]
    sheet.insert_cols(3)  # the merged cells stay where they are
    sheet["C11"] = 9
    out = io.BytesIO()
    book.save(out)
    answer = one(out.getvalue())
    assert "mac" not in {row["benh"]: row for row in rows(answer, "so-lieu")}.get("benh-a", {})
    assert ("cell-beside", "C11") in codes(answer)


@pytest.mark.parametrize("tick", ["x", True, "✓"])
def test_a_ticked_cell_of_a_workbook(tick: Any) -> None:
    answer = one(workbook("tuan/2026-t37/xa-a", A19=tick))
    assert (answer.body["nil"], codes(answer)) == (True, [])


def test_a_workbook_of_two_tables() -> None:
    typed = {"C7": 40, "B11": "Phòng A", "C11": "Xuất sắc", "B19": "Nguyễn Văn An", "D19": 2.34, "E19": 1_500_000}
    answer = one(workbook("thi-dua/dv-a", **typed))
    assert codes(answer) == []
    found = [rows(answer, section) for section in ("chung", "tap-the", "ca-nhan")]
    assert [len(each) for each in found] == [1, 1, 1]
    assert (found[0][0]["tong-so"], found[1][0]["danh-hieu"], found[2][0]["tien"]) == (40, "Xuất sắc", 1_500_000)


def test_a_document_of_two_tables() -> None:
    tables = [[["Phòng A", "Tiên tiến"]], [["Nguyễn Văn An", "1990", "2,34", "1.500.000"]]]
    answer = one(document("thi-dua/dv-a", *tables, **{"Tổng số": "40"}), "a.docx")
    assert codes(answer) == []
    assert rows(answer, "chung") == [{"tong-so": 40}]
    assert (rows(answer, "tap-the")[0]["ten"], rows(answer, "ca-nhan")[0]["he-so"]) == ("Phòng A", 2.34)


def test_a_ticked_box_of_a_document() -> None:
    answer = one(document("tuan/2026-t37/xa-a", **{"Trong tuần": "☒"}), "a.docx")
    assert (answer.body["nil"], codes(answer)) == (True, [])


def test_printed_households_may_be_corrected_and_the_share_is_computed() -> None:
    answer = one(workbook("ds-thon/xa-a", B8=130, C8="có", D8=65, C9="không", D9=0))
    assert codes(answer) == []
    assert [(row["so-ho"], row["ho-dung"], row["ty-le"]) for row in rows(answer)] == [(130, 65, 50), (80, 0, 0)]


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((1, 2, 3), ""),
        ((1, 3, 4), "2"),
        (("1.", "2.", "5."), "3"),  # the form itself prints a fourth
        ((1, 2, 2026), ""),
        ((1, 2, 1), ""),
        (("I", "II", "IV"), ""),
        ((None, None, None), ""),
    ],
)
def test_a_number_that_no_row_bears_is_told(numbers: Any, told: str) -> None:
    people = [
        {"tt": n, "ho-ten": f"Nguyễn Văn {x}n", "dien-thoai": f"091234500{i}"}
        for i, (n, x) in enumerate(zip(numbers, "ABC", strict=True))
    ]
    found = one(xlsx(page("thanh-vien", {"xa": "xa-a", "don_vi": "dv-a"}, bang=people)))
    assert [p.message.values["numbers"] for p in found.problems if p.code == "ordinal-gap"] == ([told] if told else [])
    assert len(rows(found)) == 3


def test_a_number_whose_row_is_left_empty_is_not_lost() -> None:
    people = [
        {"tt": 1, "ho-ten": "Nguyễn Văn An", "dien-thoai": "0912345001"},
        {"tt": 2},
        {"tt": 3, "ho-ten": "Trần B", "dien-thoai": "0912345003"},
    ]
    found = one(xlsx(page("thanh-vien", {"xa": "xa-a", "don_vi": "dv-a"}, bang=people)))
    assert "ordinal-gap" not in {p.code for p in found.problems}


@pytest.mark.parametrize(
    ("texts", "codes"),
    [
        (["A", "B", "(1)", "(2)", "(3) = (1) + (2)"], True),
        (["TT", "(1)", "(2)", "(4)"], True),
        (["1", "2", "(3)=(1)+(2)"], True),
        (["1", "(5)"], False),
        (["1", "(0"], False),
        (["1", "(a)"], False),
        (["(2)", "(1)"], False),
        (["A", "(1)", "(2)", "(4)", "(3)", "B"], True),
        (["A", "(1)", "(2)", "(4)", "(4)"], False),
    ],
)
def test_codes_under_a_head_follow_each_other(texts: list[str], codes: bool) -> None:
    """Else it is a row that somebody filled: its number, and a figure in brackets."""
    assert are_codes(texts) is codes


@pytest.mark.parametrize(
    ("said", "label", "same"),
    [
        ("Số ca mắc mới", "Số mắc", True),
        ("Số mắc cộng dồn", "Số mắc", False),
        ("Số chết", "Số mắc", False),
        ("Ngày cấp", "Ngày sinh", False),
        ("Năm sinh", "Ngày sinh", True),
        ("SĐT", "Điện thoại", True),
        ("Số ĐT", "Điện thoại", True),
        ("Số", "Số người", True),
        ("Lũy kế", "Lũy kế mắc", True),
        ("Sốmắc (ca)", "Số mắc", True),
        ("Ngàycấp", "Ngày sinh", False),
    ],
)
def test_a_retyped_title_names_its_column_by_a_word_of_its_own(said: str, label: str, same: bool) -> None:
    assert alike(said, label) == same


def test_a_title_of_another_year_is_another_title() -> None:
    assert alike("Kế hoạch của năm 2026", "Kế hoạch năm 2026")
    assert not alike("Kế hoạch năm 2025", "Kế hoạch năm 2026")


def test_the_title_of_a_table_is_no_row_however_it_is_typed() -> None:
    assert without_numbers("II. CÁ NHÂN NĂM 2025:") == without_numbers("II. Cá nhân năm 2026") != "ii. ca nhan nam"
    made = page("thi-dua", {"don_vi": "dv-a"}, chung=[{"tong-so": 9}], tap_the=[{"ten": "Tổ 1"}], ca_nhan=[])
    place = next(place for place, text in made.cells.items() if text == "II. Cá nhân")
    made.cells[place] = "II. CÁ NHÂN:"
    assert [row["values"]["ten"] for row in one(xlsx(made)).body["sections"]["tap-the"]] == ["Tổ 1"]


def test_own_titles_of_offices_in_their_own_order() -> None:
    """STT, Họ tên, SĐT and the like are the columns of the form, a day without its format is that day."""
    person = {"ho-ten": "Lò Thị Mẫu", "dien-thoai": "0912345001", "to-truong": "x"}
    made = page("thanh-vien", {"xa": "xa-a", "don_vi": "dv-a"}, bang=[person])
    own = {"TT": "STT", "Họ và tên": "Họ tên", "Số CCCD": "Căn cước công dân", "Điện thoại liên hệ": "SĐT"}

    def changed(_book: Any, sheet: Any) -> None:
        head = next(row for row in sheet.iter_rows() if row[0].value == "TT")
        for cell in head:
            cell.value = own.get(cell.value, cell.value)
        below = [head, *list(sheet.iter_rows(min_row=head[0].row + 1, max_row=head[0].row + 3))]
        for row in below:  # the phone number before the identity number
            row[4].value, row[5].value = row[5].value, row[4].value
        born = next(cell.column for cell in head if cell.value == "Ngày sinh")
        sheet.cell(head[0].row + 1, born).value = 36320

    answer = one(xlsx(made, changed))
    assert [(row["ho-ten"], row["dien-thoai"], row["ngay-sinh"]) for row in rows(answer)] == [
        ("Lò Thị Mẫu", "0912345001", "1999-06-09")
    ]
    assert [code for code, _cell in codes(answer) if code != "column-date"] == []
