"""Marks beside the picture of a page: none hides another one, or letters."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.nd30.model.view import Box
from congvan.nd30.page_images import MARK_MM, margin_of, marks_of

_HEIGHT = 297.0
_tops = st.lists(st.floats(0, 290, allow_nan=False), max_size=40)


@given(_tops)
def test_no_mark_hides_another_or_letters(tops: list[float]) -> None:
    places = [(1, Box(30, top, 80, top + 5)) for top in tops]
    marks = marks_of(1, _HEIGHT, places)
    assert sorted(each.number for each in marks) == list(range(1, len(tops) + 1))
    assert all(-margin_of(marks) <= each.x - MARK_MM / 2 and each.x + MARK_MM / 2 <= 0 for each in marks)
    assert all(each.y - MARK_MM / 2 >= 0 and each.y + MARK_MM / 2 <= _HEIGHT for each in marks)
    for one, other in itertools.combinations(marks, 2):
        assert max(abs(one.x - other.x), abs(one.y - other.y)) >= MARK_MM - 1


def test_a_mark_is_as_high_as_its_words_which_have_a_frame() -> None:
    (mark,) = marks_of(2, _HEIGHT, [(1, Box(0, 0, 9, 9)), (2, Box(100, 50, 150, 56)), (2, None)])
    assert (mark.number, mark.y) == (2, 53)
    assert mark.frame == pytest.approx((99.2, 49.2, 51.6, 7.6))


def test_a_page_without_marks_has_no_margin() -> None:
    assert margin_of(marks_of(1, _HEIGHT, [(2, Box(0, 0, 9, 9))])) == 0
