"""Words in a text box over a page are of no component; those below it, in a table or of a component are read."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.nd30.model.view import Box, DrawnFrame, PageGeometry, StyledRun
from congvan.nd30.pdf.page import PageContents, PlacedRun, Shape
from congvan.nd30.pdf.reader import read_pdf
from congvan.nd30.pdf.shapes import MOST_SHAPES, take_shapes
from tests.nd30 import letters
from tests.nd30.as_pdf import to_pdf
from tests.nd30.pdf_files import broken, edited, font

BOX = Box(30, 40, 60, 52)


def contents(*texts: str, below: tuple[Box, ...] = (), **more: Any) -> PageContents:
    runs = [PlacedRun(StyledRun(text), Box(32, 42, 50, 46), 45.0) for text in texts]
    page = PageContents(PageGeometry(1, 210, 297), runs, [], [], [], shapes=[Shape(BOX, below)])
    for name, value in more.items():
        getattr(page, name).extend(value)
    return page


@pytest.mark.parametrize(
    ("page", "taken"),
    [
        (contents("BẢN SỐ 2"), True),
        (contents("DỰ THẢO", "ngày 01/6"), True),
        (contents("MẬT"), False),
        (contents("HỎA TỐC"), False),
        (contents("KT. GIÁM ĐỐC"), False),
        (contents("Cộng", below=(Box(31, 42, 58, 46),)), False),  # drawn before the box
        (contents("Cộng", below=(Box(31, 47, 58, 51),)), True),
        (contents("Cộng", upright=[(60.0, 40.0, 52.0)]), False),  # a table
        (contents("Cộng", frames=[DrawnFrame(1, Box(60, 40, 90, 52))]), False),
        (contents("Cộng", frames=[DrawnFrame(1, BOX)]), True),  # the box itself
        (contents("Cộng", shapes=[Shape(Box(90, 60 + n, 99, 60 + n), ()) for n in range(MOST_SHAPES)]), False),
    ],
)
def test_what_is_in_a_box_is_taken_unless_it_is_of_the_text(page: PageContents, taken: bool) -> None:
    runs = list(page.runs)
    assert take_shapes(page) == (runs if taken else [])
    assert page.runs == ([] if taken else runs)


def boxed(page: Any) -> None:
    """A box over the left part of the head, white with a black outline, and words in it."""
    name = font(page, "Helvetica-Bold")
    page.contents_add(b"q", prepend=True)
    drawn = b"Q q 1 1 1 rg 0 0 0 RG 0.5 w 75 690 80 40 re B 0 0 0 rg BT "
    page.contents_add(drawn + f"{name} ".encode() + b"14 Tf 84 706 Td (BAN SO 2) Tj ET Q")


def test_a_box_over_the_head_changes_no_finding() -> None:
    plain = to_pdf(letters.dispatch())
    with_box = edited(plain, boxed)
    assert [p.text for p in read_pdf(with_box).paragraphs if p.region == "shape"][:1] == ["BAN SO 2"]
    assert broken(with_box) - {"FONT-FACE"} == broken(plain)
