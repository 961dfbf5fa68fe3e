"""Which way records took, and why: each reason has its place in the template and a remedy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from congvan.formats import compile_template
from congvan.formats.fastpath.ways import MAX_REASONS, SlowReason, WayCounter, dotted, tag_names_value, tags_with_lines
from congvan.problems import Place, Severity
from tests.formats.docx_samples import docx, p, row, table
from tests.formats.xlsx_samples import workbook

HEAD = "<html><body style=\"font-family: Tinos, 'Liberation Serif'\">"


def pages(body: str) -> Any:
    return compile_template("pdf", f"{HEAD}\n{body}".encode(), name="t.html")


def document(*body: str) -> Any:
    return compile_template("docx", docx(*body), name="t.docx")


def book(**cells: str) -> Any:
    return compile_template("xlsx", workbook(cells), name="t.xlsx")


def taken(template: Any, record: Callable[[int], dict[str, Any]], count: int = 12) -> dict[str, int]:
    for n in range(count):
        template.render(record(n))
    return dict(template.ways.counts)


def told(template: Any) -> list[tuple[str, str, str]]:
    return [(problem.code, str(problem.place), problem.text) for problem in template.ways.why]


def test_records_that_agree_are_filled_from_the_fourth_on() -> None:
    record = lambda n: {"a": f"a{n % 10}", "n": n % 10}  # noqa: E731 - a line a case
    assert taken(pages("<p data-f>{{ a }} {{ n }}</p>"), record) == {"laid out": 1, "rendered": 2, "filled": 9}
    assert taken(document(p("{{ a }} {{ n }}")), record) == {"rendered": 3, "filled": 9}
    assert taken(book(A1="{{ a }}", B1="{{ n }}"), record) == {"laid out": 1, "rendered": 2, "filled": 9}


@pytest.mark.parametrize(
    "expression",
    ["{{ a|wordcount }}", "{{ (n * 3) // 2 }}", "{{ a.split('-')|join('+') }}", "{{ 'x' if a in 'abc' else 'y' }}"],
)
def test_what_can_not_be_followed_is_computed(expression: str) -> None:
    record = lambda n: {"a": f"a-{n % 10}", "n": n % 4 + 4}  # noqa: E731 - a line a case
    for template in (pages(f"<p data-f>{expression}</p>"), document(p(expression)), book(A1=expression)):
        taken(template, record, 16)
        before = template.ways.counts.copy()
        taken(template, record)
        assert template.ways.counts - before == {"filled": 12}


def test_a_condition_that_turns_out_otherwise_is_told_with_its_tag() -> None:
    record = lambda n: {"a": "a" * (n % 7), "rows": [{"x": "1"}] * (1 + (n > 6))}  # noqa: E731 - a line a case
    one = pages("<p>\n{% if a|length > 4 %}<b>!</b>{% endif %}</p>")
    two = document(p("x"), p("{% if a|length > 4 %}!{% endif %}"))
    three = book(A1="{% if a|length > 4 %}!{% endif %}")
    for template, place in ((one, "t.html:3"), (two, "t.docx, body, paragraph 2"), (three, "t.xlsx, Biểu!A1")):
        taken(template, record)
        assert told(template)[0][:2] == ("slow-differs", place)
        assert "{% if a|length > 4 %}" in told(template)[0][2]


def test_another_number_of_rows_is_told() -> None:
    rows = table(row("{%tr for r in rows %}", ""), row("{{ r.x }}", "y"), row("{%tr endfor %}", ""))
    template = document(rows)
    taken(template, lambda n: {"rows": [{"x": str(n)}] * (1 + n // 6)})
    ((code, place, message),) = told(template)
    assert (code, place) == ("slow-differs", "t.docx, body, table 1, row 1, cell 1")
    assert "{%tr for r in rows %}" in message


def test_a_value_that_breaks_its_lines_elsewhere_is_told() -> None:
    template = pages('<p data-f="ten" style="width: 30mm">{{ a }}</p>')
    taken(template, lambda n: {"a": "tên " * (1 + n // 6 * 12)})
    ((code, _place, message),) = told(template)
    assert code == "slow-lines"
    assert "ten" in message


def test_a_field_without_a_name_is_told_by_the_beginning_of_its_value() -> None:
    template = pages('<p style="width: 30mm">{{ a }}</p>')
    taken(template, lambda n: {"a": "tên & họ " * (1 + n // 6 * 12)})
    ((_code, _place, message),) = told(template)
    assert "“tên & họ tên & họ tên & họ tên & họ tên…”" in message


def test_a_record_with_parts_of_its_own_is_told() -> None:
    template = document(p("{{r a }}"))
    taken(template, lambda n: {"a": {"_docx": "richtext", "runs": [{"text": "x", "url": "https://example.vn"}]}}, 2)
    assert template.ways.counts == {"by docxtpl": 2}
    assert [code for code, _place, _message in told(template)] == ["slow-parts"]


def test_rich_texts_are_filled_and_those_with_breaks_are_run() -> None:
    template = document(p("{{r a }}"))
    taken(template, lambda n: {"a": {"_docx": "richtext", "runs": [{"text": f"x{n}", "bold": True}]}})
    assert template.ways.counts == {"rendered": 3, "filled": 9}
    template.render({"a": {"_docx": "richtext", "runs": [{"text": "1\n2", "bold": True}]}})
    assert [code for code, _place, _message in told(template)] == ["slow-unfit"]


def test_a_tag_that_can_not_be_taken_apart_is_told_with_its_line() -> None:
    template = pages("<p data-f>{{ a ~ n }}{{ a|replace('a', 'b') }}</p>\n{% autoescape false %}x{% endautoescape %}")
    taken(template, lambda n: {"a": f"a{n}", "n": n})
    assert told(template)[0][:2] == ("slow-template", "t.html:3")
    assert "filled" not in template.ways.counts


def test_reasons_are_few_and_are_notes() -> None:
    ways = WayCounter()
    for n in range(20):
        ways.count("rendered", SlowReason("differs", (f"a{n}",)), lambda reason: (Place("t"), dotted(reason.keys)))
    assert ways.counts == {"rendered": 20}
    assert len(ways.why) == MAX_REASONS
    assert {problem.severity for problem in ways.why} == {Severity.NOTE}
    assert all(problem.hint for problem in ways.why)


def test_values_in_words() -> None:
    assert dotted(("rows", 2, "name")) == "rows[2].name"
    assert [*tags_with_lines("a\n{{ x }}\n{% if\n y %}")] == [(2, "{{ x }}"), (3, "{% if\n y %}")]
    assert tag_names_value("{{ a.name }}", ("a", 1, "name"))
    assert not tag_names_value("{{ a.names }}", ("a", "name"))
    assert not tag_names_value("{{ a }}", (1,))
