"""Texts in encodings of before Unicode: recognised, converted, left alone where they make sense as they are."""

from __future__ import annotations

import unicodedata

import pytest

from congvan.core.text.legacy_encodings import converted, encoding_of, is_syllable, read_as, read_surely, with_capitals


@pytest.mark.parametrize(
    ("typed", "encoding", "read", "sure"),
    [
        ("NguyÔn V¨n An", "TCVN3", "Nguyễn Văn An", True),
        ("§ç Long", "TCVN3", "Đỗ Long", True),
        ("NGUYÔN THÞ KIM OANH", "TCVN3", "NGUYỄN THỊ KIM OANH", True),
        ("Nguyeãn Vaên Nam", "VNI", "Nguyễn Văn Nam", True),
        ("Beá Thanh Phong", "VNI", "Bế Thanh Phong", False),
    ],
)
def test_names_of_before_unicode(typed: str, encoding: str, read: str, sure: bool) -> None:
    found = converted(typed)
    assert found is not None
    assert found.sure is sure
    if sure:
        assert (found.encoding, found.text) == (encoding, read)


@pytest.mark.parametrize(
    "name", ["Nguyễn Văn An", "17¹", "NÔNG Đình Huệ", "Y Niê Êban", "Krông Pắc", "Lò Thị Mẫu", "An"]
)
def test_names_that_are_left_alone(name: str) -> None:
    assert converted(name) is None


def test_a_syllable_is_one_whatever_its_letters_and_marks_are_made_of() -> None:
    assert is_syllable("nghiễng")
    assert is_syllable(unicodedata.normalize("NFD", "nghượng"))
    assert not is_syllable("nghiễng" * 3)


def test_a_name_may_read_in_the_encoding_of_its_neighbours() -> None:
    assert read_as("Chu Hoàng Long", "VNI") == "Chu Hồng Long"
    assert read_as("Lê Đức Chiến", "TCVN3") == ""


SURE = ["NguyÔn V¨n An", "TrÇn ThÞ B×nh", "Ph¹m V¨n C­¬ng"]


@pytest.mark.parametrize(
    ("texts", "encoding"),
    [
        (SURE, "TCVN3"),
        ([*SURE, "Lý Kim Dòng", "Chu Kim LÖ"], "TCVN3"),
        (["Nguyeãn Vaên An", "Traàn Thò Bình", "Ñoàn Vaên Taïo", "Lyù Kim Duõng"], "VNI"),
        (SURE[:2], ""),
        ([*SURE, "Nguyễn Văn Đạt"], ""),
        ([*SURE, *["Lý Hùng"] * 4], ""),
        ([*SURE, "Nguyeãn Vaên Taïo"], ""),
        ([], ""),
    ],
)
def test_what_all_of_a_file_was_typed_in(texts: list[str], encoding: str) -> None:
    assert encoding_of(texts) == encoding


@pytest.mark.parametrize(
    ("typed", "encoding", "read"),
    [
        ("643/QÑ-SYT", "VNI", "643/QĐ-SYT"),
        ("643/Q§-SYT", "TCVN3", "643/QĐ-SYT"),
        ("NguyÔn V¨n An", "TCVN3", "Nguyễn Văn An"),
        ("643/QĐ-SYT", "VNI", ""),
        ("Muñoz", "VNI", ""),
        ("An", "VNI", ""),
    ],
)
def test_symbols_of_a_file_whose_encoding_is_known(typed: str, encoding: str, read: str) -> None:
    assert read_surely(typed, encoding) == read


def test_capitals_that_an_encoding_lacks() -> None:
    said = ("Lê Thị út", "ý Nhi", "Lê Thị Út", "xã ý Yên", "Trần văn út", "Lê Thị đào")
    assert [with_capitals(name) for name in said] == ["Lê Thị Út", "Ý Nhi", "Lê Thị Út", *said[3:]]


def test_numbers_of_papers_do_not_speak_against_an_encoding() -> None:
    names = ["NguyÔn V¨n An", "TrÇn ThÞ Mai", "Lª V¨n HiÕu"]
    assert encoding_of([*names, *["5/Q§-SYT"] * 9]) == "TCVN3"
