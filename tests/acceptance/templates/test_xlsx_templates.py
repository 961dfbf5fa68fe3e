"""The two workbook templates of the project: the roster form and the send list. All data here are samples."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvan.formats.xlsx.template import XlsxTemplate, compile_template
from congvan.problems import ProblemsFound
from tests.formats.xlsx_samples import picture
from tests.sample_project import HOME

TEMPLATES = HOME / "templates"
COLUMNS = [
    {"label": "TT", "mm": 12, "align": "center", "kind": "number"},
    {"label": "Họ tên", "mm": 45, "align": "left", "kind": "text"},
    {"label": "Chức vụ", "mm": 33, "align": "left", "kind": "text"},
    {"label": "Điện thoại liên hệ", "mm": 30, "align": "left", "kind": "phone"},
    {"label": "Huyện/thành phố", "mm": 30, "align": "left", "kind": "district"},
    {"label": "Đầu mối", "mm": 15, "align": "center", "kind": "text"},
]
GAP = "\u00a0" * 4
DISTRICTS = ["Thành phố Mẫu", "Huyện Một", "Huyện Hai"]


def form(rows: list[list[str]], **changes: Any) -> dict[str, Any]:
    """A roster form's content (a sample)."""
    attachment = {
        "label": "Phụ lục",
        "title": ["DANH SÁCH NHÂN VIÊN MẪU", "HỖ TRỢ CÀI ĐẶT ỨNG DỤNG"],
        "subtitle": [],
        "reference": f"(Kèm theo Công văn số{GAP}/ABC-DEF ngày{GAP}tháng 8 năm 2020 của Sở Mẫu)",
        "facts": ["Huyện/thành phố: Huyện Một", "Doanh nghiệp: Doanh nghiệp Mẫu"],
        "body": [],
        "table": {"columns": COLUMNS, "rows": rows, "row_mm": 9},
        "foot": {"note": ["Tối thiểu 02 người."], "sign": ["DOANH NGHIỆP MẪU", "(Ký, ghi rõ họ tên, đóng dấu)"]},
    }
    return {
        "title": "Danh sách nhân viên mẫu",
        "author": "Sở Mẫu",
        "form_id": "mau-2020/huyen-mot/doanh-nghiep-mau/1",
        "layout": {"appendix_page": 0},
        "attachments": [attachment | changes],
        "districts": DISTRICTS,
    }


def blank(count: int) -> list[list[str]]:
    return [[str(n), "", "", "", "Huyện Một", ""] for n in range(1, count + 1)]


@pytest.fixture(scope="module")
def roster() -> XlsxTemplate:
    return compile_template((TEMPLATES / "bieu-danh-sach.xlsx").read_bytes(), name="templates/bieu-danh-sach.xlsx")


