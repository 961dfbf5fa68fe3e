"""Rules on number and symbol, and on where they and the date stand."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.nd30.model.view import CellPosition, View
from congvan.nd30.model.widths import text_width
from tests.nd30.by_hand import answers, at, line, part, said

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
    ("SO-FORM", "số: ....", "?"),
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
    ("SYMBOL-CASE", "Số: 1/A-aB", None),
    ("SYMBOL-CASE", "Số: 1/A-aBC", {"symbol": "A-aBC"}),
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


def test_a_number_that_was_stamped_in_is_not_judged() -> None:
    assert said("SO-SPACE", part(number=line("Số: 12 /A-B"), number_text="Số: 123 /A-B")) == "?"


def test_what_every_document_has() -> None:
    for rule in ("SO-PRESENT", "DATE-PRESENT"):
        assert said(rule, part()) == {}
        assert said(rule, part(national_name=None)) == "–"
        assert said(rule, part(is_attached=True)) == "–"
    there = part(number=line("Số: 1/A"), date=line("x"))
    assert said("SO-PRESENT", there) is said("DATE-PRESENT", there) is None
    assert said("SO-PRESENT", part(kind="thu-cong")) == "–"
    assert said("SO-PRESENT", part(kind="hop-dong", issuer=[])) == "–"  # under its name
    assert said("SO-PRESENT", part(kind="hop-dong")) == {}
    for kind in ("bien-ban", "hop-dong", "ban-ghi-nho", "ban-thoa-thuan"):
        assert said("DATE-PRESENT", part(kind=kind)) == "–"
    place = [answers("SO-PRESENT", part(issuer=issuer))[0].location.text for issuer in ([], [line("A"), line("B")])]
    assert place == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "B"]
    assert answers("DATE-PRESENT", part(motto=line("Độc lập")))[0].location.text == "Độc lập"


@pytest.mark.parametrize(("shift", "found"), [(0, None), (8, None), (8.1, {}), (-8.1, {})])
def test_the_date_is_centred_in_a_pdf(shift: float, found: Any) -> None:
    what = part(national_name=line("CỘNG", box=at(100, 200)), date=line("x", box=at(120 + shift, 180 + shift)))
    assert said("DATE-CENTRED", what) == found
    assert said("DATE-CENTRED", part(date=None)) == "–"
    assert said("DATE-CENTRED", part(national_name=None, date=line("x"))) == "–"


@pytest.mark.parametrize(("shift", "found"), [(0, None), (11, None), (11.1, {}), (-11.1, {})])
def test_the_number_is_centred_in_a_pdf(shift: float, found: Any) -> None:
    issuer = [line("UBND TỈNH", box=at(0, 1)), line("SỞ", box=at(30, 100))]
    assert said("SO-CENTRED", part(issuer=issuer, number=line("x", box=at(50 + shift, 80 + shift)))) == found
    assert said("SO-CENTRED", part(issuer=issuer[1:], number=line("x", box=at(50 + shift, 80 + shift)))) == found
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
    cell = CellPosition(1, 1, 1, 0.0, 80.0)
    assert said("SO-CENTRED", part(number=line("Số: 1/A", cell=cell, **more))) == found
    assert said("DATE-CENTRED", part(date=line("L, ngày", cell=cell, **more))) == found
    right = CellPosition(1, 1, 2, 80.0, 105.0)  # 25 mm wide, wherever it begins
    assert said("SO-CENTRED", part(number=line("Số: 1/A", cell=right, **more))) is None
    assert said("DATE-CENTRED", part(date=line("L, ngày", cell=right, **more))) is None
    narrow = CellPosition(1, 1, 1, 0.0, 25.0)
    assert said("SO-CENTRED", part(number=line("Số: 1/A", cell=narrow, **more))) is None
    assert said("DATE-CENTRED", part(date=line("L, ngày", cell=narrow, **more))) is None
    assert said("SO-CENTRED", part(number=line("   Số: 1/A", cell=cell, **more))) is None
    assert said("DATE-CENTRED", part(date=line("   L, ngày", cell=cell, **more))) is None
    assert said("SO-CENTRED", part(number=line("Số: 1/A", **more))) is None  # in no table
    assert said("SO-CENTRED", part(number=line("Số: 1/A", cell=cell, align="right"))) == {}


@pytest.mark.parametrize(("spare", "found"), [(14.5, {}), (13.5, None)])
def test_what_fills_its_column_is_centred_however_it_is_set(spare: float, found: Any) -> None:
    text = "Lạng Sơn, ngày 05 tháng 3 năm 2026"
    wide = CellPosition(1, 1, 2, 80.0, 80.0 + 3.8 + text_width(line(text).runs) + spare)
    assert said("DATE-CENTRED", part(date=line(text, cell=wide, align="left"))) == found


@pytest.mark.parametrize(
    ("one", "two", "found"),
    [
        ({"box": at(0, 9), "baseline": 40}, {"box": at(9, 19), "baseline": 43.1}, None),
        ({"box": at(0, 9), "baseline": 40}, {"box": at(9, 19), "baseline": 43.3}, {}),
        ({"box": at(0, 9), "baseline": 43.3}, {"box": at(9, 19), "baseline": 40}, {}),
        ({"cell": CellPosition(1, 2, 1)}, {"cell": CellPosition(1, 2, 2)}, None),
        ({"cell": CellPosition(1, 2, 1)}, {"cell": CellPosition(1, 3, 2)}, {}),
        ({"cell": CellPosition(1, 2, 1)}, {"cell": CellPosition(2, 3, 2)}, None),
        (
            {"cell": CellPosition(1, 2, 1), "down": 10.0},
            {"cell": CellPosition(1, 2, 2), "down": 30.0, "before": 11.5},
            {},
        ),
        (
            {"cell": CellPosition(1, 2, 1), "down": 10.0},
            {"cell": CellPosition(1, 2, 2), "down": 30.0, "before": 10.5},
            None,
        ),
        (
            {"cell": CellPosition(1, 2, 1), "down": 10.0},
            {"cell": CellPosition(1, 2, 2), "down": 20.5, "before": 30.0},
            None,
        ),
        (
            {"cell": CellPosition(1, 2, 1), "down": 10.0},
            {"cell": CellPosition(1, 2, 2), "down": 30.0, "before": 12.0, "unsure": True},
            {},
        ),
        (
            {"cell": CellPosition(1, 2, 1), "down": 10.0, "before": 20.0},
            {"cell": CellPosition(1, 2, 2), "down": 30.0, "before": 5.0},
            None,
        ),
        ({"cell": CellPosition(1, 2, 1)}, {}, "?"),
        ({"cell": CellPosition(1, 2, 1), "ordinal": 3}, {"ordinal": 6}, {}),  # a paragraph below the table of the head
        ({"cell": CellPosition(1, 2, 1), "ordinal": 3}, {"ordinal": 6, "region": "textbox"}, "?"),
        ({}, {"cell": CellPosition(1, 2, 1)}, "?"),
        ({}, {}, "?"),
    ],
)
def test_number_and_date_stand_on_one_line(one: dict[str, Any], two: dict[str, Any], found: Any) -> None:
    number, date = line("Số: 1/A", **one), line("L, ngày", **two)
    head = [
        line("x", cell=CellPosition(1, 1, 1)),
        line("x", cell=CellPosition(1, 2, 1)),
        line("x", cell=CellPosition(2, 1, 1)),
    ]
    what = part(number=number, date=date)
    what.view = View("docx", paragraphs=(*head, number, date))
    assert said("DATE-LINE", what) == found
    assert said("DATE-LINE", part(number=number)) == said("DATE-LINE", part(date=date)) == "–"


def test_two_lines_in_one_row_of_a_docx_have_no_places() -> None:
    number, date = line("Số: 1/A", cell=CellPosition(1, 1, 1)), line("L", cell=CellPosition(1, 1, 2))
    what = part(number=number, date=date)
    what.view = View("docx", paragraphs=(number, date))
    assert said("DATE-LINE", what) == "?"
