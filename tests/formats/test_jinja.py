"""The one Jinja environment: closed when strict, and the names that a template reads."""

import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError, TemplateError

from congvan.formats import jinja


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("{{ a.b.c }}", {"a.b.c"}),
        ("{{ a['b'] }}{{ a.d }}", {"a.b", "a.d"}),
        ("{% for r in rows %}{{ r.x }}{{ loop.index }}{% endfor %}", {"rows"}),
        ("{{ a }}{{ a.b }}", {"a", "a.b"}),
        ("{{ a[b] }}", {"a", "b"}),
        ("{% set c = 1 %}{{ c }}{{ d|upper }}", {"d"}),
        ("{{ a.b[0] }}", {"a.b"}),
        ("plain", set()),
    ],
)
def test_names_are_the_dotted_paths_read(source: str, names: set[str]) -> None:
    env = jinja.environment()
    assert jinja.names(env.parse(source)) == names


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("{{ x.__class__.__mro__ }}", SecurityError),
        ("{{ nothing }}", UndefinedError),
        ("{{ cycler }}", UndefinedError),
        ("{{ n }}", ValueError),
        ("{{ 'a' * 10000000 }}", SecurityError),
        ("{{ 10000000 * [1] }}", SecurityError),
        ("{{ 2 ** 3 }}", SecurityError),
        ("{{ '%s' % x }}", SecurityError),
        ("{% for i in range(1000000000) %}{% endfor %}", OverflowError),
        ("{{ x|attr('y') }}", TemplateError),
        ("{{ l.append(1) }}", SecurityError),
    ],
)
def test_strict_is_closed(source: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        jinja.environment().from_string(source).render(x="x", l=[], n=None)


def test_strict_escapes_and_counts() -> None:
    assert jinja.environment().from_string("{{ x }}{{ 2 * 3 }}{{ 7 % 4 }}{{ 'ab' * 2 }}").render(x="<") == "&lt;63abab"


def test_foreign_prints_undefined_as_nothing_and_lets_lists_grow() -> None:
    env = jinja.environment(strict=False)
    assert env.from_string("{{ nothing }}{{ l.append(1) or '' }}{{ l|length }}{{ n }}").render(l=[], n=None) == "1None"
    with pytest.raises(SecurityError):
        env.from_string("{{ x.__class__.__mro__ }}").render(x="x")
