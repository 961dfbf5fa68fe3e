"""Tables of a PDF by their ruled lines."""

from __future__ import annotations

import io

import pikepdf
import pytest

from congvan.core.opc.xml_stream import Unreadable
from congvan.grids import pdf
from congvan.grids.cell_lines import joined_texts
from congvan.grids.grid import Grid

ROWS = [["TT", "Hovaten", "Dien thoai"], ["1", "Nguyen An", "0912345001"], ["2", "", ""]]

ABOVE = "1 0 0 1 50 760 Tm (Xa, phuong: Xa Mau A) Tj"


def drawn(
    rows: list[list[str]] = ROWS,
    *,
    merged: bool = False,
    down: bool = False,
    more: str = "",
    above: str = ABOVE,
    scale: float = 1.0,
) -> bytes:
    """A page with a table: strokes at the sides of its cells, a text in each."""
    width, height, left, top = 120, 20, 50, 700
    lines, texts = [], []
    for y in range(len(rows) + 1):
        wide = len(rows[0]) - (down and y == 1)  # the last column of the first two rows is one cell
        lines.append(f"{left} {top - y * height} m {left + wide * width} {top - y * height} l S")
    for x in range(len(rows[0]) + 1):
        high = top - height if merged and x == 1 else top
        lines.append(f"{left + x * width} {high} m {left + x * width} {top - len(rows) * height} l S")
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            texts.append(f"1 0 0 1 {left + x * width + 3} {top - y * height - 14} Tm ({text}) Tj")
    out = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
        body = "\n".join([f"{scale} 0 0 {scale} 0 0 cm", *lines, "BT /F1 11 Tf", above, *texts, more, "ET"])
        page.Contents = document.make_stream(body.encode())
        document.save(out)
    return out.getvalue()


def test_a_ruled_table_and_the_lines_around_it() -> None:
    read = pdf.read(drawn(more="1 0 0 1 50 600 Tm (cv/tuan/1/xa=xa-a/ky=2026-t37) Tj"), "a.pdf")
    assert read is not None
    (grid,) = read.grids
    assert [[line.cells[n].text if n in line.cells else "" for n in (1, 2, 3)] for line in grid.lines] == ROWS
    assert (read.paragraphs[0], read.behind) == ("Xa, phuong: Xa Mau A", [0, 1])
    assert (read.form_id, read.signed) == ("cv/tuan/1/xa=xa-a/ky=2026-t37", False)


def test_cells_without_a_line_between_them_are_one() -> None:
    read = pdf.read(drawn([["Trong tuan", "", "Ghi"], ["1", "2", "3"]], merged=True), "a.pdf")
    assert read is not None
    assert [(merge.top, merge.left, merge.bottom, merge.right) for merge in read.grids[0].merges] == [(1, 1, 1, 2)]


def test_a_cell_over_two_rows_has_all_its_text_wherever_it_stands() -> None:
    for rows in (
        [["A", "Mac cung"], ["B", "nam truoc"]],
        [["A", "Mac cung nam truoc"], ["B", ""]],
        [["", ""], ["B", "Mac cung nam truoc"]],
    ):
        read = pdf.read(drawn([*rows, ["Benh mau A", "12"]], down=True), "a.pdf")
        assert read is not None
        assert [line.cells[2].text for line in read.grids[0].lines if 2 in line.cells] == [
            "Mac cung nam truoc",
            "12",
        ]


def test_a_number_too_long_for_its_cell_goes_on() -> None:
    assert joined_texts(["0912345", "001"]) == "0912345001"
    assert joined_texts(["Nguyễn Văn", "An"]) == "Nguyễn Văn An"


def test_a_word_that_fills_its_cell_may_go_on_in_the_next_line() -> None:
    """Letters of 11 points in cells 120 points wide, 3 of them at each side."""
    wide, narrow = "acetylsalicylicabcdefgh", "acetylsalicylic"
    for first, second, whole in ((wide, "opy", f"{wide}opy"), (narrow, "opy", "")):
        more = f"1 0 0 1 173 650 Tm ({first}) Tj 1 0 0 1 173 642 Tm ({second}) Tj"
        (grid,) = read_grids(drawn([*ROWS[:2], ["2", "", ""]], more=more))
        assert (grid.lines[2].cells[2].text, grid.lines[2].cells[2].whole) == (f"{first} {second}", whole)


def test_a_scan_and_a_damaged_file_have_no_grids() -> None:
    with pikepdf.new() as document:
        document.add_blank_page()
        out = io.BytesIO()
        document.save(out)
    assert pdf.read(out.getvalue(), "a.pdf") is None
    assert pdf.read(b"%PDF-1.4 x", "a.pdf") is None


