"""Elements that nobody marked: found by what they print, and marked once that has differed; no page changes by it."""

from __future__ import annotations

import re

import pytest

from congvan.formats.pdf import compile_template
from congvan.formats.pdf_marks import field_name, open_at, placed
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
        ("<p>x <b>{{ a }}</b></p>", ["p", "b"]),
        ("<div>{{ a }}</div>", []),  # may hold anything
        ("<td><p>{{ a }}</p></td>", ["p"]),
        ("<p data-f>{{ a }} <b>{{ b }}</b></p><i>{{ c }}</i>", ["i"]),
        ("<p>{{ a }}<span data-f>{{ b }}</span></p>", []),
        ("<title>{{ a }}</title>", []),
        ("<p>{{ a }}", []),
        ("{# <p>{{ a }}</p> #}<br><p>{{ a }}<br></p>", ["p"]),
        ("<p>{% if a %}<b>{% endif %}{{ a }}{% if a %}</b>{% endif %}</p>", ["p", "b"]),
    ],
)
def test_elements_that_may_be_marked(source: str, found: list[str]) -> None:
    assert re.findall(r"<(\w+) data-at", placed(source, "t")) == found
    assert re.sub(r' data-at="t:\d+"', "", placed(source, "t")) == source
    for start in re.findall(r'data-at="t:(\d+)"', placed(source, "t")):
        assert source[int(start)] == "<"


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<p data-at="a:7">x ', [("a", 7)]),
        ('<p data-at="a:7">x <b data-at="b:9">y</b> ', [("a", 7)]),
        ('<p data-at="a:7">x <b data-at="parts/b.html:9">', [("parts/b.html", 9), ("a", 7)]),
        ('<p data-at="a:7">x</p> ', []),
        ('<p data-at="a:7">x <i class="', []),
        ("<p>", []),
    ],
)
def test_the_elements_that_are_open(html: str, found: list[tuple[str, int]]) -> None:
    assert open_at(html) == found


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ('<p data-f="so" data-n="', "so"),
        ("<td data-f='x.1' data-n=\"", "x.1"),
        ('<b class="k" data-f data-n="', '<b class="k" data-f>'),
    ],
)
def test_the_name_of_a_field(before: str, name: str) -> None:
    assert field_name(f"<p>{before}") == name
    assert field_name('<title data-n="') == "title"


def test_what_differs_becomes_a_field_and_the_page_is_the_same() -> None:
    template = compile_template(PAGE.encode(), name="t.html")
    for n in range(16):
        k = n % 4
        record = {"t": f"T{k}", "a": f"sở {k}", "items": [f"i{k}", "j"], "b": f"b{k}", "n": k, "c": "c"}
        data = template.render(record)
        assert streams(data) == streams(compile_template(PAGE.encode(), name="t.html").lay_out(record))
        if n == 11:
            before = template.ways.counts.copy()
    assert template.ways.counts - before == {"filled": 4}


def test_what_can_not_be_marked_is_told_with_its_line_and_the_remedy() -> None:
    template = compile_template(PAGE.encode(), name="t.html")
    for n in range(8):
        template.render({"t": "", "a": "", "items": [], "b": "", "n": 1, "c": f"c{n}"})
    told = [problem for problem in template.ways.why if problem.code == "slow-printed"]
    assert [(problem.place.line, problem.message.split(" is ")[0]) for problem in told] == [(5, "{{ c }}")]
    assert "data-f" in told[0].hint


NESTED = """{% macro words(x) %}<b>{{ x }}</b>{% endmacro %}<html><body style="font-family: Tinos, 'Liberation Serif'">
<p>{{ words(a) }}</p>{% if n > 2 %}<p data-f>{{ words(b) }}</p>{% endif %}</body></html>"""


def test_marks_that_a_macro_puts_into_one_another_are_taken_back() -> None:
    template = compile_template(NESTED.encode(), name="t.html")
    for n in (0, 0, 0, 0, 3, 3, 3, 3):
        record = {"a": f"a{n}", "b": f"b{n}", "n": n}
        record["a"] += str(template.ways.counts.total())
        data = template.render(record)
        assert streams(data) == streams(compile_template(NESTED.encode(), name="t.html").lay_out(record))
