"""The tags of a workbook one by one, what is told of them, and the file itself: what it may hold and what it keeps."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty

from congvan.formats.xlsx import compile_template
from congvan.formats.xlsx_merge import is_exact, legal_titles, needs_prefix, units
from congvan.formats.xlsx_program import as_text
from congvan.formats.xlsx_workbook import LOST
from congvan.formats.zipping import deflate, write_zip
from congvan.problems import Problem, Stop
from tests.formats.docx_samples import docx, p, parts_of
from tests.formats.test_xlsx import render, table
from tests.formats.test_xlsx_faults import faults
from tests.formats.xlsx_samples import picture, workbook


def row(*cells: Any) -> dict[str, Any]:
    return {f"{letter}1": cell for letter, cell in zip("ABCDEFGHIJ", cells, strict=False) if cell is not None}


def line(context: Mapping[str, Any], *cells: Any) -> list[Any]:
    data = compile_template(workbook(row(*cells))).render(context)
    return [cell.value for cell in openpyxl.load_workbook(io.BytesIO(data)).active[1]]


# --- loops and conditions ---------------------------------------------------------------------------------------


def test_a_loop_over_nothing_takes_its_else() -> None:
    rows = {"A1": "{%tr for x in rows %}", "A2": "{{ x }}", "A3": "{%tr else %}", "A4": "không", "A5": "{%tr endfor %}"}
    assert table(render(rows, {"rows": []})) == [["không"]]
    assert table(render(rows, {"rows": [1, 2]})) == [[1], [2]]
    cells = ("{%tc for x in rows %}", "{{ x }}", "{%tc else %}", "không", "{%tc endfor %}", "sau")
    assert line({"rows": []}, *cells) == ["không", "sau"]
    assert line({"rows": [1, 2]}, *cells) == [1, 2, "sau"]


FOR, END = "{%tc for x in rows %}", "{%tc endfor %}"


@pytest.mark.parametrize(
    ("rows", "cells", "found"),
    [
        (["a", "b"], ("=C1&1", "{{ x }}", END), ["=B1&1", "a", "=D1&1", "b"]),
        (
            ["a", "", "b"],
            ("{%tc if x %}", "{{ x }}", "=C1&1", "{%tc else %}", "không", "=F1&2", "{%tc endif %}", END),
            ["a", "=A1&1", "không", "=C1&2", "b", "=E1&1"],
        ),
        (["a", "b"], ("{%tc if x %}", "{{ x }}", "{%tc endif %}", "=C1", END), ["a", "=A1", "b", "=C1"]),
        (["a", "b"], ("{%tc if x %}", "{%cw 20 %}{{ x }}", "{%tc endif %}", END, "=C1"), ["a", "b", "=A1:B1"]),
        (
            [2, 3, 1, 2],
            ("{%tc if x == 1 %}", "a", "{%tc elif x == 2 %}", "{{ x }}", "=E1&1", "{%tc endif %}", END),
            [2, "=A1&1", "a", 2, "=D1&1"],
        ),
    ],
)
def test_a_formula_among_repeated_columns_means_its_own_round(rows: list[Any], cells: Any, found: list[Any]) -> None:
    assert line({"rows": rows}, FOR, *cells) == found


def test_loops_in_loops_of_columns_and_rows() -> None:
    inner = ("{%tc for x in rows %}", "{%tc for y in x %}", "{{ y }}", "{%tc endfor %}", "{%tc endfor %}", "=SUM(C1)")
    assert line({"rows": [[1, 2], [], [3]]}, *inner) == [1, 2, 3, "=SUM(A1:C1)"]
    cells = {"A1": "{%tr for x in rows %}", "A2": "{%tr if x %}", "A3": "{{ loop.index }}", "B3": "=A3+1"}
    cells |= {"A4": "{%tr endif %}", "A5": "{%tr endfor %}", "A6": "=SUM(A3)"}
    assert table(render(cells, {"rows": [1, 0, 1]})) == [[1, "=A1+1"], [3, "=A2+1"], ["=SUM(A1:A2)", None]]


def test_a_value_may_be_named_for_the_cells_that_follow() -> None:
    rows = {"A1": "{%tr set y = x * 2 %}", "A2": "{{ y }}", "B2": "{% set z = 1 %}{{ y + z }}"}
    assert table(render(rows, {"x": 4})) == [[8, "9"]]
    assert line({"x": 4}, "{%tc set y = x * 2 %}", "{{ y }}") == [8]


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("{{ ['a&b', '<c>']|join(', ') }}", "a&b, <c>"),
        ("{{ a ~ '<' }}", "x&<"),
        ("{% set t %}{{ a }}&{% endset %}{{ t }}", "x&&"),
        ("{% filter upper %}{{ a }}y{% endfilter %}", "X&Y"),
        ("{% with k = 2 %}{{ k }}{% endwith %}", "2"),
        ("{{- 7 -}}", 7),
        (" {{ 7 }} ", 7),
        ("{{ 7 }}{{ 8 }}", "78"),
        ("{# nothing #}{{ 7 }}", "7"),
        ("{{ 2.0 }}|{{ 0.5 }}|{{ true }}", "2|0.5|True"),
        ("{{ l[0] }}{{ d['k'] }}{{ d.k }}{{ l[1:]|length }}{{ ['&', '<']|join }}", "1vv1&<"),
        ("{% set t %}{{ d['none']|default('&') }}{% endset %}{{ t ~ '<' }}", "&<"),
        ("{% for x in l %}{{ loop.index }}{{ loop.last }}{{ loop.cycle('a&', 'b') }} {% endfor %}", "1Falsea& 2Trueb "),
        ("{% for x in ['&'] %}{{ loop.depth }}{{ [x, '<']|join }}{% endfor %}", "1&<"),
        ("{{ '012'|number }}|{{ '12'|number }}|{{ '0'|number }}|{{ '1' * 16 }}", "012|12|0|1111111111111111"),
        ("{{ '0'|number }}", 0),
        ("{{ '12'|number }}", 12),
        ("{{ '012'|number }}", "012"),
        ("{{ '1234567890123456'|number }}", "1234567890123456"),
        ("{{ '123456789012345'|number }}", 123456789012345),
        ("{{ '²'|number }}", "²"),
        ("{{ ''|number }}", None),
        ("{{ 7|number }}", 7),
    ],
)
def test_what_a_tag_prints(source: str, value: Any) -> None:
    (found,) = line({"a": "x&", "l": [1, 2], "d": {"k": "v"}}, source)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("value", "text"),
    [(2.0, "2"), (-3.0, "-3"), (0.1, "0.1"), (7, "7"), (1e15, "1000000000000000.0"), (-1e15, "-1000000000000000.0")],
)
def test_a_number_is_written_by_its_shortest_digits(value: float, text: str) -> None:
    assert as_text(value) == text


def test_an_unknown_name_of_a_foreign_template_prints_nothing() -> None:
    template = compile_template(workbook(row("{{ a }}", "{{ b }}", "{{ c }}", "{{ d }}")), strict=False)
    sheet = openpyxl.load_workbook(io.BytesIO(template.render({"a": None, "b": 7, "c": [1]}))).active
    assert [cell.value for cell in sheet[1]] == [None, 7, "[1]", None]


# --- what is told of a slip -------------------------------------------------------------------------------------

NEST = "every for needs its endfor and every if its endif, in the same way: {%tr %} or {%tc %}"
KNOWN = "use for, endfor, if, elif, else, endif or set after tr"


@pytest.mark.parametrize(
    ("cells", "message", "hint"),
    [
        ({"B7": "{%tr endif %}"}, "{%tr endif %} closes nothing here", NEST),
        ({"B7": "{%tr endfor %}"}, "{%tr endfor %} closes nothing here", NEST),
        ({"B7": "{%tr else %}"}, "{%tr else %} closes nothing here", NEST),
        ({"B7": "{%tr elif x %}"}, "{%tr elif x %} closes nothing here", NEST),
        ({"B7": "{%tr fro x in y %}"}, "{%tr fro x in y %} is not known", KNOWN),
        ({"B7": "{%tr forx in y %}"}, "{%tr forx in y %} is not known", KNOWN),
        ({"B7": "{%tr set x = %}"}, "can't be read", "compare with the examples in docs/xlsx.md"),
        (
            {"B7": "{%tr set x = “a” %}"},
            "curly quotes inside the tag {% set x = “a” %}",
            'type straight quotes: "text"',
        ),
        (
            {"B7": "{% block x %}{% endblock %}"},
            "block is not known in a workbook",
            "use for, if, set, with and filter",
        ),
        ({"B7": "{%rh 5 6 %}x"}, "can't be read", "compare"),
        ({"B7": "x {{ y }"}, "a tag is opened but not closed, or closed but not opened: x {{ y }", "in the same cell"),
        ({"B7": "{{ y|uper }}"}, "No filter named 'uper'", "compare"),
        ({"B7": 5, "A7": "{%tr set x = 1 %}"}, "vanishes, and with it: 5", "move the text to a row of its own"),
        ({"B7": "mất {%tr set x = 1 %}"}, "vanishes, and with it: mất", "move the text to a row of its own"),
        ({"B7": "{%tc set x = 1 %} mất"}, "vanishes, and with it: mất", "move the text to a cell of its own"),
        ({"B7": "x" * 90 + "{{ y"}, "x" * 80, "in the same cell"),
    ],
)
def test_a_slip_is_told_with_its_remedy(cells: dict[str, Any], message: str, hint: str) -> None:
    (problem,) = faults(cells)
    assert problem.message == message if hint == NEST else message in problem.message
    assert hint in problem.hint
    assert (problem.place.file, problem.place.sheet, problem.place.cell) == ("mau.xlsx", "Biểu", "B7")
    assert problem.place.where == ""


@pytest.mark.parametrize(
    "tag", ["{%tr set y = kia %}{{ y }}", "{%tr for y in kia %}", "{%tr if kia %}", "{%tr elif kia %}"]
)
def test_an_unknown_name_in_a_tag_of_rows_is_named_at_its_cell(tag: str) -> None:
    cells = {"A1": "{%tr if x %}"} if "elif" in tag else {}
    word = re.findall("for|if", tag)[:1]
    cells |= {"A2": tag.partition("{{")[0], "A3": "{{ y }}" if "set" in tag else "x"}
    (problem,) = faults(cells | ({"A4": f"{{%tr end{word[0]} %}}"} if word else {}), {"x": False})
    assert (problem.code, problem.place.cell) == ("template-name", "A3" if "set" in tag else "A2")
    assert "kia" in problem.message


@pytest.mark.parametrize(
    ("opened", "then", "message"),
    [
        ("{%tr for x in y %}", "{%tr endif %}", "{%tr endif %} closes nothing here after {%tr for x in y %} in A1"),
        ("{%tr for x in y %}", "{%tr elif x %}", "{%tr elif x %} closes nothing here after {%tr for x in y %} in A1"),
        ("{%tr if x %}", "{%tr endfor %}", "{%tr endfor %} closes nothing here after {%tr if x %} in A1"),
        ("{%tr for x in y %}", "{%tr else %}", ""),
        ("{%tr if x %}", "{%tr elif y = %}", "can't be read"),
    ],
)
def test_a_block_that_is_not_closed_is_told_beside_what_can_not_close_it(opened: str, then: str, message: str) -> None:
    problems = faults({"A1": opened, "A2": then})
    assert [problem.message for problem in problems if problem.place.cell == "A1"] == [f"{opened} is not closed"]
    word = "for" if "for" in opened else "if"
    assert problems[0].hint == f"add {{%tr end{word} %}} where it ends"
    if message:
        assert message in problems[1].message
    (other,) = faults({"A1": opened.replace("tr", "tc")})
    assert other.hint == f"add {{%tc end{word} %}} where it ends"


def test_else_stands_once_in_a_loop() -> None:
    cells = {"A1": "{%tr for x in y %}", "A2": "{%tr else %}", "A3": "{%tr else %}", "A4": "{%tr endfor %}"}
    (problem,) = faults(cells)
    assert (problem.code, problem.place.cell) == ("template-nesting", "A3")


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        ("{%colspan x %}{{ 1 }}", 0, "a colspan is a whole number from 1 to 200, not 0"),
        ("{%colspan x %}{{ 1 }}", 201, "a colspan is a whole number from 1 to 200, not 201"),
        ("{%colspan x %}{{ 1 }}", True, "a colspan is a whole number from 1 to 200, not True"),
        ("{%cw x %}{{ 1 }}", -1, "a measure is a number of millimetres, not -1"),
        ("{%cw x %}{{ 1 }}", 1000.5, "a measure is a number of millimetres, not 1000.5"),
        ("{%rh x %}{{ 1 }}", "9", "a measure is a number of millimetres, not '9'"),
        ("{%rh x %}{{ 1 }}", True, "a measure is a number of millimetres, not True"),
        ("{%pn x %}{{ 1 }}", -1, "a page number is a whole number, not -1"),
        ("{%pn x %}{{ 1 }}", 32_000, "a page number is a whole number, not 32000"),
        ("{%pn x %}{{ 1 }}", "1", "a page number is a whole number, not '1'"),
        ("{{ x }}", None, "the value is missing (None)"),
        ("{{ x }}", [1], "a list can't be printed; name one of its values"),
        ("{{ x.y }}", 1, "has no attribute 'y'"),
        ("{{ x['y'] }}", {"k": 1}, "'dict object' has no attribute 'y'"),
        ("{{ x['y'] }}", [1], "'list object' has no attribute 'y'"),
    ],
)
def test_a_value_that_a_tag_can_not_use_is_told_with_its_tag(cell: str, value: Any, message: str) -> None:
    (problem,) = faults({"B7": cell}, {"x": value})
    shown = re.findall(r"\{[{%].*?[%}]\}", cell)[0]
    assert problem.message.startswith(message) or message in problem.message
    assert problem.message.endswith(f" in {shown}")
    assert problem.code == ("template-name" if "attribute" in message else "template-value")
    assert (problem.place.cell, problem.place.where) == ("B7", "")
    assert problem.hint == "correct the name in the template, or give the value in the data"


@pytest.mark.parametrize(
    ("cell", "value"),
    [("{%colspan x %}", 1), ("{%colspan x %}", 200), ("{%cw x %}", 1000), ("{%rh x %}", 1000.0), ("{%pn x %}", 31_999)],
)
def test_a_value_that_a_tag_just_takes(cell: str, value: Any) -> None:
    assert compile_template(workbook({"B7": cell + "{{ 1 }}"})).render({"x": value})


def test_rows_and_columns_far_out_are_refused() -> None:
    for cell in ("A5001", "KO1"):
        (problem,) = faults({cell: "x"})
        assert problem.code == "workbook-extent"
        assert problem.message == f"the sheet reaches over {'5001 × 1' if cell == 'A5001' else '1 × 301'} cells"
        assert problem.hint.startswith("delete the rows and columns")
        assert (problem.place.sheet, problem.place.cell, problem.place.where) == ("Biểu", "", "")
    assert compile_template(workbook({"KN5000": "x"}))


# --- texts in runs ----------------------------------------------------------------------------------------------

BOLD = InlineFont(b=True)


@pytest.mark.parametrize(
    ("runs", "value"),
    [
        (("a ", "{{ x }}", " b {% if x %}c{% endif %}"), ["a ", "7", " b c"]),
        (("{{ x ", "}}"), 7),  # a tag over two runs
        (("{{ ", "x }} b"), "7 b"),
        (("{{ x }}", ""), 7),
        (("{%cw 30 %}", "{{ x }}"), 7),
        (("{%cw 30 %}a ", "{{ x }}"), ["a ", "7"]),
        (("{{ x }}", "{{ x }}"), ["7", "7"]),
        (("a", "b"), ["a", "b"]),
    ],
)
def test_the_runs_of_a_cell_stay_where_no_tag_is_split(runs: tuple[str, str], value: Any) -> None:
    cells = CellRichText(*(TextBlock(BOLD, text) if number % 2 else text for number, text in enumerate(runs)))
    template = compile_template(workbook({"A1": cells}))
    data = template.render({"x": 7})
    assert picture(data) == picture(template.render_plainly({"x": 7}))
    found = openpyxl.load_workbook(io.BytesIO(data), rich_text=True).active["A1"].value
    assert ([str(each) for each in found] if isinstance(found, CellRichText) else found) == value


# --- values of a cell -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "|a", "%a", "'a", "\ta", "\ra", "\na"])
def test_a_text_like_a_formula_is_marked_as_text(text: str) -> None:
    assert needs_prefix(text, text_format=False)
    assert needs_prefix(text, text_format=True)


@pytest.mark.parametrize(("text", "marked"), [("0a", True), (".5", True), ("(1)", True), ("$1", True), ("a=1", False)])
def test_a_text_like_a_number_is_marked_unless_its_cell_is_text(text: str, marked: bool) -> None:
    assert needs_prefix(text, text_format=False) is marked
    assert not needs_prefix(text, text_format=True)


@pytest.mark.parametrize(
    ("value", "exact"),
    [(10**15 - 1, True), (1 - 10**15, True), (10**15, False), (0.1, True), (1e300, True), (float("nan"), False)],
)
def test_numbers_of_fifteen_digits_are_exact(value: float, exact: bool) -> None:
    assert is_exact(value) is exact


@pytest.mark.parametrize(
    ("titles", "fixed", "made"),
    [
        (["😀" * 16], [], ["😀" * 15]),
        (["a", "A", "a"], ["b"], ["a", "A (2)", "a (3)"]),
        (["a"], ["A"], ["a (2)"]),
        ([" 'a' "], [], ["a"]),
        (["", "  "], [], ["Sheet1", "Sheet2"]),
        (["History", "history"], [], ["History_", "history_ (2)"]),
        (["a:b/c\\d?e*f[g]h\x00"], [], ["a-b-c-d-e-f-g-h-"]),
        (["x" * 30 + "'y"], [], ["x" * 30]),
        (
            ["x" * 40] * 11,
            [],
            ["x" * 31, *("x" * 27 + f" ({n})" for n in range(2, 10)), "x" * 26 + " (10)", "x" * 26 + " (11)"],
        ),
    ],
)
def test_titles_of_sheets(titles: list[str], fixed: list[str], made: list[str]) -> None:
    assert legal_titles(titles, fixed) == made


def test_a_letter_beyond_the_first_plane_counts_twice() -> None:
    assert [units(text) for text in ("", "a", "ế", "\uffff", "😀", "a😀b")] == [0, 1, 1, 1, 2, 4]


# --- the file ---------------------------------------------------------------------------------------------------


def changed(name: str, old: str, new: str, data: bytes | None = None) -> bytes:
    """The workbook with one part changed, or one more part."""
    parts = parts_of(data or workbook({"A1": "x"}))
    if old:
        assert old.encode() in parts[name]
    parts[name] = parts.get(name, b"").replace(old.encode(), new.encode()) if old else new.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    return out.getvalue()


def refused(data: bytes) -> Problem:
    with pytest.raises(Stop) as stop:
        compile_template(data, name="mau.xlsx")
    (problem,) = stop.value.problems
    assert problem.place.file == "mau.xlsx"
    return problem


SAVE = "save it in Excel as “Excel Workbook (*.xlsx)”"


@pytest.mark.parametrize(
    ("data", "message", "hint"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "this is an old .xls workbook or one with a password",
            "open it in Excel, take the password off, and save it as “Excel Workbook (*.xlsx)”",
        ),
        (b"", "this is no Excel workbook", SAVE),
        (b"P", "this is no Excel workbook", SAVE),
        (docx(p("x")), "this is no Excel workbook", SAVE),
        (write_zip([deflate("a", b"1")]), "this is no Excel workbook", SAVE),
        (changed("[Content_Types].xml", "sheet.main+xml", "template.main+xml"), "this is no Excel workbook", SAVE),
        (changed("[Content_Types].xml", "sheet.main+xml", "macroEnabled"), "the workbook holds macros (.xlsm)", SAVE),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_with_a_remedy(data: bytes, message: str, hint: str) -> None:
    problem = refused(data)
    assert (problem.code, problem.message, problem.hint) == ("workbook-refused", message, hint)


@pytest.mark.parametrize(("part", "words"), LOST.items())
def test_what_would_be_lost_in_silence_is_named(part: str, words: str) -> None:
    problem = refused(changed(f"{part}1.xml", "", "<x/>"))
    assert problem.code == "workbook-refused"
    assert problem.message == f"the template holds what can't be carried over: {words}"
    assert problem.hint == "remove it from the template"


def extension(uri: str) -> bytes:
    return changed("xl/worksheets/sheet1.xml", "</worksheet>", f'<extLst><ext uri="{{{uri}}}"/></extLst></worksheet>')


def test_what_openpyxl_warns_that_it_drops_is_refused() -> None:
    problem = refused(extension("CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF"))
    assert (problem.code, problem.hint) == ("workbook-refused", "remove it from the template")
    assert problem.message.startswith("the template holds what can't be carried over: Data Validation extension")
    for harmless in ("01252117-D84E-4E92-8308-4BE1C098FCBB", "00000000-0000-0000-0000-000000000000"):
        assert compile_template(extension(harmless))


def test_a_part_that_declares_a_document_type_is_refused() -> None:
    for part in ("xl/evil.xml", "xl/_rels/evil.rels"):
        problem = refused(changed(part, "", f"<?xml version='1.0'?>{' ' * 1900}<!DOCTYPE x><x/>"))
        assert (problem.code, problem.message) == ("workbook-refused", f"the part {part} declares a document type")
    assert compile_template(changed("xl/evil.txt", "", "<!DOCTYPE x><x/>"))


def test_a_workbook_that_can_not_be_read_is_refused_with_a_remedy() -> None:
    problem = refused(changed("xl/worksheets/sheet1.xml", "<sheetData>", "<sheetData><row><c><v>"))
    assert problem.code == "workbook-broken"
    assert problem.message.startswith("the workbook can't be read: ")
    assert len(problem.message) < 250
    assert problem.hint == "open it in Excel or LibreOffice and save it again"


def test_a_workbook_without_a_sheet_of_cells_is_refused() -> None:
    book = parts_of(workbook({"A1": "x"}))["xl/workbook.xml"].decode()
    (sheet,) = re.findall(r"<sheet .*?/>", book)
    problem = refused(changed("xl/workbook.xml", sheet, ""))
    assert (problem.code, problem.message) == ("workbook-broken", "the workbook has no sheet")


def core(data: bytes) -> dict[str, str]:
    return dict(re.findall(r"<dcterms:(\w+)[^>]*>([^<]*)", parts_of(data)["docProps/core.xml"].decode()))


def test_the_dates_are_those_of_the_template() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        book.properties.title = "{{ x }}"
        book.custom_doc_props.append(StringProperty(name="so", value="{{ x }}"))
        sheet.merge_cells("B1:C1")
        book.properties.created = datetime.datetime(2020, 8, 19, 1, 2, 3)
        book.properties.modified = datetime.datetime(2021, 8, 19, 1, 2, 3)

    given = workbook({"A1": "{{ x }}"}, prepare)
    dated = core(given)
    assert dated["created"] == "2020-08-19T01:02:03Z"
    assert core(compile_template(given).render({"x": 1})) == dated


def test_a_template_without_dates_has_the_first_day_of_a_zip() -> None:
    given = workbook({"A1": "{{ x }}"})
    bare = parts_of(given)["docProps/core.xml"].decode()
    for name in core(given):
        bare = re.sub(f"<dcterms:{name}.*?</dcterms:{name}>", "", bare)
    template = compile_template(changed("docProps/core.xml", "", bare, given))
    assert set(core(template.render({"x": 1})).values()) == {"1980-01-01T00:00:00Z"}


def test_merged_cells_stand_from_top_to_bottom_and_from_left_to_right() -> None:
    order = ["A1:A2", "B1:B2", "C1:C2", "Z1:Z2", "AA1:AA2", "AB1:AB2", "BA1:BA2", "A3:B4", "D3:E4", "F3:F9", "A10:B10"]

    def prepare(book: Any, sheet: Any) -> None:
        for area in reversed(order):
            sheet.merge_cells(area)

    template = compile_template(workbook({"A1": "{{ x }}"}, prepare))
    for data in (template.render({"x": 1}), template.render_plainly({"x": 1})):
        xml = parts_of(data)["xl/worksheets/sheet1.xml"].decode()
        assert re.findall(r'<mergeCell ref="(.*?)"/>', xml) == order


def test_notes_and_private_characters_of_a_template_stay() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        sheet["B1"].comment = Comment("ghi chú \ue000", "mẫu")

    template = compile_template(workbook({"A1": "{{ x }}", "B1": "\ue000 \ue001 7\ue002 đ"}, prepare))
    sheet = openpyxl.load_workbook(io.BytesIO(template.render({"x": "\ue0007\ue000"}))).active
    assert [cell.value for cell in sheet[1]] == ["\ue0007\ue000", "\ue000 \ue001 7\ue002 đ"]
    assert sheet["B1"].comment.text == "ghi chú \ue000"
