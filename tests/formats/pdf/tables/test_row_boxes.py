"""Rows among WeasyPrint's boxes: their shapes, the rooms of pages, the borders around rows."""

from __future__ import annotations

import pytest

from congvan.formats.pdf.lines.shaping import UseWeasyPrint
from congvan.formats.pdf.tables.row_boxes import Room, RowShape, SlotInRow, border_grid, row_boxes
from congvan.formats.pdf.weasy import weasyprint

TABLE = (
    "<style>@page {{ size: 100mm 60mm; margin: 10mm }} body {{ margin: 0 }} table {{ border-collapse: collapse }}"
    "td {{ border: 1px solid; height: 30px; padding: 0 }} {css}</style>"
    "<table><thead><tr><td>TT</thead><tbody>{rows}</table>"
)


def boxes(rows: int, css: str = "") -> list:
    cells = "".join(f'<tr><td data-n="{n}">{n}' for n in range(rows))
    return list(row_boxes(weasyprint().HTML(string=TABLE.format(rows=cells, css=css)).render()))


def test_rows_are_found_with_page_and_field() -> None:
    found = boxes(6)
    assert [(row.page, row.field) for row in found] == [(0, 0), (0, 1), (0, 2), (1, 3), (1, 4), (1, 5)]
    assert [row.grid_row for row in found] == [1, 2, 3, 4, 5, 6]


def test_the_room_of_a_page() -> None:
    found = boxes(6)
    assert found[0].room.is_like(found[3].room)
    room = Room(0.0, 10.0, 100.0)
    assert room.holds(100.0)
    assert room.holds(100.0 * (1 + 5e-10))
    assert not room.holds(100.001)
    assert not room.is_like(room._replace(top=10.001))


def test_the_borders_of_equal_rows() -> None:
    grid = border_grid(boxes(6))
    assert [len(part) for part in (grid.vertical, grid.horizontal)] == [1, 2]
    assert [border[1][1] for border in grid.row_vertical] == [1, 1]


def test_rows_with_borders_of_their_own_have_none_in_common() -> None:
    with pytest.raises(UseWeasyPrint):
        border_grid(boxes(6, "tr:nth-child(2) td { border: 2px solid }"))


def test_rows_take_the_place_of_another() -> None:
    found = boxes(6)
    row = found[3]
    top = row.box.position_y
    assert row.replace([30.0, 50.0, 30.0], border_grid(found)) == [top, top + 30, top + 80]
    assert [(round(box.position_y - top, 9), box.height) for box in row.above[-1].children] == [
        (0, 30),
        (30, 50),
        (80, 30),
    ]
    assert [len(lines) for lines in row.table.collapsed_border_grid] == [4, 5]


def test_shapes_are_alike_to_the_last_digit_that_is_written() -> None:
    shape = RowShape((), ((1,),), 30.0, (SlotInRow(0, 0, 20.0),))
    assert shape.is_like(shape._replace(height=30.0 + 1e-9))
    assert not shape.is_like(shape._replace(height=30.001))
    assert not shape.is_like(shape._replace(slots=(SlotInRow(0, 0, 20.001),)))
    assert not shape.is_like(shape._replace(slots=(SlotInRow(0, 1, 20.0),)))
    assert not shape.is_like(shape._replace(masks=((2,),)))
