"""The mark "./." where it does not belong, the enacting word, and a long paragraph in italics."""

from __future__ import annotations

from typing import Any

import pytest

from tests.nd30.by_hand import items, line, part, said

LONG = (
    "Các doanh nghiệp viễn thông trên địa bàn tỉnh cử nhân viên tham gia các tổ hướng dẫn, hỗ trợ người dân cài đặt "
    "ứng dụng "
)


@pytest.mark.parametrize("place", ["title", "subject_line", "greeting", "addressees", "recipients"])
@pytest.mark.parametrize(("text", "found"), [("Công tác văn thư./.", True), ("Công tác văn thư.", False)])
def test_the_mark_closes_the_text_alone(place: str, text: str, found: bool) -> None:
    words: Any = line(text) if place == "greeting" else items(text) if place.endswith("s") else [line(text)]
    assert said("END-MARK-PLACE", part(**{place: words})) == ({"text": text} if found else None)


def test_without_those_places_there_is_nothing_to_judge() -> None:
    assert said("END-MARK-PLACE", part(body=[line("x./.")])) == "–"


@pytest.mark.parametrize(
    ("bases", "found"),
    [
        (["Căn cứ Luật;", "Theo đề nghị./."], {"text": "Theo đề nghị./."}),
        (["Căn cứ Luật./.", "Theo đề nghị."], {"text": "Căn cứ Luật./."}),
        (["Căn cứ Luật;", "Theo đề nghị."], None),
    ],
)
def test_a_basis_is_not_the_end(bases: list[str], found: Any) -> None:
    document = part(bases=[line(text) for text in bases], command=line("QUYẾT ĐỊNH:"))
    assert said("CAN-CU-STOP", document) == found


@pytest.mark.parametrize(
    ("command", "body", "found"),
    [
        ("QUYẾT ĐỊNH:", "Điều 1. Ban hành", None),
        ("QUYẾT ĐỊNH", "Điều 1. Ban hành", {"text": "QUYẾT ĐỊNH"}),
        ("QUYẾT ĐỊNH", "", "–"),
        ("", "Điều 1. Ban hành", "–"),
    ],
)
def test_a_colon_follows_the_enacting_word(command: str, body: str, found: Any) -> None:
    document = part(command=line(command) if command else None, body=[line(body)] if body else [])
    assert said("LENH-COLON", document) == found


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ((LONG + "tại nhà.",), True),
        ((LONG + "tại nhà;",), False),  # a legal basis
        (("Căn cứ " + LONG + "tại nhà.",), False),
        (("“" + LONG + "tại nhà.”",), False),
        (("* " + LONG + "tại nhà.",), False),
        (("- Căn cứ " + LONG + "tại nhà.",), False),
        (("Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025: " + LONG,), False),  # a basis without the word
        (("- Công văn số 12/SNV-CCHC " + LONG,), False),
        (("Kế hoạch này " + LONG + "tại nhà.",), True),
        (("“Điều 2. Tên", LONG + "tại nhà.", LONG + "tại nhà.”"), False),  # a quotation over paragraphs
        (("Sửa đổi như sau: “1. Tên", LONG + "tại nhà.", LONG + "tại nhà.”", LONG + "tại nhà."), True),
        (('"Điều 2. Tên', LONG + "tại nhà.", LONG + 'tại nhà."'), False),
        (("(Gửi kèm: " + LONG, LONG + "tại nhà)."), False),  # a note over two paragraphs
        (("(Gửi kèm: danh sách)", LONG + "tại nhà."), True),
        ((LONG[:110] + ".",), False),  # a line or two may be stressed
    ],
)
def test_one_long_paragraph_in_italics(texts: tuple[str, ...], found: bool) -> None:
    upright = [line(LONG + LONG + "tại nhà.", align="justify", ordinal=at) for at in (1, 2)]
    slanted = [line(text, align="justify", look={"italic": True}, ordinal=at) for at, text in enumerate(texts, 3)]
    assert said("BODY-SLANT", part(body=[*upright, *slanted])) == ({} if found else None)
