"""Sheets of forms as workbooks: widths, what each cell takes, formulas, and the finished file."""

from __future__ import annotations

import io
import json
from typing import Any

import openpyxl
import pytest

from congvan.documents.letter.form.workbook import workbook
from congvan.formats.xlsx.template import compile_template
from congvan.forms.blanks.sheet import sheet
from congvan.forms.keys import FormKeys
from tests.documents.letter.form.test_content import FORM, contents
from tests.forms.office import LISTS, form
from tests.sample_project import HOME

HEAD = "forms:\n  - id: ds\n    name: Danh sách\n    subject: Mẫu\n    per: {xa: xa}\n"
PAGE: Any = {
    "head": {"parent": [], "issuer": [], "number": "", "place_date": "", "subject": ""},
    "label": "",
    "title": ["DANH SÁCH"],
    "subtitle": [],
    "reference": "",
    "facts": [],
    "foot": {"note": [], "sign": [], "signers": [], "form_id": ""},
}


def made(text: str, **foot: Any) -> dict[str, Any]:
    blank = sheet(form(HEAD + text), FormKeys({"xa": "xa-a"}))
    return dict(workbook(blank, {**PAGE, "foot": PAGE["foot"] | foot}, {}))


def opened(text: str, **more: Any) -> Any:
    """The sheet of the finished workbook of the first record."""
    template = compile_template((HOME / "templates/bieu.xlsx").read_bytes(), name="bieu.xlsx")
    (content, *_rest) = contents("bieu", text, **more)
    return openpyxl.load_workbook(io.BytesIO(template.render(content))).active


