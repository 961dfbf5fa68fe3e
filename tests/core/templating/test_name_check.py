"""Names of a template against what is declared: in every branch, in loops, with the nearest known one."""

from __future__ import annotations

from typing import Annotated, Any, NotRequired, TypedDict

import pytest

from congvan.core.problems import Place
from congvan.core.templating.declared import Meaning
from congvan.core.templating.environment import jinja_environment
from congvan.core.templating.name_check import TagSource


class Line(TypedDict):
    text: Annotated[str, Meaning("a text", "chữ")]
    bold: NotRequired[Annotated[bool, Meaning("bold", "đậm")]]


class Head(TypedDict):
    number: Annotated[str, Meaning("number", "số")]
    lines: Annotated[list[Line], Meaning("lines", "dòng")]


TYPES: dict[str, Any] = {"head": Head, "rows": list[Line], "days": dict[str, Line], "loose": dict, "title": str}


def unknown(*tags: str) -> list[tuple[str, str]]:
    source = TagSource([(tag, Place("m.docx")) for tag in tags], jinja_environment(strict=True))
    return [(str(each.message.values["name"]), each.hint) for each in source.unknown(TYPES)]


@pytest.mark.parametrize(
    "tags",
    [
        ("{{ head.number }}", "{{ head['number'] }}", "{{ title|upper }}"),
        ("{%p for r in rows %}", "{{ r.text }} {{ loop.index }}", "{%p endfor %}"),
        ("{%tr for r in head.lines|sort(attribute='text') %}", "{{ r.bold }}", "{%tr endfor %}"),
        ("{{ rows[0].text }}", "{{ (rows|first).text }}", "{{ rows[1:][0].text }}"),
        ("{{ days.x.text }}", "{{ loose.any.thing }}"),
        ("{% set n = head %}", "{{ n.number }}", "{% with k = rows %}", "{{ k[0].text }}", "{% endwith %}"),
        ("{% if nothing is defined %}", "{{ other|default('') }}", "{% endif %}"),
        ("{% cellbg title %}", "{% colspan rows|length %}", "{% vm %}", "{{p rows }}", "{{r title }}"),
        ("{% macro m(x) %}", "{{ x.y }}", "{% endmacro %}", "{{ m(title) }}", "{{ range(3) }}"),
        ("{{ head[“number”] }}",),
        ("{{ title",),
    ],
)
def test_what_is_declared_is_known(tags: tuple[str, ...]) -> None:
    assert unknown(*tags) == []


@pytest.mark.parametrize(
    ("tags", "name", "near"),
    [
        (("{{ head.nunber }}",), "head.nunber", "number"),
        (("{{ hed.number }}",), "hed", "head"),
        (("{%p if title %}", "{%p else %}", "{{ head.lnes }}", "{%p endif %}"), "head.lnes", "lines"),
        (("{%p if not title %}", "{%p elif head.nr %}", "{%p endif %}"), "head.nr", ""),
        (("{%p for r in rows %}", "{{ r.txt }}", "{%p endfor %}"), "r.txt", "text"),
        (("{{ rows[0]['bald'] }}",), "rows.0.bald", "bold"),
        (("{{ title if head.numbr else rows }}",), "head.numbr", "number"),
        (("{%p for r in rows %}", "{{ r.text }}", "{{ title title }}", "{%p endif %}", "{{ hed }}"), "hed", "head"),
        (("{% if %}", "{% else %}", "{{ hed }}"), "hed", "head"),
        (("{% set a = head.numbr %}",), "head.numbr", "number"),
    ],
)
def test_what_is_not_is_told_with_the_nearest(tags: tuple[str, ...], name: str, near: str) -> None:
    ((found, hint),) = unknown(*tags)
    assert found == name
    assert near in hint


@pytest.mark.parametrize(
    ("loop", "told"),
    [
        ("{%p for c in title %}", True),
        ("{%tr for c in head.number %}", True),
        ("{% for c in head['number'] %}", True),
        ("{% for c in title.splitlines() %}", False),
        ("{% for c in title|list %}", False),
        ("{% for c in 'abc' %}", False),
        ("{%p for c in rows %}", False),
        ("{%p for c in loose.any %}", False),
    ],
)
def test_a_loop_over_a_text_is_told_at_its_tag(loop: str, told: bool) -> None:
    tags = [("{{ title }}", Place("m", where="1")), (loop, Place("m", where="2")), ("{% endfor %}", Place("m"))]
    found = list(TagSource(tags, jinja_environment(strict=True)).unknown(TYPES))
    assert [(each.message.id, each.place.where) for each in found] == [("template-loop-text", "2")] * told


def test_a_name_is_told_at_its_own_tag() -> None:
    tags = [
        ("{{ title }}", Place("m", where="1")),
        ("{{ x }}", Place("m", where="2")),
        ("{{ y }}", Place("m", where="3")),
    ]
    source = TagSource(tags, jinja_environment(strict=True))
    assert [(each.place.where, each.message.values["tag"]) for each in source.unknown(TYPES)] == [
        ("2", "{{ x }}"),
        ("3", "{{ y }}"),
    ]


def test_paths_and_types() -> None:
    source = TagSource([("{{p rows }}", Place()), ("{{ head.number }}", Place())], jinja_environment(strict=True))
    assert source.paths == {"rows", "head.number"}
    assert source.type_of("{{p rows }}", TYPES) == list[Line]
    assert source.type_of("{{ head.number }}", TYPES) is str
    assert source.type_of("{{ z }}", TYPES) is None


def test_a_name_of_a_loop_outside_of_it_is_told_as_such() -> None:
    tags = [(tag, Place("m.docx")) for tag in ("{%p for v in rows %}", "{{ v[0] }}", "{%p endfor %}", "{{ v.ten }}")]
    found = list(TagSource(tags, jinja_environment(strict=True)).unknown(TYPES))
    assert [problem.remedy and problem.remedy.values["tag"] for problem in found] == ["{%p for v in rows %}"]
