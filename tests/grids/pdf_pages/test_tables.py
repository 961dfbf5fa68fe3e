"""In which cell of a ruled table a letter is, and where a text has no room in its own."""

from __future__ import annotations

import pytest

from congvan.grids import pdf
from congvan.grids.grid import Grid
from tests.grids.test_pdf import bound, drawn

HEAD = ["TT", "Noi dung", "Ghi chu"]


def read_grid(rows: list[list[str]], more: str) -> Grid:
    """The table of a page with more text than its cells hold."""
    read = pdf.read(drawn([HEAD, *rows], more=more), "a.pdf")
    assert read is not None
    return read.grids[0]


def kinds(grid: Grid, column: int) -> list[tuple[str, str]]:
    """The texts of a column, and what they are."""
    return [(line.cells[column].text, line.cells[column].kind) for line in grid.lines if column in line.cells]


def lines(*texts: str, top: float, left: float = 173) -> str:
    """Texts one under another, as close as the lines of one text."""
    return " ".join(f"1 0 0 1 {left} {top - 12.72 * n} Tm ({text}) Tj" for n, text in enumerate(texts))


def test_a_text_that_is_printed_over_other_cells_is_known() -> None:
    """Rows are 20 points high, and the text has four lines of 12.7: it goes over the row above, which keeps its own."""
    grid = read_grid([["1", "mot", ""], ["2", "", ""], ["3", "", ""]], lines("a", "b", "c", "d", top=667))
    assert kinds(grid, 2)[:2] == [("Noi dung", "text"), ("mot", "overlaid")]
    assert {kind for _text, kind in kinds(grid, 2)[2:]} == {"overlaid"}


def test_a_line_that_crosses_the_border_of_its_cell_tells_that_others_are_not_printed() -> None:
    assert kinds(read_grid([["1", "", ""]], lines("a", "b", top=674)), 2)[1] == ("a b", "overlaid")
    assert kinds(read_grid([["1", "", ""]], lines("a", top=665)), 2)[1] == ("a", "text")


def test_rows_of_a_page_that_was_scaled_down_stay_rows() -> None:
    """A sheet that was made to fit on one page: rows 2.4 points high, letters of 1.3 points."""
    rows = [HEAD, ["1", "An", "12"], ["2", "Binh", "7"]]
    small = bound(drawn(rows, scale=0.12))
    read = pdf.read(small, "a.pdf")
    assert read is not None
    assert [[cell.text for cell in line.cells.values()] for line in read.grids[0].lines] == rows


@pytest.mark.parametrize(("down", "kind"), [(0.0, "overlaid"), (0.3, "text")])
def test_a_text_that_fills_its_cell_to_both_borders_may_go_on_outside(down: float, kind: str) -> None:
    """Three lines of 7 points in a row of 20, with a filled last one: lines that are all outside are not printed."""
    small = (f"1 0 0 1 173 {674.33 - (6.49 - down) * n - down} Tm ({'mot hai ' * 5}) Tj" for n in range(3))
    more = f"1 0 0 1 50 600 Tm ({'Ghi chu ' * 20}) Tj /F1 6 Tf {' '.join(small)}"
    assert kinds(read_grid([["1", "", ""]], more), 2)[1][1] == kind


FILLED = "Mot hai ba bon nam sau"


@pytest.mark.parametrize(
    ("said", "top", "kind"),
    [
        (("Ghi chu dai", "cua mot dong nua"), 677.7, "text"),  # the last line at the foot of its cell, one above
        (("ghi chu dai", "cua mot dong nua"), 677.7, "overlaid"),  # in small letters, as what goes on does
        (("Ghi chu dai", "va"), 677.7, "overlaid"),  # a short last line
        (("Ghi chu dai", "cua mot", "va"), 678.0, "text"),  # as far outside above as below: in the middle
        (("Ghi chu dai", "cua mot dong nua"), 667.0, "text"),  # the first line at the top of its cell, one below
        (("Ghi chu dai", FILLED), 667.0, "overlaid"),
        (("Ghi chu dai", FILLED), 677.7, "text"),
        (("ghi chu",), 665.0, "text"),
    ],
)
def test_a_text_that_is_cut_at_its_cell_may_lack_lines_outside(said: tuple[str, ...], top: float, kind: str) -> None:
    """As spreadsheets print what has no room in a row of 20 points: cut at its cell, with lines left out or not."""
    more = f"ET q 170 660 120 20 re W n BT /F1 11 Tf {lines(*said, top=top)} ET Q BT"
    assert kinds(read_grid([["1", "", ""]], more), 2)[1] == (" ".join(said), kind)