def test_a_file_with_a_password_is_no_scan() -> None:
    with pikepdf.new() as document:
        document.add_blank_page()
        out = io.BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(Unreadable, match="encrypted"):
        pdf.read(out.getvalue(), "a.pdf")


def test_text_that_is_cut_at_its_cell_belongs_to_that_cell() -> None:
    """As spreadsheets print what is too long: over the rows above and below, cut at the border of the cell."""
    cut = "ET q 290 640 120 20 re W n BT /F1 11 Tf"
    over = f"{cut} 1 0 0 1 293 664 Tm (so 28) Tj 1 0 0 1 293 647 Tm (ngay) Tj 1 0 0 1 293 630 Tm (9/2) Tj ET Q BT"
    read = pdf.read(drawn([["A", "B", "C"], ["1", "x", "first"], ["2", "y", ""]], more=over), "a.pdf")
    assert read is not None
    cells = {line.number: line.cells[3].text for line in read.grids[0].lines if 3 in line.cells}
    assert cells == {1: "C", 2: "first", 3: "so 28 ngay 9/2"}


def test_a_day_is_no_id_and_parted_words_are_joined() -> None:
    read = pdf.read(drawn(more="1 0 0 1 50 600 Tm (Ngay 05/10/2026) Tj 1 0 0 1 50 580 Tm (cv/ngay/1/xa=xa-a) Tj"), "a")
    assert read is not None
    assert read.form_id == "cv/ngay/1/xa=xa-a"
    joined = {("Khôn", "g"): "Không", ("ST", "T"): "STT", ("QĐ-", "SYT"): "QĐ-SYT", ("Số", "hộ"): "Số hộ"}
    assert {lines: joined_texts(lines) for lines in joined} == joined


def test_white_letters_are_told_from_those_on_a_dark_ground() -> None:
    white = "1 g 1 0 0 1 180 642 Tm (000) Tj"
    (grid,) = read_grids(drawn([*ROWS[:2], ["2", "12", ""]], more=white))
    assert (grid.lines[2].cells[2].text, grid.lines[2].cells[2].shown) == ("12000", ("12", -1))
    assert all(cell.shown is None for line in grid.lines[:2] for cell in line.cells.values())
    (grid,) = read_grids(
        drawn([*ROWS[:2], ["2", "", ""]], more=f"ET 0 0 0.5 rg 171 641 118 18 re f BT /F1 11 Tf {white}")
    )
    assert (grid.lines[2].cells[2].text, grid.lines[2].cells[2].shown) == ("000", None)
    (grid,) = read_grids(drawn([*ROWS[:2], ["2", "", ""]], more="3 Tr 1 0 0 1 180 642 Tm (000) Tj"))
    assert grid.lines[2].cells[2].shown == ("", -1)
    above = pdf.read(drawn(more="1 g 1 0 0 1 50 780 Tm (Xa Khac) Tj"), "a.pdf")
    assert above is not None
    assert [problem.code for problem in above.problems] == ["text-unseen"]


def test_a_row_that_goes_on_over_the_page_is_known_with_what_it_has_in_all() -> None:
    """The head is printed again; a page number may stand between the parts, another text may not."""
    first = [["TT", "Ho va ten", "Chuc vu"], ["1", "An", "Pho"]]
    second = [["TT", "Ho va ten", "Chuc vu"], ["", "", "phong"], ["2", "Binh", ""]]
    for foot, known in (("- 1 -", True), ("Tong hop", False)):
        number = f"1 0 0 1 300 50 Tm ({foot}) Tj"
        grid = read_grids(bound(drawn(first, above="", more=number), drawn(second, above="")))[1]
        assert (grid.rest is not None) == known
        if grid.rest is not None:
            _lines, cells = grid.rest.behind(grid.rest.above)
            assert (grid.rest.row, grid.rest.sure, {n: cell.text for n, cell in cells.items()}) == (
                2,
                True,
                {3: "Pho phong"},
            )


def bound(*files: bytes) -> bytes:
    """The pages of PDFs as one."""
    out = io.BytesIO()
    with pikepdf.new() as whole:
        for each in files:
            with pikepdf.open(io.BytesIO(each)) as document:
                whole.pages.extend(document.pages)
        whole.save(out)
    return out.getvalue()


def read_grids(data: bytes) -> list[Grid]:
    """The tables of a PDF."""
    read = pdf.read(data, "a.pdf")
    return read.grids if read is not None else []
