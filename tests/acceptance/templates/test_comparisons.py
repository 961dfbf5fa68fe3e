"""Conditions on values of lists say the same in each kind of template, on the fast path and beside it."""

from __future__ import annotations

import functools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import TemplateError

from congvan.core.problems import ProblemsFound
from congvan.core.templating.environment import jinja_environment
from congvan.formats import text
from congvan.formats.docx.template import compile_template as compile_docx
from congvan.formats.fastpath.ways import FILLED
from congvan.formats.xlsx.template import compile_template as compile_xlsx
from tests.examples import examples
from tests.formats.docx_samples import docx, p, text_of
from tests.formats.xlsx_samples import workbook
from tests.package import parts_of

CONDITIONS = (
    "a == 7",
    "7 != a",
    "a == b",
    "a == '7'",
    "a > b",
    "a <= 1000",
    "-1 < a",
    "a in [7, b]",
    "a not in [7, 1.5]",
    "a in ['7', '07']",
    "a is gt 5",
    "[a, b]|select('eq', 7)|list",
    "a and a > 5",
    "a|int == 7",
    "a|float(0) < b|float(0)",
    "a + 1 > b * 2",
    "[a, b]|tong > 8",
    "1 < a < 8",
    "a <= b <= 1000",
    "a == b == 7",
    "a < 8 > b",
    "0 < a in [7, 1.5]",
    "a in [7, b] == b",
    "a == 1.5",
)
VALUES = (
    "7",
    "07",
    "007",
    "1.500.000",
    "1,5",
    "1.5",
    "10.5",
    "1,500.00",
    "",
    "xã Mẫu",
    "0912345678",
    "1 2",
    "1/3/2026",
    "2026",
    "-7",
    7,
    0,
    1.5,
)
_TELLING = "{% if % %}một{% else %}không{% endif %}"


@functools.cache
def compiled(condition: str) -> tuple[Any, Any, Any, Any]:
    tag = _TELLING.replace("% %", f"{condition} %")
    cells = {"A1": f"{{{{ 'một' if {condition} else 'không' }}}}", "A2": "{{ c }}"}
    return (
        jinja_environment().from_string(tag),
        text.compile_template(tag.encode()),
        compile_docx(docx(p(tag.replace("<", "&lt;").replace(">", "&gt;")), p("{{ c }}"))),
        compile_xlsx(workbook(cells)),
    )


def outcomes(condition: str, context: dict[str, Any]) -> list[str]:
    plain, written, document, sheet = compiled(condition)
    ways = (
        lambda: plain.render(context),
        lambda: written.render(context).decode(),
        lambda: text_of(document.render(context)),
        lambda: b"".join(parts_of(sheet.render(context)).values()).decode(errors="replace"),
    )
    return [_outcome(way) for way in ways]


def _outcome(way: Any) -> str:
    try:
        shown = way()
    except (ProblemsFound, ValueError, TypeError, TemplateError, ArithmeticError):
        return "refused"
    (found,) = [word for word in ("một", "không") if word in shown]
    return found


_PAIRS = st.tuples(st.sampled_from(VALUES), st.sampled_from(VALUES))


@settings(max_examples=examples(60), deadline=None)
@given(st.sampled_from(CONDITIONS), st.lists(_PAIRS, min_size=3, max_size=6))
def test_every_kind_of_template_and_the_fast_path_say_the_same(condition: str, records: list[tuple[Any, Any]]) -> None:
    for number, (a, b) in enumerate(records):
        assert len(set(outcomes(condition, {"a": a, "b": b, "c": f"số {number}"}))) == 1


def test_the_fast_path_fills_conditions_in() -> None:
    document = compiled("a > b")[2]
    for number in range(4):
        outcomes("a > b", {"a": "10", "b": "9", "c": str(number)})
    assert FILLED in document.ways.counts


@pytest.mark.parametrize(
    ("condition", "a", "b", "said"),
    [
        ("a == 7", "7", "", "một"),
        ("a == 7", "xã Mẫu", "", "không"),
        ("a == 7", "", "", "không"),
        ("a == b", "07", "7", "không"),
        ("a == b", "1.500", "1500", "không"),
        ("a == b", "7", 7, "một"),
        ("a == '7'", "07", "", "không"),
        ("a == '7'", 7, "", "không"),
        ("a > b", "1.500.000", "900.000", "một"),
        ("a > b", "10", "9", "một"),
        ("a > b", "xã Mẫu", "phường Mẫu", "một"),
        ("a > b", "10", "xã Mẫu", "refused"),
        ("a > b", "10", "", "refused"),
        ("a <= 1000", "1.5", "", "refused"),
        ("a <= 1000", "1 2", "", "refused"),
        ("a in [7, b]", "7", "", "một"),
        ("a in ['7', '07']", "007", "", "không"),
        ("a in ['7', '07']", 7, "", "không"),
        ("a is gt 5", "7", "", "một"),
        ("[a, b]|select('eq', 7)|list", "1", "7", "một"),
        ("a and a > 5", "", "", "không"),
        ("a|int == 7", "7,9", "", "một"),
        ("a|int == 7", "xã Mẫu", "", "refused"),
        ("a|int == 7", "", "", "refused"),
        ("a|float(0) < b|float(0)", "", "1,5", "một"),
        ("1 < a < 8", "7", "", "một"),
        ("1 < a < 8", "1.500.000", "", "không"),
        ("1 < a < 8", "xã Mẫu", "", "refused"),
        ("a <= b <= 1000", "9", "10", "một"),
        ("a == b == 7", "7", 7, "một"),
        ("a == b == 7", "07", "7", "không"),
        ("a < 8 > b", "7", "10", "không"),
        ("0 < a in [7, 1.5]", "1,5", "", "một"),
        ("a == 1.5", "1,5", "", "một"),
        ("a == 1.5", "1.5", "", "refused"),
        ("a == 7", "1.5", "", "không"),
        ("a in [7, b]", "1,500.00", 1500, "refused"),
        ("a > b", "10.5", "9.5", "refused"),
        ("a > b", "9.5", "1.5", "một"),
    ],
)
def test_what_is_said(condition: str, a: Any, b: Any, said: str) -> None:
    assert outcomes(condition, {"a": a, "b": b, "c": ""}) == [said] * 4


@pytest.mark.parametrize("condition", ["a < 5", "a == b", "a|int > 3"])
def test_one_set_of_a_foreign_template_is_read_by_the_rule_of_jinja(condition: str) -> None:
    foreign = compile_docx(docx(p(_TELLING.replace("% %", f"{condition} %").replace("<", "&lt;"))), strict=False)
    said = _outcome(lambda: text_of(foreign.render({"a": "1.500", "b": 1500})))
    assert said == ("refused" if condition == "a < 5" else "không")
