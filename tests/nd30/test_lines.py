"""Rules on one or two lines, over a document made by hand: what each says of many ways to write them."""

# ruff: noqa: E501 - tables, a row a case

from __future__ import annotations

from typing import Any

import pytest

from congvan.nd30.view import Cell, Page, View
from tests.nd30.by_hand import answers, at, items, line, part, said

DATES: list[tuple[str, str, Any]] = [
    ("DATE-FORM", "Lạng Sơn, ngày 05 tháng 01 năm 2020", None),
    ("DATE-FORM", "Lạng Sơn, ngày … tháng … năm 2020", None),
    ("DATE-FORM", "Lạng Sơn, ngày     tháng 8 năm 2020", None),
    ("DATE-FORM", "Lạng Sơn,\u00a0ngày 05\ntháng 01 năm 2020", None),
    ("DATE-FORM", "Lạng Sơn, 05/01/2020", {"text": "Lạng Sơn, 05/01/2020"}),
    ("DATE-FORM", "L, ngày năm tháng 01 năm 2020", {"text": "L, ngày năm tháng 01 năm 2020"}),
    ("DATE-FORM", "L, ngày 05 tháng giêng năm 2020", {"text": "L, ngày 05 tháng giêng năm 2020"}),
    ("DATE-FORM", "", "–"),
    ("DATE-DAY-ZERO", "L, ngày _5. tháng 01 năm 2020", {"day": "5"}),
    ("DATE-PLACE", "TP. Ba đồn, ngày 05 tháng 01 năm 2020", {"town": "TP. Ba đồn"}),
    ("DATE-DAY-ZERO", "L, ngày 5 tháng 01 năm 2020", {"day": "5"}),
    ("DATE-DAY-ZERO", "L, ngày 05 tháng 01 năm 2020", None),
    ("DATE-DAY-ZERO", "L, ngày 15 tháng 01 năm 2020", None),
    ("DATE-DAY-ZERO", "L, ngày … tháng 01 năm 2020", "?"),
    ("DATE-DAY-ZERO", "", "–"),
    ("DATE-MONTH-ZERO", "L, ngày 05 tháng 1 năm 2020", {"month": "1"}),
    ("DATE-MONTH-ZERO", "L, ngày 05 tháng 2 năm 2020", {"month": "2"}),
    ("DATE-MONTH-ZERO", "L, ngày 05 tháng 3 năm 2020", None),
    ("DATE-MONTH-ZERO", "L, ngày 05 tháng __ năm 2020", "?"),
    ("DATE-MONTH-ZERO", "", "–"),
    ("DATE-MONTH-NO-ZERO", "L, ngày 05 tháng 08 năm 2020", {"month": "08", "plain": "8"}),
    ("DATE-MONTH-NO-ZERO", "L, ngày 05 tháng 03 năm 2020", {"month": "03", "plain": "3"}),
    ("DATE-MONTH-NO-ZERO", "L, ngày 05 tháng 02 năm 2020", None),
    ("DATE-MONTH-NO-ZERO", "L, ngày 05 tháng 10 năm 2020", None),
    ("DATE-MONTH-NO-ZERO", "L, ngày 05 tháng . năm 2020", "?"),
    ("DATE-MONTH-NO-ZERO", "", "–"),
    ("DATE-REAL", "L, ngày 30 tháng 02 năm 2020", {"day": 30, "month": 2, "year": 2020}),
    ("DATE-REAL", "L, ngày 29 tháng 02 năm 2020", None),
    ("DATE-REAL", "L, ngày 29 tháng 02 năm", "?"),
    ("DATE-REAL", "", "–"),
    ("DATE-COMMA", "Lạng Sơn, ngày 05 tháng 01 năm 2020", None),
    ("DATE-COMMA", "Lạng Sơn ngày 05 tháng 01 năm 2020", {"text": "Lạng Sơn ngày 05 tháng 01 năm 2020"}),
    ("DATE-COMMA", "… ngày 05 tháng 01 năm 2020", "–"),
    ("DATE-COMMA", "Lạng… ngày 05 tháng 01 năm 2020", None),
    ("DATE-COMMA", "Ngày 05 tháng 01 năm 2020", "–"),
    ("DATE-COMMA", "05/01/2020", "–"),
    ("DATE-PLACE", "Lạng Sơn, ngày 05 tháng 01 năm 2020", None),
    ("DATE-PLACE", "lạng Sơn, ngày 05 tháng 01 năm 2020", {"town": "lạng Sơn"}),
    ("DATE-PLACE", "Lạng sơn, ngày 05 tháng 01 năm 2020", {"town": "Lạng sơn"}),
    ("DATE-PLACE", "Lạng sƠN, ngày 05 tháng 01 năm 2020", {"town": "Lạng sƠN"}),
    ("DATE-PLACE", "L2, ngày 05 tháng 01 năm 2020", "–"),
    ("DATE-PLACE", "......, ngày 05 tháng 01 năm 2020", "–"),
    ("DATE-PLACE", "05/01/2020", "–"),
    ("DATE-PLACE-FULL", "Thành phố Hồ Chí Minh, ngày 05 tháng 01 năm 2020", None),
    *(
        ("DATE-PLACE-FULL", f"{town}, ngày 05 tháng 01 năm 2020", {"town": town, "wanted": "Thành phố Hồ Chí Minh"})
        for town in ("TP. Hồ Chí Minh", "TP.HCM", "Tp Hồ Chí Minh", "Hồ Chí Minh")
    ),
    ("DATE-PLACE-FULL", "Lạng Sơn, ngày 05 tháng 01 năm 2020", None),
    ("DATE-PLACE-FULL", "Hoàng Văn Thụ, ngày 05 tháng 01 năm 2020", None),  # a body of another unit
    ("DATE-PLACE-FULL", "…, ngày 05 tháng 01 năm 2020", "–"),
    ("DATE-PLACE-FULL", "05/01/2020", "–"),
    ("DATE-FORM", "L, ngày 05 tháng 01 năm 20", {"text": "L, ngày 05 tháng 01 năm 20"}),
    ("DATE-FORM", "L, ngày 05 tháng 01 năm 20…", None),
    ("DIA-DANH-CASE", "Lạng Sơn, Ngày 05 tháng 01 năm 2020", None),  # a finding of DATE-FORM
    ("DIA-DANH-CASE", "LẠNG SƠN, ngày 05 tháng 01 năm 2020", {"name": "place and date"}),
    ("DIA-DANH-CASE", "TP. Lạng Sơn, ngày 05 tháng 01 năm 2020", None),
]


