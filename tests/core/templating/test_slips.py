"""A tag written as in a spreadsheet, in Vietnamese or as a word processor corrects it, and what is to be written."""

from __future__ import annotations

import pytest

from congvan.core.messages import Message
from congvan.core.templating.filters import FILTERS
from congvan.core.templating.slips import (
    _OTHER_FILTERS,
    as_conditions_are_written,
    crossed,
    hyphenated,
    other_filter,
    other_word,
    remedy,
    unquoted,
)


@pytest.mark.parametrize(
    ("tag", "meant"),
    [
        ("{% if a = 'x = y' %}", "{% if a == 'x = y' %}"),
        ("{%p elif a <> 5 và b ≥ 2 %}", "{%p elif a != 5 and b >= 2 %}"),
        ("{%tr if a =< 5 OR b => 2 %}", "{%tr if a <= 5 or b >= 2 %}"),
        ("{%p if a then %}", "{%p if a %}"),
        ("{% if a = 5 thì %}", "{% if a == 5 %}"),
        ("{% else if a %}", "{% elif a %}"),
        ("{%p elseif a %}", "{%p elif a %}"),
        ("{%tr for v of a.viec %}", "{%tr for v in a.viec %}"),
        ("{{{ a.ten }}", "{{ a.ten }}"),
        ("{{ a.chuc vu|hoa }}", "{{ a.chuc_vu|hoa }}"),
        ("{{ a × 2 – b }}", "{{ a * 2 - b }}"),
        ("{%p if không a %}", "{%p if not a %}"),
        ("{%p if !a.b %}", "{%p if not a.b %}"),
        ("{%p if a bằng 'bằng' %}", "{%p if a == 'bằng' %}"),
        ("{%p if a lớn hơn hoặc bằng 5 và b khác 2 %}", "{%p if a >= 5 and b != 2 %}"),
        ("{%p for v a.viec %}", "{%p for v in a.viec %}"),
        ("{%p endif a.loai %}", "{%p endif %}"),
        ("{{ a.so | bang chu }}", "{{ a.so | bang_chu }}"),
        ("{{ a->ten }}", "{{ a.ten }}"),
        ("{{ {{ a.ten }}", "{{ a.ten }}"),
        ('{% if a hoặc b == "và" %}', '{% if a or b == "và" %}'),
    ],
)
def test_what_was_meant_is_told(tag: str, meant: str) -> None:
    found = remedy(tag)
    assert found is not None
    assert found.values["text"] == meant


@pytest.mark.parametrize(
    "tag",
    [
        "{% if a = %}",
        "{{ a… }}",
        "{% if a và %}",
        "{{ dv–ten }}",
        "{% frobnicate và %}",
        "{{ a.ten if b }",
        "{{ 5 a }}",
    ],
)
def test_what_nobody_can_tell_is_not_told(tag: str) -> None:
    assert remedy(tag) is None


@pytest.mark.parametrize("tag", ["{% if a == 'x %}", '{{ a|tien("đồng) }}'])
def test_a_text_that_does_not_end_is_told(tag: str) -> None:
    found = remedy(tag)
    assert found is not None
    assert found.id == "tag-text-open"


@pytest.mark.parametrize(
    "tag", ["{% if a == 1 and b != 2 or not c >= 3 %}", "{% set x = 1 %}", "{{ f(a=1)|join(' và ') }}"]
)
def test_a_tag_that_is_right_stays_as_it_is(tag: str) -> None:
    assert as_conditions_are_written(tag) == tag


@pytest.mark.parametrize(
    ("tag", "right"),
    [
        ("{% if a == Sở %}", "'Sở'"),
        ("{%p if a !=Sở and b %}", "'Sở'"),
        ("{% if Sở == a %}", ""),
        ("{% if a == 'Sở' %}", ""),
        ("{% if a == Sở.x %}", ""),
    ],
)
def test_a_text_without_quotes_is_told(tag: str, right: str) -> None:
    found = unquoted("Sở", tag)
    assert ("" if found is None else found.values["right"]) == right


def test_an_empty_tag_is_told() -> None:
    assert remedy("{{ }}") == Message("tag-empty.hint")


@pytest.mark.parametrize(
    ("name", "tag", "right"),
    [
        ("vu", "{{ a.chuc-vu|hoa }}", "{{ a.chuc_vu|hoa }}"),
        ("hai", "{{ a.so-lan-hai }}", "{{ a.so_lan_hai }}"),
        ("vu", "{{ a.chuc - vu }}", ""),
        ("vu", "{{ 'chuc-vu' }}", ""),
        ("", "{{ a-b }}", ""),
    ],
)
def test_a_name_with_a_hyphen_is_told(name: str, tag: str, right: str) -> None:
    found = hyphenated(name, tag)
    assert ("" if found is None else found.values["text"]) == right


def test_words_of_other_programs_are_told() -> None:
    found = other_word("row", "{%row for v in a %}")
    assert found is not None
    assert found.values["text"] == "{%tr for v in a %}"
    assert other_word("hết", "{% hết %}") is None
    for written, meant in (
        ("{%p hết nếu %}", "{%p endif %}"),
        ("{%p hết lặp %}", "{%p endfor %}"),
        ("{%p với mỗi v trong a.viec %}", "{%p for v in a.viec %}"),
        ('{%p nếu a bằng "và" %}', '{%p if a == "và" %}'),
    ):
        found = other_word(written.split()[1], written)
        assert found is not None
        assert found.values["text"] == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [("{{ a.ten %} rồi", "{{ a.ten }}"), ("{% a.ten }}", "{{ a.ten }}"), ("{% if a }}", "{% if a %}"), ("{{ a", "")],
)
def test_a_tag_closed_as_one_of_another_kind(written: str, meant: str) -> None:
    found = crossed(written)
    assert (found.values["text"] if found else "") == meant


def test_a_filter_of_another_program_has_one_that_does_the_same() -> None:
    found = other_filter("strftime")
    assert found is not None
    assert found.values["found"] == "ngay"
    assert other_filter("lạ") is None
    assert {*_OTHER_FILTERS.values()} <= FILTERS.keys()
