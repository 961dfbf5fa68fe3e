"""Text: what a spreadsheet makes of it."""

from __future__ import annotations

import pytest

from congvan.grids.grid import GridCell
from congvan.values.columns.base import ColumnOptions, State
from congvan.values.columns.words import bare_name, read_name, read_text, tells_leaving, without_titles


@pytest.mark.parametrize(
    ("serial", "hour"),
    [("0.3541666666666667", "08h30"), ("0.5625", "13h30"), ("0", "00h00"), ("0.99930555555", "23h59")],
)
def test_an_hour_that_a_sheet_keeps_as_a_number_is_the_hour(serial: str, hour: str) -> None:
    found = read_text(GridCell(serial, "date"), ColumnOptions())
    assert (found.value, found.state) == (hour, read_text(GridCell("x"), ColumnOptions()).state)


@pytest.mark.parametrize("serial", ["44000", "44000.5", "0.3541", "2026-03-05", "1"])
def test_a_day_made_of_a_text_is_asked_about(serial: str) -> None:
    assert read_text(GridCell(serial, "date"), ColumnOptions()).state is State.WRONG


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("Không", State.WRONG),
        ("chưa có", State.WRONG),
        ("Khoa Nội:", State.DOUBTFUL),
        ("Khổng Thị Mẫu", State.READ),
        ("Không Văn Mẫu", State.READ),
        ("Lê Văn Mẫu\nTrưởng phòng", State.DOUBTFUL),
        ("Lê Văn Mẫu - Phó Giám đốc", State.DOUBTFUL),
        ("Lê\nvăn Mẫu", State.READ),
        ("Lê Văn\nMẫu", State.READ),
        ("Lê Văn Mẫu | Phó Giám đốc", State.DOUBTFUL),  # where a tab was
        ("Lê Văn Mẫu   Bác sĩ", State.DOUBTFUL),
        ("Lê Văn Mẫu, PGĐ", State.DOUBTFUL),
        ("Lê Văn Mẫu (Trưởng trạm)", State.DOUBTFUL),
        ("Lê Văn Mẫu      Trần Thị Mẫu", State.DOUBTFUL),
        ("- Lê Văn Mẫu\n- Trần Thị Mẫu", State.DOUBTFUL),
        ("Lê Văn Mẫu (Phòng TC)", State.DOUBTFUL),
        ("Lê Văn Mẫu (tức Ba Mẫu)", State.DOUBTFUL),
        ("Lê Văn Mẫu?", State.DOUBTFUL),
        ("Lê Văn Mẫu*", State.DOUBTFUL),
        ("Hợp đồng", State.DOUBTFUL),
        ("ĐANG TUYỂN", State.DOUBTFUL),
        ("Lái xe", State.DOUBTFUL),
        ("BS. Lê Văn Mẫu", State.READ),
        ("Nguyễn văn mẫu", State.READ),
        ("Y Mẫu", State.READ),
        ("Mẫu", State.MENDED),
        ("Nguyễn Văn A", State.DOUBTFUL),
        ("TRẦN THỊ B", State.DOUBTFUL),
        ("Vi Thị Ạ", State.READ),
        ("Giàng A Mẫu", State.READ),
        ("Nguyen Van Mau", State.MENDED),
        ("Mai An Khanh", State.READ),
        ("Lê Thị Mẫu con bà Lan", State.DOUBTFUL),
        ("Y tế thôn bản", State.DOUBTFUL),
        ("Lê Thị mẫu", State.READ),
    ],
)
def test_what_names_nobody_is_no_name(typed: str, state: State) -> None:
    assert read_name(GridCell(typed), ColumnOptions()).state is state


def test_so_many_words_are_no_name_of_one() -> None:
    states = [read_name(GridCell("Lê Văn Mẫu " * count), ColumnOptions()).state for count in (3, 4)]
    assert states == [State.READ, State.DOUBTFUL]


@pytest.mark.parametrize(
    "before", ["Thầy ", "Cô ", "Bà ", "ThS.", "ThS.BS. ", "GV ", "BS.CKII ", "Đ/c: ", "Đồng chí ", "Bác sĩ "]
)
def test_a_name_is_kept_as_typed_and_compared_without_what_stands_before_it(before: str) -> None:
    read = read_name(GridCell(f"{before}Lê Văn Mẫu"), ColumnOptions())
    assert (read.value, read.state) == (f"{before}Lê Văn Mẫu", State.READ)
    assert bare_name(str(read.value)) == without_titles(str(read.value)) == "Lê Văn Mẫu"


@pytest.mark.parametrize(
    ("said", "leaves"),
    [
        ("Giáo viên (xin rút)", True),
        ("Giáo viên (Xin  rút", True),
        ("Nghỉ hưu từ 01/9", True),
        ("Rút kinh nghiệm", False),
        ("Rútina", False),
        ("Phó Trưởng phòng (kiêm nhiệm)", False),
        ("Chuyển đổi số", False),
    ],
)
def test_words_beside_a_person_tell_that_somebody_leaves(said: str, leaves: bool) -> None:
    assert tells_leaving(said) == leaves


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Ông Lê Văn Mẫu", "Lê Văn Mẫu"),
        ("Ông Ích Khiêm", "Ông Ích Khiêm"),  # a family
        ("Ông Văn Tùng", "Ông Văn Tùng"),
        ("Ông", "Ông"),
        ("Cô Mẫu", "Cô Mẫu"),
        ("Bà Triệu Thị Mẫu", "Triệu Thị Mẫu"),
        ("PGS.TS.BS Lê Mẫu", "Lê Mẫu"),
        ("ÔNG LÊ VĂN MẪU", "LÊ VĂN MẪU"),
        ("Trưởng thôn Lò Văn Mẫu", "Lò Văn Mẫu"),
        ("H'Mẫu Niê", "H'Mẫu Niê"),
        ("Anh Thị Mẫu", "Anh Thị Mẫu"),
        ("", ""),
    ],
)
def test_what_stands_before_a_name_is_none_of_it(typed: str, name: str) -> None:
    assert without_titles(typed) == name


def test_a_name_that_begins_like_an_address_stays_whole_where_no_name_is_left() -> None:
    assert [bare_name(each) for each in ("Cô Mẫu", "Ông", "Mẫu")] == ["Cô Mẫu", "Ông", "Mẫu"]


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        (GridCell("1.02E+09"), State.WRONG),
        (GridCell("6,61e+10"), State.WRONG),
        (GridCell("9704366812345678", "number"), State.WRONG),
        (GridCell("9.70436681234568E+15", "number"), State.WRONG),
        (GridCell("970436681234567", "number"), State.READ),
        (GridCell("Nhà E10"), State.READ),
        (GridCell("2E"), State.READ),
    ],
)
def test_a_long_number_that_a_spreadsheet_has_cut_is_asked_about(cell: GridCell, state: State) -> None:
    assert read_text(cell, ColumnOptions()).state is state


@pytest.mark.parametrize(
    ("label", "typed", "state"),
    [
        ("Tên tập thể", "Nguyễn Văn An", State.DOUBTFUL),
        ("Tên tập thể", "Khoa Dược", State.READ),
        ("Họ và tên", "Nguyễn Văn An", State.READ),
    ],
)
def test_a_person_among_collectives_is_asked_about_in_a_column_of_names_too(
    label: str, typed: str, state: State
) -> None:
    assert read_name(GridCell(typed), ColumnOptions(label=label)).state is state
