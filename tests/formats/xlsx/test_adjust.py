"""What belongs to cells follows them: formulas, names, rules, print areas, panes; and the texts outside the cells."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.formatting.rule import FormulaRule
from openpyxl.packaging.custom import IntProperty, StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break

from congvan.core.problems import ProblemsFound
from congvan.formats.xlsx.references import FinishedCell, FinishedRow, FormulaRewriter, Path, SheetMap, rect_of
from congvan.formats.xlsx.template import compile_template
from tests.formats.xlsx_samples import picture, render, workbook

ROUNDS = {"A1": "đầu", "A2": "{%tr for x in rows %}", "A3": "{{ x }}", "A4": "{%tr endfor %}", "A5": "cuối"}
COLUMNS = {"A6": "{%tc for x in rows %}", "B6": "{{ x }}", "C6": "{%tc endfor %}", "D6": "sau"}

# --- formulas ---------------------------------------------------------------------------------------------------

LOOP, INNER = 7, 8
FLOW = [
    FinishedCell(1, 1, ()),
    FinishedCell(2, 3, ((INNER, 0),), span=2),
    FinishedCell(4, 3, ((INNER, 1),)),
    FinishedCell(5, 5, ()),
]
# row 2 was repeated three times, row 3 left out, row 4 has repeated columns
GRID = SheetMap(4, [FinishedRow(1, ()), *(FinishedRow(2, ((LOOP, n),)) for n in range(3)), FinishedRow(4, (), FLOW)])
FORMULAS = FormulaRewriter(
    {"Biểu": GRID, "Huyện 'A'": SheetMap(1, [FinishedRow(1, ()), FinishedRow(1, ())])},
    {"Biểu": "B", "Huyện 'A'": "H I"},
)


@pytest.mark.parametrize(
    ("formula", "becomes"),
    [
        ("=A1", "=A1"),
        ("=A2", "=A2:A4"),
        ("=$A$2", "=$A$2:$A$4"),
        ("=a$2", "=A$2:A$4"),
        ("=SUM(A1:B2)", "=SUM(A1:B4)"),
        ("=sum(a1:$b$2)", "=sum(A1:$B$4)"),
        ("=A3", "=0"),
        ("=SUM(A3:B3)+1", "=SUM(0)+1"),
        ("=A2:A3", "=A2:A4"),
        ("=A1:A1", "=A1:A1"),
        ("=A4", "=A5"),
        ("=C4", "=B5:D5"),
        ("=A4:C4", "=A5:D5"),
        ("=D4", "=0"),
        ("=E4", "=E5"),
        ("=A9", "=A10"),
        ("=A3:A9", "=A5:A10"),
        ("=A5:A9", "=A6:A10"),
        ("=A1:A1048576", "=A1:A1048576"),
        ("=A1048576", "=A1048576"),
        ("=A1048575:B1048576", "=A1048576:B1048576"),
        ("=SUM(A:C)", "=SUM(A:C)"),
        ("=SUM($A:C)", "=SUM($A:C)"),
        ("=SUM(2:3)", "=SUM(2:4)"),
        ("=SUM($1:$2)", "=SUM($1:$4)"),
        ("=SUM(3:3)", "=SUM(0)"),
        ("=Biểu!A2", "='B'!A2:A4"),
        ("='biểu'!A1", "='B'!A1"),
        ("=Biểu!1:2", "='B'!1:4"),
        ("=Biểu!A:B", "='B'!A:B"),
        ("='Huyện ''A'''!A1", "='H I'!A1:A2"),
        ("=Khác!A2", "=Khác!A2"),
        ('="A2"&A1&ten', '="A2"&A1&ten'),
        ('=A2&"mở', '=A2&"mở'),
    ],
)
def test_a_formula_refers_to_where_its_cells_went(formula: str, becomes: str) -> None:
    assert FORMULAS.rewrite(formula, "Biểu") == becomes
    assert FORMULAS.rewrite("=A3", "Biểu", gone="#REF!") == "=#REF!"


@pytest.mark.parametrize(
    ("formula", "here", "becomes"),
    [
        ("=A2*2", ((LOOP, 1),), "=A3*2"),
        ("=A1:B2", ((LOOP, 0),), "=A1:B2"),
        ("=SUM(2:2)", ((LOOP, 2),), "=SUM(4:4)"),
        ("=C4", ((INNER, 0),), "=B5:C5"),
        ("=C4", ((INNER, 1),), "=D5"),
        ("=A2+C4", ((LOOP, 0), (INNER, 1)), "=A2+D5"),
        ("=A2", ((LOOP, 5),), "=A2:A4"),  # a round of another copy of the loop
        ("='Huyện ''A'''!A1", ((LOOP, 0),), "='H I'!A1:A2"),
    ],
)
def test_a_formula_within_a_loop_means_its_own_round(formula: str, here: Path, becomes: str) -> None:
    assert FORMULAS.rewrite(formula, "Biểu", here) == becomes


def test_another_sheet_knows_no_round_of_this_one() -> None:
    assert FORMULAS.rewrite("=Biểu!A2", "Huyện 'A'", ((LOOP, 1),)) == "='B'!A2:A4"
    assert FORMULAS.rewrite("=BIỂU!A2", "biểu", ((LOOP, 1),)) == "='B'!A3"


def test_what_became_of_a_range_in_few_rectangles() -> None:
    rows = [FinishedRow(source, ()) for source in (1, 2, 3, 2, 3, 2, 5)]
    grid = SheetMap(5, rows)
    assert grid.areas((1, 2, 2, 3)) == [(1, 2, 2, 6)]
    assert grid.areas((1, 2, 2, 3), whole=True) == [(1, 2, 2, 3), (1, 4, 2, 5), (1, 6, 2, 6)]
    assert grid.areas((1, 2, 1, 2), whole=True) == [(1, 2, 1, 2), (1, 4, 1, 4), (1, 6, 1, 6)]
    twice = SheetMap(3, [FinishedRow(source, ()) for source in (1, 2, 2, 3)])
    assert twice.areas((1, 2, 1, 2), whole=True) == [(1, 2, 1, 2), (1, 3, 1, 3)]
    assert grid.areas((1, 3, 1, 3)) == [(1, 3, 1, 3), (1, 5, 1, 5)]
    assert grid.areas((1, 4, 1, 4)) == []
    assert grid.areas((1, 5, 1, 9)) == [(1, 7, 1, 11)]
    assert GRID.areas((1, 4, 5, 4)) == [(1, 5, 5, 5)]
    assert GRID.areas((3, 4, 3, 4)) == [(2, 5, 4, 5)]
    assert (grid.row_after(2), grid.row_after(4), grid.row_after(6), grid.row_after(9)) == (2, 7, 8, 11)


@pytest.mark.parametrize(
    ("text", "rect"),
    [
        ("B2:C9", (2, 2, 3, 9)),
        ("$B$2", (2, 2, 2, 2)),
        ("A:C", (1, 1, 3, 1_048_576)),
        ("$2:$3", (1, 2, 16_384, 3)),
    ],
)
def test_a_range_without_rows_or_columns_has_all_of_them(text: str, rect: tuple[int, int, int, int]) -> None:
    assert rect_of(text) == rect


# --- rules ------------------------------------------------------------------------------------------------------


def test_rules_over_several_areas_follow_all_of_them() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        between = DataValidation(type="whole", operator="between", formula1="A3", formula2="$A$5*2", sqref="C3 B3")
        sheet.add_data_validation(between)
        sheet.add_data_validation(DataValidation(type="list", formula1='"A3,B"', sqref="B1"))
        sheet.add_data_validation(DataValidation(type="custom", formula1="A1", sqref="D9"))
        sheet.add_data_validation(DataValidation(type="custom", formula1="$A3", sqref="D2:D3"))
        sheet.conditional_formatting.add("C3 B3", FormulaRule(formula=["A3>1"]))
        sheet.conditional_formatting.add("A1", FormulaRule(formula=["A3>1"]))

    sheet = render(ROUNDS, {"rows": ["x", "y"]}, prepare)
    rules = [(str(rule.sqref), rule.formula1, rule.formula2) for rule in sheet.data_validations.dataValidation]
    assert rules == [
        ("B2:B3 C2:C3", "A2", "$A$4*2"),
        ("B1", '"A3,B"', None),
        ("D8", "A1", None),
        ("D2:D3", "$A2", None),
    ]
    formats = [(str(entry.sqref), entry.rules[0].formula) for entry in sheet.conditional_formatting]
    assert formats == [("B2:B3 C2:C3", ["A2>1"]), ("A1", ["A2:A3>1"])]
    empty = render(ROUNDS, {"rows": []}, prepare)
    assert [str(rule.sqref) for rule in empty.data_validations.dataValidation] == ["B1", "D6"]
    assert [str(entry.sqref) for entry in empty.conditional_formatting] == ["A1"]


def test_rules_over_repeated_columns_refer_to_the_first_of_them() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        sheet.add_data_validation(DataValidation(type="custom", formula1="LEN(B6)>1", sqref="B6"))
        sheet.conditional_formatting.add("D6", FormulaRule(formula=["B6>1"]))

    sheet = render(ROUNDS | COLUMNS, {"rows": ["x", "y"]}, prepare)
    (rule,) = sheet.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("A5:B5", "LEN(A5)>1")
    assert [(str(e.sqref), e.rules[0].formula) for e in sheet.conditional_formatting] == [("C5", ["A5:B5>1"])]


TEXTS = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 225}


@pytest.mark.parametrize(("name", "limit"), TEXTS.items())
def test_the_texts_of_a_rule_are_merged_up_to_what_excel_takes(name: str, limit: int) -> None:
    def prepare(book: Any, sheet: Any) -> None:
        sheet.add_data_validation(DataValidation(type="list", formula1='"a"', sqref="B1"))
        rule = DataValidation(type="list", formula1='"{{ x }},{{ y }}"', sqref="B3:B5", **{name: "{{ x }}"})
        sheet.add_data_validation(rule)

    text = "ế" * (limit - 1) + "&"
    rules = render(ROUNDS, {"x": text[-200:], "y": '"7"', "rows": [1]}, prepare).data_validations.dataValidation
    assert (getattr(rules[1], name), rules[1].formula1) == (text[-200:], f'"{text[-200:]},""7"""')
    template = compile_template(workbook(ROUNDS, prepare), name="mau.xlsx")
    with pytest.raises(ProblemsFound) as stop:
        template.render({"x": text + "x", "y": "", "rows": [1]})
    found = {(problem.place.sheet, str(problem.place.where), problem.text) for problem in stop.value.problems}
    assert (
        "Biểu",
        "data validation of B3:B5",
        f"the text has {limit + 1} characters; at most {limit} are allowed",
    ) in found
    assert all(place == "Biểu" for place, _where, _message in found)


