"""Marks in the template's text."""

from __future__ import annotations

import pytest

from congvan.formats.pdf_source import MARK, Source, mark
from congvan.problems import Stop


@pytest.mark.parametrize(
    "source",
    [
        "<p>x</p>",
        "<!-- <p data-f> -->",
        "{# <p data-f> #}",
        "<style>a > b { }</style>",
        "<p data-fx>x</p>",
        '<a title="data-f ">x</a>',
    ],
)
def test_nothing_to_mark(source: str) -> None:
    assert mark(source, "t") == source


@pytest.mark.parametrize(
    ("source", "inside"),
    [
        ("<p data-f>a</p>", "a"),
        ('<p class="x>y" data-f="n" id=z>a</p>', "a"),
        ("<P DATA-F>a</P>".replace("DATA-F", "data-f"), "a"),
        ("<div data-f>a<div>b</div>c</div>d", "a<div>b</div>c"),
        ("<td class=\"{{ 'a' if b > c }}\" data-f>{{ x }}</td>", "{{ x }}"),
        ("<title>{{ t }}</title>", "{{ t }}"),
        ("<p\n data-f\n>\na\n</p>", "\na\n"),
    ],
)
def test_the_inside_stands_between_marks(source: str, inside: str) -> None:
    marked = mark(source, "t")
    assert marked.split(MARK)[2] == inside
    assert marked.count("\n") == source.count("\n")
    assert marked.count(MARK) == 3


@pytest.mark.parametrize("source", ["<p data-f>a", "<p data-f><b data-f>a</b></p>", "<td data-f>a</tr>"])
def test_wrong_marks(source: str) -> None:
    with pytest.raises(Stop) as stop:
        mark("\n" + source, "t.html")
    assert stop.value.problems[0].place.line == 2


def test_numbered() -> None:
    cut = Source(b"<title>{{ a }}</title><p data-f>{{ b }}</p>", "t", True, {}).cut({"a": "<", "b": "c"})
    assert cut.numbered() == '<title data-n="0">&lt;</title><p data-f data-n="1">c</p>'
    assert cut.title == 0


def test_marks_inside_marks_through_a_part() -> None:
    source = Source(b'<div data-f>{% include "x.html" %}</div>', "t", True, {"x.html": b"<p data-f>{{ a }}</p>"})
    with pytest.raises(Stop) as stop:
        source.cut({"a": "x"})
    assert stop.value.problems[0].code == "template-mark"
