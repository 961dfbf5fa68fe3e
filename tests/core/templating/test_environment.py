"""The one Jinja environment: closed when strict, and the names that a template reads."""

import pytest
from jinja2 import UndefinedError, nodes
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from congvan.core.messages import Message
from congvan.core.templating.environment import (
    all_nodes,
    compiled_with_paths,
    context_paths,
    jinja_environment,
    outputs,
)


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("{{ a.b.c }}", {"a.b.c"}),
        ("{{ a['b'] }}{{ a.d }}", {"a.b", "a.d"}),
        ("{% for r in rows %}{{ r.x }}{{ loop.index }}{% endfor %}", {"rows"}),
        ("{{ a }}{{ a.b }}", {"a", "a.b"}),
        ("{{ a[b] }}", {"a", "b"}),
        ("{% set c = 1 %}{{ c }}{{ d|upper }}", {"d"}),
        ("{{ a.b[0] }}", {"a.b"}),
        ("{{ a[b].c }}", {"a", "b"}),
        ("{{ a[b]['c'] }}", {"a", "b"}),
        ("plain", set()),
    ],
)
def test_names_are_the_dotted_paths_read(source: str, read: set[str]) -> None:
    env = jinja_environment()
    assert context_paths(env.parse(source)) == read
    generator = env.code_generator_class
    assert compiled_with_paths(env, env.parse(source), "part", "<part>")[1] == read
    assert env.code_generator_class is generator


@pytest.mark.parametrize(
    ("over", "shown"),
    [
        ("rows", "a.b."),
        ("'xy'", "x.y."),
        ("text.splitlines()", "dòng một.dòng hai."),
        ("(text.split(' ') if rows else text)", "dòng.một\ndòng.hai."),
        ("text[:2]|list", "d.ò."),
        ("nothing", ""),
        ("text", None),
        ("text[:4]", None),
        ("text|upper", None),
    ],
)
@pytest.mark.parametrize(
    "loop", ["{% for c in OVER %}{{ c }}.{% endfor %}", "{% for c in OVER %}{{ loop.index and c }}.{% endfor %}"]
)
def test_a_loop_refuses_a_text_but_not_its_parts(loop: str, over: str, shown: str | None) -> None:
    template = jinja_environment().from_string(loop.replace("OVER", over))
    values = {"rows": ["a", "b"], "text": "dòng một\ndòng hai", "nothing": ""}
    if shown is None:
        with pytest.raises(ValueError, match="letter by letter"):
            template.render(values)
    else:
        assert template.render(values) == shown


def test_a_loop_of_a_foreign_template_takes_letters_as_docxtpl_does() -> None:
    assert jinja_environment(strict=False).from_string("{% for c in t %}{{ c }}.{% endfor %}").render(t="xy") == "x.y."


TOO_LONG = str(Message("template-growth", most=1_000_000))
NO_TEXT = "the value is a list or a mapping, not a text"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ n }}", "the value is missing (None)"),
        ("{{ l }}", NO_TEXT),
        ("{{ d }}", NO_TEXT),
        ("{{ t }}", NO_TEXT),
        ("{{ none }}", "the value is missing (None)"),
        ("{{ ['a'] }}", NO_TEXT),
        ("{{ 'logo.png'|anh(30) }}", NO_TEXT),
        ("{{ 'a' * 1000001 }}", TOO_LONG),
        ("{{ 500001 * 'ab' }}", TOO_LONG),
        ("{{ 2 ** 3 }}", "powers are not allowed in a template"),
        ("{{ '%s' % x }}", "formatting by % is not allowed in a template"),
    ],
)
def test_why_a_strict_template_is_refused(source: str, said: str) -> None:
    with pytest.raises((ValueError, SecurityError)) as caught:
        jinja_environment().from_string(source).render(x="x", l=[], d={}, t=(1,), n=None)
    assert str(caught.value) == said


def test_outputs_are_those_that_a_walk_over_all_finds() -> None:
    tree = jinja_environment().parse(
        "a{{ b }}{% for c in d if c.e %}{{ c }}{% else %}f{% endfor %}{% if g %}{{ h }}{% elif i %}{{ j }}{% else %}k"
        "{% endif %}{% macro l(m=1) %}{{ m }}{% endmacro %}{% call l() %}n{% endcall %}{% set o %}p{{ q }}{% endset %}"
        "{% with r = 1 %}{{ r if s else t }}{% endwith %}{% filter upper %}u{% endfilter %}{% block v %}w{% endblock %}"
    )
    found = [*outputs(tree)]
    assert found == [*tree.find_all(nodes.Output)]
    assert len(found) == 12