def rule_of(column: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(column["rule"]) if column["rule"] else {}
    return found


def test_each_column_takes_what_its_type_takes() -> None:
    (section,) = made(
        "    columns: [{id: tt, label: TT, type: ordinal}, {id: xa, label: Xã, type: xa},"
        " {id: gioi, label: Giới tính, type: choice, choices: [Nam, Nữ], help: Ghi như trên CCCD},"
        " {id: so, label: Số, type: integer, min: 1, max: 9}]\n    rows: 1\n"
    )["sections"]
    ordinal, commune, sex, number = section["columns"]
    assert ordinal == {"align": "center", "format": "0", "rule": ""}
    assert rule_of(commune)["choices"] == ["Xã Mẫu A", "Phường Mẫu B"]
    assert (rule_of(sex)["choices"], rule_of(sex)["prompt"]) == (["Nam", "Nữ"], "Ghi như trên CCCD")
    assert [rule_of(number)[key] for key in ("type", "formula1", "formula2")] == ["whole", "1", "9"]


def test_a_spare_row_of_chosen_entries_is_typed() -> None:
    columns = "    columns: [{id: thon, label: Thôn, type: thon}, {id: khac, label: Thôn khác, type: thon}]\n"
    (chosen,) = made(columns + "    rows: {each: thon, where: thon.xa == xa, spare: 1}\n")["sections"]
    typed, other = chosen["columns"]
    assert (rule_of(typed)["type"], rule_of(typed).get("prompt")) == ("textLength", None)
    assert rule_of(other)["choices"] == ["Bản A1", "Bản A2", "Bản B1"]
    (whole,) = made(columns + "    rows: {each: thon, spare: 1}\n")["sections"]
    assert rule_of(whole["columns"][0])["type"] == "list"


def test_a_computed_cell_has_a_formula_by_distance() -> None:
    (section,) = made(
        "    columns: [{id: a, label: A, type: integer}, {id: b, label: B, type: integer, value: a * 2}]\n"
        "    rows: 2\n    total: Cộng\n"
    )["sections"]
    first, second = (row[1] for row in section["rows"])
    assert first["state"] == "formula"
    assert first["formula"] == second["formula"]
    assert "RC1*2" in first["formula"]
    assert "R[-2]C2:R[-1]C2" in section["total"][1]["formula"]


def test_tables_of_one_form_share_the_columns_of_the_sheet() -> None:
    columns = "[{id: tt, label: TT, type: ordinal}, {id: ten, label: Tên}"
    book = made(
        "    sections:\n"
        f"      - {{id: mot, columns: {columns}], rows: 1}}\n"
        f"      - {{id: hai, columns: {columns}, {{id: tien, label: Tiền, type: money}}], rows: 1}}\n"
    )
    assert len(book["widths"]) == 3
    assert sum(book["widths"]) == pytest.approx(165, abs=0.5)
    assert book["widths"][0] < book["widths"][2] < book["widths"][1]


@pytest.mark.parametrize(
    ("foot", "columns"),
    [
        ({"sign": ["Chủ tịch", "(Ký)"]}, [("", 1), ("Chủ tịch", 1)]),
        ({"signers": [{"title": "Một", "hint": ""}, {"title": "Hai", "hint": ""}]}, [("Một", 1), ("Hai", 1)]),
        ({}, []),
    ],
)
def test_signers_stand_side_by_side(foot: dict[str, Any], columns: list[tuple[str, int]]) -> None:
    book = made("    columns: [{id: tt, label: TT, type: ordinal}, {id: ten, label: Tên}]\n    rows: 1\n", **foot)
    assert [(each["title"], each["columns"]) for each in book["signers"]] == columns


def test_the_workbook_says_what_the_paper_says_and_locks_what_is_known() -> None:
    done = opened(FORM + "    signers: [Người lập, {title: Chủ tịch, hint: (Ký)}]\n    nil: Không có\n")
    words = [cell.value for row in done.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert words[0] == "Phụ lục"
    for said in (
        "DANH SÁCH THÀNH VIÊN",
        "Xã, phường: Xã Mẫu A",
        "TT",
        "Họ tên",
        "Không có",
        "Gửi về Sở Mẫu.",
        "Chủ tịch",
        "(Ký)",
    ):
        assert said in words
    row = next(cell.row for cell in done["A"] if cell.value == 1)
    assert [done.cell(row, column).protection.locked for column in (1, 2)] == [True, False]
    assert done.protection.sheet
    assert done.parent.custom_doc_props["congvan-form"].value == "cv/ds/1/xa=xa-a/don_vi=dv-a"
    assert done.print_title_rows


def test_heads_are_merged_and_formulas_compute() -> None:
    text = HEAD + (
        "    columns:\n"
        "      - {id: thon, label: Thôn, type: thon, value: thon}\n"
        "      - label: Số hộ\n"
        "        columns: [{id: moi, label: Mới, type: integer}, {id: cu, label: Cũ, type: integer}]\n"
        "      - {id: tang, label: Tăng, type: integer, value: moi - cu}\n"
        "    rows: {each: thon, where: thon.xa == xa}\n    total: Cộng\n"
    )
    done = opened(text)
    head = next(cell.row for cell in done["A"] if cell.value == "Thôn")
    merged = {str(each) for each in done.merged_cells.ranges}
    assert {f"A{head}:A{head + 1}", f"B{head}:C{head}", f"D{head}:D{head + 1}"} <= merged
    assert (
        done.cell(head + 2, 4).value == f'=IF(COUNT($B{head + 2},$C{head + 2})<2,"",ROUND($B{head + 2}-$C{head + 2},0))'
    )
    assert f"$B{head + 2}:$B{head + 3}" in done.cell(head + 4, 2).value


def test_a_wide_form_lies_across_and_a_long_list_is_hidden() -> None:
    many = "\n".join(f"  - {{id: xa-{n}, kind: xã, name: Xã rất dài số {n}}}" for n in range(40))
    lists = dict(LISTS) | {"xa": LISTS["xa"].partition("entries:")[0] + "entries:\n" + many + "\n"}
    lists["thon"] = "list: {label: Thôn}\nentries: []\n"
    columns = ", ".join(f"{{id: c{n}, label: Cột số {n}, type: money}}" for n in range(8))
    blank = sheet(
        form(HEAD + f"    columns: [{{id: xa, label: Xã, type: xa}}, {columns}]\n", lists), FormKeys({"xa": "xa-1"})
    )
    content = {
        "form": workbook(blank, PAGE, {}),
        "form_id": "",
        "title": "t",
        "author": "a",
        "layout": {"appendix_page": 0},
    }
    data = compile_template((HOME / "templates/bieu.xlsx").read_bytes(), name="bieu.xlsx").render(content)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.active.page_setup.orientation == "landscape"
    assert len(list(book["Danh mục"].rows)) == 40
    assert [each.formula1 for each in book.active.data_validations.dataValidation if each.type == "list"] == [
        "danh_muc_1"
    ]


def test_the_name_of_a_sender_is_not_squeezed_into_the_first_column() -> None:
    book = made(
        "    columns: [{id: tt, label: TT, type: ordinal}, {id: dv, label: Đơn vị, type: name},\n"
        "      {id: so, label: Số lượng, type: integer}, {id: tien, label: Giá trị, type: money}]\n"
    )
    assert sum(book["widths"][: book["left"]]) >= 62
    assert sum(book["widths"][book["left"] :]) >= 75
