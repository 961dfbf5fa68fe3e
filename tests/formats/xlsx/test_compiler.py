"""Tags of rows and columns in a workbook: what they print, and what is told of a slip."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest

from congvan.core.messages import Message
from congvan.formats.xlsx.compiler import as_text
from congvan.formats.xlsx.template import compile_template
from tests.formats.xlsx.test_xlsx import faults
from tests.formats.xlsx_samples import render, table, workbook


def row(*cells: Any) -> dict[str, Any]:
    return {f"{letter}1": cell for letter, cell in zip("ABCDEFGHIJ", cells, strict=False) if cell is not None}


def line(context: Mapping[str, Any], *cells: Any) -> list[Any]:
    data = compile_template(workbook(row(*cells))).render(context)
    return [cell.value for cell in openpyxl.load_workbook(io.BytesIO(data)).active[1]]


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


NEST = "close every for with endfor and every if with endif, in the same form: {%tr %} or {%tc %}"
KNOWN = "use for, endfor, if, elif, else, endif or set after tr"


@pytest.mark.parametrize(
    ("cells", "message", "hint"),
    [
        ({"B7": "{%tr endif %}"}, "{%tr endif %} has no matching opening tag", NEST),
        ({"B7": "{%tr endfor %}"}, "{%tr endfor %} has no matching opening tag", NEST),
        ({"B7": "{%tr else %}"}, "{%tr else %} has no matching opening tag", NEST),
        ({"B7": "{%tr elif x %}"}, "{%tr elif x %} has no matching opening tag", NEST),
        ({"B7": "{%tr fro x in y %}"}, "unknown tag {%tr fro x in y %}", KNOWN),
        ({"B7": "{%tr forx in y %}"}, "unknown tag {%tr forx in y %}", KNOWN),
        ({"B7": "{%tr set x = %}"}, "cannot parse the tag", "compare it with the examples in docs/xlsx.md"),
        (
            {"B7": "{%tr set x = “a” %}"},
            "the tag {% set x = “a” %} contains curly quotes",
            'use straight quotes: "text"',
        ),
        (
            {"B7": "{% block x %}{% endblock %}"},
            "block is not supported in a workbook",
            "use for, if, set, with and filter",
        ),
        ({"B7": "{%rh 5 6 %}x"}, "cannot parse the tag", "compare"),
        ({"B7": "x {{ y }"}, "unmatched opening or closing tag: x {{ y }", "within one cell"),
        ({"B7": "Số ｛｛ y ｝｝"}, "｛｛ y ｝｝", "write {{ y }}"),
        ({"B7": "｛%tr for x in y %｝"}, "｛%tr for x in y %｝", "write {%tr for x in y %}"),
        ({"B7": "{{ y|uper }}"}, "No filter named 'uper'", "compare"),
        ({"B7": 5, "A7": "{%tr set x = 1 %}"}, "is removed together with: 5", "move the text to another row"),
        ({"B7": "mất {%tr set x = 1 %}"}, "is removed together with: mất", "move the text to another row"),
        ({"B7": "{%tc set x = 1 %} mất"}, "is removed together with: mất", "move the text to another cell"),
        ({"B7": "x" * 90 + "{{ y"}, "x" * 80, "within one cell"),
    ],
)
def test_a_slip_is_told_with_its_remedy(cells: dict[str, Any], message: str, hint: str) -> None:
    (problem,) = faults(cells)
    assert problem.text == message if hint == NEST else message in problem.text
    assert hint in problem.hint
    assert (problem.place.file, problem.place.sheet, problem.place.cell) == ("mau.xlsx", "Biểu", "B7")
    assert str(problem.place.where) == ""


@pytest.mark.parametrize(
    "tag", ["{%tr set y = kia %}{{ y }}", "{%tr for y in kia %}", "{%tr if kia %}", "{%tr elif kia %}"]
)
def test_an_unknown_name_in_a_tag_of_rows_is_named_at_its_cell(tag: str) -> None:
    cells = {"A1": "{%tr if x %}"} if "elif" in tag else {}
    word = re.findall("for|if", tag)[:1]
    cells |= {"A2": tag.partition("{{")[0], "A3": "{{ y }}" if "set" in tag else "x"}
    (problem,) = faults(cells | ({"A4": f"{{%tr end{word[0]} %}}"} if word else {}), {"x": False})
    assert (problem.code, problem.place.cell) == ("template-name", "A3" if "set" in tag else "A2")
    assert "'kia'" in str(problem.message.values["error"])


def test_every_unknown_name_is_told_at_once() -> None:
    cells = {
        "A1": "{%tr if một %}",
        "A2": "{%tr endif %}",
        "A3": "{%tr for y in hai %}",
        "A4": "{{ y }}",
        "A5": "{%tr endfor %}",
    }
    problems = faults(cells | {"A6": "{{ ba }}", "B6": "{{ ba.bốn|upper }}"})
    named = [(problem.place.cell, str(problem.message.values["error"]).split("'")[1]) for problem in problems]
    assert named == [("A1", "một"), ("A3", "hai"), ("A6", "ba"), ("B6", "ba")]


@pytest.mark.parametrize(
    ("opened", "then", "ident"),
    [
        ("{%tr for x in y %}", "{%tr endif %}", "template-nesting.after"),
        ("{%tr for x in y %}", "{%tr elif x %}", "template-nesting.after"),
        ("{%tr if x %}", "{%tr endfor %}", "template-nesting.after"),
        ("{%tr for x in y %}", "{%tr else %}", ""),
        ("{%tr if x %}", "{%tr elif y = %}", "template-syntax.tag"),
    ],
)
def test_a_block_that_is_not_closed_is_told_beside_what_can_not_close_it(opened: str, then: str, ident: str) -> None:
    first, *others = faults({"A1": opened, "A2": then})
    assert (first.place.cell, first.message) == ("A1", Message("template-unclosed", tag=opened))
    word = "for" if "for" in opened else "if"
    assert first.advice == Message("template-unclosed.hint-add-where", end=f"{{%tr end{word} %}}")
    assert [problem.message.id for problem in others] == ([ident] if ident else [])
    if ident == "template-nesting.after":
        assert others[0].message.values == {"tag": then, "open": opened, "cell": "A1"}
    (other,) = faults({"A1": opened.replace("tr", "tc")})
    assert other.advice == Message("template-unclosed.hint-add-where", end=f"{{%tc end{word} %}}")


def test_else_stands_once_in_a_loop() -> None:
    cells = {"A1": "{%tr for x in y %}", "A2": "{%tr else %}", "A3": "{%tr else %}", "A4": "{%tr endfor %}"}
    (problem,) = faults(cells)
    assert (problem.code, problem.place.cell) == ("template-nesting", "A3")


@pytest.mark.parametrize(
    ("cell", "value", "error"),
    [
        ("{%colspan x %}{{ 1 }}", 0, Message("unprintable.colspan", most=200, value=0)),
        ("{%colspan x %}{{ 1 }}", 201, Message("unprintable.colspan", most=200, value=201)),
        ("{%colspan x %}{{ 1 }}", True, Message("unprintable.colspan", most=200, value=True)),
        ("{%cw x %}{{ 1 }}", -1, Message("unprintable.measure", value="-1")),
        ("{%cw x %}{{ 1 }}", 1000.5, Message("unprintable.measure", value="1000.5")),
        ("{%rh x %}{{ 1 }}", "9", Message("unprintable.measure", value="'9'")),
        ("{%rh x %}{{ 1 }}", True, Message("unprintable.measure", value="True")),
        ("{%pn x %}{{ 1 }}", -1, Message("unprintable.page", value="-1")),
        ("{%pn x %}{{ 1 }}", 32_000, Message("unprintable.page", value="32000")),
        ("{%pn x %}{{ 1 }}", "1", Message("unprintable.page", value="'1'")),
        ("{{ x }}", None, Message("unprintable.missing")),
        ("{{ x }}", [1], Message("unprintable.kind", kind="list")),
        ("{{ x.y }}", 1, "'int object' has no attribute 'y'"),  # Jinja's words
        ("{{ x['y'] }}", {"k": 1}, "'dict object' has no attribute 'y'"),
        ("{{ x['y'] }}", [1], "'list object' has no attribute 'y'"),
    ],
)
def test_a_value_that_a_tag_can_not_use_is_told_with_its_tag(cell: str, value: Any, error: Message | str) -> None:
    (problem,) = faults({"B7": cell}, {"x": value})
    shown = re.findall(r"\{[{%].*?[%}]\}", cell)[0]
    ident = "template-name.tag" if isinstance(error, str) else "template-value.tag"
    assert problem.message == Message(ident, error=error, tag=shown)
    assert (problem.place.cell, str(problem.place.where)) == ("B7", "")
    assert problem.advice == Message("template-value.hint-tag")


@pytest.mark.parametrize(
    ("cell", "value"),
    [("{%colspan x %}", 1), ("{%colspan x %}", 200), ("{%cw x %}", 1000), ("{%rh x %}", 1000.0), ("{%pn x %}", 31_999)],
)
def test_a_value_that_a_tag_just_takes(cell: str, value: Any) -> None:
    assert compile_template(workbook({"B7": cell + "{{ 1 }}"})).render({"x": value})


@pytest.mark.parametrize(
    ("text", "code"),
    [("Số ｛｛ x ｝｝", "brace-full-width"), ("Số {{ x }", "template-tag"), ("{x} & %}", "template-tag")],
)
def test_a_slip_outside_the_cells_is_told_as_in_them(text: str, code: str) -> None:
    def prepare(_book: Any, sheet: Any) -> None:
        sheet.oddFooter.center.text = text

    (problem,) = faults({"A1": "{{ x }}"}, prepare=prepare)
    assert (problem.code, problem.place.sheet) == (code, "Biểu")
    assert str(problem.place.where)


def test_rows_and_columns_far_out_are_refused() -> None:
    for cell in ("A5001", "KO1"):
        (problem,) = faults({cell: "x"})
        found = "5001 × 1" if cell == "A5001" else "1 × 301"
        assert problem.message == Message("workbook-extent.sheet-reaches", found=found)
        assert problem.advice == Message("workbook-extent.hint", found=found)
        assert (problem.place.sheet, problem.place.cell, str(problem.place.where)) == ("Biểu", "", "")
    assert compile_template(workbook({"KN5000": "x"}))
