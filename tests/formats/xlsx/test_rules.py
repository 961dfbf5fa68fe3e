"""Data validations, number formats, alignments, heads over several rows and formulas that a record sets."""

from __future__ import annotations

import io
import json
from typing import Any

import openpyxl
import pytest

from congvan.core.problems import ProblemsFound
from congvan.formats.xlsx.template import compile_template
from tests.formats.xlsx_samples import picture, render, table, workbook

FORM = {
    "A1": "{%tr for line in heads %}",
    "A2": "{%tc for cell in line %}",
    "B2": "{%colspan cell.columns %}{%rowspan cell.rows %}{{ cell.text }}",
    "C2": "{%tc endfor %}",
    "A3": "{%tr endfor %}",
    "A4": "{%tr for row in rows %}",
    "A5": "{%tc for cell in row %}",
    "B5": "{%tc if cell.formula %}",
    "C5": "{%numfmt cell.format %}{%formula cell.formula %}",
    "D5": "{%tc else %}",
    "E5": "{%numfmt cell.format %}{%align cell.align %}{%rule cell.rule %}{{ cell.text }}",
    "F5": "{%tc endif %}",
    "G5": "{%tc endfor %}",
    "A6": "{%tr endfor %}",
}
LONG = [f"Xã Mẫu {n}, huyện Mẫu" for n in range(40)]


def cell(**keys: Any) -> dict[str, Any]:
    return {"text": "", "formula": "", "format": "", "align": "", "rule": ""} | keys


def rule(**keys: Any) -> str:
    return json.dumps(keys, ensure_ascii=False)


def one_head(text: str = "A") -> list[list[dict[str, Any]]]:
    return [[{"text": text, "columns": 1, "rows": 1}]]


def sheet_of(*rows: list[dict[str, Any]], heads: Any = None) -> Any:
    return render(FORM, {"heads": heads or one_head(), "rows": list(rows)})


def test_a_head_over_two_rows_and_two_columns_is_merged() -> None:
    heads = [
        [{"text": "TT", "columns": 1, "rows": 2}, {"text": "Dân số", "columns": 2, "rows": 1}],
        [{"text": "", "columns": 1, "rows": 1}, {"text": "Nam", "columns": 1, "rows": 1}],
    ]
    sheet = sheet_of([cell(text="1")], heads=heads)
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A1:A2", "B1:C1"]
    assert (sheet["A1"].value, sheet["B1"].value, sheet["B2"].value) == ("TT", "Dân số", "Nam")


def test_a_formula_is_told_by_its_distance() -> None:
    sheet = sheet_of(
        [cell(text=1), cell(text=2), cell(formula="ROUND(RC1/RC2,-3)")],
        [cell(text=3), cell(text=4), cell(formula='IF(RC1="RC1",14+RC2,SUM(R[-1]C:R[-1]C))')],
    )
    assert sheet["C2"].value == "=ROUND($A2/$B2,-3)"
    assert sheet["C3"].value == '=IF($A3="RC1",14+$B3,SUM(C2:C2))'


def test_a_formula_of_another_record_fills_the_same_shape() -> None:
    template = compile_template(workbook(FORM), name="mau.xlsx")
    contexts = [
        {"heads": one_head(), "rows": [[cell(text=n), cell(formula=f"{n}+RC1", format="#,##0")]]} for n in range(6)
    ]
    made = [template.render(context) for context in contexts]
    values = [openpyxl.load_workbook(io.BytesIO(data)).active["B2"].value for data in made]
    assert values == [f"={n}+$A2" for n in range(6)]
    assert picture(made[-1]) == picture(template.render_plainly(contexts[-1]))
    assert template.ways.counts["filled"] == 3


def test_a_hostile_formula_is_refused() -> None:
    with pytest.raises(ProblemsFound, match="WEBSERVICE"):
        sheet_of([cell(formula='WEBSERVICE("https://vi.du")')])


