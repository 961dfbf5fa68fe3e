"""Where the lines of the head end, and what of the subject of a công văn stays on one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.documents.letter.head_lines import COLUMN_MM, NO_BREAK_SPACE, name_lines, subject_words
from congvan.documents.text.line_breaks import length_mm

_NAMES = (
    "SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
    "ỦY BAN NHÂN DÂN / TỈNH LÂM ĐỒNG",
    "ỦY BAN NHÂN DÂN XÃ KA ĐÔ",
    "ỦY BAN NHÂN DÂN / PHƯỜNG XUÂN HƯƠNG - ĐÀ LẠT",
    "UỶ BAN NHÂN DÂN / ĐẶC KHU PHÚ QUÝ",
    "ỦY BAN NHÂN DÂN / THÀNH PHỐ HỒ CHÍ MINH",
    "HỘI ĐỒNG NHÂN DÂN / XÃ ĐINH VĂN LÂM HÀ",
    "SỞ LAO ĐỘNG - THƯƠNG BINH / VÀ XÃ HỘI",
    "PHÒNG VĂN HÓA - XÃ HỘI / XÃ ĐỨC TRỌNG",
    "TRUNG TÂM CHUYỂN ĐỔI SỐ / SỞ KHOA HỌC VÀ CÔNG NGHỆ",
    "TRƯỜNG TRUNG HỌC PHỔ THÔNG / NGUYỄN THỊ MINH KHAI",
    "VĂN PHÒNG / ĐOÀN ĐẠI BIỂU QUỐC HỘI / VÀ HỘI ĐỒNG NHÂN DÂN TỈNH",
    "BAN CHỈ ĐẠO PHÒNG, CHỐNG / DỊCH BỆNH COVID-19 / TỈNH LẠNG SƠN",
    "BAN QUẢN LÝ DỰ ÁN ĐẦU TƯ / XÂY DỰNG CÁC CÔNG TRÌNH / GIAO THÔNG TỈNH LÂM ĐỒNG",
)


@pytest.mark.parametrize("name", _NAMES)
def test_the_name_of_a_body_breaks_as_offices_break_it(name: str) -> None:
    assert " / ".join(name_lines(name.replace(" / ", " ").lower())) == name


def test_text_that_is_not_bold_has_more_room() -> None:
    name = "Sở Văn hóa, Thể thao và Du lịch"
    assert name_lines(name) == ("SỞ VĂN HÓA, THỂ THAO", "VÀ DU LỊCH")
    assert name_lines(name, bold=False) == (name.upper(),)


_SYLLABLES = ("sở", "tỉnh", "xã", "phường", "Lâm", "Đồng", "và", "hội", "nhân", "dân", "-", "ủy", "ban", "số", "1,")


@given(st.lists(st.sampled_from(_SYLLABLES), min_size=2))
def test_no_word_is_lost_and_none_is_alone_where_that_can_be(words: list[str]) -> None:
    lines = name_lines(" ".join(words))
    assert " ".join(lines) == " ".join(words).upper()
    assert all(length_mm(line, 12) <= COLUMN_MM or len(line.split()) <= len(words) for line in lines)
    assert len(words) > 5 or all(len(line.split()) > 1 for line in lines)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("V/v báo cáo kết quả chuyển đổi số năm 2026", "V/v báo cáo kết quả chuyển đổi số năm~2026"),
        ("V/v họp tại xã Ka Đô, tỉnh Lâm Đồng quý 3 năm 2026", "V/v họp tại xã~Ka~Đô, tỉnh~Lâm~Đồng quý~3 năm~2026"),
        ("V/v chính sách xã hội hóa trong các trường học", "V/v chính sách xã hội hóa trong các trường~học"),
        ("V/v góp ý dự thảo năm 2026", "V/v góp ý dự thảo năm 2026"),
    ],
)
def test_years_names_and_the_last_word_of_a_subject_are_not_parted(typed: str, shown: str) -> None:
    assert subject_words(typed).replace(NO_BREAK_SPACE, "~") == shown
