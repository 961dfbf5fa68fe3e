"""What an expression may grow to, and how deep a template may be."""

from __future__ import annotations

import pytest
from jinja2 import TemplateSyntaxError

from congvan.core.messages import Message
from congvan.core.templating import growth
from congvan.core.templating.environment import jinja_environment
from congvan.core.templating.growth import MAX_LENGTH, MAX_TEXT

BIG = "1000000000"
GROWING = [
    f"'{{:{BIG}}}'.format(1)",
    "'{:{w}}'.format(1, w=100)",
    "('{:9999}' * 101).format(*[1] * 101)",
    "'{a:100000}'.format_map({'a': 1})",
    f"'x'.ljust({BIG})",
    f"'x'.rjust({BIG})",
    f"'x'.center({BIG})",
    f"'x'.zfill({BIG})",
    f"'\\t'.expandtabs({BIG})",
    f"'x'|center({BIG})",
    f"'x'|indent({BIG})",
    f"'x'|wordwrap({BIG})",
    f"[1]|batch({BIG}, 'x')|list",
    f"[1]|slice({BIG})|list",
    f"1|round({BIG})",
    f"[1] * {BIG}",
    "'aaaaaaaaaaa'.replace('a', 'b' * 100000)",
    "'aaaaaaaaaaa'|replace('a', 'b' * 100000)",
    "'aaaaaaaaaaa'.translate({97: 'b' * 100000})",
    "('a' * 900000).join(['b'] * 3)",
    "['a' * 900000, 'b' * 900000]|join",
    "('a' * 900000) ~ ('b' * 900000)",
    "long + long",
]
DEEP = [
    "(" * 3000 + "1" + ")" * 3000,
    "-" * 20000 + "1",
    "1" + "+1" * 30000,
    "x" + "|upper" * 3000,
    "x" + " and x" * 3000,
    "1 if x else " * 2000 + "2",
]


@pytest.mark.parametrize("expression", GROWING)
def test_an_expression_that_grows_too_much_is_refused_before_it_is_made(expression: str) -> None:
    template = jinja_environment().from_string(f"{{{{ {expression} }}}}")
    with pytest.raises(ValueError, match=r".+") as caught:
        template.render(long="a" * 900_000)
    assert caught.value.args[0] == Message("template-growth", most=MAX_LENGTH)


def test_what_a_template_asks_for_within_reason_is_made() -> None:
    template = jinja_environment().from_string(
        "{{ '{:>8,.1f}'.format(1234.5) }}|{{ 'a'.ljust(3) }}|{{ 'a'|center(3) }}|{{ 'aa'.replace('a', 'bc') }}|"
        "{{ '{{{}}}'.format(1) }}|{{ ['a', 'b']|join(', ') }}|{{ 'a\tb'.expandtabs() }}|"
        "{{ [1, 2, 3]|batch(2)|list|length }}"
    )
    assert template.render() == " 1,234.5|a  | a |bcbc|{1}|a, b|a       b|2"


@pytest.mark.parametrize("text", ["{{ a.encode() }}", "{{ a.encode }}"])
def test_a_text_has_no_bytes(text: str) -> None:
    with pytest.raises(Exception, match="unsafe"):
        jinja_environment().from_string(text).render(a="x")


def test_doubling_numbers_and_blocks_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "MAX_TEXT", 1000)
    for doubled, most in (("{% set a = a * a %}", MAX_LENGTH), ("{% set a %}{{ a }}{{ a }}{% endset %}", 1000)):
        with pytest.raises(ValueError, match=r".+") as caught:
            jinja_environment().from_string("{% set a = 10 %}" + doubled * 20 + "{{ a }}").render()
        assert caught.value.args[0] == Message("template-growth", most=most)
    assert MAX_TEXT > 1000


@pytest.mark.parametrize("expression", DEEP)
def test_a_deep_expression_is_refused_with_its_line(expression: str) -> None:
    with pytest.raises(TemplateSyntaxError) as caught:
        jinja_environment().from_string(f"a\n{{{{ {expression} }}}}")
    assert (caught.value.args[0], caught.value.lineno) == (Message("template-deep"), 2)


@pytest.mark.parametrize(
    ("begin", "end", "many"), [("{% if x %}", "{% endif %}", 900), ("{% if x %}", "{% endif %}", 99)]
)
def test_deep_conditions_and_loops_are_refused(begin: str, end: str, many: int) -> None:
    with pytest.raises(TemplateSyntaxError) as caught:
        jinja_environment().from_string(begin * many + end * many)
    assert caught.value.args[0] == Message("template-deep")
    with pytest.raises(TemplateSyntaxError):
        jinja_environment().from_string("{% for a in x %}" * 25 + "{% endfor %}" * 25)


def test_what_people_write_is_not_deep() -> None:
    conditions = "{% if a %}" * 10 + "{% for b in c %}" * 8 + "{{ a + 1 - 2 * (3 + (4 - 5)) }}" + "{% endfor %}" * 8
    choices = "{% if a %}" + "{% elif b %}" * 300 + "{% endif %}"
    assert jinja_environment().from_string(conditions + "{% endif %}" * 10 + choices).render(a=1, c=[]) == ""