@pytest.mark.parametrize(
    ("issuer", "town", "wanted"),
    [
        ("ỦY BAN NHÂN DÂN XÃ HOÀNG VĂN THỤ", "Hoàng Văn Thụ", "Xã Hoàng Văn Thụ"),
        ("PHƯỜNG ĐIỆN BIÊN PHỦ", "Điện Biên Phủ", "Phường Điện Biên Phủ"),
        ("ỦY BAN NHÂN DÂN QUẬN 1", "1", "Quận 1"),
        ("ỦY BAN NHÂN DÂN XÃ HOÀNG VĂN THỤ", "Xã Hoàng Văn Thụ", ""),
        ("ỦY BAN NHÂN DÂN XÃ ĐỒNG ĐĂNG", "Đồng Đăng", ""),
    ],
)
def test_a_unit_named_after_a_person_has_its_full_name(issuer: str, town: str, wanted: str) -> None:
    given = part(date=line(f"{town}, ngày 05 tháng 01 năm 2020"), issuer=[line("ỦY BAN"), line(issuer)])
    assert said("DATE-PLACE-FULL", given) == ({"town": town, "wanted": wanted} if wanted else None)


@pytest.mark.parametrize(
    ("issuer", "found"),
    [
        (["UBND XÃ ĐỒNG ĐĂNG"], "UBND XÃ ĐỒNG ĐĂNG"),
        (["UBND", "XÃ ĐỒNG ĐĂNG"], "UBND XÃ ĐỒNG ĐĂNG"),
        (["UBND TỈNH LẠNG SƠN", "BAN AN TOÀN GIAO THÔNG"], ""),  # both in one weight: the first is the superior
        (["ỦY BAN NHÂN DÂN", "XÃ ĐỒNG ĐĂNG"], ""),
        (["SỞ Y TẾ"], ""),
    ],
)
def test_the_issuing_body_has_its_full_name(issuer: list[str], found: str) -> None:
    assert said("BAN-HANH-FULL", part(issuer=[line(t) for t in issuer])) == ({"text": found} if found else None)


@pytest.mark.parametrize(
    ("superior", "found"),
    [
        (["UBND TỈNH"], {"text": "UBND TỈNH"}),
        (["ỦY BAN NHÂN DÂN", "HUYỆN"], {"text": "ỦY BAN NHÂN DÂN HUYỆN"}),
        (["UBND TỈNH LẠNG SƠN"], None),
        (["ỦY BAN NHÂN DÂN"], None),
        (["BỘ NỘI VỤ"], None),
        ([], "–"),
    ],
)
def test_a_local_superior_says_of_which_place(superior: list[str], found: Any) -> None:
    assert said("CHU-QUAN-PLACE", part(superior=[line(t) for t in superior])) == found


@pytest.mark.parametrize(("rule", "text", "found"), DATES)
def test_place_and_date(rule: str, text: str, found: Any) -> None:
    assert said(rule, part(date=line(text) if text else None)) == found


