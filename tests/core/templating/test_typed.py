"""A tag is read as it was meant: straight quotes around its texts, plain spaces, nothing invisible."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from congvan.core.templating.typed import as_meant, grouped_number


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("{{ a|d(“x”) }}", '{{ a|d("x") }}'),
        ("{{ a[‘x’] }}", "{{ a['x'] }}"),
        ("{{ a[’x‘] }}", "{{ a['x'] }}"),
        ("{{ a|d('“x”') }}", "{{ a|d('\\u201cx\\u201d') }}"),
        ("{{ “Điều ‘1’” }}", '{{ "Điều \\u20181\\u2019" }}'),
        ("{%p\u00a0if\u2009a %}", "{%p if a %}"),
        ("{{ a\u200b.b\u00ad }}", "{{ a.b }}"),
        ("{{ 'a\u00a0b' }}", "{{ 'a\u00a0b' }}"),
        ("{{ 'it\\'s “so”' }}", "{{ 'it\\'s \\u201cso\\u201d' }}"),
        ("{{ a|d(“x) }}", "{{ a|d(“x) }}"),
        ("{{ a.b }}", "{{ a.b }}"),
    ],
)
def test_what_was_meant(written: str, meant: str) -> None:
    assert as_meant(written) == meant


@pytest.mark.parametrize(
    ("tag", "number"),
    [
        ("{% if a > 1.500.000 %}", "1.500.000"),
        ("{{ a * 1.500 }}", "1.500"),
        ("{{ '1.500'|tien }}", ""),
        ('{{ a|d("1.500") }}', ""),
        ("{{ 0.125 * a }}", ""),
        ("{{ (a * 56.693)|round|int }}", ""),
        ("{{ 1.5 * a[1] }}", ""),
    ],
)
def test_numbers_with_points_between_groups_are_found(tag: str, number: str) -> None:
    assert grouped_number(tag) == number


@given(st.text(st.sampled_from("ab “”‘’\u00a0é.,"), max_size=12), st.sampled_from(["“%”", "‘%’", '"%"', "'%'"]))
def test_a_text_in_a_tag_keeps_its_characters(text: str, quotes: str) -> None:
    if not set(text) & set("“”‘’") or quotes[0] in "\"'":
        tag = "{{ " + quotes.replace("%", text) + " }}"
        assert Environment().from_string(as_meant(tag)).render() == text