@pytest.mark.parametrize("name", ["cycler", "joiner", "lipsum", "namespace"])
def test_a_strict_template_has_no_helpers(name: str) -> None:
    assert name in jinja_environment(strict=False).globals
    assert name not in jinja_environment().globals
    assert "range" in jinja_environment().globals


@pytest.mark.parametrize("name", ["attr", "pprint", "xmlattr", "urlize", "tojson", "random", "format"])
def test_a_strict_template_has_no_filter_that_opens_it(name: str) -> None:
    assert name in jinja_environment(strict=False).filters
    assert name not in jinja_environment().filters
    assert "upper" in jinja_environment().filters


def test_what_is_just_allowed() -> None:
    env = jinja_environment()
    assert len(env.from_string("{{ 'a' * 1000000 }}").render()) == 1_000_000
    assert env.from_string("{{ 0 }}{{ '' }}{{ false }}").render() == "0False"


@pytest.mark.parametrize(("escape", "shown"), [(True, "&lt;"), (False, "<")])
def test_text_is_escaped_where_it_is_asked_for(escape: bool, shown: str) -> None:
    for strict in (True, False):
        assert jinja_environment(strict=strict, autoescape=escape).from_string("{{ x }}").render(x="<") == shown


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("{{ x.__class__.__mro__ }}", SecurityError),
        ("{{ nothing }}", UndefinedError),
        ("{{ cycler }}", UndefinedError),
        ("{{ n }}", ValueError),
        ("{{ 'a' * 10000000 }}", ValueError),
        ("{{ 10000000 * [1] }}", ValueError),
        ("{{ 2 ** 3 }}", SecurityError),
        ("{{ '%s' % x }}", SecurityError),
        ("{% for i in range(1000000000) %}{% endfor %}", OverflowError),
        ("{{ x|attr('y') }}", TemplateError),
        ("{{ l.append(1) }}", SecurityError),
    ],
)
def test_strict_is_closed(source: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        jinja_environment().from_string(source).render(x="x", l=[], n=None)


def test_strict_escapes_and_counts() -> None:
    assert jinja_environment().from_string("{{ x }}{{ 2 * 3 }}{{ 7 % 4 }}{{ 'ab' * 2 }}").render(x="<") == "&lt;63abab"


def test_foreign_prints_undefined_as_nothing_and_lets_lists_grow() -> None:
    env = jinja_environment(strict=False)
    assert env.from_string("{{ nothing }}{{ l.append(1) or '' }}{{ l|length }}{{ n }}").render(l=[], n=None) == "1None"
    with pytest.raises(SecurityError):
        env.from_string("{{ x.__class__.__mro__ }}").render(x="x")


@pytest.mark.parametrize(
    "source",
    ["{{ r.x }}", "{{ r.items }}", "{{ r.nothing }}", "{{ r.__class__ }}", "{{ r.x.y }}", "{{ r.keys() | list }}"],
)
@pytest.mark.parametrize("strict", [True, False])
def test_names_of_a_record_mean_what_they_mean_in_jinjas_sandbox(source: str, strict: bool) -> None:
    shown = []
    env = jinja_environment(strict=strict)
    for each in (env, env.overlay()):
        if each is not env:
            each.getattr = SandboxedEnvironment.getattr.__get__(each)
        try:
            shown.append(each.from_string(source).render(r={"x": "1", "items": "2"}).partition(" at 0x")[0])
        except (TemplateError, ValueError) as error:
            shown.append(str(error))
    assert shown[0] == shown[1]


def test_the_numbers_of_a_loop() -> None:
    source = (
        "{% for x in 'ab' %}{{ loop.index }}{{ loop.first }}{{ loop.revindex0 }}{{ loop.cycle('p', 'q') }} {% endfor %}"
    )
    assert jinja_environment().from_string(source).render() == "1True1p 2False0q "


def test_a_condition_with_a_decimal_comma_is_refused() -> None:
    for tag in ("{% if a > 1,5 %}x{% endif %}", "{% if a %}{% elif a > 1,5 %}x{% endif %}"):
        with pytest.raises(TemplateError, match=r"1\.5, not 1,5"):
            jinja_environment().parse(tag)
    assert jinja_environment().parse("{% if a in (1, 5) %}{{ a|anh(30, 40) }}{% endif %}")


def test_all_nodes_come_before_what_they_hold():
    source = "{% for a in b.c %}{{ a[1]|default(d, e=f) }}{% if g %}{{ h }}{% elif i > 1 %}{% endif %}{% endfor %}"
    tree = jinja_environment().parse(source)
    found = list(map(id, all_nodes(tree)))
    assert sorted(found) == sorted([id(tree), *map(id, tree.find_all(nodes.Node))])
    for node in all_nodes(tree):
        assert all(found.index(id(node)) < found.index(id(child)) for child in node.iter_child_nodes())