def test_the_list_of_a_rule_is_no_longer_than_excel_takes() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        sheet.add_data_validation(DataValidation(type="list", formula1='"{{ x }}"', sqref="B3"))
        book.defined_names["ds"] = DefinedName("ds", attr_text='"{{ x }}"')

    template = compile_template(workbook({"A1": "x"}, prepare), name="mau.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(template.render({"x": "a" * 253 + '"'})))
    assert book.defined_names["ds"].attr_text == '"' + "a" * 253 + '"""'
    with pytest.raises(ProblemsFound) as stop:
        template.render({"x": "a" * 256})
    assert [(p.place.sheet, str(p.place.where), p.place.file) for p in stop.value.problems] == [
        ("", "defined name ds", "mau.xlsx"),
        ("Biểu", "list of B3", "mau.xlsx"),
    ]


def test_quoted_lists_are_read_with_their_quotes() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        rule = DataValidation(type="list", formula1='"{{ d[""a""] }},b"', sqref="B3")
        sheet.add_data_validation(rule)
        book.defined_names["ds"] = DefinedName("ds", attr_text='"{{ d[""a""] }}"')
        book.defined_names["so"] = DefinedName("so", attr_text='"A3"')

    sheet = render({"A1": "x"}, {"d": {"a": "7"}}, prepare)
    assert sheet.data_validations.dataValidation[0].formula1 == '"7,b"'
    assert {name: each.attr_text for name, each in sheet.parent.defined_names.items()} == {"ds": '"7"', "so": '"A3"'}


def test_names_follow_their_cells_and_say_where_none_is_left() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        book.create_sheet("Khác")["A1"] = "y"
        book.defined_names["hang"] = DefinedName("hang", attr_text="Biểu!$A$3")
        book.defined_names["cuoi"] = DefinedName("cuoi", attr_text="Biểu!$A$5")
        sheet.defined_names["rieng"] = DefinedName("rieng", attr_text="Biểu!$A$3:$A$5")

    sheet = render(ROUNDS, {"rows": ["x", "y"]}, prepare)
    assert sheet.parent.defined_names["hang"].attr_text == "'Biểu'!$A$2:$A$3"
    assert sheet.defined_names["rieng"].attr_text == "'Biểu'!$A$2:$A$4"
    sheet = render(ROUNDS, {"rows": []}, prepare)
    assert sheet.parent.defined_names["hang"].attr_text == "#REF!"
    assert sheet.parent.defined_names["cuoi"].attr_text == "'Biểu'!$A$2"


# --- pages ------------------------------------------------------------------------------------------------------


def page(rows: list[str], cells: dict[str, Any] = ROUNDS, **wanted: Any) -> Any:
    def prepare(book: Any, sheet: Any) -> None:
        sheet.print_area = wanted.get("area")
        sheet.print_title_rows = wanted.get("titles")
        sheet.freeze_panes = wanted.get("freeze")
        sheet.auto_filter.ref = wanted.get("filtered")
        for each in wanted.get("breaks", ()):
            sheet.row_breaks.append(Break(id=each))

    return render(cells, {"rows": rows}, prepare)


def test_print_areas_follow_their_rows_and_repeated_columns() -> None:
    two = ["x", "y"]
    assert page(two, area="A1:B5").print_area == "'Biểu'!$A$1:$B$4"
    assert page(two, area=["A1:B1", "D3:E5"]).print_area == "'Biểu'!$A$1:$B$1,'Biểu'!$D$2:$E$4"
    assert page([], area=["A1:B1", "D3:E3"]).print_area == "'Biểu'!$A$1:$B$1"
    wide = ROUNDS | COLUMNS
    assert page([*"xyzuv"], wide, area="A1:C6").print_area == "'Biểu'!$A$1:$F$8"
    assert page([], wide, area="A1:C6").print_area == "'Biểu'!$A$1:$A$2"
    assert page([], wide, area="A1:D6").print_area == "'Biểu'!$A$1:$A$3"
    assert not page([], area="A3:C3").print_area
    assert page([*"xyzuv"], wide, area="A1:C5").print_area == "'Biểu'!$A$1:$A$7"
    assert page(two, wide, area="C1:D6").print_area == "'Biểu'!$C$1:$C$5"
    assert page(two, wide, area="B8:C9").print_area == "'Biểu'!$B$7:$C$8"
    assert page(two, wide, area="B3:B3").print_area == "'Biểu'!$B$2:$B$3"


def test_titles_panes_filters_and_breaks_follow_their_rows() -> None:
    for count in (0, 1, 3):
        sheet = page(["x"] * count, titles="1:5", freeze="B5", filtered="A1:C5", breaks=[1, 3, 5, 7])
        last = count + 2
        assert sheet.print_title_rows == f"$1:${last}"
        assert (sheet.freeze_panes, sheet.auto_filter.ref) == (f"B{last}", f"A1:C{last}")
        assert [each.id for each in sheet.row_breaks.brk] == [1, count + 1, last, last + 2]
    sheet = page([], titles="3:3", freeze="A3", filtered="A3:C3")
    assert (sheet.print_title_rows, sheet.freeze_panes, sheet.auto_filter.ref) == (None, "A2", None)


HEADERS = [f"{which}{place}" for which in ("odd", "even", "first") for place in ("Header", "Footer")]


def test_the_texts_outside_the_cells_are_merged_each_in_its_place() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        other = book.create_sheet("{{ a }} 2")
        other["A1"] = "y"
        for number, name in enumerate(HEADERS):
            for side in ("left", "center", "right"):
                getattr(getattr(sheet, name), side).text = f"{side} {{{{ a }}}} {number}"
        other.oddFooter.right.text, other.oddFooter.left.text = "{{ b }}", "&P/&N"
        for name in PROPERTIES:
            setattr(book.properties, name, f"{name} {{{{ a }}}}")
        book.custom_doc_props.append(IntProperty(name="so", value=7))
        book.custom_doc_props.append(StringProperty(name="chu", value="{{ b }}"))

    template = compile_template(workbook({"A1": "{{ b }}"}, prepare))
    data = template.render({"a": "R&D", "b": "b"})
    assert picture(data) == picture(template.render_plainly({"a": "R&D", "b": "b"}))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Biểu", "R&D 2"]
    first, second = book.worksheets
    for number, name in enumerate(HEADERS):
        for side in ("left", "center", "right"):
            assert getattr(getattr(first, name), side).text == f"{side} R&&D {number}"
    assert (second.oddFooter.right.text, second.oddFooter.left.text) == ("b", "&P/&N")
    assert second.oddHeader.left.text is None
    assert [getattr(book.properties, name) for name in PROPERTIES] == [f"{name} R&D" for name in PROPERTIES]
    assert [(each.name, each.value) for each in book.custom_doc_props.props] == [("so", 7), ("chu", "b")]


PROPERTIES = ("title", "subject", "creator", "keywords", "description", "category", "contentStatus", "language")


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (lambda book, sheet: setattr(book.properties, "title", "{{ thiếu }}"), ("", "property title")),
        (
            lambda book, sheet: book.custom_doc_props.append(StringProperty(name="chu", value="{{ thiếu }}")),
            ("", "property chu"),
        ),
        (lambda book, sheet: setattr(sheet.evenFooter.left, "text", "{{ thiếu }}"), ("Biểu", "page header or footer")),
        (lambda book, sheet: setattr(sheet, "title", "{{ thiếu }}"), ("{{ thiếu }}", "sheet title")),
        (
            lambda book, sheet: sheet.add_data_validation(DataValidation(prompt="{{ thiếu }}", sqref="B2")),
            ("Biểu", "data validation of B2"),
        ),
    ],
)
@pytest.mark.parametrize("tag", ["{{ thiếu }}", "{{ “thiếu” }}"])
def test_a_fault_outside_the_cells_is_told_in_words(where: Any, words: tuple[str, str], tag: str) -> None:
    def prepare(book: Any, sheet: Any) -> None:
        where(book, sheet)
        if tag != "{{ thiếu }}":
            for each in (book.properties, *book.custom_doc_props.props, sheet.evenFooter.left, sheet):
                for name in ("title", "value", "text"):
                    if getattr(each, name, None) == "{{ thiếu }}":
                        setattr(each, name, tag)
            for rule in sheet.data_validations.dataValidation:
                rule.prompt = tag

    with pytest.raises(ProblemsFound) as stop:
        compile_template(workbook({"A1": "x"}, prepare), name="mau.xlsx").render({})
    (problem,) = stop.value.problems
    sheet = words[0] if words[0] != "{{ thiếu }}" else tag
    assert (problem.place.file, problem.place.sheet, str(problem.place.where)) == ("mau.xlsx", sheet, words[1])
    assert problem.code == ("template-name" if tag == "{{ thiếu }}" else "template-quotes")


def test_the_page_number_that_a_record_gives_is_the_first() -> None:
    setup = render({"A1": "{%pn n %}{{ n }}"}, {"n": 12}).page_setup
    assert (setup.firstPageNumber, setup.useFirstPageNumber) == (12, True)
    setup = render({"A1": "{%pn n %}{{ n }}"}, {"n": 0}).page_setup
    assert (setup.firstPageNumber, setup.useFirstPageNumber) == (None, None)
