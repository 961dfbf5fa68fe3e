"""What a workbook template or a value may have wrong, where the clerk is told it is, and what a template keeps."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.formats.xlsx import expand, reader, structure
from congvan.formats.xlsx.fill import legal_titles, utf16_length
from congvan.formats.xlsx.sizes import column_width, count_lines, width_mm
from congvan.formats.xlsx.template import compile_template
from tests.examples import examples
from tests.formats.xlsx_samples import LOOP, rows, workbook
from tests.package import parts_of, zipped


def faults(cells: dict[str, Any], context: dict[str, Any] | None = None, prepare: Any = None) -> list[Problem]:
    """The problems of compiling these cells or, where a context is given, of rendering it."""
    data = workbook(cells, prepare)
    with pytest.raises(ProblemsFound) as stop:
        compile_template(data, name="mau.xlsx").render(context or {})
    return list(stop.value.problems)


def places(problems: list[Problem]) -> list[tuple[str, str, str]]:
    return [(p.code, p.place.sheet, p.place.cell) for p in problems]


@pytest.mark.parametrize(
    ("cells", "code", "cell", "words"),
    [
        ({"A2": "{%tr for x in rows %}", "A3": "{{ x }}"}, "template-unclosed", "A2", "{%tr for x in rows %}"),
        ({"A2": "{%tc for x in rows %}", "B2": "{{ x }}"}, "template-unclosed", "A2", "{%tc for x in rows %}"),
        ({"A2": "{%tr if x %}", "A3": "{%tr endfor %}"}, "template-nesting", "A3", "{%tr if x %} in A2"),
        ({"B7": "{%tr endif %}"}, "template-nesting", "B7", "{%tr endif %}"),
        ({"B7": "{%tr fro x in y %}"}, "template-tag", "B7", "{%tr fro x in y %}"),
        ({"B7": "{%tr for x of y %}", "B8": "{%tr endfor %}"}, "template-syntax", "B7", "for x of y"),
        ({"C3": "{{ “ten” }}"}, "template-quotes", "C3", "{{ “ten” }}"),
        ({"C3": "{%tr if x == “a” %}", "C4": "{%tr endif %}"}, "template-quotes", "C3", "“a”"),
        ({"C3": "{{ ten }"}, "template-tag", "C3", "{{ ten }"),
        ({"C3": "ten }}"}, "template-tag", "C3", "ten }}"),
        ({"C3": "{{ ten + }}"}, "template-syntax", "C3", "{{ ten + }}"),
        ({"C3": "{% if x %}a"}, "template-syntax", "C3", "{% if x %}a"),
        ({"C3": '{% include "x" %}'}, "template-tag", "C3", "include"),
        ({"C3": "{% macro m() %}{% endmacro %}"}, "template-tag", "C3", "macro"),
        ({"A1": "{%tr if x %}", "B1": "mất", "A2": "{%tr endif %}"}, "template-row", "B1", "mất"),
        ({"A1": "{%tc if x %} mất", "C1": "{%tc endif %}"}, "template-row", "A1", "mất"),
        ({"A1": "{%cw 5 6 %}{{ x }}"}, "template-syntax", "A1", "5 6"),
    ],
)
def test_faults_of_a_template_are_named_at_their_cell(cells: dict[str, str], code: str, cell: str, words: str) -> None:
    problems = faults(cells)
    assert (code, "Biểu", cell) in places(problems)
    problem = next(p for p in problems if p.code == code and p.place.cell == cell)
    assert words in problem.text
    assert problem.hint
    assert problem.place.file == "mau.xlsx"


def test_every_fault_of_a_template_comes_in_one_run() -> None:
    cells = {"A1": "{{ “a” }}", "B2": "{{ b", "A3": "{%tr for x in y %}", "C4": "{{ c + }}"}
    assert [p.place.cell for p in faults(cells)] == ["A1", "B2", "A3", "C4"]


def test_every_unknown_name_is_named_at_its_cell() -> None:
    problems = faults({"A1": "{{ tên_sai }}", "B2": "x {{ kia.nọ }}", "A3": "{{ ok }}"}, {"ok": 1, "kia": {}})
    assert [(p.place.sheet, p.place.cell) for p in problems] == [("Biểu", "A1"), ("Biểu", "B2")]
    assert "tên_sai" in problems[0].text
    assert "{{ kia.nọ }}" in problems[1].text


def test_an_unknown_list_is_named_at_its_tag() -> None:
    (problem,) = faults({"A4": "{%tr for x in rws %}", "A5": "{{ x }}", "A6": "{%tr endfor %}"}, {"rows": []})
    assert (problem.place.cell, "rws" in problem.text) == ("A4", True)


def test_none_and_lists_are_not_printed() -> None:
    problems = faults({"A1": "{{ a }}", "A2": "{{ b }}"}, {"a": None, "b": [1]})
    assert [p.place.cell for p in problems] == ["A1", "A2"]


def test_rows_of_another_length_than_the_columns() -> None:
    (problem,) = faults(
        {"A1": "{%tc for c, v in cs|zip(vs) %}", "B1": "{{ v }}", "C1": "{%tc endfor %}"}, {"cs": [1, 2], "vs": [1]}
    )
    assert (problem.place.cell, "2" in problem.text) == ("A1", True)


@pytest.mark.parametrize("value", ["a\x0bb", "x\x00", "\ud800", "x" * 32_768, "😀" * 16_384, "_x0041_", "\uffff"])
def test_a_value_that_a_cell_cannot_hold(value: str) -> None:
    """Promise E2: whole, or a problem at the cell of the finished sheet."""
    cells = {"A1": "{%tr for x in rows %}", "A2": "{{ x }}", "A3": "{%tr endfor %}"}
    problems = faults(cells, {"rows": ["tốt", value, "tốt", value]})
    assert [(p.code, p.place.sheet, p.place.cell) for p in problems] == [
        ("value-refused", "Biểu", "A2"),
        ("value-refused", "Biểu", "A4"),
    ]


@pytest.mark.parametrize("value", [10**15, -(10**15), float("nan"), float("inf")])
def test_a_number_that_a_spreadsheet_would_change(value: float) -> None:
    (problem,) = faults({"B2": "{{ x }}"}, {"x": value})
    assert (problem.code, problem.place.cell) == ("value-refused", "B2")


@pytest.mark.parametrize("value", ["x" * 32_767, "😀" * 16_383, "0" * 20, "_x_", "a\nb\tc\rd"])
def test_a_value_that_a_cell_just_holds(value: str) -> None:
    data = compile_template(workbook({"A1": "{{ x }}"})).render({"x": value})
    assert openpyxl.load_workbook(io.BytesIO(data)).active["A1"].value == value


def test_limits_outside_the_cells() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        sheet.oddHeader.center.text = "{{ x }}"

    (problem,) = faults({"A1": "a"}, {"x": "đ" * 256}, prepare)
    assert (problem.place.sheet, str(problem.place.where)) == ("Biểu", "page header or footer")


def test_files_that_are_no_template() -> None:
    good = workbook({"A1": "x"})

    def with_part(name: str, data: bytes = b"x", types: tuple[bytes, bytes] = (b"", b"")) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(buffer, "w") as new:
            for info in old.infolist():
                new.writestr(info.filename, old.read(info).replace(*types) if types[0] else old.read(info))
            if name:
                new.writestr(name, data)
        return buffer.getvalue()

    macro = (
        b"openxmlformats-officedocument.spreadsheetml.sheet.main",
        b"ms-excel.spreadsheetml.sheet.macroEnabled.main",
    )
    bad = {
        "workbook-refused.old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "workbook-refused.other": b"<html></html>",
        "zip-broken.damaged": good[:-40],
        "workbook-refused.lost": with_part("xl/vbaProject.bin"),
        "workbook-refused.macros": with_part("", types=macro),
        "workbook-refused.doctype": with_part(
            "xl/evil.xml", b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x/>"
        ),
        "workbook-broken.unreadable": with_part("", types=(b"<sheetData>", b"<sheetData><row><c><v>")),
    }
    for ident, data in bad.items():
        with pytest.raises(ProblemsFound) as stop:
            compile_template(data, name="mau.xlsx")
        assert [(problem.message.id, problem.place.file) for problem in stop.value.problems] == [(ident, "mau.xlsx")]


def test_a_cell_far_out_is_refused_before_it_costs() -> None:
    (problem,) = faults({"XFD1048576": "x"})
    assert problem.code == "workbook-extent"


@pytest.mark.parametrize(
    "expression",
    [
        "''.__class__.__mro__", "cycler.__init__", "lipsum", "x|attr('__class__')", "'%s' % x",
        "'{0.__class__}'.format(x)", "x.__class__", "'a' * 10000000", "2 ** 99999", "[].append(1)", "namespace()",
    ],
)  # fmt: skip  # a table: what belongs together on a line
def test_a_template_cannot_reach_python(expression: str) -> None:
    """Promise C1, in a cell and in a property."""

    def prepare(book: Any, sheet: Any) -> None:
        book.properties.title = f"{{{{ {expression} }}}}"

    for cells, change in (({"A1": f"{{{{ {expression} }}}}"}, None), ({"A1": "a"}, prepare)):
        assert faults(cells, {"x": "x"}, change)


@given(st.lists(st.text(st.sampled_from("ab/\\?*[]:' ĐẠ😀" + "c" * 5), max_size=40), max_size=5))
def test_sheet_titles_are_legal_unique_and_stable(titles: list[str]) -> None:
    """Promise E3."""
    made = legal_titles(titles, ["Danh mục"])
    assert made == legal_titles(titles, ["Danh mục"])
    assert len({title.casefold() for title in [*made, "Danh mục"]}) == len(titles) + 1
    for title in made:
        assert 0 < utf16_length(title) <= 31
        assert not set(title) & set("/\\?*[]:")
        assert title[0] != "'" != title[-1]


def test_two_districts_alike_after_cutting() -> None:
    long = "Huyện có một cái tên thật là dài lắm"
    assert legal_titles([long, long + " A"], []) == [
        "Huyện có một cái tên thật là dài"[:31],
        "Huyện có một cái tên thật l (2)",
    ]


@given(st.floats(1, 300))
def test_widths_go_there_and_back(mm: float) -> None:
    assert width_mm(column_width(mm, "Times New Roman", 12), "Times New Roman", 12) == pytest.approx(mm, abs=0.01)


@given(st.text(st.sampled_from("ab ẫĐ\n"), max_size=60), st.floats(20, 400))
def test_a_wider_cell_never_needs_more_lines(text: str, width: float) -> None:
    assert count_lines(text, width * 2, 13, False) <= count_lines(text, width, 13, False)
    assert count_lines(text, width, 13, False) >= text.count("\n") + 1


@given(st.data())
@settings(max_examples=examples(40), deadline=None)
def test_a_mutated_template_is_a_template_or_a_problem(data: st.DataObject) -> None:
    """Promise F7 for templates: bytes changed in any part give a workbook or problems, never a traceback."""
    cells = {"A1": "{%tr for x in rows %}", "A2": "{{ x }}", "A3": "{%tr endfor %}", "B4": "=SUM(A2)"}
    parts = {name: bytearray(content) for name, content in parts_of(workbook(cells)).items()}
    part = parts[data.draw(st.sampled_from(sorted(parts)))]
    for _turn in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(part) - 1))
        part[at : at + data.draw(st.integers(0, 30))] = data.draw(st.sampled_from([b"", b"<", b'"', b"9", b"{{"]))
    damaged = zipped({name: bytes(content) for name, content in parts.items()})
    stopped: list[Problem] = []
    try:
        made = compile_template(damaged, name="mau.xlsx").render({"rows": ["a", "b"]})
    except ProblemsFound as stop:
        stopped, made = list(stop.problems), b""
    assert made[:2] == b"PK" or (stopped and all(problem.place.file == "mau.xlsx" for problem in stopped))


def test_a_workbook_whose_only_sheet_is_hidden() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        book.create_sheet("Khác")
        sheet.sheet_state = "hidden"

    parts = parts_of(workbook({"A1": "x"}, prepare))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'state="visible"', b'state="hidden"')
    with pytest.raises(ProblemsFound) as stop:
        compile_template(zipped(parts), name="mau.xlsx").render({})
    assert [problem.code for problem in stop.value.problems] == ["workbook-broken"]


# -- faults -----------------------------------------------------------------------------------------------------------


def problems(cells: dict[str, Any], context: dict[str, Any], prepare: Any = None) -> list[Problem]:
    template = compile_template(workbook(cells, prepare), name="mau.xlsx")
    with pytest.raises(ProblemsFound) as stop:
        template.render(context)
    with pytest.raises(ProblemsFound) as again:
        template.render_plainly(context)
    assert again.value.problems == stop.value.problems
    return list(stop.value.problems)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("a" * 32_768, Message("value-refused.long", count=32_768, limit=32_767)),
        ("😀" * 16_384, Message("value-refused.long", count=32_768, limit=32_767)),
        ("a\x01", Message("value-refused.character", what="'\\x01'")),
        ("a\ufffe", Message("value-refused.character", what="'\\ufffe'")),
        (10**16 + 1, Message("value-refused.number", value=10**16 + 1)),
    ],
)
def test_a_value_that_a_cell_can_not_hold(value: Any, message: Message) -> None:
    (problem,) = problems(LOOP, rows("a", value, "b"))
    assert problem.message == message
    assert problem.place == Place(file="mau.xlsx", sheet="Biểu", cell="A3")
    assert problem.advice == Message("value-refused.hint")


@pytest.mark.parametrize("value", ["a" * 32_767, "😀" * 16_383 + "a", "a\nb", 10**15 - 1, 0.5, -3, True])
def test_a_value_that_a_cell_holds(value: Any) -> None:
    assert compile_template(workbook(LOOP)).render(rows(value, value))


def test_long_values_together_are_no_fault() -> None:
    assert compile_template(workbook(LOOP)).render(rows(*["a" * 20_000] * 3))


def test_all_faults_are_told() -> None:
    found = problems(LOOP, rows("\x02", "b", 10**17, title="\x01"))
    assert [(p.place.cell, p.code) for p in found] == [
        ("A1", "value-refused"),
        ("A2", "value-refused"),
        ("A4", "value-refused"),
    ]


def test_a_fault_on_a_sheet_named_by_the_data() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        sheet.title = "{{ title }}"
        book.create_sheet("Khác")["B2"] = "{{ title }}{{ rows[0] }}"

    found = problems({"A1": "{{ rows[0] }}"}, rows("\x01", title="Huyện"), prepare)
    assert [(p.place.sheet, p.place.cell) for p in found] == [("Huyện", "A1"), ("Khác", "B2")]


def test_a_fault_in_a_header_stands_where_it_is() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        sheet.oddHeader.left.text = "{{ title }}"

    (problem,) = problems({"A1": "x"}, rows(title="a" * 300), prepare)
    assert problem.place.sheet == "Biểu"
    assert problem.place.cell == ""
    assert str(problem.place.where)


def test_a_name_that_nothing_gives() -> None:
    found = problems({"A1": "{{ adress }}", "B2": "{{ nope }}"}, {"address": "x"})
    assert [(p.place.file, p.place.sheet, p.place.cell) for p in found] == [
        ("mau.xlsx", "Biểu", "A1"),
        ("mau.xlsx", "Biểu", "B2"),
    ]


def once() -> Callable[[], str]:
    """What fails the first time alone: looked at again, nothing is wrong."""
    calls: list[int] = []

    def give() -> str:
        calls.append(1)
        if len(calls) == 1:
            raise ValueError("hỏng")
        return "x"

    return give


def test_a_fault_that_does_not_come_again_is_told_in_its_words() -> None:
    with pytest.raises(ProblemsFound) as stop:
        compile_template(workbook({"A1": "{{ f() }}"}), name="mau.xlsx").render({"f": once()})
    (problem,) = stop.value.problems
    assert (problem.code, problem.text, problem.place) == ("template-value", "hỏng", Place(file="mau.xlsx"))


@pytest.mark.parametrize(("error", "words"), [(RuntimeError("x" * 300), "x" * 200), (KeyError(), "KeyError")])
def test_a_workbook_that_openpyxl_can_not_handle(monkeypatch: pytest.MonkeyPatch, error: Exception, words: str) -> None:
    """As a template, or at the first record."""

    def broken(*_: Any) -> None:
        raise error

    template = compile_template(workbook(LOOP), name="mau.xlsx")
    with monkeypatch.context() as patch:
        patch.setattr(expand, "expand", broken)
        with pytest.raises(ProblemsFound) as late:
            template.render(rows("a"))
    monkeypatch.setattr(reader, "read", broken)
    with pytest.raises(ProblemsFound) as early:
        compile_template(workbook(LOOP), name="mau.xlsx")
    assert early.value.problems == late.value.problems
    (problem,) = early.value.problems
    assert problem.code == "workbook-broken"
    assert problem.text.endswith(f": {words}")
    assert problem.place == Place(file="mau.xlsx")
    assert "LibreOffice" in problem.hint


def test_a_sheet_of_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(structure, "MAX_ROWS", 5)
    (problem,) = problems(LOOP, rows(*"abcd"))
    assert (problem.code, problem.place) == ("workbook-extent", Place(file="mau.xlsx"))
