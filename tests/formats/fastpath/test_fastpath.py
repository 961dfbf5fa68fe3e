"""Traced = rendered, always: generated templates of each format, and values that a trace can't follow."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvan.core.problems import ProblemsFound
from congvan.formats.docx import template as docx
from congvan.formats.docx_html.source import DocxSource
from congvan.formats.pdf.html_source import HtmlSource
from congvan.formats.pdf.marks import SplitHtml
from congvan.formats.xlsx import template as xlsx
from tests.examples import examples
from tests.formats.docx_samples import docx as document
from tests.formats.docx_samples import p
from tests.formats.fastpath.templates import RECORDS, bodies, changed
from tests.formats.xlsx_samples import workbook

QUICK = settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def varied(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for record in records for each in (record, *(changed(record, f"a{n}", n) for n in range(4)), record)]


def unmarked(cut: SplitHtml) -> str:
    """The page alone: which elements are marked depends on what has differed so far, and changes no page."""
    return re.sub(r' data-n="[0-9]+"', "", cut.numbered())


@QUICK
@given(bodies(with_markup=True), st.lists(RECORDS, min_size=1, max_size=3))
def test_pages_are_the_same_traced_and_rendered(body: str, records: list[dict[str, Any]]) -> None:
    template = f"<title>{{{{ a }}}}</title><p data-f>{body}</p><i>{{{{ b }}}}</i><div><p>{body}</p></div>".encode()
    traced, plain = HtmlSource(template, "t.html", True, {}), HtmlSource(template, "t.html", True, {})
    for record in varied(records):
        try:
            expected = plain._run(record)
        except ProblemsFound:
            return
        assert unmarked(traced.split(record)) == unmarked(expected)
    assert not traced.fast_paths.disabled


@QUICK
@given(bodies(with_markup=False), st.lists(RECORDS, min_size=1, max_size=3))
def test_workbooks_are_the_same_traced_and_rendered(body: str, records: list[dict[str, Any]]) -> None:
    template = workbook({"A1": body, "B1": "{{ a }}", "C1": "{{ n }}"})
    try:
        traced, plain = xlsx.compile_template(template), xlsx.compile_template(template)
    except ProblemsFound:
        return
    plain._fast_paths = None
    for record in varied(records):
        try:
            expected = plain._run(record)
        except ProblemsFound:
            return
        given_ = traced._run(record)
        assert given_ == expected
        assert [*map(type, given_[1])] == [*map(type, expected[1])]
    assert traced._fast_paths is not None
    assert not traced._fast_paths.disabled


@QUICK
@given(bodies(with_markup=True), st.lists(RECORDS, min_size=1, max_size=3))
def test_documents_are_the_same_traced_and_rendered(body: str, records: list[dict[str, Any]]) -> None:
    try:
        template = document(p(body.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "")))
        traced, plain = docx.compile_template(template), docx.compile_template(template)
    except ProblemsFound:
        return
    plain._fast_paths = None
    for record in varied(records):
        try:
            expected = plain.render(record)
        except ProblemsFound:
            return
        assert traced.render(record) == expected
    assert traced._fast_paths is not None
    assert not traced._fast_paths.disabled


Run = Callable[[dict[str, Any]], Any]

BLOCK = "{% set x %}{{ a }}{% endset %}"
MAPPED = "{% set l = rows|map(attribute='x')|map('e')|list %}"
# What the texts below have in common at first (no letters, nothing in the first row) hides what is not seen.
UNSEEN = [
    BLOCK + "{% set l = [x] %}{{ l|join|upper }}",
    BLOCK + "{{ {'k': [x]}.k|first|upper }}",
    BLOCK + "{% set f = x.upper %}{{ f() }}",
    BLOCK + "{% for q in [1] %}{{ loop.cycle(x|upper, '') }}{% endfor %}",
    BLOCK + "{% for q in [x, x] %}{% set o = loop %}{{ (o.previtem|upper) if o.index > 1 }}{% endfor %}",
    MAPPED + "{{ l|join|upper }}",
    MAPPED + "{{ l[1]|upper }}",
    "{{ ((''|safe) + a)|upper }}",
    "{{ ''|safe if (''|safe) + a == 'abc' else a }}",
    "{% set g = rows|map(attribute='x') %}{{ g|list|length }}{{ g|first|default('') }}",
    "{% set g = rows|map(attribute='x') %}{{ g|list|length }}{{ g|list|join }}",
    "{% set g = rows|map(attribute='x') %}{{ g[0]|default('') }}",
    "{% set v = {'k': rows[0].x}.values() %}{{ v[0]|default('') }}",
]
MACROS = [
    "{% macro q() %}{% macro x() %}{% endmacro %}{% endmacro %}" + BLOCK + "{{ x.upper() }}",
    "{% macro m() %}{{ caller(a) }}{% endmacro %}{% call(x) m() %}{% set l = [x] %}{{ l|join|upper }}{% endcall %}",
]
RECORDS = [
    {"a": a, "n": n, "rows": [{"x": first}, {"x": a}]}
    for n, (a, first) in enumerate([("1", ""), ("2", ""), ("3", ""), ("4", ""), ("abc", "q"), ("d", "r"), ("e", "")])
]


def pages(body: str) -> tuple[Run, Run, Callable[[], int]]:
    template = f"<div data-f>{body}</div>".encode()
    filled, plain = HtmlSource(template, "t.html", True, {}), HtmlSource(template, "t.html", True, {})
    return filled.split, plain._run, lambda: filled.fast_paths.hits


def documents(body: str) -> tuple[Run, Run, Callable[[], int]]:
    template = document(p(body.replace("&", "&amp;").replace("<", "&lt;")))
    filled, plain = docx.compile_template(template), docx.compile_template(template)
    plain._fast_paths = None
    return filled.render, plain.render, lambda: filled.ways.counts["filled"]


def pages_of_documents(body: str) -> tuple[Run, Run, Callable[[], int]]:
    template = document(p(body.replace("&", "&amp;").replace("<", "&lt;")))
    filled, plain = DocxSource(template, "t.docx", True), DocxSource(template, "t.docx", True)
    return filled.split, plain._run, lambda: filled.fast_paths.hits


def workbooks(body: str) -> tuple[Run, Run, Callable[[], int]]:
    template = workbook({"A1": body, "B1": "{{ n }}"})
    filled, plain = xlsx.compile_template(template), xlsx.compile_template(template)
    plain._fast_paths = None
    return filled.render, plain.render, lambda: filled.ways.counts["filled"]


FORMATS = [pages, documents, pages_of_documents, workbooks]


def told(run: Run, record: dict[str, Any]) -> Any:
    try:
        return run(record)
    except ProblemsFound as stop:
        return stop.problems


@pytest.mark.every(4)
@pytest.mark.parametrize("made", FORMATS, ids=lambda made: str(made.__name__))
@pytest.mark.parametrize("body", [*UNSEEN, *MACROS])
def test_what_is_not_seen_is_computed_or_run(body: str, made: Any) -> None:
    if body in MACROS and made is workbooks:
        with pytest.raises(ProblemsFound, match="macro"):
            made(body)
        return
    filled, plain, _hits = made(body)
    for record in [*RECORDS, *RECORDS]:
        assert told(filled, record) == told(plain, record)


@pytest.mark.every(4)
@pytest.mark.parametrize("made", FORMATS, ids=lambda made: str(made.__name__))
@pytest.mark.parametrize(
    "body",
    [
        "{{ 'Số ' ~ n ~ '/' ~ t }}",
        "{% if t %}{{ n }}{% endif %}",
        "{% for c in t|list %}[{{ c }}]{% endfor %}",
        "{% for c in t|upper|list %}{{ c }}.{% endfor %}",
        "{% set x %}{{ n }}{% endset %}{{ x|replace('1', 'I') }}",
        "{% filter upper|replace('T', 'B') %}{{ t }}{{ n }}{% endfilter %}",
        "{% set g = rows|map(attribute='x') %}{% for x in g %}{{ x }}{% endfor %}{% for x in g %}{{ x }}{% endfor %}",
        "{% set g = rows|map(attribute='x') %}{{ g|join(', ')|upper }}",
        "{% for k, v in {'k': t, 'n': n}.items() %}{{ k }}{{ v }}{% endfor %}",
        "{% for r in rows recursive %}{{ r.x }}{% if r.more %}{{ loop(r.more|map('upper')) }}{% endif %}{% endfor %}",
        "{{ range|upper }}",
    ],
)
def test_what_has_no_need_to_be_run_is_filled(body: str, made: Any) -> None:
    filled, plain, hits = made(body)
    for n in range(10, 16):
        record = {"t": f"t{n}", "n": n, "range": f"r{n}", "rows": [{"x": f"x{n}", "more": []}, {"x": "y", "more": []}]}
        assert filled(record) == plain(record)
    assert hits() == 3
