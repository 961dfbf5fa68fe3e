"""Which templates may be traced; a trace gives what a run of the template gives, or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.defaults import DEFAULT_NAMESPACE

from congvan.formats.fastpath.eligibility import is_traceable
from congvan.formats.fastpath.field_plan import FieldPlan
from congvan.formats.pdf.html_source import HtmlSource
from congvan.formats.pdf.marks import SplitHtml
from tests.examples import examples

TEMPLATE = b"""<title>{{ title }}</title>{% if head.note %}<p>{{ head.note }}</p>{% endif %}
<p data-f>{{ head.label }}: {{ head.name }}</p>{{ lang }}
{% macro cells(row, n) %}{% for c in row %}<td data-f="{{ n }}.{{ loop.index }}">{{ c }}</td>{% endfor %}{% endmacro %}
{% for row in rows %}{{ cells(row, "r" ~ loop.index) }}{% endfor %}
{% if kind == "khan" %}<b>{{ kind|upper }}</b>{% endif %}
<i data-f>{% if head.name %}{{ head.name }}{% else %}-{% endif %} {{ count }}</i>{{ flag }}"""


def trace(record: dict[str, Any], source: HtmlSource) -> FieldPlan:
    """The program of one record of a template that shows all that it reads."""
    made = source._traced(record, frozenset())
    assert made is not None
    return made[0]


TEXT = st.text(st.sampled_from("ab<&>\"' ĐỆ"), max_size=4)
RECORD = st.fixed_dictionaries(
    {
        "title": TEXT,
        "lang": st.sampled_from(["vi", "en"]),
        "head": st.fixed_dictionaries({"note": st.sampled_from(["", "x", "y"]), "label": TEXT, "name": TEXT}),
        "rows": st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=2),
        "kind": st.sampled_from(["khan", "thuong"]),
        "count": st.sampled_from([1, True, 1.0]),
        "flag": st.sampled_from([0, False]),
        "unused": TEXT,
    }
)


@settings(max_examples=examples(100))
@given(st.lists(RECORD, min_size=2, max_size=12))
def test_traced_equals_run(records: list[dict[str, Any]]) -> None:
    source = HtmlSource(TEMPLATE, "t.html", True, {})
    for record in records:
        assert source.split(record) == source._run(record)


@given(RECORD, RECORD)
def test_a_program_that_matches_is_right(one: dict[str, Any], other: dict[str, Any]) -> None:
    source = HtmlSource(TEMPLATE, "t.html", True, {})
    program = trace(one, source)
    assert program.extract(one) == source._run(one).values
    values = program.extract(other)
    if values is not None:
        assert SplitHtml(program.fixed, values) == source._run(other)


def test_names_differ_and_no_template_runs() -> None:
    source = HtmlSource(TEMPLATE, "t.html", True, {})
    record = {
        "title": "", "lang": "vi", "head": {"note": "", "label": "a", "name": "b"}, "rows": [["", "c"]],
        "kind": "x", "count": 1, "flag": False, "unused": "",
    }  # fmt: skip  # a table: what belongs together on a line
    for _ in range(3):
        source.split(record)
    source._html = lambda context: pytest.fail("the template ran")
    cut = source.split({**record, "title": "T", "unused": "u", "rows": [["<", "d"]]})
    assert cut.values == ("T", "a: b", "&lt;", "d", "b 1")


def test_what_a_template_does_not_read_may_be_anything() -> None:
    content = {"a": "x", "xa": [{"name": "Xã mẫu"}] * 3000}
    program = trace(content, HtmlSource(b"<p data-f>{{ a }}</p>{% if b is defined %}!{% endif %}", "t", True, {}))
    assert {"a", "b", "range"} <= {*program.reads} <= {"a", "b", *DEFAULT_NAMESPACE}
    assert program.extract({"a": "y", "xa": 5, "c": "z"}) == ("y",)
    assert program.extract({"a": "y", "b": "z"}) is None, "it asks whether there is one"


@pytest.mark.parametrize(
    "record",
    [{"a": 1}, {}, {"a": ["x"]}, {"a": None}, {"a": "\ufdd0"}],
    ids=["number", "fewer keys", "list", "none", "mark"],
)
def test_another_shape_does_not_match(record: dict[str, Any]) -> None:
    program = trace({"a": "x"}, HtmlSource(b"<p data-f>{{ a }}</p>", "t", True, {}))
    assert program.extract({"a": "y"}) == ("y",)
    assert program.extract(record) is None


@pytest.mark.parametrize(
    ("template", "may"),
    [
        ("{{ a }}{% if a %}b{% endif %}{{ a|length }}{{ a == 'x' }}", True),
        ("{% macro m(x) %}{{ x }}{% endmacro %}{{ m('a' ~ b) }}", True),
        ("{% macro m(x) %}{% if x == 'ab' %}!{% endif %}{% endmacro %}{{ m('a' ~ b) }}", False),
        ("{% set x = 'a' ~ b %}{% if x == 'ab' %}!{% endif %}", False),
        ("{{ 'x' if a in 'abc' }}", False),
        ("{{ 'x' if a in ('abc', 'b') }}", True),
        ("{{ 'x' if 'a' in a }}", True),
        ("{{ 'x' if b in a }}", False),
        ("{{ 'abc'.startswith(a) }}", False),
        ("{{ a|replace('x', 'y') }}", False),
        ("{{ a|int }}", False),
        ("{% macro m(x) %}{{ x }}{% endmacro %}{% if m(a) %}!{% endif %}", False),
        ("{% set x %}{{ a }}{% endset %}{{ x|length }}", False),
        ("{% filter upper %}{{ a }}{% endfilter %}", False),
        ("{{ a ~ b == 'xy' }}", False),
        ("{% set x, y = a ~ b, 1 %}{{ x }}", False),
        ("{% set x, y = a ~ b %}{{ x }}", False),
        ("{% set x = a ~ b %}{{ x }}", True),
        ("{% macro m(x) %}{% if x %}!{% endif %}{% endmacro %}{{ m(x=a ~ b) }}", False),
        ("{% macro m(x) %}{{ x }}{% endmacro %}{{ m(x=a ~ b) }}", True),
        ("{{ m(a ~ b) }}", False),
        ("{% macro m(x) %}{{ x }}{{ varargs }}{% endmacro %}{{ m('a', a ~ b) }}", False),
        ("{{ 'x' if a is defined }}", True),
        ("{{ 'x' if a is lower }}", False),
        ("{{ 'x' if a in 'b' ~ 'c' }}", False),
        ("{{ 'x' if a in ['b'] }}", True),
        ("{{ 'x' if a not in 'bc' }}", False),
    ],
)
def test_what_may_be_traced(template: str, may: bool) -> None:
    assert is_traceable(HtmlSource(template.encode(), "t", True, {})._trees().values()) is may


@pytest.mark.parametrize(
    ("template", "may"),
    [
        ("{% set p %}{{ a }}{% endset %}{{ p }}", True),
        ("{% set p %}{{ a }}{% endset %}{% if p %}!{% endif %}", False),
        ("{% set p %}{{ a }}{% endset %}{{ p|length }}", False),
        ("{% set q %}{{ a }}{% endset %}{{ q }}", False),
        ("{{ a|replace('x', 'y') }}", True),
    ],
)
def test_captured_blocks_and_filters_that_report(template: str, may: bool) -> None:
    trees = HtmlSource(template.encode(), "t", True, {})._trees().values()
    assert is_traceable(trees, filters=True, printed="p") is may
    assert not is_traceable(trees)


def test_records_that_share_nothing_end_the_tracing() -> None:
    source = HtmlSource(b"<div>{{ a }}</div><p data-f>{{ b }}</p>", "t", True, {})
    for n in range(30):
        assert source.split({"a": str(n), "b": "x"}).values == ("x",)
    assert source.fast_paths.hits == 0
    assert source.fast_paths._attempts < 12
