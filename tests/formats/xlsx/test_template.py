"""A workbook template: its tags, what follows the rows, the values' types, and equality with openpyxl's own writing."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break

from congvan.core.cache import MemoryCache
from congvan.formats.xlsx.template import compile_template
from tests.examples import examples
from tests.formats.xlsx_samples import picture, render, table, workbook
from tests.sample_project import HOME

TEXT = st.text(st.sampled_from("ab Nguyễn&<>\"'{}%=+-@\t\n|0123456789_ \u00a0Đậ😀"), max_size=20)


ROWS = {"A1": "TT", "B1": "Tên", "A2": "{%tr for row in rows %}", "A3": "{{ loop.index }}", "B3": "{{ row }}"}
LOOP = {**ROWS, "A4": "{%tr endfor %}", "A5": "Cộng", "B5": "=COUNTA(B3)"}


def test_a_row_loop_repeats_its_rows_and_the_tag_rows_vanish() -> None:
    sheet = render(LOOP, {"rows": ["An", "Bình"]})
    assert table(sheet) == [["TT", "Tên"], [1, "An"], [2, "Bình"], ["Cộng", "=COUNTA(B2:B3)"]]


def test_nothing_is_read_of_a_record_once_it_was_read() -> None:
    template, rows = compile_template(workbook(LOOP)), ["An", "Bình"]
    data = template.render({"rows": rows}, rows.clear)
    assert not rows
    assert data == compile_template(workbook(LOOP)).render({"rows": ["An", "Bình"]})


def test_no_rows_leave_the_rest_in_place() -> None:
    sheet = render(LOOP, {"rows": []})
    assert table(sheet) == [["TT", "Tên"], ["Cộng", "=COUNTA(0)"]]


def test_rows_that_depend_on_a_condition() -> None:
    cells = {"A1": "{%tr if many %}", "A2": "nhiều", "A3": "{%tr elif one %}", "A4": "một", "A5": "{%tr else %}"}
    cells |= {"A6": "không", "A7": "{%tr endif %}", "A8": "hết"}
    assert table(render(cells, {"many": True, "one": False})) == [["nhiều"], ["hết"]]
    assert table(render(cells, {"many": False, "one": True})) == [["một"], ["hết"]]
    assert table(render(cells, {"many": False, "one": False})) == [["không"], ["hết"]]


def test_columns_are_repeated_and_set_as_wide_as_the_data_say() -> None:
    cells = {
        "A1": "{%colspan columns|length %}{{ title }}",
        "A2": "{%tc for column in columns %}",
        "B2": "{%cw column.mm %}{{ column.label }}",
        "C2": "{%tc endfor %}",
        "A3": "{%tr for row in rows %}",
        "A4": "{%rh 12 %}{%tc for column, value in columns|zip(row) %}",
        "B4": '{%tc if column.kind == "so" %}',
        "C4": "{{ value|number }}",
        "D4": "{%tc else %}",
        "E4": "{{ value }}",
        "F4": "{%tc endif %}",
        "G4": "{%tc endfor %}",
        "A5": "{%tr endfor %}",
    }
    columns = [{"label": "TT", "mm": 12, "kind": "so"}, {"label": "Họ tên", "mm": 50, "kind": ""}]
    rows = [["1", "An"], ["02", "Bình"]]
    sheet = render(cells, {"columns": columns, "title": "Danh sách", "rows": rows})
    assert table(sheet) == [["Danh sách", None], ["TT", "Họ tên"], [1, "An"], ["02", "Bình"]]
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:B1"]
    pixels = [round(sheet.column_dimensions[letter].width * 7) for letter in "AB"]  # Calibri 11 has digits of 7
    assert pixels == [round(12 / 25.4 * 96), round(50 / 25.4 * 96)]
    assert sheet.row_dimensions[3].height == pytest.approx(12 / 25.4 * 72, abs=0.01)


def test_a_row_grows_with_its_wrapped_text() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        sheet["A1"].alignment = openpyxl.styles.Alignment(wrap_text=True)
        sheet.column_dimensions["A"].width = 20

    short = render({"A1": "{%rh 9 %}{{ text }}"}, {"text": "ngắn"}, prepare)
    long = render({"A1": "{%rh 9 %}{{ text }}"}, {"text": "một câu dài " * 8}, prepare)
    assert short.row_dimensions[1].height == pytest.approx(25.51, abs=0.01)
    assert 55 < long.row_dimensions[1].height < 120


def test_styles_merges_rules_and_print_set_up_follow_their_rows() -> None:
    cells = {
        "A1": "{{ title }}",
        "A2": "Tên",
        "A3": "{%tr for row in rows %}",
        "A4": "{{ row.name }}",
        "B4": "{{ row.count }}",
        "C4": "=B4*2",
        "A5": "{%tr endfor %}",
        "A6": "Cộng",
        "B6": "=SUM(B3:B5)",
        "C6": "=SUM($C$4)+B6+LEN(Biểu!A4)",
        "A7": "ký",
    }

    def prepare(book: Any, sheet: Any) -> None:
        thin = Side(style="thin")
        sheet["A4"].border = Border(left=thin, bottom=thin)
        sheet["A4"].protection = Protection(locked=False)
        sheet["B4"].number_format = "0.00"
        sheet["A4"].comment = Comment("ghi chú", "mẫu")
        sheet.row_dimensions[4].height = 26
        sheet.row_dimensions[6].height = 30
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("C6:C7")
        rule = DataValidation(type="custom", formula1="LEN(A4)>1", prompt="Tên {{ title }}", promptTitle="Tên")
        rule.add("A4")
        sheet.add_data_validation(rule)
        sheet.conditional_formatting.add("B4:C4", FormulaRule(formula=["$B4>1"], fill=PatternFill(bgColor="FFFF00")))
        sheet.print_area = "A1:C7"
        sheet.print_title_rows = "2:2"
        sheet.freeze_panes = "A3"
        sheet.auto_filter.ref = "A2:C5"
        sheet.row_breaks.append(Break(id=6))
        book.defined_names["ten"] = DefinedName("ten", attr_text="Biểu!$A$4:$A$4")
        book.defined_names["cuoi"] = DefinedName("cuoi", attr_text="Biểu!$A$7")

    rows = [{"name": f"N{n}", "count": n} for n in (1, 2, 3)]
    sheet = render(cells, {"title": "Đ&T", "rows": rows}, prepare)
    assert table(sheet)[2:] == [
        ["N1", 1, "=B3*2"],
        ["N2", 2, "=B4*2"],
        ["N3", 3, "=B5*2"],
        ["Cộng", "=SUM(B3:B5)", "=SUM($C$3:$C$5)+B6+LEN('Biểu'!A3:A5)"],
        ["ký", None, None],
    ]
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A1:C1", "C6:C7"]
    (rule,) = sheet.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1, rule.prompt) == ("A3:A5", "LEN(A3)>1", "Tên Đ&T")
    ((entry),) = list(sheet.conditional_formatting)
    assert (str(entry.sqref), entry.rules[0].formula) == ("B3:C5", ["$B3>1"])
    assert (sheet.print_area, sheet.print_title_rows) == ("'Biểu'!$A$1:$C$7", "$2:$2")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", "A2:C5")
    assert [each.id for each in sheet.row_breaks.brk] == [6]
    assert [sheet.row_dimensions[n].height for n in (3, 4, 5, 6)] == [26, 26, 26, 30]
    names = {name: defined.attr_text for name, defined in sheet.parent.defined_names.items()}
    assert names == {"ten": "'Biểu'!$A$3:$A$5", "cuoi": "'Biểu'!$A$7"}
    for row in (3, 4, 5):
        assert sheet.cell(row, 1).border.left.style == "thin"
        assert sheet.cell(row, 1).protection.locked is False
        assert sheet.cell(row, 1).comment.text == "ghi chú"


def test_a_formula_in_nested_loops_means_its_own_round() -> None:
    cells = {
        "A1": "{%tr for group in groups %}",
        "A2": "{{ group.name }}",
        "B2": "=SUM(A4)",
        "A3": "{%tr for n in group.numbers %}",
        "A4": "{{ n }}",
        "B4": "=A4/B2",
        "A5": "{%tr endfor %}",
        "A6": "{%tr endfor %}",
        "A7": "=SUM(A4)",
    }
    groups = [{"name": "a", "numbers": [1, 2]}, {"name": "b", "numbers": [3]}]
    sheet = render(cells, {"groups": groups})
    assert table(sheet) == [
        ["a", "=SUM(A2:A3)"],
        [1, "=A2/B1"],
        [2, "=A3/B1"],
        ["b", "=SUM(A5)"],
        [3, "=A5/B4"],
        ["=SUM(A2:A5)", None],
    ]


def test_a_whole_tag_keeps_its_type_and_text_stays_text() -> None:
    names = "abcdefgh"
    values = [7, 2.5, True, "7", "=1+1", "+84 900", "@SUM(A1)", "-x"]
    cells = {f"A{n}": f"{{{{ {name} }}}}" for n, name in enumerate(names, 1)}
    sheet = render(cells, dict(zip(names, values, strict=True)))
    assert [cell.value for cell in sheet["A"]] == values
    assert [cell.data_type for cell in sheet["A"]] == ["n", "n", "b", "s", "s", "s", "s", "s"]
    assert [bool(cell.quotePrefix) for cell in sheet["A"]] == [False] * 3 + [True] * 5
    assert render({"A1": "Số {{ a }} – {{ b }}"}, {"a": 7, "b": 2.0})["A1"].value == "Số 7 – 2"


def test_a_phone_cell_is_text_without_a_mark() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        sheet["A1"].number_format = "@"

    cell = render({"A1": "{{ phone }}"}, {"phone": "0900.000.000"}, prepare)["A1"]
    assert (cell.value, cell.data_type, cell.number_format, bool(cell.quotePrefix)) == ("0900.000.000", "s", "@", False)


@given(texts=st.lists(TEXT, min_size=3, max_size=3))
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_was_given_is_read_back(texts: list[str]) -> None:
    """Promise B4: no character is lost, nothing is a tag, a formula or markup; openpyxl would write the same."""
    template = _mirror()
    context = {"a": texts[0], "rows": texts[1:]}
    data = template.render(context)
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    read = [cell.value or "" for cell in sheet["A"]]
    assert read == [texts[0], "x" + texts[0] + "y", texts[1], texts[2]]
    assert {cell.data_type for cell in sheet["A"] if cell.value} <= {"s"}
    assert book.properties.subject == texts[0] or not texts[0].strip() or "\t" in texts[0] or "\n" in texts[0]
    assert picture(data) == picture(template.render_plainly(context))


def _mirror() -> Any:
    if not _MIRROR:
        cells = {"A1": "{{ a }}", "A2": "x{{ a }}y", "A3": "{%tr for row in rows %}", "A4": "{{ row }}"}

        def prepare(book: Any, sheet: Any) -> None:
            book.properties.subject = "{{ a }}"

        _MIRROR.append(compile_template(workbook({**cells, "A5": "{%tr endfor %}"}, prepare)))
    return _MIRROR[0]


_MIRROR: list[Any] = []


@st.composite
def templates(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A template of nested loops, conditions, repeated columns and formulas, and a context for it."""
    cells: dict[str, Any] = {}
    row = 0

    def block(depth: int) -> None:
        nonlocal row
        for _turn in range(draw(st.integers(1, 3))):
            row += 1
            kind = draw(st.sampled_from(["plain", "plain", "columns", "for", "if"] if depth < 2 else ["plain"]))
            if kind == "plain":
                cells[f"A{row}"] = draw(st.sampled_from(["cố định", "{{ a }}", "x {{ b }}", 5]))
                cells[f"C{row}"] = f"=SUM(A{draw(st.integers(1, row))}:B{row})+$A${draw(st.integers(1, 9))}"
            elif kind == "columns":
                cells[f"A{row}"] = "{%tc for c in columns %}"
                cells[f"B{row}"] = "{%tc if c %}"
                cells[f"C{row}"] = "{{ c }}"
                cells[f"D{row}"] = draw(st.sampled_from(["{%tc endif %}", "{%tc else %}"]))
                cells[f"E{row}"] = f"=LEN(C{row})" if cells[f"D{row}"] == "{%tc else %}" else "{%tc endfor %}"
                if cells[f"D{row}"] == "{%tc else %}":
                    cells.update({f"F{row}": "{%tc endif %}", f"G{row}": "{%tc endfor %}", f"H{row}": "cuối"})
            else:
                cells[f"A{row}"] = "{%tr for x in rows %}" if kind == "for" else "{%tr if b %}"
                block(depth + 1)
                row += 1
                cells[f"A{row}"] = f"{{%tr end{kind} %}}"

    block(0)
    value = st.one_of(TEXT, st.integers(-999, 999), st.booleans(), st.integers(-9999, 9999).map(lambda n: n / 8))
    context = {
        "a": draw(value),
        "b": draw(value),
        "rows": draw(st.lists(value, max_size=3)),
        "columns": draw(st.lists(value, max_size=3)),
    }
    return cells, context