NUMBERS: list[tuple[str, str, Any]] = [
    ("SO-WORD", "Số: 1/A-B", None),
    ("SO-WORD", "Số : 1/A-B", None),
    ("SO-WORD", "SỐ: 1/STTTT-BCVT", {"text": "SỐ: 1/STTTT-"}),
    ("SO-WORD", "", "–"),
    ("SO-FORM", "Số: 12/A-B", None),
    ("SO-FORM", "Số: 12-A", {"text": "Số: 12-A"}),
    ("SO-FORM", "Số: ....", "?"),
    ("SO-FORM", "số: 12/A-B", None),
    ("SO-FORM", "SỐ: ....", "?"),
    ("SYMBOL-SPACES", "Số: 1/ A-B", None),  # a finding of SO-SPACE
    ("SYMBOL-SPACES", "Số:    / A-B", None),
    ("SYMBOL-HYPHEN", "Số: 1/A.B", {"symbol": "A.B"}),
    ("SYMBOL-CASE", "Số: 1/sTTTT-B", {"symbol": "sTTTT-B"}),
    ("SYMBOL-UNIT", "Số: 1/A_B", None),
    ("SO-FORM", "", "–"),
    ("SO-LEADING-ZERO", "Số: 5/A-B", {"number": "5"}),
    ("SO-LEADING-ZERO", "Số: 05/A-B", None),
    ("SO-LEADING-ZERO", "Số: 15/A-B", None),
    ("SO-LEADING-ZERO", "Số: …/A-B", "?"),
    ("SO-LEADING-ZERO", "Số: A", "–"),
    ("SO-ARABIC", "Số: XV/A-B", {"number": "XV"}),
    ("SO-ARABIC", "Số: X1/A-B", None),
    ("SO-ARABIC", "Số: AB/A-B", None),
    ("SO-ARABIC", "Số:    /A-B", None),
    ("SO-ARABIC", "Số: A", "–"),
    ("SO-SPACE", "Số: 12 /A-B", {"number": "12"}),
    ("SO-SPACE", "Số: 12/A-B", None),
    ("SO-SPACE", "Số: … /A-B", None),
    ("SO-SPACE", "Số: 12", "–"),
    ("SO-SPACE", "", "–"),
    ("SYMBOL-SPACES", "Số: 1/A - B", {"symbol": "A - B"}),
    ("SYMBOL-SPACES", "Số: 1/A-B", None),
    ("SYMBOL-SPACES", "Số: 1/A   B", None),  # a gap left for the pen
    ("SYMBOL-SPACES", "Số: 1/…-B", "–"),
    ("SYMBOL-SPACES", "Số: 1/<A B>", "–"),
    ("SYMBOL-HYPHEN", "Số: 1/A–B", {"symbol": "A–B"}),
    ("SYMBOL-HYPHEN", "Số: 1/A_B", {"symbol": "A_B"}),
    ("SYMBOL-HYPHEN", "Số: 1/A/B", {"symbol": "A/B"}),
    ("SYMBOL-HYPHEN", "Số: 1/2020/A-B", None),
    ("SYMBOL-HYPHEN", "Số: 1/A-B", None),
    ("SYMBOL-HYPHEN", "Số: 1/", "–"),
    ("SYMBOL-CASE", "Số: 1/A-bcvt", {"symbol": "A-bcvt"}),
    ("SYMBOL-CASE", "Số: 1/QyĐ-STTTT", None),
    ("SYMBOL-CASE", "Số: 1/TTr-STTTT", None),
    ("SYMBOL-CASE", "Số: 1/UBNDt", None),  # a body's own abbreviation
    ("SYMBOL-CASE", "Số: 1/A-B (sao)", None),
    ("SYMBOL-CASE", "Số: 1/A-ab", {"symbol": "A-ab"}),
    ("SYMBOL-CASE", "Số: 1/A-Ab", None),
    ("SYMBOL-CASE", "Số: 1/", "–"),
    ("SYMBOL-CV", "Số: 1/CV-STTTT", {"symbol": "CV-STTTT"}),
    ("SYMBOL-CV", "Số: 1/QĐ-STTTT", {"symbol": "QĐ-STTTT"}),
    ("SYMBOL-CV", "Số: 1/2020/STTTT-BCVT", {"symbol": "2020/STTTT-BCVT"}),
    ("SYMBOL-CV", "Số: 1/CVT-STTTT", None),
    ("SYMBOL-CV", "Số: 1/QĐND-VP", None),
    ("SYMBOL-CV", "Số: 1/", "–"),
    ("SYMBOL-UNIT", "Số: 1/STTTT", {"symbol": "STTTT"}),
    ("SYMBOL-UNIT", "Số: 1/STTTT-VP", None),
    ("SYMBOL-UNIT", "Số: 1/", "–"),
    ("SYMBOL-UNIT", "Công văn", "–"),
    ("SYMBOL-UNIT", "", "–"),
]


@pytest.mark.parametrize(("rule", "text", "found"), NUMBERS)
def test_number_and_symbol(rule: str, text: str, found: Any) -> None:
    assert said(rule, part(number=line(text) if text else None)) == found


@pytest.mark.parametrize(
    ("kind", "heading", "text", "found"),
    [
        ("quyet-dinh", "QUYẾT ĐỊNH", "Số: 1/QĐ-STTTT", None),
        ("quyet-dinh", "QUYẾT ĐỊNH", "Số: 1/2020/QĐ-STTTT", None),
        ("quyet-dinh", "QUYẾT ĐỊNH", "Số: 1/SY-STTTT", None),  # a copy of it
        (
            *("quyet-dinh", "QUYẾT ĐỊNH", "Số: 1/QD-STTTT"),
            {"symbol": "QD-STTTT", "wanted": "QĐ", "kind": "Quyết định"},
        ),
        ("nghi-quyet", "NGHỊ QUYẾT", "Số: 1/NQ-HĐND", None),
        ("quyet-dinh", "", "Số: 1/QD-STTTT", "–"),
        ("cong-van", "", "Số: 1/STTTT-VP", "–"),
        ("thu-cong", "THƯ CÔNG", "Số: 1/STTTT-VP", "–"),
    ],
)
def test_a_symbol_begins_with_its_types_abbreviation(kind: str, heading: str, text: str, found: Any) -> None:
    what = part(kind=kind, heading=line(heading) if heading else None, number=line(text))
    assert said("SYMBOL-TYPE", what) == found
    if kind != "cong-van":
        assert said("SYMBOL-CV", what) == said("SYMBOL-UNIT", what) == "–"


@pytest.mark.parametrize("month", ["08", "03"])
def test_a_finding_stands_at_its_line(month: str) -> None:
    text = f"L, ngày 05 tháng {month} năm 2020"
    assert answers("DATE-MONTH-NO-ZERO", part(date=line(text)))[0].spot.text == text


def test_a_number_that_was_stamped_in_is_not_judged() -> None:
    assert said("SO-SPACE", part(number=line("Số: 12 /A-B"), number_text="Số: 123 /A-B")) == "?"


def test_what_every_document_has() -> None:
    for rule in ("SO-PRESENT", "DATE-PRESENT"):
        assert said(rule, part()) == {}
        assert said(rule, part(nation=None)) == "–"
        assert said(rule, part(attached=True)) == "–"
    there = part(number=line("Số: 1/A"), date=line("x"))
    assert said("SO-PRESENT", there) is said("DATE-PRESENT", there) is None
    assert said("SO-PRESENT", part(kind="thu-cong")) == "–"
    for kind in ("bien-ban", "hop-dong", "ban-ghi-nho", "ban-thoa-thuan"):
        assert said("DATE-PRESENT", part(kind=kind)) == "–"
    place = [answers("SO-PRESENT", part(issuer=issuer))[0].spot.text for issuer in ([], [line("A"), line("B")])]
    assert place == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "B"]
    assert answers("DATE-PRESENT", part(motto=line("Độc lập")))[0].spot.text == "Độc lập"


