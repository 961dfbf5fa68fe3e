"""Faults planted in filled forms, each with what is to be told of it."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from typing import Any

Plant = Callable[[list[dict[str, Any]]], tuple[Any, list[tuple[str, str]], set[int]]]


def planted() -> dict[int, Plant]:
    """By the number of the form: what is done to it, the (code, cell) to be told, and the rows that do not count."""

    def wrong_district(rows: Any) -> Any:
        rows[1]["district"] = "Huyện Đình Lập"
        return None, [("district-other", "E10")], {1}

    def no_district(rows: Any) -> Any:
        rows[2]["district"] = "Huyện Cao Lạng"
        return None, [("district-unknown", "E11")], {2}

    def short_phone(rows: Any) -> Any:
        rows[0]["phone"] = "09422150"
        return None, [("phone-wrong", "D9")], {0}

    def scientific(rows: Any) -> Any:
        rows[3]["phone"] = "9.42E+08"
        return None, [("phone-wrong", "D12")], {3}

    def cut(rows: Any) -> Any:
        rows[3]["phone"] = 942000000
        return None, [("phone-wrong", "D12")], {3}

    def twice(rows: Any) -> Any:
        rows[2] = dict(rows[0])
        return None, [("person-twice", "B11")], {2}

    def formula(_rows: Any) -> Any:
        def change(_book: Any, sheet: Any) -> None:
            sheet["C10"] = '=HYPERLINK("http://example.invalid","x")'

        return change, [("cell-formula", "C10")], {1}

    def hidden_row(_rows: Any) -> Any:
        def change(_book: Any, sheet: Any) -> None:
            sheet.row_dimensions[11].hidden = True

        return change, [("row-hidden", "11")], {2}

    def hidden_sheet(_rows: Any) -> Any:
        def change(book: Any, _sheet: Any) -> None:
            more = book.create_sheet("Thêm")
            more["B2"] = "Người Ẩn"
            more.sheet_state = "hidden"

        return change, [("sheet-hidden", "")], set()

    def excel_date(_rows: Any) -> Any:
        def change(_book: Any, sheet: Any) -> None:
            sheet["C9"].value, sheet["C9"].number_format = datetime.date(2020, 8, 19), "dd/mm/yyyy"

        return change, [("cell-date", "C9")], {0}

    def picture(_rows: Any) -> Any:
        def change(_book: Any, sheet: Any) -> None:
            from openpyxl.drawing.image import Image

            sheet.add_image(Image(io.BytesIO(_png())), "B14")

        return change, [("picture", "B14")], set()

    def eth(rows: Any) -> Any:
        rows[1]["name"] = "Ðinh Văn Sáng"
        return None, [("text-mended", "B10")], set()

    def error(_rows: Any) -> Any:
        def change(_book: Any, sheet: Any) -> None:
            sheet["C12"].value, sheet["C12"].data_type = "#N/A", "e"

        return change, [("cell-error", "C12")], {3}

    plants = [wrong_district, no_district, short_phone, scientific, cut, twice, formula, hidden_row, hidden_sheet]
    plants += [excel_date, picture, error]
    found: dict[int, Plant] = {3 * index + 1: plant for index, plant in enumerate(plants)}

    def mended(rows: Any) -> Any:
        change, faults, lost = eth(rows)
        return change, faults, lost

    return found | {50: _renaming(mended)}


def _renaming(plant: Plant) -> Plant:
    """The row is kept under its mended name."""

    def run(rows: list[dict[str, Any]]) -> Any:
        change, faults, lost = plant(rows)
        typed = [dict(row) for row in rows]

        def later(book: Any, sheet: Any) -> None:
            sheet["B10"].value = typed[1]["name"]
            if change:
                change(book, sheet)

        rows[1]["name"] = "Đinh Văn Sáng"
        return later, faults, lost

    return run


def _png() -> bytes:
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
