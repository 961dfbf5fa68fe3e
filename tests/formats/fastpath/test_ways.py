"""Which way records took."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from congvan.formats import compile_template
from tests.formats.docx_samples import docx, p
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


def test_a_record_with_parts_of_its_own_is_made_by_docxtpl() -> None:
    template = document(p("{{r a }}"))
    taken(template, lambda n: {"a": {"_docx": "richtext", "runs": [{"text": "x", "url": "https://example.vn"}]}}, 2)
    assert template.ways.counts == {"by docxtpl": 2}


def test_rich_texts_are_filled_and_those_with_breaks_are_run() -> None:
    template = document(p("{{r a }}"))
    taken(template, lambda n: {"a": {"_docx": "richtext", "runs": [{"text": f"x{n}", "bold": True}]}})
    assert template.ways.counts == {"rendered": 3, "filled": 9}
    template.render({"a": {"_docx": "richtext", "runs": [{"text": "1\n2", "bold": True}]}})
    assert template.ways.counts["rendered"] == 4