@pytest.mark.parametrize(("shift", "found"), [(0, None), (8, None), (8.1, {}), (-8.1, {})])
def test_the_date_is_centred_in_a_pdf(shift: float, found: Any) -> None:
    what = part(nation=line("CỘNG", box=at(100, 200)), date=line("x", box=at(120 + shift, 180 + shift)))
    assert said("DATE-CENTRED", what) == found
    assert said("DATE-CENTRED", part(date=None)) == "–"
    assert said("DATE-CENTRED", part(nation=None, date=line("x"))) == "–"


@pytest.mark.parametrize(("shift", "found"), [(0, None), (11, None), (11.1, {}), (-11.1, {})])
def test_the_number_is_centred_in_a_pdf(shift: float, found: Any) -> None:
    issuer = [line("UBND TỈNH", box=at(0, 1)), line("SỞ", box=at(30, 100))]
    assert said("SO-CENTRED", part(issuer=issuer, number=line("x", box=at(50 + shift, 80 + shift)))) == found
    assert said("SO-CENTRED", part(issuer=[], number=line("x"))) == said("SO-CENTRED", part()) == "–"


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"align": "left"}, {}),
        ({"align": "left", "first": 5.0}, None),
        ({"align": "left", "tabbed": True}, None),
        ({"align": "centre"}, None),
    ],
)
def test_lines_of_the_head_are_centred_in_a_docx(more: dict[str, Any], found: Any) -> None:
    cell = Cell(1, 1, 1, 0.0, 80.0)
    assert said("SO-CENTRED", part(number=line("Số: 1/A", cell=cell, **more))) == found
    assert said("DATE-CENTRED", part(date=line("L, ngày", cell=cell, **more))) == found
    right = Cell(1, 1, 2, 80.0, 105.0)  # 25 mm wide, wherever it begins
    assert said("SO-CENTRED", part(number=line("Số: 1/A", cell=right, **more))) is None
    assert said("DATE-CENTRED", part(date=line("L, ngày", cell=right, **more))) is None
    narrow = Cell(1, 1, 1, 0.0, 25.0)
    assert said("SO-CENTRED", part(number=line("Số: 1/A", cell=narrow, **more))) is None
    assert said("DATE-CENTRED", part(date=line("L, ngày", cell=narrow, **more))) is None
    assert said("SO-CENTRED", part(number=line("   Số: 1/A", cell=cell, **more))) is None
    assert said("DATE-CENTRED", part(date=line("   L, ngày", cell=cell, **more))) is None
    assert said("SO-CENTRED", part(number=line("Số: 1/A", **more))) is None  # in no table
    assert said("SO-CENTRED", part(number=line("Số: 1/A", cell=cell, align="right"))) == {}


@pytest.mark.parametrize(
    ("one", "two", "found"),
    [
        ({"box": at(0, 9), "baseline": 40}, {"box": at(9, 19), "baseline": 43.1}, None),
        ({"box": at(0, 9), "baseline": 40}, {"box": at(9, 19), "baseline": 43.3}, {}),
        ({"box": at(0, 9), "baseline": 43.3}, {"box": at(9, 19), "baseline": 40}, {}),
        ({"cell": Cell(1, 2, 1)}, {"cell": Cell(1, 2, 2)}, None),
        ({"cell": Cell(1, 2, 1)}, {"cell": Cell(1, 3, 2)}, {}),
        ({"cell": Cell(1, 2, 1)}, {"cell": Cell(2, 3, 2)}, None),
        ({"cell": Cell(1, 2, 1)}, {}, "?"),
        ({}, {"cell": Cell(1, 2, 1)}, "?"),
        ({}, {}, "?"),
    ],
)
def test_number_and_date_stand_on_one_line(one: dict[str, Any], two: dict[str, Any], found: Any) -> None:
    number, date = line("Số: 1/A", **one), line("L, ngày", **two)
    head = [line("x", cell=Cell(1, 1, 1)), line("x", cell=Cell(1, 2, 1)), line("x", cell=Cell(2, 1, 1))]
    what = part(number=number, date=date)
    what.view = View("docx", paragraphs=(*head, number, date))
    assert said("DATE-LINE", what) == found
    assert said("DATE-LINE", part(number=number)) == said("DATE-LINE", part(date=date)) == "–"


def test_two_lines_in_one_row_of_a_docx_have_no_places() -> None:
    number, date = line("Số: 1/A", cell=Cell(1, 1, 1)), line("L", cell=Cell(1, 1, 2))
    what = part(number=number, date=date)
    what.view = View("docx", paragraphs=(number, date))
    assert said("DATE-LINE", what) == "?"


