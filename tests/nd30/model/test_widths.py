"""The lines that a paragraph of a Word file prints, by the metrics of Times New Roman alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.nd30.model.view import Paragraph, StyledRun, TextLine
from congvan.nd30.model.widths import printed_centre, printed_widths, text_width

WORD = text_width((StyledRun("chữ", size=14),))
BLANK = text_width((StyledRun(" ", size=14),))


def words(count: int, room: float, align: str = "left", first: float = 0.0, left: float = 0.0) -> Paragraph:
    """Words of one width in a column that begins at 30 mm."""
    line = TextLine((StyledRun(" ".join(["chữ"] * count), size=14),))
    return Paragraph((line,), align=align, column=(30.0, 30.0 + room), first=first, left=left)


@pytest.mark.parametrize(
    ("count", "room", "lines"), [(3, 100.0, [3]), (5, 2 * WORD + BLANK + 0.1, [2, 2, 1]), (2, 0.5 * WORD + 5, [1, 1])]
)
def test_words_wrap_where_they_no_longer_fit(count: int, room: float, lines: list[int]) -> None:
    wanted = [n * WORD + (n - 1) * BLANK for n in lines]
    assert printed_widths(words(count, room)) == pytest.approx(wanted)


def test_blanks_before_and_after_the_words_take_no_room() -> None:
    line = TextLine((StyledRun("   chữ", size=14), StyledRun(" chữ  ", size=14), StyledRun("\t", size=14)))
    assert printed_widths(Paragraph((line,), column=(30.0, 190.0))) == pytest.approx([2 * WORD + BLANK])


def test_a_word_in_two_styles_is_one() -> None:
    line = TextLine((StyledRun("ch", size=14), StyledRun("ữ chữ", size=14)))
    assert printed_widths(Paragraph((line,), column=(30.0, 30.0 + WORD + 5.01))) == pytest.approx([WORD, WORD])


@given(st.lists(st.integers(1, 12), min_size=1, max_size=20), st.floats(6, 160))
def test_no_line_is_wider_than_the_column_but_a_word(lengths: list[int], room: float) -> None:
    pieces = ["a" * n for n in lengths]
    line = TextLine((StyledRun(" ".join(pieces), size=14),))
    widest = max(text_width((StyledRun(piece, size=14),)) for piece in pieces)
    assert all(width <= max(room, widest) + 1e-6 for width in printed_widths(Paragraph((line,), column=(0.0, room))))


def test_where_the_middle_of_a_line_is_printed() -> None:
    assert printed_centre(words(1, 80, "centre")) == pytest.approx(70)
    assert printed_centre(words(1, 80, "centre", first=10.0)) == pytest.approx(75)
    assert printed_centre(words(1, 80, "right")) == pytest.approx(110 - WORD / 2)
    for align in ("left", "justify"):
        assert printed_centre(words(1, 80, align, first=12.0, left=2.0)) == pytest.approx(40 + WORD / 2)
    assert printed_centre(words(1, 80, "")) is None
    assert printed_centre(words(30, 80)) is None
    assert printed_centre(words(30, 80, "centre")) == pytest.approx(70)
    assert printed_centre(Paragraph((TextLine((StyledRun("chữ"),)),), align="left")) is None
