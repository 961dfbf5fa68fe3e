"""The two workbook templates of the project: the form and the send list. All data here are samples."""

from __future__ import annotations

import io
import json
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvan.core import libreoffice
from congvan.core.problems import ProblemsFound
from congvan.formats.xlsx.template import XlsxTemplate, compile_template
from tests.formats.xlsx_samples import picture
from tests.sample_project import HOME

TEMPLATES = HOME / "templates"
COLUMNS = [
    {"label": "TT", "mm": 12, "align": "center", "format": "0"},
    {"label": "Họ tên", "mm": 45, "align": "left", "format": "", "rule": {"type": "textLength", "formula1": "60"}},
    {"label": "Chức vụ", "mm": 33, "align": "left", "format": ""},
    {
        "label": "Điện thoại liên hệ",
        "mm": 30,
        "align": "center",
        "format": "@",
        "rule": {"type": "custom", "formula1": "LEN(RC)>8"},
    },
    {
        "label": "Huyện/thành phố",
        "mm": 30,
        "align": "left",
        "format": "",
        "rule": {"type": "list", "choices": ["Một", "Hai, Ba"]},
    },
    {"label": "Đầu mối", "mm": 15, "align": "center", "format": ""},
]
GAP = "\u00a0" * 4
SECTION: dict[str, Any] = {"title": "", "lines": [], "codes": [], "row_mm": 9, "total": [], "closing": ""}
FORM: dict[str, Any] = {
    "head": {"parent": [], "issuer": [], "number": "", "place_date": "", "subject": ""},
    "label": "Phụ lục",
    "title": ["DANH SÁCH NHÂN VIÊN MẪU", "HỖ TRỢ CÀI ĐẶT ỨNG DỤNG"],
    "subtitle": [],
    "reference": f"(Kèm theo Công văn số{GAP}/ABC-DEF ngày{GAP}tháng 8 năm 2020 của Sở Mẫu)",
    "lines": ["Huyện/thành phố: Huyện Một", "Doanh nghiệp: Doanh nghiệp Mẫu"],
    "widths": [column["mm"] for column in COLUMNS],
    "left": 3,
    "asked": 2,
    "landscape": False,
    "nil": "",
    "nil_rule": "",
    "note": "Tối thiểu 02 người.",
    "signers": [
        {"title": "", "hint": "", "columns": 3},
        {"title": "DOANH NGHIỆP MẪU", "hint": "(Ký, ghi rõ họ tên, đóng dấu)", "columns": 3},
    ],
}


def row(*values: str | int) -> list[dict[str, Any]]:
    return [{"value": value, "state": "locked" if n == 0 else "ask", "formula": ""} for n, value in enumerate(values)]


def form(rows: list[list[dict[str, Any]]], page: int = 0, **changes: Any) -> dict[str, Any]:
    """A roster form's content (a sample)."""
    heads = [{"text": each["label"], "unit": "", "columns": 1, "rows": 1, "covered": False} for each in COLUMNS]
    told = {"title": "Tên", "prompt": "Ghi", "error_title": "Tên", "error": "Sai"}
    columns = [
        {
            "align": each["align"],
            "format": each["format"],
            "rule": json.dumps(each["rule"] | told) if "rule" in each else "",
        }
        for each in COLUMNS
    ]
    section = SECTION | {"heads": [heads], "columns": columns, "rows": rows}
    return {
        "title": "Danh sách nhân viên mẫu",
        "author": "Sở Mẫu",
        "form_id": "mau-2020/huyen-mot/doanh-nghiep-mau/1",
        "layout": {"appendix_page": page},
        "form": FORM | {"sections": [section]} | changes,
    }


def blank(count: int) -> list[list[dict[str, Any]]]:
    return [row(n, "", "", "", "Huyện Một", "") for n in range(1, count + 1)]


@pytest.fixture(scope="module")
def roster() -> XlsxTemplate:
    return compile_template((TEMPLATES / "bieu.xlsx").read_bytes(), name="templates/bieu.xlsx")