SIGNERS: list[tuple[str, dict[str, Any], Any]] = [
    ("SIGNER-PRESENT", {}, "–"),
    ("SIGNER-PRESENT", {"number": line("Số")}, {}),
    ("SIGNER-PRESENT", {"number": line("Số"), "authority": [line("GIÁM ĐỐC")]}, None),
    ("SIGNER-PRESENT", {"number": line("Số"), "kind": "bien-ban"}, "–"),
    ("SIGNER-PRESENT", {"number": line("Số"), "attached": True}, "–"),
    ("SIGNER-PRESENT", {"number": line("Số"), "nation": None}, "–"),
    ("SIGNER-PREFIX", {}, "–"),
    ("SIGNER-PREFIX", {"authority": [line("KT. GIÁM ĐỐC"), line("PHÓ GIÁM ĐỐC")]}, None),
    ("SIGNER-PREFIX", {"authority": [line("KT GIÁM ĐỐC")]}, {"text": "KT GIÁM ĐỐC", "wanted": "KT. …"}),
    ("SIGNER-PREFIX", {"authority": [line("K.T. GIÁM ĐỐC")]}, {"text": "K.T. GIÁM ĐỐC", "wanted": "KT. …"}),
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
    ("SIGNER-DEGREE", {"name": line("TS. A"), "issuer": [line("BỆNH VIỆN ĐA KHOA")]}, "–"),
    ("SIGNER-DEGREE", {"name": line("TS. A"), "issuer": [line("SỞ Y TẾ")]}, {"text": "TS. A"}),  # no hospital
    ("SIGNER-DEGREE", {"name": line("TS. A"), "issuer": [line("PHÒNG KHÁM ĐA KHOA Y TẾ")]}, "–"),
    ("SIGNER-DEGREE", {"name": line("TS. A"), "issuer": [line("SỞ X")], "superior": [line("Bộ Công an")]}, "–"),
    ("SIGNER-CENTRED", {}, "–"),
    ("SIGNER-CENTRED", {"authority": [line("GIÁM ĐỐC")]}, "–"),
    ("SIGNER-CENTRED", {"name": line("A")}, "–"),
    ("SIGNER-CENTRED", {"authority": [line("G", box=at(100, 140))], "name": line("A", box=at(109, 149))}, None),
    ("SIGNER-CENTRED", {"authority": [line("G", box=at(100, 140))], "name": line("A", box=at(110, 149))}, {"text": "A"}),
    ("SIGNER-CENTRED", {"authority": [line("G")], "name": line("A")}, "?"),
    (
        "SIGNER-CENTRED",
        {"authority": [line("G", cell=Cell(1, 1, 2), align="centre")], "name": line("A", cell=Cell(1, 1, 2), align="left")},
        {"text": "A"},
    ),
    (
        "SIGNER-CENTRED",
        {"authority": [line("GĐ", cell=Cell(1, 1, 2), align="left")], "name": line("A", cell=Cell(1, 1, 2), align="left")},
        {"text": "GĐ"},
    ),
    (
        "SIGNER-CENTRED",
        {"authority": [line("G", cell=Cell(1, 1, 2), align="left")], "name": line("A", cell=Cell(1, 1, 2), align="left")},
        None,  # as long as one another
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "what", "found"), SIGNERS)
def test_the_signer(rule: str, what: dict[str, Any], found: Any) -> None:
    assert said(rule, part(**{"issuer": [line("SỞ TÀI CHÍNH")], **what})) == found