@given(templates())
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_merged_equals_written_by_openpyxl(case: tuple[dict[str, Any], dict[str, Any]]) -> None:
    cells, context = case
    template = compile_template(workbook(cells))
    data = template.render(context)
    assert picture(data) == picture(template.render_plainly(context))
    assert template.render(context) == data


def test_tags_outside_the_cells() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        sheet.title = "{{ district }}"
        sheet.oddHeader.center.text = "{{ head }}"
        sheet.oddHeader.center.size = 14
        rule = DataValidation(type="list", formula1='"{{ choices|join(",") }}"'.replace('","', '"",""'))
        rule.add("A2")
        sheet.add_data_validation(rule)
        book.custom_doc_props.append(StringProperty(name="congvan-form", value="{{ form_id }}"))
        book.properties.keywords = "{{ form_id }}"
        book.defined_names["noi"] = DefinedName("noi", attr_text="'{{ district }}'!$A$1")
        sheet.print_area = "A1:A2"

    template = compile_template(workbook({"A1": "x", "A2": "='{{ district }}'!A1"}, prepare))
    context = {"district": "Huyện 'A'/B", "head": "R&D 5", "choices": ["Có", "Không"], "form_id": "m/1"}
    data = template.render(context)
    assert picture(data) == picture(template.render_plainly(context))
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    assert sheet.title == "Huyện 'A'-B"
    assert sheet["A2"].value == "='Huyện ''A''-B'!A1"
    assert book.defined_names["noi"].attr_text == "'Huyện ''A''-B'!$A$1"
    assert sheet.data_validations.dataValidation[0].formula1 == '"Có,Không"'
    assert (book.custom_doc_props["congvan-form"].value, book.properties.keywords) == ("m/1", "m/1")
    assert "R&amp;&amp;D 5" in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()


