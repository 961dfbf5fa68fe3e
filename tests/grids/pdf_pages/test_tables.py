"""In which cell of a ruled table a letter is, and where a text has no room in its own."""

from __future__ import annotations

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