def load(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_the_form_says_all_that_its_content_says_in_order(roster: XlsxTemplate) -> None:
    sheet = load(roster.render(form(blank(3))))["Biểu"]
    table = [[cell.value for cell in line if cell.value is not None] for line in sheet.iter_rows()]
    assert [line for line in table if line] == [
        ["Phụ lục"],
        *[[line] for line in FORM["title"]],
        [FORM["reference"]],
        *[[line] for line in FORM["lines"]],
        [column["label"] for column in COLUMNS],
        *[[n, "Huyện Một"] for n in (1, 2, 3)],
        [FORM["note"]],
        ["DOANH NGHIỆP MẪU"],
        ["(Ký, ghi rõ họ tên, đóng dấu)"],
    ]


def test_the_form_is_set_up_for_its_clerk_and_for_paper(roster: XlsxTemplate) -> None:
    book = load(roster.render(form(blank(10))))
    sheet = book["Biểu"]
    entries = [line[0].row for line in sheet.iter_rows() if isinstance(line[0].value, int)]
    first, last = entries[0], entries[-1]
    assert len(entries) == 10
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert set(rules) == {f"{c}{first}:{c}{last}" for c in "BDE"}
    assert rules[f"E{first}:E{last}"].formula1 == "danh_muc_1"
    assert rules[f"D{first}:D{last}"].formula1 == f"LEN(D{first})>8"
    assert all(rule.error and rule.prompt and rule.showErrorMessage for rule in rules.values())
    assert book.defined_names["danh_muc_1"].attr_text == "'Danh mục'!$A$1:$A$2"
    assert book["Danh mục"].sheet_state == "veryHidden"
    assert sheet.print_title_rows == f"${first - 1}:${first - 1}"
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (9, 1, 0)
    assert sheet.page_setup.orientation == "portrait"
    margins = sheet.page_margins
    assert [round(m * 25.4) for m in (margins.top, margins.bottom, margins.left, margins.right)] == [20, 20, 30, 15]
    protection = sheet.protection
    assert protection.sheet
    assert protection.password is None
    assert not any((protection.insertRows, protection.formatColumns, protection.formatRows))
    for line in sheet.iter_rows():
        for cell in line:
            asked = first <= cell.row <= last and 2 <= cell.column <= 6
            assert cell.protection.locked is not asked, cell.coordinate
    for number in entries:
        assert sheet.row_dimensions[number].height == pytest.approx(9 / 25.4 * 72, abs=0.01)
        assert sheet.cell(number, 4).number_format == "@"
        assert all(sheet.cell(number, c).border.bottom.style == "thin" for c in range(1, 7))
    widths = [sheet.column_dimensions[letter].width * 8 / 96 * 25.4 for letter in "ABCDEF"]  # digits of 8 pixels
    assert widths == pytest.approx([column["mm"] for column in COLUMNS], abs=0.01)
    assert book.custom_doc_props["congvan-form"].value == "mau-2020/huyen-mot/doanh-nghiep-mau/1"
    assert (book.properties.title, book.properties.creator) == ("Danh sách nhân viên mẫu", "Sở Mẫu")


def test_the_form_prints_another_first_page_number_where_the_edition_asks(roster: XlsxTemplate) -> None:
    sheet = load(roster.render(form(blank(3), page=3)))["Biểu"]
    assert (sheet.page_setup.firstPageNumber, sheet.page_setup.useFirstPageNumber) == (3, True)
    assert (sheet.firstHeader.center.text, sheet.oddHeader.center.text) == ("3", "&P")
    plain = load(roster.render(form(blank(3))))["Biểu"]
    assert (plain.firstHeader.center.text or "", plain.page_setup.firstPageNumber) == ("", None)


def test_the_form_without_what_may_be_absent(roster: XlsxTemplate) -> None:
    empty: dict[str, Any] = {"label": "", "reference": "", "lines": [], "note": "", "signers": []}
    sheet = load(roster.render(form(blank(1), **empty)))["Biểu"]
    assert sheet["A1"].value == "DANH SÁCH NHÂN VIÊN MẪU"
    assert sheet.max_row <= 10


def test_a_row_with_a_cell_too_few_is_refused_at_its_place(roster: XlsxTemplate) -> None:
    with pytest.raises(ProblemsFound) as stop:
        roster.render(form([row(1, "")]))
    (problem,) = stop.value.problems
    assert (problem.place.file, problem.place.sheet) == ("templates/bieu.xlsx", "Biểu")
    assert "6" in problem.text


CELL = st.text(st.sampled_from("abĐẫ=+-@'\"<&>{}% 0123456789."), max_size=12)


@pytest.mark.full("long runs")
@given(st.lists(st.lists(CELL, min_size=6, max_size=6), max_size=4), st.booleans())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_form_equals_openpyxls_own(roster: XlsxTemplate, rows: list[list[str]], label: bool) -> None:
    content = form([row(*each) for each in rows], label="Phụ lục I" if label else "")
    data = roster.render(content)
    assert picture(data) == picture(roster.render_plainly(content))
    sheet = load(data)["Biểu"]
    at = next(line[0].row for line in sheet.iter_rows() if line[0].value == "TT") + 1
    for number, each in enumerate(rows):
        cells = [sheet.cell(at + number, column) for column in range(1, 7)]
        assert ["" if cell.value is None else str(cell.value) for cell in cells] == each
        assert {cell.data_type for cell in cells if cell.value} <= {"s"}


def send_list(count: int) -> dict[str, Any]:
    columns = [
        {"label": label, "mm": mm, "align": align, "kind": kind}
        for label, mm, align, kind in (
            ("TT", 12, "center", "number"),
            ("Nơi nhận", 70, "left", "text"),
            ("Số bản", 18, "center", "number"),
            ("Hình thức gửi", 35, "center", "text"),
            ("Ký nhận", 30, "left", "text"),
        )
    ]
    rows = [[str(n), f"Đơn vị mẫu số {n}", "1", "Văn thư", ""] for n in range(1, count + 1)]
    total = ["", "Cộng", str(count), "", ""] if count else []
    return {"title": "DANH SÁCH GỬI", "lines": ["Mẫu"], "columns": columns, "rows": rows, "total": total}


def test_the_send_list_counts_in_numbers() -> None:
    template = compile_template((TEMPLATES / "danh-sach-gui.xlsx").read_bytes())
    data = template.render(send_list(3))
    assert picture(data) == picture(template.render_plainly(send_list(3)))
    sheet = load(data).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert rows[0] == [1, "Đơn vị mẫu số 1", 1, "Văn thư", None]
    assert rows[-1] == [None, "Cộng", 3, None, None]
    assert sheet.cell(sheet.max_row, 2).font.b
    assert load(template.render(send_list(0))).active.max_row == 4
    assert template.names() == {"title", "lines", "columns", "rows", "total"}


@pytest.mark.full("LibreOffice")
def test_libreoffice_opens_them_with_as_many_pages(roster: XlsxTemplate) -> None:
    sending = compile_template((TEMPLATES / "danh-sach-gui.xlsx").read_bytes())
    files = {"one": roster.render(form(blank(14))), "two": roster.render(form(blank(30)))}
    files["sending"] = sending.render(send_list(12))
    printed = libreoffice.convert_all({f"{name}.xlsx": data for name, data in files.items()}, "pdf")
    pikepdf = pytest.importorskip("pikepdf", reason="pikepdf counts the pages")
    pages = {}
    for name in files:
        with pikepdf.open(io.BytesIO(printed[f"{name}.xlsx"])) as pdf:
            pages[name] = len(pdf.pages)
    assert pages == {"one": 1, "two": 2, "sending": 1}


def test_number_and_closing_words_of_a_senders_form_may_be_typed(roster: XlsxTemplate) -> None:
    head = {"parent": [], "issuer": ["ỦY BAN NHÂN DÂN XÃ MẪU"], "number": "Số:    /BC-UBND", "place_date": "…, ngày"}
    content = form(blank(2), head=head)
    content["form"]["sections"][0]["closing"] = "Bằng chữ: …… đồng."
    cells = [cell for line in load(roster.render(content))["Biểu"].iter_rows() for cell in line]
    typed = {str(cell.value) for cell in cells if cell.value and not cell.protection.locked}
    assert {"Số:    /BC-UBND", "…, ngày", "Bằng chữ: …… đồng."} <= typed
    motto = next(cell for cell in cells if str(cell.value).startswith("CỘNG HÒA"))
    assert (motto.alignment.shrink_to_fit, motto.protection.locked) == (True, True)
