"""The letters of a page: their lines, what is between them, and where a cut one belongs."""

from __future__ import annotations

import pypdfium2

from congvan.grids.pdf_pages.letters import CutBox, Letter, letters_of, lines_of, text_of
from tests.grids.test_pdf import drawn


def test_letters_of_a_page_are_lines_with_their_spaces() -> None:
    page = pypdfium2.PdfDocument(drawn(above="1 0 0 1 50 760 Tm (Xa, phuong: Mau A) Tj 1 g 1 0 0 1 50 780 Tm (An) Tj"))[
        0
    ]
    letters = list(letters_of(page))
    assert [text_of(line) for line in lines_of(letters)][:2] == ["An", "Xa, phuong: Mau A"]
    unseen = "".join(letter.text for letter in letters if letter.unseen)
    assert unseen.startswith("An")
    assert "phuong" not in unseen


def test_a_letter_that_is_cut_is_where_its_cell_is() -> None:
    box = CutBox(100, 100, 200, 120)
    assert Letter("a", 90, 125, 96, 137, box).place == (101, 119)
    assert Letter("a", 150, 105, 156, 117, box).place == (153, 111)
    assert Letter("a", 90, 125, 96, 137).place == (93, 131)
