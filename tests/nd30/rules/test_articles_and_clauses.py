"""Rules on the divisions of the text, over paragraphs made by hand."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.nd30.model.view import CellPosition, Paragraph, StyledRun
from tests.nd30.by_hand import line, part, said

BOLD = {"bold": True}


def bold(text: str, **more: Any) -> Paragraph:
    return line(text, look=BOLD, **{"align": "centre", **more})


TEXTS: list[tuple[str, list[Paragraph], Any]] = [
    ("CHUONG-NUMBER", [line("Chương I")], None),
    ("CHUONG-NUMBER", [line("Phần IV."), line("Chương 2")], {"text": "Chương 2"}),
    ("CHUONG-NUMBER", [line("Chương I nói về")], "–"),
    ("CHUONG-NUMBER", [line("Chương 1", cell=CellPosition(1, 1, 1))], "–"),
    ("CHUONG-LINE", [bold("Chương I")], None),
    ("CHUONG-LINE", [bold("CHƯƠNG I")], {"text": "CHƯƠNG I"}),
    ("CHUONG-LINE", [line("Chương I", align="centre")], {"text": "Chương I"}),
    ("CHUONG-LINE", [bold("Chương I", align="left")], {"text": "Chương I"}),
    ("CHUONG-LINE", [line("x")], "–"),
    ("CHUONG-LINE", [bold("Chương I. " + "a" * 139)], {"text": "Chương I. " + "a" * 50}),
    ("CHUONG-LINE", [bold("Chương I. " + "a" * 140)], "–"),  # too long for a title
    ("CHUONG-NUMBER", [bold("Phần thứ nhất")], {"text": "Phần thứ nhất"}),
    ("CHUONG-NUMBER", [bold("Phần A")], {"text": "Phần A"}),
    ("CHUONG-LINE", [line("Chương trình:"), line("Phần mềm"), line("Phần khác.")], "–"),  # no divisions
    ("CHUONG-LINE", [bold("PHẦN I: KẾT QUẢ ĐẠT ĐƯỢC")], {"text": "PHẦN I: KẾT QUẢ ĐẠT ĐƯỢC"}),
    ("CHUONG-LINE", [bold("Chương II. Tổ chức thực hiện")], {"text": "Chương II. Tổ chức thực hiện"}),
    ("CHUONG-LINE", [line("Phần I: Các đơn vị báo cáo kết quả.")], "–"),
    ("CHUONG-TITLE", [line("Mục tiêu:"), line("Nâng cao chất lượng phục vụ.")], "–"),
    ("MUC-LINE", [bold("Mục 1"), line("Điều 1. A")], None),
    ("MUC-LINE", [bold("MỤC 1"), line("Điều 1. A")], {"text": "MỤC 1"}),
    ("MUC-LINE", [bold("Mục 1", align="left"), line("Điều 1. A")], {"text": "Mục 1"}),
    ("MUC-LINE", [bold("Mục 1. QUY ĐỊNH CHUNG"), line("Điều 1. A")], {"text": "Mục 1. QUY ĐỊNH CHUNG"}),
    ("MUC-LINE", [line("Mục đích"), line("Điều 1. A")], "–"),
    ("MUC-LINE", [bold("MỤC 1")], "–"),  # no điều
    ("CHUONG-TITLE", [bold("Chương I"), bold("QUY ĐỊNH CHUNG")], None),
    ("CHUONG-TITLE", [bold("Chương I"), bold("Quy định chung")], {"text": "Quy định chung"}),
    ("CHUONG-TITLE", [line("Căn cứ"), bold("Chương I"), bold("Quy định"), line("x" * 200)], {"text": "Quy định"}),
    ("CHUONG-LINE", [bold("Chương II. " + "Tổ chức " * 8)], {"text": ("Chương II. " + "Tổ chức " * 8)[:60]}),
    ("CHUONG-TITLE", [bold("Mục 1"), line("QUY ĐỊNH", align="centre")], {"text": "QUY ĐỊNH"}),
    ("CHUONG-TITLE", [bold("Mục 1"), bold("QUY ĐỊNH", align="left")], {"text": "QUY ĐỊNH"}),
    ("CHUONG-TITLE", [bold("Chương I"), line("Điều 1. Phạm vi")], None),
    ("CHUONG-TITLE", [bold("Chương I"), line("x" * 150)], None),
    ("CHUONG-TITLE", [bold("Chương I")], "–"),
    ("MUC-NUMBER", [line("Mục 1"), line("Điều 1. A")], None),
    ("MUC-NUMBER", [line("Mục I"), line("Điều 1. A")], {"text": "Mục I"}),
    ("MUC-NUMBER", [line("Mục I")], "–"),
    ("MUC-NUMBER", [line("Điều 1. A")], "–"),
    ("MUC-CAPS", [bold("I. MỤC ĐÍCH"), bold("II. NỘI DUNG")], None),
    (
        "MUC-CAPS",
        [bold("I. MỤC ĐÍCH"), bold("II. Nội dung")],
        {"text": "II. Nội dung", "wanted": "II. NỘI DUNG"},
    ),
    ("MUC-CAPS", [line("I. MỤC ĐÍCH")], {"text": "I. MỤC ĐÍCH", "wanted": "I. MỤC ĐÍCH"}),
    ("MUC-CAPS", [bold("I. Mục đích"), line("Điều 1. A")], "–"),
    ("MUC-CAPS", [bold("C. Mục đích")], "–"),
    ("MUC-CAPS", [line("x")], "–"),
    ("DIEU-FORM", [line("Điều 1. A"), line("Điều 2. B")], None),
    ("DIEU-FORM", [line("Điều 1. A"), line("Điều 2: B")], {"text": "Điều 2: B"}),
    ("DIEU-FORM", [line("ĐIỀU 1. A")], {"text": "ĐIỀU 1. A"}),
    ("DIEU-FORM", [line("Điều 1 của Luật này")], "–"),
    ("DIEU-FORM", [bold("Điều 1 Phạm vi điều chỉnh")], {"text": "Điều 1 Phạm vi điều "}),
    ("DIEU-BOLD", [bold("Điều 1. A")], None),
    ("DIEU-BOLD", [line("Điều 1. A")], {"text": "Điều 1."}),
    ("DIEU-BOLD", [line("Điều 1. A", look={"bold": True, "italic": True})], {"text": "Điều 1."}),
    ("DIEU-BOLD", [line("x")], "–"),
    ("DIEU-SEQUENCE", [line("Điều 1. A"), line("Điều 2. B"), line("Điều 1. C")], None),
    ("DIEU-SEQUENCE", [line("Điều 1. A"), line("Điều 3. B")], {"found": 3, "before": 1}),
    ("DIEU-SEQUENCE", [line("Điều 2. A"), line("Điều 2. B")], {"found": 2, "before": 2}),
    ("DIEU-SEQUENCE", [line("Điều 1. A"), line("[…]"), line("Điều 3. B")], None),
    ("DIEU-SEQUENCE", [line("[…]"), line("Điều 3. A"), line("Điều 5. B")], {"found": 5, "before": 3}),
    ("DIEU-SEQUENCE", [line("Điều 3. A"), line("………"), line("Điều 2. B")], {"found": 2, "before": 3}),
    ("DIEU-SEQUENCE", [line("Điều 3. A"), line("[…]"), line("Điều 3. B")], {"found": 3, "before": 3}),
    ("DIEU-SEQUENCE", [line("x")], "–"),
    ("KHOAN-FORM", [line("1. A"), line("12. B")], None),
    ("KHOAN-FORM", [line("1. A"), line("2/ B")], {"text": "2/ B"}),
    ("KHOAN-FORM", [line("1) A")], {"text": "1) A"}),
    ("KHOAN-FORM", [line("1 - A")], {"text": "1 - A"}),
    ("KHOAN-FORM", [line("1 – A")], {"text": "1 – A"}),
    ("KHOAN-FORM", [line("2 - 3 ngày một lần")], "–"),
    ("KHOAN-FORM", [line("19/8/2020 là ngày")], "–"),
    ("KHOAN-FORM", [line("x")], "–"),
    ("DIEM-FORM", [line("a) A"), line("b) B")], None),
    ("DIEM-FORM", [line("a) A"), line("b. B")], {"text": "b. B"}),
    ("DIEM-FORM", [line("A) A")], {"text": "A) A"}),
    ("DIEM-FORM", [line("a, A")], {"text": "a, A"}),
    ("DIEM-FORM", [line("A. A")], "–"),
    ("DIEM-FORM", [line("a)A")], "–"),
    ("DIEM-ORDER", [line(f"{letter}) X") for letter in "abcdđeghiklmnopqrstuvxy"], None),
    ("DIEM-ORDER", [line("d) X"), line("e) X")], {"found": "e", "before": "d", "wanted": "đ"}),
    ("DIEM-ORDER", [line("e) X"), line("f) X")], {"found": "f", "before": "e", "wanted": "g"}),
    ("DIEM-ORDER", [line("a) X"), line("b) X"), line("a) X"), line("b) X")], None),
    ("DIEM-ORDER", [line("b) X"), line("b) X")], None),
    ("DIEM-ORDER", [line("y) X"), line("z) X")], {"found": "z", "before": "y", "wanted": ""}),
    ("DIEM-ORDER", [line("a) X"), line("(...)"), line("d) X")], None),
    ("DIEM-ORDER", [line("a) X")], "–"),
    ("DIEM-ORDER", [line("(a) X"), line("a) X"), line("c) X")], {"found": "c", "before": "a", "wanted": "b"}),
    ("DIEM-ORDER", [line("a) X"), line("“a) Trích"), line("đ) Trích.”"), line("b) Y")], None),  # what is quoted
    ("DIEM-ORDER", [line("a) “X” và"), line("đ) Y")], {"found": "đ", "before": "a", "wanted": "b"}),
    ("DIEU-SEQUENCE", [line("Điều 1. A"), line("“Điều 9. B"), line("1. C”."), line("Điều 2. D")], None),
]


@pytest.mark.parametrize(("rule", "text", "found"), TEXTS)
def test_divisions_of_the_text(rule: str, text: list[Paragraph], found: Any) -> None:
    assert said(rule, part(body=text)) == found


def test_a_number_in_bold_and_a_title_upright() -> None:
    first = line("x")
    runs = (StyledRun("Điều 1", size=13, bold=True), StyledRun(". Phạm vi", size=13))
    mixed = Paragraph((type(first.lines[0])(runs, 0, 1),))
    assert said("DIEU-BOLD", part(body=[mixed])) is None
    runs = (
        StyledRun("Điều ", size=13, bold=True),
        StyledRun("1", size=13, bold=True),
        StyledRun(". Phạm vi điều chỉnh", size=13),
    )
    mixed = Paragraph((type(first.lines[0])(runs, 0, 1),))
    assert said("DIEU-BOLD", part(body=[mixed])) is None