def test_names_are_what_the_template_reads() -> None:
    template = compile_template(workbook({**LOOP, "A6": "{{ dispatch.number }}"}))
    assert template.names() == {"rows", "dispatch.number"}


def test_foreign_templates_print_nothing_for_unknown_names() -> None:
    template = compile_template(workbook({"A1": "[{{ unknown }}]"}), strict=False)
    assert openpyxl.load_workbook(io.BytesIO(template.render({}))).active["A1"].value == "[]"


def test_a_key_wins_over_a_method() -> None:
    assert render({"A1": "{{ r.items }}"}, {"r": {"items": "x"}})["A1"].value == "x"


def test_text_in_runs_keeps_its_runs() -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    runs = CellRichText("Họ tên: ", TextBlock(InlineFont(b=True), "{{ name }} "), "hết")
    template = compile_template(workbook({"A1": runs}))
    data = template.render({"name": "A & B"})
    assert picture(data) == picture(template.render_plainly({"name": "A & B"}))
    cell = openpyxl.load_workbook(io.BytesIO(data), rich_text=True).active["A1"]
    assert [str(run) for run in cell.value] == ["Họ tên: ", "A & B ", "hết"]
    assert cell.value[1].font.b


def test_the_same_bytes_whatever_came_before_and_no_clock() -> None:
    data = workbook(LOOP)
    fresh = compile_template(data).render({"rows": ["a"]})
    used = compile_template(data)
    used.render({"rows": ["một", "hai", "ba"]})
    used.render({"rows": ["khác"]})
    assert used.render({"rows": ["a"]}) == fresh
    assert {info.date_time for info in zipfile.ZipFile(io.BytesIO(fresh)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


_CHILD = """
import sys; sys.path.insert(0, sys.argv[1])
from pathlib import Path
from congvan.core.cache import DiskCache
from congvan.formats.xlsx.template import compile_template
folder = Path(sys.argv[2])
template = compile_template((folder / "t.xlsx").read_bytes(), cache=DiskCache(folder / "cache"))
sys.stdout.buffer.write(template.render({"rows": ["một", "hai"]}))
print("openpyxl" in sys.modules, file=sys.stderr)
"""


def test_another_process_gives_the_same_bytes_and_a_warm_one_needs_no_openpyxl(tmp_path: Path) -> None:
    def prepare(book: Any, sheet: Any) -> None:
        for column in "CDEFG":
            sheet.merge_cells(f"{column}1:{column}2")

    (tmp_path / "t.xlsx").write_bytes(workbook(LOOP, prepare))
    runs = []
    for seed in ("0", "1", "2"):
        if seed == "1":  # cold again, with another hash seed
            for entry in (tmp_path / "cache" / "xlsx").iterdir():
                entry.write_bytes(b"damaged" * 9)
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", _CHILD, str(HOME), str(tmp_path)]
        runs.append(subprocess.run(command, capture_output=True, check=True, env=environment))
    assert len({run.stdout for run in runs}) == 1
    assert [run.stderr.split()[-1] for run in runs] == [b"True", b"True", b"False"]


def test_a_shape_from_the_cache_is_the_same() -> None:
    cache, data = MemoryCache(), workbook(LOOP)
    first = compile_template(data, cache=cache).render({"rows": ["=x", "y"]})
    assert compile_template(data, cache=cache).render({"rows": ["=x", "y"]}) == first


def test_fonts_of_static_cells_stay() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        sheet["A5"].font = Font(name="Times New Roman", size=13, bold=True)

    cell = render(LOOP, {"rows": ["a", "b"]}, prepare)["A4"]
    assert (cell.font.name, cell.font.sz, cell.font.b) == ("Times New Roman", 13, True)