def test_number_formats_and_alignments() -> None:
    sheet = sheet_of([cell(text=1500000, format="#,##0", align="right"), cell(text="x", format="@", align="center")])
    assert [(each.number_format, each.alignment.horizontal, each.alignment.shrink_to_fit) for each in sheet[2]] == [
        ("#,##0", "right", True),
        ("@", "center", None),
    ]


def test_cells_of_one_rule_share_a_validation() -> None:
    whole = rule(type="whole", operator="between", formula1="0", formula2="99", prompt="Số nguyên", error="Ghi số")
    sheet = sheet_of(*[[cell(rule=whole), cell(), cell(rule=whole)] for _ in range(3)])
    (found,) = sheet.data_validations.dataValidation
    assert str(found.sqref) == "A2:A4 C2:C4"
    assert (found.type, found.formula1, found.formula2, found.prompt) == ("whole", "0", "99", "Số nguyên")


def test_a_rule_names_its_cell_by_distance() -> None:
    sheet = sheet_of([cell(), cell(rule=rule(type="custom", formula1='ISNUMBER(FIND("@",RC))', error="e"))])
    assert sheet.data_validations.dataValidation[0].formula1 == 'ISNUMBER(FIND("@",B2))'


def test_a_short_list_is_typed_into_its_validation() -> None:
    sheet = sheet_of([cell(rule=rule(type="list", choices=["Nam", "Nữ"]))])
    assert sheet.data_validations.dataValidation[0].formula1 == '"Nam,Nữ"'


@pytest.mark.parametrize("choices", [LONG, ["Có, đủ", "Không"], ['ghi "x"']])
def test_any_other_list_stands_in_a_hidden_sheet(choices: list[str]) -> None:
    sheet = sheet_of([cell(rule=rule(type="list", choices=choices)), cell(rule=rule(type="list", choices=["a,b"]))])
    book = sheet.parent
    assert [each.formula1 for each in sheet.data_validations.dataValidation] == ["danh_muc_1", "danh_muc_2"]
    assert book["Danh mục"].sheet_state == "veryHidden"
    assert [row[0].value for row in book["Danh mục"].rows] == [*choices, "a,b"]
    names = {name: each.attr_text for name, each in book.defined_names.items()}
    end = len(choices)
    assert names == {"danh_muc_1": f"'Danh mục'!$A$1:$A${end}", "danh_muc_2": f"'Danh mục'!$A${end + 1}:$A${end + 1}"}


@pytest.mark.parametrize(
    ("wrong", "told"), [({"rule": "{"}, "{"), ({"rule": '{"type": "any"}'}, "any"), ({"align": "giữa"}, "giữa")]
)
def test_a_wrong_setting_is_told_with_its_cell(wrong: dict[str, str], told: str) -> None:
    with pytest.raises(ProblemsFound) as raised:
        sheet_of([cell(**wrong)])
    (problem,) = raised.value.problems
    assert problem.place.cell == "E5"
    assert told in str(problem.message)


def test_a_formula_stands_alone_in_its_cell() -> None:
    with pytest.raises(ProblemsFound) as raised:
        compile_template(workbook({"A1": "tổng {%formula f %}"}), name="mau.xlsx")
    assert raised.value.problems[0].place.cell == "A1"


def test_a_wide_head_needs_no_taller_row() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        del book
        sheet["B2"] = "{%colspan cell.columns %}{%rowspan cell.rows %}{%rh %}{{ cell.text }}"
        sheet["B2"].alignment = openpyxl.styles.Alignment(wrap_text=True)

    text = "Dân số từ mười lăm tuổi trở lên"
    tall = [[{"text": text, "columns": 1, "rows": 3}], *[[{"text": "", "columns": 1, "rows": 1}]] * 2]
    sheets = [render(FORM, {"heads": heads, "rows": [[cell(text="1")]]}, prepare) for heads in (one_head(text), tall)]
    assert sheets[0].row_dimensions[1].height > sheets[1].row_dimensions[1].height
    assert table(sheets[1])[0][0] == text
