"""What is parted at the end of a line of a cell, by the widths that LibreOffice gave to words in cells 18 mm wide."""

from __future__ import annotations

import pytest

from congvan.grids.cell_lines import CellLine, joined

ROOM = 40.0
"""Points: 18 mm less the space at both sides."""


@pytest.mark.parametrize(
    ("lines", "text", "whole"),
    [
        ([("máy", 22.3, 10.1), ("photoc", 35.4, 6.5), ("opy A3", 38.6, 6.5)], "máy photoc opy A3", "máy photocopy A3"),
        (
            [("hydrox", 36.8, 6.5), ("ychloro", 39.7, 6.5), ("quine", 28.9, 6.5)],
            "hydrox ychloro quine",
            "hydroxychloroquine",
        ),
        ([("bluetoo", 38.7, 6.5), ("th wifi", 34.2, 3.6)], "bluetooth wifi", ""),
        ([("Nguyễ", 34.6, 9.4), ("n Văn", 31.4, 6.5), ("Khươn", 36.3, 9.4), ("g", 6.5, 6.5)], "Nguyễn Văn Khương", ""),
        ([("nghiên", 35.3, 6.5), ("g", 6.5, 6.5), ("nghiên", 35.3, 6.5), ("g", 6.5, 6.5)], "nghiêng nghiêng", ""),
        ([("Trường", 39.1, 7.9), ("THCS", 33.2, 7.9)], "Trường THCS", ""),
        ([("nghiên", 35.3, 6.5), ("cứu", 20.0, 5.8)], "nghiên cứu", ""),
        ([("thuốc", 28.9, 3.6), ("paracet", 37.5, 6.5)], "thuốc paracet", ""),
        ([("Huyện", 34.6, 9.4), ("Cao", 20.9, 8.7), ("Lộc", 20.2, 7.9)], "Huyện Cao Lộc", ""),
        ([("Số hộ mới", 39.5, 7.2), ("thoát nghèo", 39.8, 3.6)], "Số hộ mới thoát nghèo", ""),
        ([("12.500.", 39.0, 6.5), ("000", 19.5, 6.5)], "12.500. 000", "12.500.000"),
        ([("an@vi", 34.3, 5.8), ("du.vn", 29.3, 6.5)], "an@vidu.vn", ""),
        ([("an@ab.vn", 39.0, 5.8), ("an", 10.0, 6.5)], "an@ab.vn an", "an@ab.vnan"),
        ([("://a.vn/b", 39.0, 5.8), ("?c=1 (đã", 39.0, 5.8), ("gửi)", 20.0, 5.8)], "://a.vn/b?c=1 (đã gửi)", ""),
        ([("://a.vn/b", 39.0, 5.8), ("c-", 10.0, 5.8), ("d/e", 14.0, 5.8)], "://a.vn/bc-d/e", ""),
        ([("nguyen", 39.0, 5.8), ("@a.vn", 29.0, 12.0)], "nguyen@a.vn", ""),
        ([("14A-100.", 39.0, 6.5), ("36", 13.0, 6.5)], "14A-100.36", ""),
        ([("0912345", 39.0, 5.8), ("001", 19.0, 6.5)], "0912345001", ""),
        ([("2025", 26.0, 6.5), ("2026,", 30.0, 6.5)], "2025 2026,", ""),
        ([("sốt/", 20.0, 6.5), ("ho", 12.0, 6.5)], "sốt/ho", ""),
        ([("SARS-", 36.8, 7.2), ("CoV-2", 35.3, 8.7)], "SARS-CoV-2", ""),
    ],
)
def test_the_lines_of_a_cell(lines: list[tuple[str, float, float]], text: str, whole: str) -> None:
    assert joined([CellLine(*each) for each in lines], ROOM) == (text, whole)


def test_a_wider_cell_has_room_for_the_next_letter() -> None:
    assert joined([CellLine("bluetooth", 49.1, 6.5), CellLine("wifi", 20.9, 9.4)], 74.0).whole == ""
    assert joined([CellLine("bluetooth", 49.1, 6.5), CellLine("wifi", 20.9, 9.4)], 51.4).whole == "bluetoothwifi"
