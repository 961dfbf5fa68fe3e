"""What a tag of a text can't do, before there are values."""

from __future__ import annotations

import pytest

from congvan.core.templating.environment import jinja_environment
from congvan.core.templating.misuse import items_by_number, misuse


@pytest.mark.parametrize(
    ("tag", "said", "word"),
    [
        ("{{ 1/0 }}", "merge-zero", ""),
        ("{{ a.so / 0.0 }}", "merge-zero", ""),
        ("{{ a.so % 2 }}", "merge-form.computed", ""),
        ("{{ a.so // 2 }}", "merge-form.computed", ""),
        ("{{ a.name|join(', ') }}", "filter-arguments", "join"),
        ("{{ 'a, b'|tong }}", "filter-arguments", "tong"),
        ("{{ a.name|tien }}", "filter-arguments", "tien"),
        ("{{ a.heading|ngay }}", "filter-arguments", "ngay"),
        ("{{ a.so|tien(1, 2, 3, 4) }}", "filter-arguments", "tien"),
    ],
)
def test_what_can_not_be_done(tag: str, said: str, word: str) -> None:
    found = misuse(jinja_environment(strict=True).parse(tag), tag)
    assert found is not None
    assert (found.message.id, found.word) == (said, word)


@pytest.mark.parametrize("tag", ["{{ a.so / 2 }}", "{{ members|join(', ') }}", "{{ a.so|tien }}", "{{ a.b[0] }}"])
def test_what_can_be_done(tag: str) -> None:
    assert misuse(jinja_environment(strict=True).parse(tag), tag) is None


def test_names_of_which_a_part_is_taken_by_its_number() -> None:
    tree = jinja_environment(strict=True).parse("{{ xa[0] }} {{ b['name'] }} {{ c[1:] }}")
    assert list(items_by_number(tree)) == ["xa", "c"]
