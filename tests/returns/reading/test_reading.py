"""Faults of real people: each is read right, or asked about, or told at its place; nothing is lost, nothing changes in
silence.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.returns.reading.filled import Page, codes, one, page, rows, xlsx

PEOPLE: list[dict[str, Any]] = [
    {"ho-ten": "Nguyễn Văn An", "gioi-tinh": "Nam", "dien-thoai": "0912345001", "to-truong": "x"},
    {"ho-ten": "Trần Thị Bình", "gioi-tinh": "Nữ", "dien-thoai": "0912345008"},
    {"ho-ten": "Lê Đức Chiến", "gioi-tinh": "Nam", "dien-thoai": "0912345015"},
]
FIRST = 5  # row of the first person; B name, C born, D sex, E CCCD, F phone, G lead
DAY = [{"luot": 110, "diem": 2}, {"luot": 117, "diem": 3}]  # rows 5 and 6; B, C, D
WEEK = [{"mac": 3, "chet": 0}, {"mac": 1, "chet": 1}, {"mac": 0, "chet": 0}]


def people(*more: dict[str, Any]) -> Page:
    return page("thanh-vien", {"xa": "xa-a", "don_vi": "dv-a"}, bang=[*PEOPLE, *more])


def day(period: str = "2026-08-21", rows: list[dict[str, Any]] | None = None) -> Page:
    return page("ngay", {"don_vi": "dv-a"}, period, bang=DAY if rows is None else rows)


def week(**more: Any) -> Page:
    return page("tuan", {"xa": "xa-a"}, "2026-t37", so_lieu=WEEK, **more)


def put(**cells: Any) -> Callable[[Any, Any], None]:
    def change(_book: Any, sheet: Any) -> None:
        for address, value in cells.items():
            sheet[address] = value
            if isinstance(value, str) and not value.startswith("="):
                sheet[address].data_type = "s"

    return change


@dataclass(frozen=True)
class Fault:
    """A fault in a filled form: what is told, (code, cell), and how many rows count and are asked about then."""

    name: str
    made: Callable[[], Page]
    change: Callable[[Any, Any], None]
    told: set[tuple[str, str]]
    taken: int
    asked: int = 0


def shift_names(_book: Any, sheet: Any) -> None:
    """Family and given name in two cells under one title that is merged over both."""
    sheet.insert_cols(3)
    for row in range(FIRST, FIRST + 3):
        family, _space, given = sheet[f"B{row}"].value.rpartition(" ")
        sheet[f"B{row}"], sheet[f"C{row}"] = family, given
    sheet.merge_cells("B4:C4")


def beside(_book: Any, sheet: Any) -> None:
    for address, value in {
        "I4": "Họ và tên",
        "J4": "Điện thoại liên hệ",
        "I5": "Vi Văn Sáu",
        "J5": "0912345999",
    }.items():
        sheet[address] = value


def struck(_book: Any, sheet: Any) -> None:
    from openpyxl.styles import Font

    for column in "BCDEFG":
        sheet[f"{column}6"].font = Font(strike=True)


def struck_cell(_book: Any, sheet: Any) -> None:
    from openpyxl.styles import Font

    sheet["F6"].font = Font(strike=True)


def comment(_book: Any, sheet: Any) -> None:
    from openpyxl.comments import Comment

    sheet["B6"].comment = Comment("đã nghỉ việc, thay bằng đồng chí khác", "ai đó")


def merged_sex(_book: Any, sheet: Any) -> None:
    sheet["D6"] = sheet["D7"] = None
    sheet.merge_cells("D5:D7")


def merged_figure(_book: Any, sheet: Any) -> None:
    sheet["B6"] = None
    sheet.merge_cells("B5:B6")


def merged_name(_book: Any, sheet: Any) -> None:
    sheet.merge_cells("B5:B6")


def hide_column(_book: Any, sheet: Any) -> None:
    sheet.column_dimensions["C"].hidden = True


def hide_row(_book: Any, sheet: Any) -> None:
    sheet.row_dimensions[6].hidden = True


def extra_column(_book: Any, sheet: Any) -> None:
    sheet["H4"], sheet["H6"] = "Ghi chú", "đã nghỉ việc"


def extra_numbers(_book: Any, sheet: Any) -> None:
    sheet["H4"], sheet["H5"], sheet["H6"] = "STT", 1, 2


def other_sheet(book: Any, _sheet: Any) -> None:
    more = book.create_sheet("Bổ sung")
    more["B1"], more["F1"] = "Vi Văn Sáu", "0912345999"


def shown_as_per_cent(_book: Any, sheet: Any) -> None:
    sheet["B5"], sheet["B5"].number_format = 5, "0%"


def drop(column: int) -> Callable[[Any, Any], None]:
    return lambda _book, sheet: sheet.delete_cols(column)


def retitle(address: str, text: str) -> Callable[[Any, Any], None]:
    return put(**{address: text})


def numbered(_book: Any, sheet: Any) -> None:
    for number in range(1, 7):
        sheet.cell(6, number).value = number


# A table, a fault a line:
# fmt: off
FAULTS = [
    Fault("nothing", people, lambda _b, _s: None, set(), 3),
    Fault("phone as a number", people, put(F5=912345001), set(), 3),
    Fault("phone with a digit lost", people, put(F5="098742943"), {("phone-wrong", "F5")}, 2, 1),
    Fault("phone with a digit doubled", people, put(F5="03656604853"), {("phone-wrong", "F5")}, 2, 1),
    Fault("phone of old Đà Nẵng", people, put(F5="0511 3221434"), {("phone-wrong", "F5")}, 2, 1),
    Fault("phone of old prefix as a number", people, put(F5=1662345678), {("phone-wrong", "F5")}, 2, 1),
    Fault("phone in the notation of a spreadsheet", people, put(F5="9.12E+08"), {("phone-wrong", "F5")}, 2, 1),
    Fault("phone of full width", people, put(F5="０９１２３４５００１"), {("text-mended", "F5")}, 3),
    Fault("two phones", people, put(F5="0912345001/0912345002"), {("phone-wrong", "F5")}, 2, 1),
    Fault("phone missing", people, put(F6=None), {("value-asked", "F6")}, 2, 1),
    Fault("phone hotline", people, put(F6="18001166"), set(), 3),
    Fault("column of phones deleted", people, drop(6), {("column-missing", "4")}, 0, 3),
    Fault("column of sex deleted", people, drop(4), {("column-missing", "4")}, 3),
    Fault("title abbreviated", people, retitle("F4", "ĐT liên hệ"), {("column-renamed", "F4")}, 3),
    Fault("title of another column", people, retitle("F4", "Mã số thuế"), {("column-renamed", "F5")}, 0, 3),
    Fault("title in capitals", people, retitle("B4", "HỌ VÀ TÊN:"), set(), 3),
    Fault("name in two cells", people, shift_names, set(), 3),
    Fault("name with a remark", people, put(B5="Nguyễn Văn An (nghỉ hưu)"), {("column-name", "B5")}, 2, 1),
    Fault("name over two rows", people, merged_name, {("cell-merged", "B6")}, 2, 1),
    Fault("head of a group", people, put(A8="II", B8="Nữ (2 người)"), {("text-below", "B8")}, 3),
    Fault("hidden column that is empty", people, hide_column, {("column-hidden", "C4")}, 3),
    Fault("name of digits", people, put(B5="Tổ 5"), {("column-name", "B5")}, 2, 1),
    Fault("two names in one cell", people, put(B5="Nguyễn Văn An, Trần Thị Bình"), {("column-name", "B5")}, 2, 1),
    Fault("name with a line break", people, put(B5="Nguyễn Văn\nAn"), set(), 3),
    Fault("name in TCVN3", people, put(B5="NguyÔn V¨n An"), {("cell-encoding", "B5")}, 3),
    Fault("name in VNI", people, put(B5="Nguyeãn Vaên Nam"), {("cell-encoding", "B5")}, 3),
    Fault("doubtful name beside VNI", people, put(B5="Nguyeãn Vaên Nam", B6="Chu Hoàng Long"),
          {("cell-encoding", "B5"), ("cell-encoding", "B6")}, 2, 1),
    Fault("emoji in a name", people, put(B6="Trần Thị Bình 👍"), {("cell-character", "B6")}, 2, 1),
    Fault("Chinese name", people, put(B6="王小明"), {("cell-character", "B6")}, 2, 1),
    Fault("Chinese in a row that does not count", people, put(F6="微信 12"), {("cell-character", "F6")}, 2, 1),
    Fault("bullet of Word", people, put(B6="➢ Trần Thị Bình"), {("cell-character", "B6")}, 2, 1),
    Fault("Cyrillic look-alike", people, put(B6="Trần Тhị Bình"), {("text-mended", "B6")}, 3),
    Fault("invisible character", people, put(B6="Trần Thị\u200b Bình"), set(), 3),
    Fault("TRUE as a name", people, put(B6=True), {("column-text", "B6")}, 2, 1),
    Fault("formula as a name", people, put(B6='="Trần"&" Bình"'), {("cell-formula", "B6")}, 2, 1),
    Fault("TRUE as a mark", people, put(G5=True), set(), 3),
    Fault("not a lead", people, put(G6="Không phải"), set(), 3),
    Fault("an empty box is no mark", people, put(G6="☐"), set(), 3),
    Fault("a ticked box is one", people, put(G5="☒"), set(), 3),
    Fault("ditto as a mark", people, put(G6="nt"), {("column-mark", "G6")}, 2, 1),
    Fault("a title as a mark", people, put(G6="Nhân viên"), {("column-mark", "G6")}, 2, 1),
    Fault("the title of the column as a mark", people, put(G5="Tổ trưởng"), set(), 3),
    Fault("choice in another case", people, put(D5="NAM"), set(), 3),
    Fault("choice of two", people, put(D5="Nam/Nữ"), {("column-choice", "D5")}, 2, 1),
    Fault("day cell that may be swapped", people, put(C5=datetime.date(1990, 4, 5)), {("column-date", "C5")}, 2, 1),
    Fault("day cell that is sure", people, put(C5=datetime.date(1990, 4, 25)), set(), 3),
    Fault("day that does not exist", people, put(C5="30/2/1990"), {("column-date", "C5")}, 2, 1),
    Fault("year of two digits", people, put(C5="5/4/90"), {("column-date", "C5")}, 2, 1),
    Fault("day beyond its bound", people, put(C5="1/1/2011"), {("column-bound", "C5")}, 2, 1),
    Fault("CCCD that lost its 0", people, put(E5=20090000001), set(), 3),
    Fault("identity card of nine digits", people, put(E5="081234567"), {("column-cccd", "E5")}, 2, 1),
    Fault("CCCD against the sex", people, put(E5="020190000001"), {("column-cccd", "E5")}, 2, 1),
    Fault("CCCD against the year", people, put(E5="020090000001", C5="25/4/1985"), {("column-cccd", "E5")}, 2, 1),
    Fault("CCCD twice", people, put(E5="020090000001", E7="020090000001"), {("value-twice", "E7")}, 2, 1),
    Fault("row struck out", people, struck, {("row-struck", "B6")}, 2),
    Fault("cell struck out", people, struck_cell, {("cell-struck", "F6")}, 2, 1),
    Fault("comment on a cell", people, comment, {("cell-comment", "B6")}, 3),
    Fault("merged choice", people, merged_sex, set(), 3),
    Fault("hidden row", people, hide_row, {("row-hidden", "B6")}, 2, 1),
    Fault("column added", people, extra_column, {("column-extra", "H4")}, 3),
    Fault("column of numbers added", people, extra_numbers, set(), 3),
    Fault("text without a title beside", people, put(H6="đã nghỉ việc"), {("cell-beside", "H6")}, 2, 1),
    Fault("second table at the right", people, beside, {("cell-beside", "I5"), ("cell-beside", "J5")}, 2, 1),
    Fault("row below the signature", people, put(B24="Vi Văn Sáu", F24="0912345999"), {("row-below", "24")}, 4),
    Fault("row without a phone below the signature", people, put(B24="Hứa Thị Oanh", C24="1/5/1990"),
          {("row-below", "B24"), ("value-asked", "F24")}, 3, 1),
    Fault("people on another sheet", people, other_sheet, {("sheet-other", "1")}, 3),
    Fault("a word of totals in a list", people, put(A8="Tổng cộng", B8="3 người"), set(), 3),
    Fault("form with the name of who signs", people, put(D23="Nguyễn Văn Ký"), set(), 3),
    Fault("TRUE as a figure", day, put(B5=True), {("column-text", "B5")}, 1, 1),
    Fault("figure with a fraction", day, put(B5=12.375), {("column-number", "B5")}, 1, 1),
    Fault("figure with a point", day, put(B5="12.375"), {("column-number", "B5")}, 1, 1),
    Fault("figure in groups", day, put(B5="1.500"), set(), 2),
    Fault("figure in words", day, put(B5="mười"), {("column-number", "B5")}, 1, 1),
    Fault("figure as a formula", day, put(B5="=10+2"), {("cell-formula", "B5")}, 1, 1),
    Fault("figure shown as per cent", day, shown_as_per_cent, {("column-number", "B5")}, 1, 1),
    Fault("merged figure", day, merged_figure, {("cell-merged", "B6")}, 1, 1),
    Fault("right total", day, put(B7=227, C7=5), set(), 2),
    Fault("wrong total", day, put(B7=228), {("total-differs", "B7")}, 2),
    Fault("total without a word", day, put(A7=None, B7=227, C7=5), {("total-unnamed", "A7")}, 2),
    Fault("figures without an entry", day, put(A7=None, B7=12), {("row-entry", "A7")}, 2, 1),
    Fault("total under another word", day, put(A7="TỔNG SỐ", B7=227), set(), 2),
    Fault("entry twice", day, put(A7="Phường Mẫu B", B7=7, C7=1), {("row-twice", "A6"), ("row-twice", "A7")}, 1, 2),
    Fault("entry in short", day, put(A6="P. Mẫu B"), set(), 2),
    Fault("unknown entry", day, put(A6="Xã Lạ"), {("column-reference", "A6")}, 1, 1),
    Fault("re-dated", day, put(A2="Ngày báo cáo: 22/8/2026"), {("form-words-differ", "A2")}, 2),
    Fault("re-headed", day, put(A3="Đơn vị: Đơn vị B"), {("form-words-differ", "A3")}, 2),
    Fault("re-headed to a stranger", day, put(A3="Đơn vị: Công ty Lạ"), {("form-words-unknown", "A3")}, 2),
    Fault("columns numbered without brackets", week, numbered, set(), 3),
    Fault("computed figure that differs", week, put(F7=4), {("computed-differs", "F7")}, 3),
    Fault("heading of another period", week, retitle("B4", "Trong tháng"), {("column-renamed", "B7")}, 0, 3),
    Fault("heading in other words", week, retitle("B4", "Trong tuần này"), set(), 3),
    Fault("required figure missing", week, put(B8=None), {("value-asked", "B8")}, 2, 1),
]
# fmt: on


@pytest.mark.every(4)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_of_real_people(fault: Fault) -> None:
    answer = one(xlsx(fault.made(), fault.change))
    section = next(iter(answer.body["sections"]))
    assert set(codes(answer)) == fault.told
    assert (len(rows(answer, section)), len(rows(answer, section, "asked"))) == (fault.taken, fault.asked)


def test_values_are_those_that_were_typed() -> None:
    answer = one(xlsx(people(), put(B5="Nguyeãn Vaên Nam", F5=912345001, E6=20190000001, G6="Không phải", D7="nam")))
    first, second, third = rows(answer)
    assert first == {
        "ho-ten": "Nguyễn Văn Nam",
        "ngay-sinh": "",
        "gioi-tinh": "Nam",
        "cccd": "",
        "dien-thoai": "0912345001",
        "to-truong": "x",
    }
    assert (second["cccd"], second["to-truong"]) == ("020190000001", "")
    assert third["gioi-tinh"] == "Nam"
