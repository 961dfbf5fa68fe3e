"""Tags in a text, and halves of them."""

from __future__ import annotations

import pytest

from congvan.core.templating.tags import (
    CURLY_QUOTE,
    LIVE_TAG,
    TAG,
    almost,
    lost_brace,
    straighten_quotes,
    stray_marks,
    wide_tag,
)


def test_tags_are_values_statements_and_comments() -> None:
    text = "a {{ b }} {% if c\n%} {# d #} }"
    assert TAG.findall(text) == ["{{ b }}", "{% if c\n%}", "{# d #}"]
    assert LIVE_TAG.findall(text) == ["{{ b }}", "{% if c\n%}"]


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("{{ a }}", []),
        ("{{ a }", ["{{"]),
        ("a }} {% b", ["}}", "{%"]),
        ("{# a", ["{#"]),
        ("{{{ a }}{", []),
        ("{{{ a }}}", []),
    ],
)
def test_what_is_left_of_a_tag_beside_the_whole_ones(text: str, halves: list[str]) -> None:
    """A brace on each side of a tag is no half of another."""
    assert stray_marks(text) == halves


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a {{ b.c } d", ("{{ b.c }", 2, "{{ b.c }}")),
        ("a {{ b.c", ("{{ b.c", 2, "{{ b.c }}")),
        ("a { b.c }} d", ("{ b.c }}", 2, "{{ b.c }}")),
        ("a b.c }} d", ("b.c }}", 2, "{{ b.c }}")),
        ("{{ x }} a { b|hoa } d", ("{ b|hoa }", 10, "{{ b|hoa }}")),
        ("«Ten» a", ("«Ten»", 0, "{{ Ten }}")),
        ("«Họ_và_tên» a", ("«Họ_và_tên»", 0, "{{ ho_va_ten }}")),
        ("a {{ b }} {x} «Quy chế» {@b} {#b} } {", None),
        ("a", None),
    ],
)
def test_a_place_to_fill_in_without_all_its_braces_is_found(text: str, found: tuple[str, int, str] | None) -> None:
    assert lost_brace(text, {"b"}) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Số ｛｛ a.b ｝｝ và", ("｛｛ a.b ｝｝", 3, "{{ a.b }}")),
        ("{{ x }}{％ if a %｝", ("{％ if a %｝", 7, "{% if a %}")),
        ("{{ a %} ｛x｝ 5％", None),
        ("{{ '｛｛ a ｝｝' }}", None),
    ],
)
def test_a_tag_in_full_width_braces_is_found(text: str, found: tuple[str, int, str] | None) -> None:
    assert wide_tag(text) == found


def test_curly_quotes_are_made_straight() -> None:
    assert straighten_quotes("{{ “a”|f(‘b’) }}") == """{{ "a"|f('b') }}"""
    assert all(CURLY_QUOTE.search(mark) for mark in "“”‘’«»„‚")
    assert not CURLY_QUOTE.search(straighten_quotes("“”‘’"))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Kính gửi {ten}", "{{ ten }}"),
        ("{p than}", "{{p than }}"),
        ("«Ten_don_vi»", "{{ Ten_don_vi }}"),
        ("<<Tên>>", "{{ Tên }}"),
        ("<‹Tên›>", "{{ Tên }}"),
        ("«Đơn_vị»", "{{ don_vi }}"),
        ("«Họ và tên»", "{{ ho_va_ten }}"),
        ("“Hội”", None),  # a word in quotes
        ("1 << 2 >> 3 {a b}", None),
    ],
)
def test_a_place_that_would_be_printed_as_it_is_is_found(text: str, meant: str | None) -> None:
    assert (found.meant if (found := almost(text)) else None) == meant
