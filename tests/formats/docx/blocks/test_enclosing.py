"""Which of the values that a part prints are enclosed: it follows from its source alone."""

from __future__ import annotations

import pytest

from congvan.formats.docx.blocks.enclosing import VALUE, VALUE_END, enclose_values, without_signs

TEXT = '<w:r><w:t xml:space="preserve">%s</w:t></w:r>'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Số: {{ a }}/B", "Số: ({{ a }})/B"),
        ("{{ a }}{{ b }}", "({{ a }})({{ b }})"),
        ("{% if a < b %}{{\n a }}{% endif %}", "{% if a < b %}({{\n a }}){% endif %}"),
        ("{% set x %}{{ a }}{% endset %}{{ x|upper }}", "{% set x %}{{ a }}{% endset %}({{ x|upper }})"),
        ("{% set x = a == b %}{{ x }}", "{% set x = a == b %}({{ x }})"),
        ("{% filter upper %}{{ a }}{% endfilter %}", "({% filter upper %}{{ a }}{% endfilter %})"),
        ("{% macro m() %}{{ a }}{% endmacro %}{{ m() }}", "{% macro m() %}{{ a }}{% endmacro %}({{ m() }})"),
        (
            "{% for x in a recursive %}{{ x }}{{ loop(x) }}{% endfor %}",
            "({% for x in a recursive %}{{ x }}{{ loop(x) }}{% endfor %})",
        ),
        ("{% for x in a %}{{ x }}{% endfor %}", "{% for x in a %}({{ x }}){% endfor %}"),
        ("{# {{ a }} #}{% raw %}{{ a }}{% endraw %}{{ b }}", "{# {{ a }} #}{% raw %}{{ a }}{% endraw %}({{ b }})"),
        ("{{ docx_run['text'] }}{{ docx_block['text'] }}", "{{ docx_run['text'] }}({{ docx_block['text'] }})"),
        ("{% endfor %}{% endset %}{{ a }}", "{% endfor %}{% endset %}({{ a }})"),
    ],
)
def test_values_in_text_are_enclosed(source: str, expected: str) -> None:
    signed = TEXT % expected.replace("(", VALUE).replace(")", VALUE_END)
    for plain in ("m", "loop"):  # calls have parentheses of their own
        signed = signed.replace(f"{plain}{VALUE}{VALUE_END}", f"{plain}()").replace(
            f"{plain}{VALUE}x{VALUE_END}", f"{plain}(x)"
        )
    assert enclose_values(TEXT % source) == signed
    assert without_signs(signed) == TEXT % source


@pytest.mark.parametrize(
    "source",
    [
        '<w:ind w:left="{{ a }}"/>',
        '<w:t xml:space="{{ a }}"/>',
        "<w:p>{{ a }}</w:p>",
        "<w:t/>{{ a }}",
        "<w:instrText>{{ a }}</w:instrText>",
        f"<w:p>{{% filter upper %}}{TEXT % '{{ a }}'}{{% endfilter %}}</w:p>",
        "<w:t>{% filter upper %}</w:t><w:t>{{ a }}{% endfilter %}</w:t>",
    ],
)
def test_values_elsewhere_are_not(source: str) -> None:
    assert enclose_values(source) == source


def test_the_title_is_text_too() -> None:
    assert enclose_values("<dc:title>{{ a }}</dc:title>") == f"<dc:title>{VALUE}{{{{ a }}}}{VALUE_END}</dc:title>"
