"""Numbers of divisions: what is a gap, what goes on, what begins again."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.nd30.rules.division_sequence import roman_value
from tests.nd30.by_hand import VIEW, answers, line, part, said


def numbered(*texts: str) -> dict[str, Any]:
    return {"body": [line(text, ordinal=at) for at, text in enumerate(texts, 1)]}


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ((), "–"),
        (("2. Hai", "4. Bốn"), "–"),  # a list that goes on from elsewhere
        (("1. Một", "2. Hai", "3. Ba"), None),
        (("1. Một", "3. Ba"), {"number": 3, "before": 1}),
        (("1. Một", "2. Hai", "2. Hai"), {"number": 2, "before": 2}),
        (("1. Một", "2. Hai", "Điều 2. Hai", "1. Một", "2. Hai"), None),
        (("1. Một", "2. Hai", "1. Một", "2. Hai", "3. Ba"), None),  # a list within a list, or the outer one goes on
        (("1. Một", "2. Hai", "1. Một", "3. Ba"), None),
        (("1. Một", "1. Một", "4. Bốn"), {"number": 4, "before": 1}),
        (("1. Một", "[…]", "5. Năm", "6. Sáu"), None),
        (("1. Một", "“2. Trích", "9. Khác”", "2. Hai"), None),  # a quotation
        (("1. Một", "1.1. Một một", "1.2. Một hai", "2. Hai"), None),
        (("1. Một", "3) Ba", "2. Hai"), None),
    ],
)
def test_the_sequence_of_khoan(texts: tuple[str, ...], found: Any) -> None:
    assert said("KHOAN-SEQUENCE", part(**numbered(*texts))) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Đề nghị các sở thực hiện: 1. Báo cáo kết quả. 2. Gửi về Sở trước ngày 15.",
            "1. Báo cáo kết quả. 2. Gửi về Sở trước n",
        ),
        ("1. Báo cáo kết quả. 2. Gửi về Sở.", "2. Gửi về Sở."),
        (
            "Quyết định: Điều 1. Ban hành Quy chế. Điều 2. Chánh Văn phòng thi hành.",
            "Điều 1. Ban hành Quy chế. Điều 2. Chánh",
        ),
        ("Theo Điều 1. Điều 2 quy định khác; xem mục 1. Mục 2 nêu rõ.", None),
        ("Công văn số 1. Ngày 2. Tháng 3. Năm 2026 đã nêu tại điểm a) và b) khoản 1.", None),
        ("Gồm: a) hồ sơ gốc; b) bản sao hồ sơ, nộp trước ngày 1.2.2026.", None),  # letters may follow each other
        ("“1. Trích một. 2. Trích hai.”", None),
    ],
)
def test_khoan_within_a_paragraph(text: str, found: str | None) -> None:
    said_of = said("KHOAN-SWALLOWED", part(**numbered(text)))
    assert said_of == (found and {"text": found})


@pytest.mark.parametrize(
    ("numbers", "jumps"),
    [
        ("1 3 4 6", [(3, 1), (6, 4)]),
        ("1 2 1 3 5", [(5, 3)]),
        ("1 2 1 4 5 3 4", [(4, 1)]),  # the outer list goes on
        ("1 2 3 2 3 4", [(2, 3)]),
        ("1 3 1 2 4", [(3, 1)]),  # 4 goes on from 3
        ("1 3 Điều 1 2 4", [(3, 1), (4, 2)]),
        ("1 2 3 Điều 1 2 4 6", [(4, 2), (6, 4)]),
        ("1 2 Điều 3 4 Điều 6", [(6, 4)]),  # numbered through
    ],
)
def test_each_jump_is_told_once(numbers: str, jumps: list[tuple[int, int]]) -> None:
    texts = ("Điều 2. Việc" if number == "Điều" else f"{number}. Việc" for number in numbers.split())
    found = answers("KHOAN-SEQUENCE", part(**numbered(*texts)))
    assert [(each.values["number"], each.values["before"]) for each in found] == jumps


@pytest.mark.parametrize(
    ("between", "found"),
    [
        ("2. Hai, trong bảng", None),
        ("Các việc sau: 2. Hai", None),
        ("Kết thúc câu. 2. Hai", None),
        ("Đạt 2. mức", {"number": 3, "before": 1}),
        ("3. Ba", {"number": 3, "before": 1}),
        ("1.2. Một hai", {"number": 3, "before": 1}),
    ],
)
def test_a_number_in_a_table_or_within_a_paragraph_is_no_gap(between: str, found: Any) -> None:
    document = part(**numbered("1. Một", "3. Ba"))
    first, last = document.body
    last = line("3. Ba", ordinal=3)
    document.body = [first, last]
    document.view = VIEW.__class__("docx", paragraphs=(first, line(between, ordinal=2), last))
    assert said("KHOAN-SEQUENCE", document) == found


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ((), "–"),
        (("V. Năm", "VII. Bảy"), "–"),
        (("I. MỘT", "II. HAI", "III. BA"), None),
        (("I. MỘT", "III. BA"), {"found": "III. BA", "number": 3, "before": 1}),
        (("I. MỘT", "II. HAI", "I. MỘT"), None),
        (("Chương I", "Chương II"), None),
        (("Chương I", "Mục 1", "Mục 2", "Chương II", "Mục 1"), None),
        (("Chương I", "Mục 1", "Mục 3"), {"found": "Mục 3", "number": 3, "before": 1}),
        (("Chương I", "Chương IV"), {"found": "Chương IV", "number": 4, "before": 1}),
        (("Phần thứ nhất", "Phần thứ ba"), None),  # numbers in words are left alone
    ],
)
def test_the_sequence_of_larger_divisions(texts: tuple[str, ...], found: Any) -> None:
    assert said("MUC-SEQUENCE", part(**numbered(*texts))) == found


@pytest.mark.parametrize(("text", "value"), [("I", 1), ("IV", 4), ("IX", 9), ("XIV", 14), ("XL", 40), ("LXI", 61)])
def test_roman_numbers(text: str, value: int) -> None:
    assert roman_value(text) == value
