"""Lines are broken here where it is certain how Pango breaks them."""

from __future__ import annotations

import pytest

from congvan.formats.pdf.lines.greedy import MARGIN, _may_break, at_spaces
from congvan.formats.pdf.lines.shaping import UseWeasyPrint, shaped_words, width
from tests.formats.pdf_grid import FACES, SIZE

WORDS = shaped_words(next(iter(FACES.values())), SIZE, "vi", True)


def test_lines_hold_as_many_words_as_fit() -> None:
    text = "một hai ba bốn năm"
    room = width(WORDS.of("một hai ba")) + 1.0
    assert at_spaces(WORDS, text, 0.0, room) == ["một hai ba", "bốn năm"]
    assert at_spaces(WORDS, text, width(WORDS.of("ba")), room) == ["một hai", "ba bốn năm"]


def test_what_just_fits_is_not_certain() -> None:
    with pytest.raises(UseWeasyPrint):
        at_spaces(WORDS, "một hai ba", 0.0, width(WORDS.of("một hai")) + MARGIN / 2)


@pytest.mark.parametrize(
    ("before", "after", "sure"),
    [
        ("Sở", "Thông", True),
        ("tin,", "“Truyền", True),
        ("của", "(Kèm", True),
        ("là", "1.000.000", True),
        ("là", "19/8/2020", False),
        ("chống", "Covid-19", False),
        ("(", "a", False),
        ("a", ")", False),
        ("a", "năm!", False),
        ("a", "x…y", False),
    ],
)
def test_only_sure_breaks(before: str, after: str, sure: bool) -> None:
    assert _may_break(before, after) is sure
