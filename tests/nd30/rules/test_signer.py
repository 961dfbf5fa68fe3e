"""Rules on who signs and how it is written."""

# ruff: noqa: E501 - tables, a row a case

from __future__ import annotations

from typing import Any

import pytest

from congvan.nd30.model.view import Paragraph, StyledRun, TextLine
from tests.nd30.by_hand import answers, at, line, part, said

ON_PAGE_2 = Paragraph((TextLine((StyledRun("A"),), 2, 1, at(110, 149)),))


def set_as(align: str, first: float) -> Paragraph:
    """A name in a column of 80 mm of a Word file, its first word `first` mm from the left; it is 20 mm wide."""
    return line("Lê Văn An", align=align, first=first, left=0.0, column=(110.0, 190.0))


SIGNERS: list[tuple[str, dict[str, Any], Any]] = [
    ("SIGNER-PRESENT", {}, "–"),
    ("SIGNER-PRESENT", {"number": line("Số")}, {}),
    ("SIGNER-PRESENT", {"number": line("Số"), "authority": [line("GIÁM ĐỐC")]}, None),
    ("SIGNER-PRESENT", {"number": line("Số"), "kind": "bien-ban"}, "–"),
    ("SIGNER-PRESENT", {"number": line("Số"), "is_attached": True}, "–"),
    ("SIGNER-PRESENT", {"number": line("Số"), "national_name": None}, "–"),
    ("SIGNER-PREFIX", {}, "–"),
    ("SIGNER-PREFIX", {"authority": [line("KT. GIÁM ĐỐC"), line("PHÓ GIÁM ĐỐC")]}, None),
    ("SIGNER-PREFIX", {"authority": [line("KT GIÁM ĐỐC")]}, {"text": "KT GIÁM ĐỐC", "wanted": "KT. …"}),
    ("SIGNER-PREFIX", {"authority": [line("K.T. GIÁM ĐỐC")]}, {"text": "K.T. GIÁM ĐỐC", "wanted": "KT. …"}),
    ("SIGNER-PREFIX", {"authority": [line("K. T GIÁM ĐỐC")]}, {"text": "K. T GIÁM ĐỐC", "wanted": "KT. …"}),
    ("SIGNER-PREFIX", {"authority": [line("K/T GIÁM ĐỐC")]}, {"text": "K/T GIÁM ĐỐC", "wanted": "KT. …"}),
    ("SIGNER-PREFIX", {"authority": [line("T/M. UBND")]}, {"text": "T/M. UBND", "wanted": "TM. …"}),
    ("SIGNER-PREFIX", {"authority": [line("TUQ.GIÁM ĐỐC")]}, {"text": "TUQ.GIÁM ĐỐC", "wanted": "TUQ. …"}),
    ("SIGNER-PREFIX", {"authority": [line("TM.Ủy ban")]}, {"text": "TM.Ủy ban", "wanted": "TM. …"}),
    ("SIGNER-PREFIX", {"authority": [line("QUYỀN GIÁM ĐỐC")]}, None),
    ("SIGNER-PREFIX", {"authority": [line("GIÁM ĐỐC"), line("KT GIÁM ĐỐC")]}, {"text": "KT GIÁM ĐỐC", "wanted": "KT. …"}),
    ("SIGNER-AUTHORITY", {}, "–"),
    *(
        ("SIGNER-AUTHORITY", {"authority": [line(text)]}, {"text": text})
        for text in ("TM. CHỦ TỊCH", "TM. PHÓ GIÁM ĐỐC", "KT. PHÓ CHỦ TỊCH", "TL. ỦY BAN NHÂN DÂN", "Q. SỞ TÀI CHÍNH")
    ),
    *(
        ("SIGNER-AUTHORITY", {"authority": [line(text)]}, None)
        for text in ("TM. ỦY BAN NHÂN DÂN", "TM. BAN GIÁM ĐỐC", "KT. GIÁM ĐỐC", "TL. TRƯỞNG BAN", "Q. CHÁNH VĂN PHÒNG")
    ),
    ("SIGNER-KT", {}, "–"),
    ("SIGNER-KT", {"authority": [line("PHÓ GIÁM ĐỐC PHỤ TRÁCH")]}, {"text": "PHÓ GIÁM ĐỐC PHỤ TRÁCH"}),
    ("SIGNER-KT", {"authority": [line("KT. GIÁM ĐỐC"), line("PHÓ GIÁM ĐỐC")]}, None),
    ("SIGNER-KT", {"authority": [line("TM. BAN THƯỜNG TRỰC"), line("PHÓ CHỦ TỊCH")]}, None),
    ("SIGNER-KT", {"authority": [line("TM. ỦY BAN NHÂN DÂN"), line("PHÓ CHỦ TỊCH")]}, {"text": "PHÓ CHỦ TỊCH"}),
    ("SIGNER-KT", {"authority": [line("TL. CHỦ TỊCH"), line("PHÓ CHÁNH VĂN PHÒNG")]}, {"text": "PHÓ CHÁNH VĂN PHÒNG"}),
    ("SIGNER-KT", {"authority": [line("TL. CHỦ TỊCH"), line("KT. CHÁNH"), line("PHÓ CHÁNH VĂN PHÒNG")]}, None),
    ("SIGNER-KT", {"authority": [line("KT. TRƯỞNG BAN"), line("PHÓ TRƯỞNG BAN"), line("PHÓ CHỦ TỊCH")]}, None),
    ("SIGNER-KT", {"authority": [line("TM. GIÁM ĐỐC"), line("PHÓ GIÁM ĐỐC")]}, None),  # SIGNER-AUTHORITY tells it
    ("SIGNER-KT", {"authority": [line("PHÓ GIÁM ĐỐC")], "kind": "bien-ban"}, "–"),
    ("SIGNER-NAME-CAPITALS", {}, "–"),
    ("SIGNER-NAME-CAPITALS", {"name": line("Họ và tên")}, None),
    ("SIGNER-NAME-CAPITALS", {"name": line("ThS. Lê Văn An")}, None),
    ("SIGNER-NAME-CAPITALS", {"name": line("Thượng tá Lê Văn An")}, None),
    ("SIGNER-NAME-CAPITALS", {"name": line("Lê văn An")}, {"text": "Lê văn An", "wanted": "Lê Văn An"}),
    ("SIGNER-DEPUTY", {}, "–"),
    ("SIGNER-DEPUTY", {"authority": [line("KT. GIÁM ĐỐC")], "name": line("A")}, {"text": "KT. GIÁM ĐỐC"}),
    ("SIGNER-DEPUTY", {"authority": [line("KT. GIÁM ĐỐC")]}, None),
    ("SIGNER-DEPUTY", {"authority": [line("KT. GIÁM ĐỐC"), line("PHÓ")], "name": line("A")}, None),
    ("SIGNER-DEPUTY", {"authority": [line("Q. GIÁM ĐỐC")], "name": line("A")}, None),
    *[
        ("SIGNER-NAME", {"authority": [line("GIÁM ĐỐC")], "kind": kind}, "–")
        for kind in ("bien-ban", "hop-dong", "ban-ghi-nho", "ban-thoa-thuan")
    ],
    ("SIGNER-NAME", {}, "–"),
    ("SIGNER-NAME", {"authority": [line("GIÁM ĐỐC"), line("X")]}, {}),
    ("SIGNER-NAME", {"authority": [line("GIÁM ĐỐC")], "name": line("A")}, None),
    ("SIGNER-NAME", {"authority": [line("GIÁM ĐỐC")], "kind": "hop-dong"}, "–"),
    ("SIGNER-DEGREE", {}, "–"),
    ("SIGNER-DEGREE", {"name": line("TS. Nguyễn Văn A")}, {"text": "TS. Nguyễn Văn A"}),
    ("SIGNER-DEGREE", {"name": line("Nguyễn Văn A")}, None),
    ("SIGNER-DEGREE", {"name": line("Bà Nguyễn Thị A")}, {"text": "Bà Nguyễn Thị A"}),
    ("SIGNER-DEGREE", {"name": line("Bàn Văn A")}, None),
    ("SIGNER-DEGREE", {"name": line("TS. A"), "issuer": [line("BỆNH VIỆN ĐA KHOA")]}, "–"),
    ("SIGNER-DEGREE", {"name": line("TS. A"), "issuer": [line("SỞ Y TẾ")]}, {"text": "TS. A"}),  # no hospital
    ("SIGNER-DEGREE", {"name": line("TS. A"), "issuer": [line("PHÒNG KHÁM ĐA KHOA Y TẾ")]}, "–"),
    ("SIGNER-DEGREE", {"name": line("TS. A"), "issuer": [line("SỞ X")], "superior": [line("Bộ Công an")]}, "–"),
    ("SIGNER-CENTRED", {}, "–"),
    ("SIGNER-CENTRED", {"authority": [line("GIÁM ĐỐC")]}, "–"),
    ("SIGNER-CENTRED", {"name": line("A")}, "–"),
    ("SIGNER-CENTRED", {"authority": [line("G", box=at(100, 140))], "name": line("A", box=at(109, 149))}, None),
    ("SIGNER-CENTRED", {"authority": [line("G", box=at(100, 140))], "name": line("A")}, "?"),
    ("SIGNER-CENTRED", {"authority": [line("G", box=at(100, 140))], "name": line("A", box=at(110, 149))}, {"text": "A"}),
    ("SIGNER-CENTRED", {"authority": [line("G")], "name": line("A")}, "?"),
    ("SIGNER-CENTRED", {"authority": [line("G", box=at(100, 140))], "name": ON_PAGE_2}, None),
    ("SIGNER-CENTRED", {"authority": [set_as("centre", 0)], "name": set_as("centre", 18)}, None),  # 9 mm further right
    ("SIGNER-CENTRED", {"authority": [set_as("centre", 0)], "name": set_as("centre", 20)}, {"text": "Lê Văn An"}),
    ("SIGNER-CENTRED", {"authority": [set_as("centre", 0)], "name": set_as("left", 0)}, {"text": "Lê Văn An"}),
    ("SIGNER-CENTRED", {"authority": [set_as("centre", 0)], "name": set_as("justify", 30)}, None),  # by spaces
    ("SIGNER-CENTRED", {"authority": [set_as("right", 0)], "name": set_as("right", 0)}, None),
    ("SIGNER-CENTRED", {"authority": [set_as("right", 0)], "name": set_as("left", 0)}, {"text": "Lê Văn An"}),
    ("SIGNER-CENTRED", {"authority": [set_as("", 0)], "name": set_as("left", 0)}, "?"),
]  # fmt: skip  # a table: what belongs together on a line


@pytest.mark.parametrize(("rule", "what", "found"), SIGNERS)
def test_the_signer(rule: str, what: dict[str, Any], found: Any) -> None:
    assert said(rule, part(**{"issuer": [line("SỞ TÀI CHÍNH")], **what})) == found


def test_a_missing_name_is_told_under_the_last_line_of_the_authority() -> None:
    for lines in (["GIÁM ĐỐC"], ["TL. GIÁM ĐỐC", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"]):
        (answer,) = answers("SIGNER-NAME", part(authority=[line(text) for text in lines]))
        assert answer.location.text == lines[-1]


def test_a_missing_signer_is_told_at_the_foot() -> None:
    number, body, word = line("Số: 1/A-B"), [line("Một."), line("Hai.")], line("Nơi nhận:")
    for there, text in (
        ({"number": number, "body": body, "recipients_label": word}, "Nơi nhận:"),
        ({"number": number, "body": body}, "Hai."),
        ({"number": number, "body": body[:1]}, "Một."),
        ({"number": number}, "Số: 1/A-B"),
    ):
        (answer,) = answers("SIGNER-PRESENT", part(**there))
        assert answer.location.text == text
