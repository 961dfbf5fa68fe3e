"""Elements that nobody marked, but that print something: marked by what the templates say; no page changes by it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from congvan.formats.pdf import html_source
from congvan.formats.pdf.html_source import HtmlSource
from congvan.formats.pdf.marks import with_positions
from congvan.formats.pdf.template import compile_template
from tests.formats.pdf_samples import streams

PAGE = """<html><head><title>{{ t }}</title></head><body style="font-family: Tinos, 'Liberation Serif'">
<p>Kính gửi: {{ a|upper }}</p>
<ul>{% for i in items %}<li>{{ i }} và <b>{{ b }}</b></li>{% endfor %}</ul>
<table style="table-layout: fixed; width: 100mm"><tr><td>{{ n * 2 }}</td><td data-f>{{ b }}</td></tr></table>
<div>{{ c }}<p>cố định</p></div>
</body></html>"""


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>{{ a }}</p>", ["p"]),
        ("<p>a</p>", []),  # prints nothing
        ("<p>x <b>{{ a }}</b></p>", ["p"]),
        ("<div>{{ a }}</div>", []),  # may hold anything
        ("<td><p>{{ a }}</p></td>", ["p"]),
        ("<p data-f>{{ a }} <b>{{ b }}</b></p><i>{{ c }}</i>", ["i"]),
        ("<p>{{ a }}<span data-f>{{ b }}</span></p>", []),
        ("<title>{{ a }}</title>", []),
        ("<p>{{ a }}", []),
        ("{# <p>{{ a }}</p> #}<br><p>{{ a }}<br></p>", ["p"]),
        ("<p>{% if a %}<b>{% endif %}{{ a }}{% if a %}</b>{% endif %}</p>", ["p"]),
        ("{% if a %}<p class='k'>{% else %}<p>{% endif %}{{ a }}</p>", []),  # its end is that of two
        ("<p>{% if a %}{{ a }}</p>{% else %}</p>{% endif %}", []),
        ("<p>{{ a }}{% include 'x' %}</p><p>{% block b %}{{ a }}{% endblock %}</p>", []),
        ("{{ '<b>'|safe }}{{ a }}{{ '</b>'|safe }}<p>{{ '</p>' }}{{ a }}</p>", ["p"]),
        ("<svg><a>{{ a }}</a></svg><p>{{ a }}</p>", ["p"]),
    ],
)
def test_elements_that_may_be_marked(source: str, found: list[str]) -> None:
    assert re.findall(r"<(\w+) data-at", with_positions(source, "t")) == found
    assert re.sub(r' data-at="t:\d+"', "", with_positions(source, "t")) == source
    for start in re.findall(r'data-at="t:(\d+)"', with_positions(source, "t")):
        assert source[int(start)] == "<"


@pytest.mark.parametrize(
    ("source", "parts", "count"),
    [
        ("<p>{{ a }}</p>{% include 'x' %}", {"x": "<i>{{ a }}</i>"}, 2),
        (
            "{% extends 'x' %}{% block b %}<p>{{ a }}</p>{% endblock %}",
            {"x": "<i>{{ a }}</i>{% block b %}{% endblock %}"},
            2,
        ),
        ("{% macro m() %}<p>{{ a }}</p>{% endmacro %}<p>{{ m() }}</p>", {}, 1),  # one would stand in the other
        ("{% set x %}<p>{{ a }}</p>{% endset %}{{ x }}{{ x|length }}<p>{{ a }}</p>", {}, 1),  # and would be counted
        ("{% filter upper %}<p>{{ a }}</p>{% endfilter %}<p>{{ a }}</p>", {}, 1),
        (
            "{% import 'x' as x with context %}<p>{{ x.m() }}</p>",
            {"x": "<i>{{ a }}</i>{% macro m() %}<i>{{ a }}</i>{% endmacro %}"},
            1,
        ),
        ("{% set x %}<b data-f>{{ a }}</b>{% endset %}<p>{{ x }}</p>", {}, 0),
        ("{% set x %}{% include 'x' %}{% endset %}<p>{{ x }}</p>", {"x": "<i>{{ a }}</i>"}, 0),
        ("<div data-f>{% include 'x' %}</div>", {"x": "<i>{{ a }}</i>"}, 0),
        ("{% for i in [1] recursive %}<p>{{ a }}{{ loop([]) }}</p>{% endfor %}", {}, 0),
        ("{% block b %}<p>{{ a }}</p>{% endblock %}<p>{{ self.b() }}</p>", {}, 0),
    ],
)
def test_no_marks_where_text_is_kept(
    source: str, parts: dict[str, str], count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assets = {name: text.encode() for name, text in parts.items()}
    read = HtmlSource(source.encode(), "t.html", True, assets)
    assert sum(map(len, read._unasked.values())) == count
    html = read.split({"a": "x"}).numbered()
    monkeypatch.setattr(html_source, "implicit_fields", lambda *args: {})
    plain = HtmlSource(source.encode(), "t.html", True, assets).split({"a": "x"}).numbered()
    assert re.sub(r' data-n="[0-9]+"', "", html) == re.sub(r' data-n="[0-9]+"', "", plain)


def plainly(page: str, record: dict[str, Any]) -> bytes:
    """Laid out by WeasyPrint, with no marks but those of the template."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(html_source, "implicit_fields", lambda *args: {})
        return compile_template(page.encode(), name="t.html").lay_out(record)


def test_what_prints_is_a_field_and_neither_the_page_nor_its_bytes_depend_on_the_records_before() -> None:
    template = compile_template(PAGE.encode(), name="t.html")
    for n in range(16):
        k = n % 4
        record = {"t": f"T{k}", "a": f"sở {k}", "items": [f"i{k}", "j"], "b": f"b{k}", "n": k, "c": "c"}
        data = template.render(record)
        assert data == compile_template(PAGE.encode(), name="t.html").render(record)
        if n in (0, 6):
            assert streams(template.untagged(record)) == streams(plainly(PAGE, record))
        if n == 11:
            before = template.ways.counts.copy()
    assert template.ways.counts - before == {"filled": 4}