TWO, TO = ("- Sở A;", "- Sở B."), line("Kính gửi:")
NO_GREETING = (
    "nghi-quyet",
    "quyet-dinh",
    "chi-thi",
    "quy-che",
    "quy-dinh",
    "thong-bao",
    "ke-hoach",
    "chuong-trinh",
    "huong-dan",
)
GREETINGS: list[tuple[str, dict[str, Any], Any]] = [
    ("KINH-GUI-PRESENT", {"number": line("Số"), "body": [line("Nội dung"), line("x")]}, {}),
    ("KINH-GUI-PRESENT", {"number": line("Số"), "body": [line("x")], "greeting": TO}, None),
    ("KINH-GUI-PRESENT", {"number": line("Số"), "body": [line("x")], "kind": "quyet-dinh"}, "–"),
    ("KINH-GUI-PRESENT", {"number": line("Số")}, "–"),
    ("KINH-GUI-PRESENT", {"body": [line("x")]}, "–"),
    ("KINH-GUI-KIND", {"greeting": TO, "kind": "ke-hoach"}, {"kind": "Kế hoạch"}),
    ("KINH-GUI-KIND", {"greeting": TO}, None),
    ("KINH-GUI-KIND", {"greeting": TO, "kind": "to-trinh"}, None),
    ("KINH-GUI-KIND", {"greeting": TO, "kind": "giay-moi"}, None),
    ("KINH-GUI-KIND", {"greeting": TO, "kind": ""}, "–"),
    ("KINH-GUI-KIND", {"kind": "ke-hoach"}, "–"),
    ("KINH-GUI-COLON", {"greeting": TO}, None),
    ("KINH-GUI-COLON", {"greeting": line("KÍNH GỬI : Sở A")}, None),
    ("KINH-GUI-COLON", {"greeting": line("Kính gửi Sở A")}, {"text": "Kính gửi Sở A"}),
    ("KINH-GUI-COLON", {"greeting": line("Kính gửi " + "a" * 50)}, {"text": "Kính gửi " + "a" * 31}),
    ("KINH-GUI-COLON", {}, "–"),
    ("KINH-GUI-ONE-LINE", {"greeting": TO, "receivers": items("- Sở A.")}, {}),
    ("KINH-GUI-ONE-LINE", {"greeting": TO, "receivers": items("- Sở A; Sở B.")}, None),
    ("KINH-GUI-ONE-LINE", {"greeting": TO, "receivers": items(*TWO)}, None),
    ("KINH-GUI-ONE-LINE", {"greeting": line("Kính gửi: Sở A"), "receivers": items("x")}, None),
    ("KINH-GUI-ONE-LINE", {}, "–"),
    ("KINH-GUI-NEW-LINE", {"greeting": TO, "receivers": items(*TWO)}, None),
    ("KINH-GUI-NEW-LINE", {"greeting": line("Kính gửi: - Sở A;"), "receivers": items("- Sở B.")}, {}),
    ("KINH-GUI-NEW-LINE", {"greeting": line("Kính gửi: - Sở A")}, {}),
    ("KINH-GUI-NEW-LINE", {"greeting": line("Kính gửi: Sở A; Sở B.")}, {}),
    ("KINH-GUI-NEW-LINE", {"greeting": line("Kính gửi: Sở A;")}, None),
    ("KINH-GUI-NEW-LINE", {"greeting": line("Kính gửi: Sở A")}, None),
    ("KINH-GUI-NEW-LINE", {}, "–"),
    ("KINH-GUI-DASH", {"greeting": TO, "receivers": items(*TWO)}, None),
    ("KINH-GUI-DASH", {"greeting": TO, "receivers": items("+ Sở A;", "- Sở B.")}, {"text": "+ Sở A;"}),
    ("KINH-GUI-DASH", {"greeting": TO, "receivers": items("-Sở A;", "- Sở B.")}, {"text": "-Sở A;"}),
    ("KINH-GUI-DASH", {"greeting": TO, "receivers": items("Sở A")}, "–"),
    ("KINH-GUI-DASH", {"receivers": items("Sở A", "Sở B")}, "–"),
    ("KINH-GUI-SEMICOLON", {"greeting": TO, "receivers": items(*TWO)}, None),
    ("KINH-GUI-SEMICOLON", {"greeting": TO, "receivers": items("- Sở A,", "- Sở B.")}, {"text": "- Sở A,"}),
    ("KINH-GUI-SEMICOLON", {"greeting": TO, "receivers": items("- Sở A")}, "–"),
    ("KINH-GUI-STOP", {"greeting": TO, "receivers": items(*TWO)}, None),
    ("KINH-GUI-STOP", {"greeting": TO, "receivers": items("- Sở A;", "- Sở B…")}, None),
    ("KINH-GUI-STOP", {"greeting": TO, "receivers": items("- Sở A.", "- Sở B;")}, {"text": "- Sở B;"}),
    ("KINH-GUI-STOP", {"greeting": line("Kính gửi: Sở A;")}, {"text": "Sở A;"}),
    ("KINH-GUI-STOP", {"greeting": line("Kính gửi: Sở A")}, None),
    ("KINH-GUI-STOP", {}, "–"),
    ("KINH-GUI-COLUMN", {"greeting": TO, "receivers": items("- Sở A;")}, "–"),
    ("KINH-GUI-COLUMN", {"greeting": TO, "receivers": items(*TWO, first=20.0)}, None),
    ("KINH-GUI-COLUMN", {"greeting": TO, "receivers": items(*TWO, align="centre")}, {"text": "- Sở B."}),
    (
        "KINH-GUI-COLUMN",
        {"greeting": TO, "receivers": items("- A;", first=20.0) + items("- B.", first=20.7)},
        {"text": "- B."},
    ),
    ("KINH-GUI-COLUMN", {"greeting": TO, "receivers": items("- A;", first=20.0) + items("- B.", first=20.5)}, None),
    (
        "KINH-GUI-COLUMN",
        {"greeting": TO, "receivers": items("- A;", first=20.0) + items("- B.", first=30.0, tabbed=True)},
        None,
    ),
    (
        "KINH-GUI-COLUMN",
        {"greeting": TO, "receivers": items("- A;", box=at(50, 99)) + items("- B.", box=at(51.1, 99))},
        None,
    ),
    (
        "KINH-GUI-COLUMN",
        {"greeting": TO, "receivers": items("- A;", box=at(50, 99)) + items("- B.", box=at(48.7, 99))},
        {"text": "- B."},
    ),
    (
        "KINH-GUI-COLUMN",
        {"greeting": TO, "receivers": items("- A;", box=at(0, 99)) + items("- B.", box=at(1.2, 99))},
        None,
    ),
    ("KINH-GUI-UNDER-COLON", {"greeting": TO, "receivers": items("- A;")}, "–"),
    ("KINH-GUI-UNDER-COLON", {"greeting": line("Kính gửi:", box=at(30, 50)), "receivers": []}, "–"),
    ("KINH-GUI-UNDER-COLON", {"greeting": TO, "receivers": items(*TWO)}, "?"),
    (
        "KINH-GUI-UNDER-COLON",
        {"greeting": line("Kính gửi:", box=at(40, 60)), "receivers": items(*TWO, box=at(67, 99))},
        None,
    ),
    (
        "KINH-GUI-UNDER-COLON",
        {"greeting": line("Kính gửi:", box=at(40, 60)), "receivers": items(*TWO, box=at(46, 99))},
        {"found": "11"},
    ),
    (
        "KINH-GUI-UNDER-COLON",
        {"greeting": line("Kính gửi: x", box=at(40, 60)), "receivers": items(*TWO, box=at(49, 99))},
        "?",
    ),
    (  # where the colon would stand if the words weren't too large
        "KINH-GUI-UNDER-COLON",
        {"greeting": line("Kính gửi:", box=at(40, 66), look={"size": 18.0}), "receivers": items(*TWO, box=at(55, 99))},
        None,
    ),
    ("KINH-GUI-CASE", {"greeting": line("KÍNH GỬI: Bộ Y tế")}, {"name": "Kính gửi"}),
    ("KINH-GUI-CASE", {"greeting": line("Kính Gửi: Bộ Y tế")}, {"name": "Kính gửi"}),
    ("KINH-GUI-CASE", {"greeting": line("Kính gửi: Bộ Y tế")}, None),
]
WORD, SIGNED, LIST = line("Nơi nhận:"), [line("GIÁM ĐỐC")], ("- Như trên;", "- UBND tỉnh (b/c);", "- Lưu: VT, BCVT.")
COPIES: list[tuple[str, dict[str, Any], Any]] = [
    ("NOI-NHAN-PRESENT", {"authority": SIGNED}, {}),
    ("NOI-NHAN-PRESENT", {"authority": SIGNED, "copies_word": WORD}, None),
    ("NOI-NHAN-PRESENT", {"authority": SIGNED, "attached": True}, "–"),
    ("NOI-NHAN-PRESENT", {"authority": SIGNED, "nation": None}, "–"),
    *[
        ("NOI-NHAN-PRESENT", {"authority": SIGNED, "kind": kind}, "–")
        for kind in ("hop-dong", "ban-ghi-nho", "ban-thoa-thuan", "thu-cong")
    ],
    ("NOI-NHAN-PRESENT", {}, "–"),
    ("NOI-NHAN-WORD", {"copies_word": WORD}, None),
    ("NOI-NHAN-WORD", {"copies_word": line("NƠI NHẬN :")}, None),
    ("NOI-NHAN-WORD", {"copies_word": line("Nơi nhận")}, {"text": "Nơi nhận"}),
    ("NOI-NHAN-WORD", {"copies_word": line("Nơi nhận: Sở A")}, {"text": "Nơi nhận: Sở A"}),
    ("NOI-NHAN-WORD", {}, "–"),
    ("NOI-NHAN-LEVEL", {"copies_word": WORD}, "–"),
    ("NOI-NHAN-LEVEL", {"authority": SIGNED}, "–"),
    ("NOI-NHAN-LEVEL", {"copies_word": WORD, "authority": SIGNED}, "?"),
    ("NOI-NHAN-LEVEL", {"copies_word": WORD, "authority": SIGNED, "kind": "bien-ban"}, "–"),
    ("NOI-NHAN-LEVEL", {"copies_word": line("N", cell=Cell(1, 1, 1)), "authority": [line("G", cell=Cell(1, 1, 2))]}, None),
    ("NOI-NHAN-LEVEL", {"copies_word": line("N", cell=Cell(1, 2, 1)), "authority": [line("G", cell=Cell(1, 1, 2))]}, {}),
    ("NOI-NHAN-LEVEL", {"copies_word": line("N", cell=Cell(2, 1, 1)), "authority": [line("G", cell=Cell(1, 1, 2))]}, "?"),
    ("NOI-NHAN-LEVEL", {"copies_word": line("N", box=at(30, 50), baseline=100), "authority": [line("G", box=at(100, 150), baseline=104)]}, None),
    ("NOI-NHAN-LEVEL", {"copies_word": line("N", box=at(30, 50), baseline=105), "authority": [line("G", box=at(100, 150), baseline=100)]}, {}),
    ("NOI-NHAN-LEFT", {}, "–"),
    ("NOI-NHAN-LEFT", {"copies_word": WORD, "copies": items(*LIST)}, None),
    ("NOI-NHAN-LEFT", {"copies_word": line("Nơi nhận:", align="centre")}, {"text": "Nơi nhận:"}),
    ("NOI-NHAN-LEFT", {"copies_word": line("Nơi nhận:", align="right")}, {"text": "Nơi nhận:"}),
    ("NOI-NHAN-LEFT", {"copies_word": WORD, "copies": items("x", *LIST[1:2], first=3.1)}, {"text": "- UBND tỉnh (b/c);"}),
    ("NOI-NHAN-LEFT", {"copies_word": WORD, "copies": items("x", first=3.1)}, None),
    ("NOI-NHAN-LEFT", {"copies_word": WORD, "copies": items(*LIST, first=3.0)}, None),
    ("NOI-NHAN-LEFT", {"copies_word": line("N", box=at(34, 50))}, None),
    ("NOI-NHAN-LEFT", {"copies_word": line("N", box=at(34.1, 50))}, {"text": "N"}),
    ("NOI-NHAN-DASH", {"copies": items(*LIST)}, None),
    ("NOI-NHAN-DASH", {"copies": items("+ Sở A;", "- Sở B.")}, {"text": "+ Sở A;"}),
    ("NOI-NHAN-DASH", {"copies": items("- Như trên;", "+ Sở A;", "Sở B.")}, {"text": "+ Sở A;"}),
    ("NOI-NHAN-DASH", {"copies": items("- Các sở:", "+ Sở A;", "+ Sở B;", "- Lưu: VT.")}, None),
    ("NOI-NHAN-SEMICOLON", {"copies": items("- Các sở:", "+ Sở A;", "+ Sở B;", "- Lưu: VT.")}, None),
    ("NOI-NHAN-SEMICOLON", {"copies": items("- Các sở:", "+ Sở A,", "- Lưu: VT.")}, {"text": "+ Sở A,"}),
    ("NOI-NHAN-DASH", {"copies": items("(gửi bản điện tử)")}, "–"),
    ("NOI-NHAN-DASH", {"copies": items("- Lưu: VT.", "Ghi chú: x", "* x")}, None),
    ("NOI-NHAN-DASH", {"copies": items("* A;", "- Lưu: VT.")}, {"text": "* A;"}),
    ("NOI-NHAN-SEMICOLON", {"copies": items(*LIST)}, None),
    ("NOI-NHAN-SEMICOLON", {"copies": items("- Như trên,", "- Lưu: VT.")}, {"text": "- Như trên,"}),
    ("NOI-NHAN-SEMICOLON", {"copies": items("- ……", "- Lưu: VT.")}, None),
    ("NOI-NHAN-SEMICOLON", {"copies": items("- A.")}, "–"),
    ("NOI-NHAN-LUU", {"copies": items(*LIST)}, None),
    ("NOI-NHAN-LUU", {"copies": items("- Lưu: VT;", "- Sở A.")}, {"text": "- Sở A."}),
    ("NOI-NHAN-LUU", {"copies": items("- Lưu: VT.", "KTN (5b)")}, None),
    ("NOI-NHAN-LUU", {"copies": items("• Lưu: VT, BCVT.")}, None),  # its sign is a finding of its own
    ("NOI-NHAN-LUU", {"copies": items("- Lưu: VT (02), BCVT.")}, None),
    *[("NOI-NHAN-LUU", {"copies": items(text)}, {"text": text}) for text in ("- Lưu: VT; BCVT.", "- Lưu: VT BCVT.")],
    ("NOI-NHAN-LUU", {"copies": items("- Lưu: VT.", "PL.(300)")}, None),
    ("NOI-NHAN-LUU", {"copies": items("- Lưu : HC-VP.")}, None),
    ("NOI-NHAN-LUU", {"copies": items("- Như trên;", "- Lưu: HS.")}, {"text": "- Lưu: HS."}),
    ("NOI-NHAN-LUU", {"copies": items("- Lưu VT.")}, {"text": "- Lưu VT."}),
    ("NOI-NHAN-LUU", {"copies": items("- Như trên.")}, {"text": "- Như trên."}),
    ("NOI-NHAN-LUU", {}, "–"),
    ("NOI-NHAN-STOP", {"copies": items(*LIST)}, None),
    ("NOI-NHAN-STOP", {"copies": items("- Lưu: VT, BCVT. PL(300)")}, None),
    ("NOI-NHAN-STOP", {"copies": items("- A.", "- Lưu: VT;")}, {"text": "- Lưu: VT;"}),
    ("NOI-NHAN-STOP", {"copies": items("- Lưu: VT, ….")}, None),
    ("NOI-NHAN-STOP", {"copies": items("- Lưu: VT, …")}, None),
    ("NOI-NHAN-STOP", {"copies": items("- Lưu: TP. A: VT")}, {"text": "- Lưu: TP. A: VT"}),
    ("NOI-NHAN-STOP", {"copies": items("- A;", "- B;")}, "–"),  # that there is no Lưu is a finding of its own
    ("NOI-NHAN-STOP", {}, "–"),
    ("NOI-NHAN-FIRST", {"copies": items(*LIST), "greeting": TO}, None),
    ("NOI-NHAN-FIRST", {"copies": items("- Như Kính gửi;"), "greeting": TO}, None),
    ("NOI-NHAN-FIRST", {"copies": items("- Sở A;", "- Như trên;"), "greeting": TO}, {"text": "- Sở A;"}),
    ("NOI-NHAN-FIRST", {"copies": items("- Như Điều 3;"), "greeting": TO}, {"text": "- Như Điều 3;"}),
    ("NOI-NHAN-FIRST", {"copies": items("- Sở A;")}, "–"),
    ("NOI-NHAN-FIRST", {"copies": items("- Sở A;"), "greeting": TO, "kind": "ke-hoach"}, "–"),
    ("NOI-NHAN-FIRST", {"greeting": TO}, "–"),
    ("NOI-NHAN-ARTICLE", {"copies": items("- Như Điều 3;"), "kind": "quyet-dinh"}, None),
    ("NOI-NHAN-ARTICLE", {"copies": items("- Như trên;", "- Như Điều 3;"), "kind": "nghi-quyet"}, {"text": "- Như trên;"}),
    ("NOI-NHAN-ARTICLE", {"copies": items("- Như trên;"), "kind": "quyet-dinh", "greeting": TO}, "–"),
    ("NOI-NHAN-ARTICLE", {"copies": items("- Như trên;")}, "–"),
    ("NOI-NHAN-ARTICLE", {"kind": "quyet-dinh"}, "–"),
    ("NOI-NHAN-TREN", {"copies": items("- Như trên;"), "kind": "ke-hoach"}, {"text": "- Như trên;"}),
    ("NOI-NHAN-TREN", {"copies": items("- Như kính gửi;"), "kind": "thong-bao"}, {"text": "- Như kính gửi;"}),
    ("NOI-NHAN-TREN", {"copies": items("- Sở Y tế;"), "kind": "ke-hoach"}, None),
    ("NOI-NHAN-TREN", {"copies": items("- Như trên;"), "kind": "thong-bao", "greeting": TO}, "–"),
    *(("NOI-NHAN-TREN", {"copies": items("- Như trên;"), "kind": kind}, "–") for kind in ("cong-dien", "giay-gioi-thieu")),
    ("NOI-NHAN-TREN", {"kind": "ke-hoach"}, "–"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "what", "found"), [*GREETINGS, *COPIES])
def test_receivers_and_copies(rule: str, what: dict[str, Any], found: Any) -> None:
    made = part(**what)
    made.view = View("docx", pages=(Page(1, 210, 297, left=30.0),))
    assert said(rule, made) == found
    if isinstance(found, dict) and found.get("text"):
        assert found["text"] in answers(rule, made)[0].spot.text


@pytest.mark.parametrize("kind", [*NO_GREETING, "de-an", "phuong-an"])
def test_kinds_without_a_greeting(kind: str) -> None:
    assert set(said("KINH-GUI-KIND", part(greeting=TO, kind=kind))) == {"kind"}  # type: ignore[arg-type]


def test_a_missing_signer_is_told_at_the_foot() -> None:
    number, body, word = line("Số: 1/A-B"), [line("Một."), line("Hai.")], line("Nơi nhận:")
    for there, text in (
        ({"number": number, "body": body, "copies_word": word}, "Nơi nhận:"),
        ({"number": number, "body": body}, "Hai."),
        ({"number": number, "body": body[:1]}, "Một."),
        ({"number": number}, "Số: 1/A-B"),
    ):
        (answer,) = answers("SIGNER-PRESENT", part(**there))
        assert answer.spot.text == text
