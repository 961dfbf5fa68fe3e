"""Bodies are told from people by the words with which their names begin."""

from __future__ import annotations

import pytest

from congvan.grids.grid import GridCell
from congvan.values.columns.base import ColumnOptions, State
from congvan.values.columns.bodies import are_several_bodies, is_of_bodies, names_body
from congvan.values.columns.words import read_name, read_text

BODIES = """
Tập thể Khoa Dược; TẬP THỂ PHÒNG KẾ TOÁN; Khoa Dược; Phòng Văn hóa - Xã hội; Ban Giám đốc; Ban Văn hóa; BAN VĂN HÓA;
Trường Tiểu học Mẫu; Công ty TNHH Mẫu; tap the to mot; Đoàn trường THPT Mẫu; Văn phòng Sở; UBND xã Mẫu; Hộ gia đình ông
Mẫu; Trạm Y tế; Trang trại Mẫu; Uỷ ban nhân dân xã Mẫu; Phòng Thị trường
"""
PEOPLE = """
Nguyễn Hải Trường; Lê Thị Ban; Ban Văn Mẫu; Bàn Văn Mẫu; Trương Văn Khoa; Đoàn Trường Sơn; Đoàn Phương Xã; Van Phong;
Văn Phong; Tô Văn Hội; Đới Thị Phòng; Trường; Khoa; Vũ Thị Sở; ĐOÀN THỊ LỆ; Hồ Văn Cục; Truong Van Khoa; Viên Ngọc Hộ
"""


def each(texts: str) -> list[str]:
    return [" ".join(text.split()) for text in texts.split(";")]


@pytest.mark.parametrize("text", each(BODIES))
def test_a_body_is_asked_about_where_a_person_belongs(text: str) -> None:
    assert names_body(text)
    assert read_name(GridCell(text), ColumnOptions(label="Họ và tên")).state is State.DOUBTFUL
    assert read_name(GridCell(text), ColumnOptions(label="Tên tập thể")).state is State.READ


@pytest.mark.parametrize("text", each(PEOPLE))
def test_a_person_is_a_person(text: str) -> None:
    assert not names_body(text)
    assert read_name(GridCell(text), ColumnOptions(label="Họ và tên")).state in (State.READ, State.MENDED)


@pytest.mark.parametrize(
    ("label", "asks"),
    [("Họ và tên", False), ("Họ tên, đơn vị", False), ("Họ và tên, tên tập thể", True), ("Tên trường", True)],
)
def test_the_title_of_a_column_says_whether_bodies_belong_there(label: str, asks: bool) -> None:
    assert is_of_bodies(label) is asks


def test_a_person_among_collectives_is_asked_about() -> None:
    def state(text: str, label: str) -> State:
        return read_text(GridCell(text), ColumnOptions(label=label)).state

    assert state("Nguyễn Văn An", "Tên tập thể") is State.DOUBTFUL
    assert state("Nguyễn Văn An", "Tập thể") is State.DOUBTFUL
    for text, label in [
        ("Ban Văn Hóa", "Tên tập thể"),
        ("Khoa Dược", "Tên tập thể"),
        ("Nguyễn Văn An", "Họ tên, tập thể"),
    ]:
        assert state(text, label) is State.READ


def test_bodies_line_by_line_are_several_where_bodies_are_asked_for() -> None:
    assert are_several_bodies("Khoa Nội\nKhoa Ngoại", "Tên tập thể")
    assert not are_several_bodies("Phòng Văn hóa\nvà Thông tin", "Tên tập thể")
    assert not are_several_bodies("Khoa Nội\nKhoa Ngoại", "Ghi chú")
    assert are_several_bodies("Khoa Nội và Khoa Ngoại", "Tên tập thể (khoa, phòng)")
    assert not are_several_bodies("Phòng Văn hóa và Thông tin", "Tên tập thể (khoa, phòng)")
    assert not are_several_bodies("Khoa Nội và Khoa Ngoại", "Đơn vị")
