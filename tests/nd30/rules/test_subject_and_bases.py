"""Rules on the heading, the V/v line and the legal bases, over documents made by hand."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.nd30.model.view import Box, CellPosition, PageGeometry, Stroke, View
from tests.nd30.by_hand import at, line, part, said

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
    ("TRICH-YEU-PRESENT", {"heading": KH, "kind": "giay-moi"}, {"text": "KẾ HOẠCH"}),
    ("TRICH-YEU-PRESENT", {"heading": KH, "kind": "giay-nghi-phep"}, "–"),
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
    ("VV-GAP", {"number": QD, "subject_line": [line("V/v x", ordinal=2, region="textbox")]}, "?"),
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
