"""Which tags of a template always print a value into its running text."""

from __future__ import annotations

import pytest

from congvan.core.templating.bare_tags import bare_tags, steps_of
from congvan.core.templating.environment import jinja_environment

ENV = jinja_environment()


def found(source: str, *, markup: bool = True, **parts: str) -> list[str]:
    trees = {name: ENV.parse(text) for name, text in parts.items()}
    return [path for path, _line in bare_tags(ENV.parse(source), markup=markup, included=trees.get)]


@pytest.mark.parametrize(
    ("source", "paths"),
    [
        ("<p>{{ k.a }}, {{ k['b'] }} {{ x }}</p>", ["k.a", "k.b", "x"]),
        ("{{ k.a|hoa_dau }}{{ k.a|upper|trim }}", ["k.a", "k.a"]),
        ("{{ k.a|mac_dinh('…') }}{{ k.a|default('…') }}{{ k.anh|anh(3) }}{{ k.a|tien }}", []),
        ("{{ k.a ~ k.b }}{{ k.a or '…' }}{{ k.a if k.a }}{{ f(k.a) }}{{ k[n] }}{{ 'a' }}", []),
        ("{% if k.a %}{{ k.a }}{% elif k.b %}{{ k.b }}{% else %}{{ k.c }}{% endif %}{{ k.d }}", ["k.d"]),
        ("{% for n in ds %}{{ n.a }}{{ k.b }}{% else %}{{ k.c }}{% endfor %}{{ n.a }}", ["ds[].a", "k.b", "n.a"]),
        ("{% for n in dv.ds|theo_ten %}{% for m in n.ms %}{{ m.a }}{% endfor %}{% endfor %}", ["dv.ds[].ms[].a"]),
        ("{% for n in ds|selectattr('a') %}{{ n.a }}{{ k.b }}{% endfor %}", []),
        ("{% for n in ds if n.a %}{{ n.a }}{% endfor %}", []),
        ("{% for a, b in ds %}{{ a.x }}{% endfor %}", []),
        ("{% set n = k.xa %}{{ n.a }}{% set n = f(k) %}{{ n.a }}", ["k.xa.a"]),
        ("{% with n = k.xa %}{{ n.a }}{% endwith %}{% filter upper %}{{ k.b }}{% endfilter %}", ["k.xa.a", "k.b"]),
        ("{% macro m(n) %}{{ n.a }}{% endmacro %}{% call m(1) %}{{ k.b }}{% endcall %}", []),
        ("{% set t %}{{ k.a }}{% endset %}", []),
        ("{% block a %}{{ k.a }}{% endblock %}{% include 'part' %}{% include 'none' %}", ["k.a", "k.p"]),
        ("<table><tr><td>{{ k.a }}</td></tr></table>{{ k.b }}", ["k.b"]),
        ("<TABLE><tr><th>{{ k.a }}<td>{{ k.a }}<tr><td>{{ k.a }}</TABLE>{{ k.b }}", ["k.b"]),
        ("<table><tr><td><table><tr></tr></table>{{ k.a }}</td></tr></table><header>{{ k.b }}</header>", ["k.b"]),
        ("<table><thead></thead>{% if x %}<tr><td>1</td></tr>{% endif %}</table>{{ k.b }}", ["k.b"]),
        ("<w:tbl><w:tr><w:trPr/><w:tc><w:p>{{ k.a }}</w:p></w:tc></w:tr></w:tbl><w:p>{{ k.b }}</w:p>", ["k.b"]),
        ('<img src="{{ k.a }}"><!-- {{ k.a }} --><head><title>{{ k.a }}</title></head><p>{{ k.b }}', ["k.b"]),
    ],
)  # fmt: skip  # a table: what belongs together on a line
def test_bare_tags_of_markup(source: str, paths: list[str]) -> None:
    assert found(source, part="<p>{{ k.p }}</p>") == paths


def test_a_text_has_no_markup() -> None:
    assert found("3 < {{ k.a }} <td> {{ k.b }}", markup=False) == ["k.a", "k.b"]


def test_the_steps_of_a_path() -> None:
    assert steps_of("dv.ds[].ms[].a") == ("dv", "ds", "[]", "ms", "[]", "a")
    assert steps_of("rows[][].k.x") == ("rows", "[]", "[]", "k", "x")
