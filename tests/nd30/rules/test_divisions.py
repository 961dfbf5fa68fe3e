"""Rules on the heading, the V/v line, the legal bases, the divisions of the text and the look of a component."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.messages import Message
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.model.view import Box, CellPosition, PageGeometry, Paragraph, Stroke, TextRun, View
from congvan.nd30.rules import typography
from congvan.nd30.rules.base import Violation
from tests.nd30.by_hand import answers, at, line, part, said

BOLD = {"bold": True}
QD, KH = line("Số: 1/QĐ-STTTT"), line("KẾ HOẠCH")

SUBJECTS: list[tuple[str, dict[str, Any], Any]] = [
    ("TEN-LOAI-PRESENT", {"number": QD}, {"kind": "Quyết định", "heading": "QUYẾT ĐỊNH"}),
    ("TEN-LOAI-PRESENT", {"number": QD, "heading": line("QUYẾT ĐỊNH")}, None),
    ("TEN-LOAI-PRESENT", {"number": QD, "subject_line": [line("V/v x")]}, "–"),
    ("TEN-LOAI-PRESENT", {"number": line("Số: 1/STTTT-BCVT")}, "–"),
    ("TEN-LOAI-PRESENT", {}, "–"),
    ("TEN-LOAI-CENTRED", {}, "–"),
    ("TEN-LOAI-CENTRED", {"heading": line("KẾ HOẠCH", align="centre")}, None),
    ("TEN-LOAI-CENTRED", {"heading": line("KẾ HOẠCH", align="left")}, {"text": "KẾ HOẠCH"}),
    ("TEN-LOAI-CENTRED", {"heading": KH}, "?"),
    ("TEN-LOAI-CENTRED", {"heading": line("KẾ HOẠCH", box=at(80, 145))}, None),  # the middle of 30 … 195 is 112.5
    ("TEN-LOAI-CENTRED", {"heading": line("KẾ HOẠCH", box=at(86, 151))}, None),
    ("TEN-LOAI-CENTRED", {"heading": line("KẾ HOẠCH", box=at(87, 151))}, {"text": "KẾ HOẠCH"}),
    ("TEN-LOAI-CENTRED", {"heading": line("KẾ HOẠCH", box=at(0, 1), align="centre")}, None),
    ("TRICH-YEU-PRESENT", {"heading": KH, "kind": "ke-hoach"}, {"text": "KẾ HOẠCH"}),
    ("TRICH-YEU-PRESENT", {"heading": KH, "kind": "ke-hoach", "title": [line("x")]}, None),
    ("TRICH-YEU-PRESENT", {"heading": KH, "kind": "giay-moi"}, "–"),
    ("TRICH-YEU-PRESENT", {"kind": "ke-hoach"}, "–"),
    ("TRICH-YEU-CENTRED", {}, "–"),
    ("TRICH-YEU-CENTRED", {"title": [line("Về x", box=at(80, 145))]}, None),
    ("TRICH-YEU-CENTRED", {"title": [line("Về x", box=at(87, 151))]}, {"text": "Về x"}),
    (
        "TRICH-YEU-CENTRED",
        {"title": [line("Về x", align="centre"), line("y" * 70, align="justify")]},
        {"text": "y" * 60},
    ),
    ("TRICH-YEU-RULE", {"title": [line("Về x")]}, "–"),
    ("TRICH-YEU-RULE", {"heading": KH}, "–"),
    ("TRICH-YEU-RULE", {"heading": KH, "title": [line("… …")]}, "?"),
    ("VV-PRESENT", {"number": line("Số: 1/A-B")}, {}),
    ("VV-PRESENT", {"number": line("Số: 1/A-B"), "subject_line": [line("V/v x")]}, None),
    ("VV-PRESENT", {"number": line("Số: 1/A-B"), "heading": KH}, None),
    ("VV-PRESENT", {"number": line("Số: 1/A-B"), "kind": "ke-hoach"}, "–"),
    ("VV-PRESENT", {}, "–"),
    ("VV-WORD", {"subject_line": [line("V/v triển khai")]}, None),
    ("VV-WORD", {"subject_line": [line("V/v: triển khai")]}, {"text": "V/v: triển"}),
    ("VV-WORD", {"subject_line": [line("Về việc triển khai")]}, {"text": "Về việc tr"}),
    ("VV-WORD", {}, "–"),
    ("VV-RULE", {}, "–"),
    ("VV-RULE", {"subject_line": [line("V/v triển khai cài đặt")]}, None),
    ("VV-RULE", {"subject_line": [line("V/v triển khai cài đặt", look={"underline": True})]}, {}),
    ("VV-CENTRED", {"subject_line": [line("V/v x")]}, "–"),
    ("VV-CENTRED", {"number": QD}, "–"),
    ("VV-CENTRED", {"number": QD, "subject_line": [line("V/v .......")]}, "?"),
    ("VV-CENTRED", {"number": QD, "subject_line": [line("V/v x", align="left")]}, {}),
    ("VV-CENTRED", {"number": QD, "subject_line": [line("V/v x", align="centre")]}, None),
    ("VV-CENTRED", {"number": QD, "subject_line": [line("V/v x")]}, None),
    (
        "VV-CENTRED",
        {"number": QD, "subject_line": [line("V/v x", box=at(40, 80))], "issuer": [line("SỞ", box=at(36, 112))]},
        None,
    ),
    (
        "VV-CENTRED",
        {"number": QD, "subject_line": [line("V/v x", box=at(40, 80))], "issuer": [line("SỞ", box=at(36, 114))]},
        {},
    ),
    ("VV-CENTRED", {"number": QD, "subject_line": [line("V/v x", box=at(40, 80)), line("y", box=at(40, 60))]}, {}),
    ("VV-CENTRED", {"number": QD, "subject_line": [line("V/v x", box=at(40, 80)), line("y", box=at(50, 70))]}, None),
    (
        "VV-CENTRED",
        {"number": QD, "subject_line": [line("V/v x", box=at(40, 80)), line("y", box=at(38.5, 70.5))]},
        None,
    ),
    ("VV-CENTRED", {"number": QD, "subject_line": [line("V/v x", box=at(40, 80)), line("y", box=at(40, 71))]}, {}),
    ("VV-CENTRED", {"number": QD, "subject_line": [line("V/v x", box=at(40, 80)), line("y", box=at(42, 62))]}, None),
    ("VV-GAP", {"subject_line": [line("V/v x")]}, "–"),
    ("VV-GAP", {"number": QD}, "–"),
    (
        "VV-GAP",  # 3 pt to the last digit
        {"number": line("Số", box=at(30, 60)), "subject_line": [line("V", box=at(30, 60), baseline=6.33236111111111)]},
        None,
    ),
    ("VV-GAP", {"number": QD, "subject_line": [line("V/v x", before=6.0, ordinal=2)]}, None),
    ("VV-GAP", {"number": QD, "subject_line": [line("V/v x", before=4.5, ordinal=2)]}, None),
    ("VV-GAP", {"number": QD, "subject_line": [line("V/v x", before=4.0, ordinal=2)]}, {"found": "4"}),
    ("VV-GAP", {"number": QD, "subject_line": [line("V/v x", ordinal=2)]}, {"found": "0"}),
    ("VV-GAP", {"number": QD, "subject_line": [line("V/v x", before=6.0)]}, {"found": "0"}),  # one paragraph, a break
    (
        "VV-GAP",
        {
            "number": line("Số", cell=CellPosition(1, 1, 1)),
            "subject_line": [line("V", cell=CellPosition(1, 2, 1), ordinal=2)],
        },
        "?",
    ),
    (
        "VV-GAP",
        {
            "number": line("Số", cell=CellPosition(1, 1, 1)),
            "subject_line": [line("V", cell=CellPosition(1, 1, 1), ordinal=2)],
        },
        {"found": "0"},
    ),
    (
        "VV-GAP",
        {"number": line("Số", box=at(30, 60), baseline=40), "subject_line": [line("V", box=at(30, 60), baseline=46.4)]},
        None,
    ),
    (
        "VV-GAP",
        {"number": line("Số", box=at(30, 60), baseline=40), "subject_line": [line("V", box=at(30, 60), baseline=46)]},
        {"found": "2.1"},
    ),
    (
        "VV-GAP",
        {"number": line("Số", box=at(30, 60), baseline=40), "subject_line": [line("V", box=at(30, 60), baseline=44)]},
        {"found": "0"},
    ),
    ("CAN-CU-SEMICOLON", {"bases": [line("Căn cứ A;"), line("Căn cứ B.")]}, None),
    ("CAN-CU-SEMICOLON", {"bases": [line("Căn cứ A,"), line("Căn cứ B.")]}, {"text": "Căn cứ A,"}),
    ("CAN-CU-SEMICOLON", {"bases": [line("A;"), line("B."), line("C.")]}, {"text": "B."}),
    ("CAN-CU-SEMICOLON", {"bases": [line("A" * 60), line("B.")]}, {"text": "A" * 50}),
    ("CAN-CU-SEMICOLON", {"bases": [line("Căn cứ A.")]}, None),
    ("CAN-CU-STOP", {"bases": [line("A;"), line("B;"), line("C.")]}, None),
    ("CAN-CU-STOP", {"bases": [line("A;"), line("B" * 60)]}, {"text": "B" * 50}),
    ("CAN-CU-SEMICOLON", {}, "–"),
    ("CAN-CU-STOP", {"bases": [line("Căn cứ A;"), line("Căn cứ B.")]}, None),
    ("CAN-CU-STOP", {"bases": [line("Căn cứ A."), line("Căn cứ B;")]}, {"text": "Căn cứ B;"}),
    ("CAN-CU-STOP", {"bases": [line("Căn cứ …;")]}, None),
    ("CAN-CU-STOP", {}, "–"),
]


@pytest.mark.parametrize(("rule", "what", "found"), SUBJECTS)
def test_heading_subject_and_bases(rule: str, what: dict[str, Any], found: Any) -> None:
    made = part(**what)
    made.view = View("docx", pages=(PageGeometry(1, 210, 297, left=30.0, right=15.0),))
    assert said(rule, made) == found


def test_a_page_without_margins_has_those_of_the_decree() -> None:
    what = part(heading=line("KẾ HOẠCH", box=at(80, 145)))
    what.view = View("pdf", pages=(PageGeometry(1, 210, 297),))
    assert said("TEN-LOAI-CENTRED", what) is None
    what.view = View("pdf", pages=(PageGeometry(2, 210, 297),))
    assert said("TEN-LOAI-CENTRED", what) == "?"


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
    runs = (TextRun("Điều 1", size=13, bold=True), TextRun(". Phạm vi", size=13))
    mixed = Paragraph((type(first.lines[0])(runs, 0, 1),))
    assert said("DIEU-BOLD", part(body=[mixed])) is None
    runs = (
        TextRun("Điều ", size=13, bold=True),
        TextRun("1", size=13, bold=True),
        TextRun(". Phạm vi điều chỉnh", size=13),
    )
    mixed = Paragraph((type(first.lines[0])(runs, 0, 1),))
    assert said("DIEU-BOLD", part(body=[mixed])) is None


@pytest.mark.parametrize(("drop", "found"), [(6.9, {}), (7.5, None)])
def test_a_rule_right_under_the_subject_of_a_cong_van(drop: float, found: Any) -> None:
    about = line("V/v triển khai cài đặt", box=Box(40, 46, 90, 51), baseline=50.0)
    made = part(subject_line=[about])
    made.view = View("pdf", strokes=(Stroke(1, 50, 80, 50.0 + drop),))
    assert said("VV-RULE", made) == found


@pytest.mark.parametrize(("y", "found"), [(51.9, None), (52.5, {})])
def test_the_frame_of_a_mark_is_no_rule_under_the_subject(y: float, found: Any) -> None:
    about = line("V/v triển khai cài đặt", box=Box(40, 46, 90, 51), baseline=50.0)
    made = part(subject_line=[about], marks=[line("KHẨN", box=Box(50, 40, 80, 48))])
    made.view = View("pdf", strokes=(Stroke(1, 50, 80, y),))
    assert said("VV-RULE", made) == found


# --- size, weight, slant, case ----------------------------------------------------------------------------------------


def looks(text: str, **look: Any) -> DocumentComponents:
    return part(national_name=line(text, look=look))


NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


@pytest.mark.parametrize(
    ("size", "found"),
    [(12, ""), (13, ""), (11.75, ""), (13.25, ""), (11.7, "11.7"), (13.3, "13.3"), (14, "14"), (0, "?")],
)
def test_a_size_is_judged_with_the_rounding_of_office_programs(size: float, found: str) -> None:
    answer = said("QUOC-HIEU-SIZE", looks(NATION, size=size, bold=True))
    assert answer == (
        {"": None, "?": "?"}.get(found, {"name": Message("component.quoc-hieu"), "found": found, "wanted": "12–13"})
    )


def test_weight_slant_and_case() -> None:
    good = looks(NATION, bold=True)
    for rule, bad in (
        ("QUOC-HIEU-WEIGHT", looks(NATION)),
        ("QUOC-HIEU-SLANT", looks(NATION, bold=True, italic=True)),
        ("QUOC-HIEU-CASE", looks(NATION.capitalize(), bold=True)),
    ):
        assert said(rule, good) is None
        assert said(rule, bad) == {"name": Message("component.quoc-hieu")}
        assert said(rule, part(national_name=None)) == "–"


def test_a_few_letters_of_another_look_are_no_finding() -> None:
    first = line("x").lines[0]

    def mixed(*runs: TextRun) -> DocumentComponents:
        return part(national_name=Paragraph((type(first)(runs, 0, 1),)))

    bold, plain = TextRun("A" * 84, size=13, bold=True), TextRun("B" * 16, size=15)
    assert said("QUOC-HIEU-WEIGHT", mixed(bold, plain)) is None
    assert (
        said("QUOC-HIEU-WEIGHT", mixed(TextRun("A" * 79, size=13, bold=True), TextRun("B" * 21, size=13))) is not None
    )
    assert said("QUOC-HIEU-SIZE", mixed(bold, plain)) is not None
    assert said("QUOC-HIEU-SIZE", mixed(bold, TextRun("B" * 14, size=15))) is None
    assert said("QUOC-HIEU-SIZE", mixed(TextRun("A", size=13), TextRun("BB", size=15))) is None
    stamped = TextRun("B" * 50, size=20, overlay=True)
    assert said("QUOC-HIEU-SIZE", mixed(bold, stamped)) is None


def test_one_fault_in_neighbours_is_one_finding() -> None:
    items = [line("- Sở A;", look={"size": 15}), line("- Sở B;", look={"size": 15}), line("- Sở C;", look={"size": 16})]
    from congvan.nd30.components.document import ListEntry

    what = part(recipients_label=line("Nơi nhận:"), recipients=[ListEntry(p.text, [p]) for p in items])
    found = answers("NOI-NHAN-LIST-SIZE", what)
    assert [answer.values["found"] for answer in found if isinstance(answer, Violation)] == ["15", "16"]


def test_what_is_in_capitals() -> None:
    assert typography.letter_share([], lambda _run: True) == 0.0
    assert measures.is_capitals("SỞ Y TẾ 1")
    assert measures.is_capitals("A" * 19 + "b")
    assert not measures.is_capitals("A" * 18 + "b")
    assert not measures.is_capitals("123")
    assert (typography.size_range(13, 13), typography.size_range(13, 14)) == ("13", "13–14")
    assert typography.main_size(line("x", look={"size": 12.5})) == 12.5
    assert typography.main_size(line("…")) == 0.0