def load(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_the_form_says_all_that_its_content_says_in_order(roster: XlsxTemplate) -> None:
    content = form(blank(3))
    sheet = load(roster.render(content))["Danh sách"]
    table = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    attachment = content["attachments"][0]
    assert [row for row in table if row] == [
        ["Phụ lục"],
        *[[line] for line in attachment["title"]],
        [attachment["reference"]],
        *[[line] for line in attachment["facts"]],
        [column["label"] for column in COLUMNS],
        *[[n, "Huyện Một"] for n in (1, 2, 3)],
        *[[line] for line in attachment["foot"]["note"]],
        *[[line] for line in attachment["foot"]["sign"]],
    ]


def test_the_form_is_set_up_for_its_clerk_and_for_paper(roster: XlsxTemplate) -> None:
    book = load(roster.render(form(blank(10))))
    sheet = book["Danh sách"]
    entries = [row[0].row for row in sheet.iter_rows() if isinstance(row[0].value, int)]
    first, last = entries[0], entries[-1]
    assert len(entries) == 10
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert set(rules) == {f"{c}{first}:{c}{last}" for c in "BDE"}
    assert rules[f"E{first}:E{last}"].formula1 == "don_vi_cap_huyen"
    assert f"TRIM(D{first})" in rules[f"D{first}:D{last}"].formula1
    assert all(rule.error and rule.prompt and rule.showErrorMessage for rule in rules.values())
    assert book.defined_names["don_vi_cap_huyen"].attr_text == "'Danh mục'!$A$2:$A$4"
    hidden = book["Danh mục"]
    assert [hidden[f"A{n}"].value for n in (2, 3, 4)] == DISTRICTS
    assert hidden.sheet_state == "veryHidden"
    assert sheet.print_title_rows == f"${first - 1}:${first - 1}"
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (9, 1, 0)
    margins = sheet.page_margins
    assert [round(m * 25.4) for m in (margins.top, margins.bottom, margins.left, margins.right)] == [20, 20, 30, 15]
    protection = sheet.protection
    assert protection.sheet
    assert protection.password is None
    assert not any((protection.insertRows, protection.formatColumns, protection.formatRows))
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.protection.locked is not (first <= cell.row <= last), cell.coordinate
    for number in entries:
        assert sheet.row_dimensions[number].height == pytest.approx(9 / 25.4 * 72, abs=0.01)
        assert sheet.cell(number, 4).number_format == "@"
        assert all(sheet.cell(number, c).border.bottom.style == "thin" for c in range(1, 7))
    widths = [sheet.column_dimensions[letter].width * 8 / 96 * 25.4 for letter in "ABCDEF"]  # digits of 8 pixels
    assert widths == pytest.approx([column["mm"] for column in COLUMNS], abs=0.01)
    assert book.custom_doc_props["congvan-form"].value == "mau-2020/huyen-mot/doanh-nghiep-mau/1"
    assert (book.properties.title, book.properties.creator) == ("Danh sách nhân viên mẫu", "Sở Mẫu")


def test_the_form_prints_another_first_page_number_where_the_edition_asks(roster: XlsxTemplate) -> None:
    content = form(blank(3)) | {"layout": {"appendix_page": 3}}
    sheet = load(roster.render(content))["Danh sách"]
    assert (sheet.page_setup.firstPageNumber, sheet.page_setup.useFirstPageNumber) == (3, True)
    assert (sheet.firstHeader.center.text, sheet.oddHeader.center.text) == ("3", "&P")
    plain = load(roster.render(form(blank(3))))["Danh sách"]
    assert (plain.firstHeader.center.text or "", plain.page_setup.firstPageNumber) == ("", None)


def test_the_form_without_what_may_be_absent(roster: XlsxTemplate) -> None:
    empty = {"label": "", "reference": "", "facts": [], "foot": {"note": [], "sign": []}}
    content = form(blank(1), **empty) | {"districts": []}
    sheet = load(roster.render(content))["Danh sách"]
    assert sheet["A1"].value == "DANH SÁCH NHÂN VIÊN MẪU"
    assert sheet.max_row <= 8


def test_a_row_with_a_cell_too_few_is_refused_at_its_place(roster: XlsxTemplate) -> None:
    with pytest.raises(ProblemsFound) as stop:
        roster.render(form([["1", ""]]))
    (problem,) = stop.value.problems
    assert (problem.place.file, problem.place.sheet) == ("templates/bieu-danh-sach.xlsx", "Danh sách")
    assert "6" in problem.text


CELL = st.text(st.sampled_from("abĐẫ=+-@'\"<&>{}% 0123456789."), max_size=12)


@given(st.lists(st.lists(CELL, min_size=6, max_size=6), max_size=4), st.booleans())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_form_equals_openpyxls_own(roster: XlsxTemplate, rows: list[list[str]], label: bool) -> None:
    content = form(rows, label="Phụ lục I" if label else "")
    data = roster.render(content)
    assert picture(data) == picture(roster.render_plainly(content))
    sheet = load(data)["Danh sách"]
    at = next(row[0].row for row in sheet.iter_rows() if row[0].value == "TT") + 1
    for number, row in enumerate(rows):
        cells = [sheet.cell(at + number, column) for column in range(1, 7)]
        assert ["" if cell.value is None else str(cell.value) for cell in cells] == row
        assert {cell.data_type for cell in cells[1:] if cell.value} <= {"s"}


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


def test_libreoffice_opens_them_with_as_many_pages(roster: XlsxTemplate, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is missing: apt-get install libreoffice-calc")
    sending = compile_template((TEMPLATES / "danh-sach-gui.xlsx").read_bytes())
    files = {"one": roster.render(form(blank(14))), "two": roster.render(form(blank(30)))}
    files["sending"] = sending.render(send_list(12))
    for name, data in files.items():
        (tmp_path / f"{name}.xlsx").write_bytes(data)
    command = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    names = [str(tmp_path / f"{name}.xlsx") for name in files]
    subprocess.run([*command, "--outdir", str(tmp_path), *names], check=True, capture_output=True, timeout=120)
    pikepdf = pytest.importorskip("pikepdf", reason="pikepdf counts the pages")
    pages = {}
    for name in files:
        with pikepdf.open(tmp_path / f"{name}.pdf") as pdf:
            pages[name] = len(pdf.pages)
    assert pages == {"one": 1, "two": 2, "sending": 1}
