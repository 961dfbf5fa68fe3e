"""Rules on the sheet, the page numbers, the face and the head, over views made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from congvan.nd30.part import Appendix, Part
from congvan.nd30.rule import Broken, Holds
from congvan.nd30.rules.style import SLACK
from congvan.nd30.view import Cell, Line, Numbering, Page, Paragraph, Run, View
from tests.nd30.by_hand import answers, at, line, part, said


def sheet(number: int = 1, width: float = 210, height: float = 297, **more: Any) -> Page:
    return Page(number, width, height, **more)


def seen(
    form: str, *pages: Page, paragraphs: tuple[Paragraph, ...] = (), numbers: tuple[Numbering, ...] = (), **more: Any
) -> Part:
    """A document as a DOCX declares it or a PDF shows it."""
    made = part(**more)
    made.view = View(form, pages=pages, paragraphs=paragraphs, numbers=numbers)
    return made


def findings(rule: str, what: Part) -> list[dict[str, Any]]:
    return [answer.values for answer in answers(rule, what) if isinstance(answer, Broken)]


# --- the sheet --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "height", "good"),
    [
        (210, 297, True),
        (297, 210, True),
        (211.5, 298.5, True),
        (211.6, 297, False),
        (210, 298.6, False),
        (208.4, 297, False),
    ],
)
def test_every_sheet_is_a4(width: float, height: float, good: bool) -> None:
    told = {"page": 1, "width": f"{width:.0f}", "height": f"{height:.0f}"}
    assert findings("PAGE-SIZE", seen("pdf", sheet(1, width, height), sheet(2, width, height))) == (
        [] if good else [told]
    )


def test_a_page_lies_on_its_side_only_for_a_table() -> None:
    wide = sheet(2, 297, 210)
    here, before, other = (line("x", cell=Cell(1, 1, 1), box=at(0, 1)) for _n in range(3))
    on = lambda p, n: Paragraph((Line(p.lines[0].runs, n, 1, p.lines[0].box),), cell=p.cell)  # noqa: E731
    assert findings("ORIENTATION", seen("pdf", sheet(), wide)) == [{"page": 2}]
    assert findings("ORIENTATION", seen("pdf", sheet(), sheet(2, 302, 297))) == []
    assert findings("ORIENTATION", seen("pdf", sheet(), wide, paragraphs=(on(here, 2),))) == []
    assert findings("ORIENTATION", seen("pdf", sheet(), wide, paragraphs=(on(before, 3),))) == []
    assert findings("ORIENTATION", seen("pdf", sheet(), wide, paragraphs=(on(other, 1),))) == [{"page": 2}]
    declared = sheet(1, 297, 210, declared=True)
    assert findings("ORIENTATION", seen("docx", declared)) == [{"page": 1}]
    assert findings("ORIENTATION", seen("docx", replace(declared, tabled=True))) == []
    assert findings("ORIENTATION", seen("docx", declared, sheet(2, declared=True, tabled=True))) == [{"page": 1}]


@pytest.mark.parametrize(
    ("rule", "side", "value", "good"),
    [
        ("MARGIN-LEFT", "left", 29.4, True),
        ("MARGIN-LEFT", "left", 29.3, False),
        ("MARGIN-LEFT", "left", 35.6, True),
        ("MARGIN-LEFT", "left", 35.7, False),
        ("MARGIN-RIGHT", "right", 14.4, True),
        ("MARGIN-RIGHT", "right", 14.3, False),
        ("MARGIN-RIGHT", "right", 20.7, False),
        ("MARGIN-TOP", "top", 19.3, False),
        ("MARGIN-TOP", "top", 25.6, True),
        ("MARGIN-BOTTOM", "bottom", 19.4, True),
        ("MARGIN-BOTTOM", "bottom", 25.7, False),
    ],
)
def test_a_declared_margin(rule: str, side: str, value: float, good: bool) -> None:
    page = sheet(declared=True, **{side: value})
    assert findings(rule, seen("docx", page)) == ([] if good else [{"page": 1, "found": f"{value:.1f}"}])
    assert said(rule, seen("docx", sheet())) == "?"
    assert said(rule, seen("docx", sheet(1, 297, 210, declared=True, **{side: value}))) == "?"


def test_a_measured_margin_is_the_usual_one_of_the_pages() -> None:
    pages = [sheet(n, left=value) for n, value in enumerate((31.0, 25.0, 31.0), 1)]
    assert findings("MARGIN-LEFT", seen("pdf", *pages)) == []
    off = [sheet(n, left=value) for n, value in enumerate((26.0, 31.0, 26.5), 1)]
    assert findings("MARGIN-LEFT", seen("pdf", *off)) == [{"page": 3, "found": "26.5"}]
    appendix = [Appendix(label=Paragraph((Line((), 2, 1),)))]
    own = [sheet(1, left=31.0), sheet(2, left=20.0), sheet(3, left=20.0)]
    assert findings("MARGIN-LEFT", seen("pdf", *own, appendices=appendix)) == []
    assert findings(
        "MARGIN-LEFT", seen("docx", sheet(1, left=25.0, declared=True), sheet(2, left=25.2, declared=True))
    ) == [{"page": 1, "found": "25.0"}]


@pytest.mark.parametrize(("top", "good"), [(19.0, True), (18.9, False), (28.0, True), (28.1, False)])
def test_the_top_of_a_pdf(top: float, good: bool) -> None:
    assert findings("MARGIN-TOP", seen("pdf", sheet(top=top), sheet(2, top=28.5))) == (
        [] if good else [{"page": 1, "found": f"{top:.1f}"}]
    )
    assert said("MARGIN-TOP", seen("pdf", sheet())) == "?"


def test_the_top_of_the_first_page_is_that_of_its_head() -> None:
    size = 13.0
    ascent = 0.891 * size * 25.4 / 72
    nation = line("CỘNG HÒA", box=at(100, 190), baseline=22 + ascent)
    assert findings("MARGIN-TOP", seen("pdf", sheet(top=10.0), nation=nation, issuer=[])) == []  # a stamp above it
    low = line("SỞ", box=at(30, 90), baseline=15 + ascent)
    assert findings("MARGIN-TOP", seen("pdf", sheet(top=10.0), nation=nation, issuer=[low])) == [
        {"page": 1, "found": "15.0"}
    ]


def test_a_head_on_another_page_says_nothing_of_the_first() -> None:
    high = Paragraph((Line((Run("SỞ", size=13.0),), 2, 1, at(30, 90), 12.0),))
    nation = line("CỘNG HÒA", box=at(100, 190), baseline=26.0)
    assert findings("MARGIN-TOP", seen("pdf", sheet(top=10.0), nation=nation, issuer=[high])) == []


def test_a_scanned_page_is_as_large_as_the_scanner_made_it() -> None:
    what = seen("pdf", sheet(), sheet(2, 215.9, 279.4), sheet(3, 200, 300))
    what.view = replace(what.view, unread=("page 2", "image"))
    assert [found["page"] for found in findings("PAGE-SIZE", what)] == [3]


def runs_on(page: int) -> Paragraph:
    return Paragraph((Line((Run("x"),), page, 1), Line((Run("y"),), page + 1, 1)))


@pytest.mark.parametrize(
    ("bottoms", "goes_on", "found"),
    [
        ((19.0,), (), None),
        ((18.9,), (), {"page": 1, "found": "18.9"}),
        ((40.0,), (), None),
        ((40.1,), (), "?"),
        ((22.0, 18.0), (), {"page": 2, "found": "18.0"}),
        ((30.0, 60.0), (1,), {"page": 1, "found": "30.0"}),
        ((26.0, 60.0), (1,), None),
        ((26.1, 60.0), (1,), {"page": 1, "found": "26.1"}),
        ((30.0, 60.0), (), None),  # the page may end early
        ((30.0, 26.0, 60.0), (1, 2), None),
    ],
)
def test_the_bottom_of_a_pdf(bottoms: tuple[float, ...], goes_on: tuple[int, ...], found: Any) -> None:
    pages = [sheet(n, bottom=value) for n, value in enumerate(bottoms, 1)]
    assert said("MARGIN-BOTTOM", seen("pdf", *pages, paragraphs=tuple(runs_on(n) for n in goes_on))) == found


def test_a_measured_bottom_may_end_a_line_or_two_higher() -> None:
    def made(bottom: float, *more: float) -> Part:
        pages = [sheet(n, bottom=value, slack=5.0) for n, value in enumerate((bottom, *more, 60.0), 1)]
        return seen("pdf", *pages, paragraphs=tuple(runs_on(n) for n in range(1, len(more) + 2)))

    assert findings("MARGIN-BOTTOM", made(36.0)) == []  # 25 and two lines
    assert findings("MARGIN-BOTTOM", made(36.1)) != []
    assert findings("MARGIN-BOTTOM", made(31.0, 33.0)) == []  # of several full pages one line
    assert findings("MARGIN-BOTTOM", made(31.1, 33.0)) != []


# --- page numbers -----------------------------------------------------------------------------------------------------


def numbering(page: int, where: str = "top", align: str = "centre", shown: str = "", **more: Any) -> Numbering:
    look = more.pop("look", {})
    return Numbering(
        where, align, page, line(shown or str(page), look={"size": 14, **look}), shown=shown or str(page), **more
    )


def test_page_numbers_that_are_missing() -> None:
    nation = line("CỘNG HÒA", box=at(100, 190))
    two = (sheet(1, chars=900), sheet(2, chars=900))
    assert said("PAGE-NUMBER-PRESENT", seen("pdf", *two, nation=nation)) == {"page": 2}
    assert said("PAGE-NUMBER-PRESENT", seen("pdf", *two, numbers=(numbering(2),), nation=nation)) is None
    assert said("PAGE-NUMBER-PRESENT", seen("pdf", two[0], nation=nation)) == "–"
    assert said("PAGE-NUMBER-PRESENT", seen("pdf", two[0], sheet(2), nation=nation)) is None  # an empty page
    assert said("PAGE-NUMBER-PRESENT", seen("docx", numbers=(numbering(1),))) is None
    assert said("PAGE-NUMBER-PRESENT", seen("docx", paragraphs=(line("x" * 5999),))) == "?"
    assert said("PAGE-NUMBER-PRESENT", seen("docx", paragraphs=(line("x" * 6000),))) == {"page": 2}
    appendix = [Appendix(label=Paragraph((Line((), 3, 1),)))]
    early = [Appendix(label=Paragraph((Line((), 2, 1),)))]
    assert said("PAGE-NUMBER-PRESENT", seen("pdf", *two, appendices=early, nation=nation)) == "–"
    three = (*two, sheet(3, chars=900))
    assert (
        said("PAGE-NUMBER-PRESENT", seen("pdf", *three, numbers=(numbering(2),), appendices=appendix, nation=nation))
        is None
    )
    assert said("PAGE-NUMBER-PRESENT", seen("pdf", *three, numbers=(numbering(2),), nation=nation)) == {"page": 3}
    for begins in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Phụ lục I"):  # a first page shows none
        there = (Paragraph((Line((Run(begins),), 3, 1),)),)
        what = seen("pdf", *three, paragraphs=there, numbers=(numbering(2),), nation=nation)
        assert said("PAGE-NUMBER-PRESENT", what) is None


NUMBERS: list[tuple[str, tuple[Numbering, ...], Any]] = [
    ("PAGE-NUMBER-TOP", (), "–"),
    ("PAGE-NUMBER-TOP", (numbering(2),), None),
    ("PAGE-NUMBER-TOP", (numbering(2, "bottom"),), {}),
    ("PAGE-NUMBER-TOP", (numbering(2, "bottom"), numbering(2)), None),
    ("PAGE-NUMBER-TOP", (numbering(2, "bottom"), numbering(3)), {}),
    ("PAGE-NUMBER-CENTRED", (), "–"),
    ("PAGE-NUMBER-CENTRED", (numbering(2),), None),
    ("PAGE-NUMBER-CENTRED", (numbering(2, align=""),), None),
    ("PAGE-NUMBER-CENTRED", (numbering(2), numbering(3, align="right")), {}),
    ("PAGE-NUMBER-CENTRED", (numbering(2, "bottom", "right"),), {}),
    ("PAGE-NUMBER-CENTRED", (numbering(2), numbering(2, "bottom", "right")), None),
    ("PAGE-NUMBER-FIRST", (), None),
    ("PAGE-NUMBER-FIRST", (numbering(1),), {}),
    ("PAGE-NUMBER-FIRST", (numbering(1, shown="I"),), {}),
    ("PAGE-NUMBER-FIRST", (numbering(1, shown="5"),), None),
    ("PAGE-NUMBER-FIRST", (numbering(2, shown="1"),), None),
    ("PAGE-NUMBER-STYLE", (), "–"),
    ("PAGE-NUMBER-STYLE", (numbering(2, look={"size": 0}),), "?"),
    ("PAGE-NUMBER-STYLE", (numbering(2),), None),
    ("PAGE-NUMBER-STYLE", (numbering(2, look={"size": 12.8}), numbering(3, look={"size": 14.2})), None),
    ("PAGE-NUMBER-STYLE", (numbering(2, look={"size": 13 - SLACK}), numbering(3, look={"size": 14 + SLACK})), None),
    ("PAGE-NUMBER-STYLE", (numbering(2, look={"size": 12.7}),), {"found": "12.7"}),
    ("PAGE-NUMBER-STYLE", (numbering(2, look={"size": 14.3}),), {"found": "14.3"}),
    ("PAGE-NUMBER-STYLE", (numbering(2, look={"italic": True}),), {"found": "14 italic"}),
    ("PAGE-NUMBER-ARABIC", (numbering(2), numbering(3, shown="- 3 -")), None),
    ("PAGE-NUMBER-ARABIC", (numbering(2, shown="- II -"),), {"shown": "- II -"}),
    ("PAGE-NUMBER-ARABIC", (numbering(2, "bottom", shown="II"),), None),
    ("PAGE-NUMBER-SEQUENCE", (numbering(2), numbering(3)), None),
    ("PAGE-NUMBER-SEQUENCE", (numbering(2, shown="3"),), {"page": 2, "shown": "3"}),
    ("PAGE-NUMBER-SEQUENCE", (numbering(2, shown="II"),), None),
    ("PAGE-NUMBER-SEQUENCE", (numbering(3, shown="4"),), {"page": 3, "shown": "4"}),
]


@pytest.mark.parametrize(("rule", "numbers", "found"), NUMBERS)
def test_page_numbers(rule: str, numbers: tuple[Numbering, ...], found: Any) -> None:
    nation = line("CỘNG HÒA", box=at(100, 190))
    assert said(rule, seen("pdf", *(sheet(n) for n in (1, 2, 3)), numbers=numbers, nation=nation)) == found


def test_a_document_that_a_decision_issues_counts_its_own_pages() -> None:
    words = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    nation = line(words, box=at(100, 190))
    issued = Paragraph((Line((Run(words),), 2, 1, at(100, 190)),))
    for numbers, found in (((numbering(3, shown="2"),), None), ((numbering(2, shown="5"),), None)):
        what = seen("pdf", *(sheet(n) for n in (1, 2, 3)), paragraphs=(nation, issued), numbers=numbers, nation=nation)
        assert said("PAGE-NUMBER-SEQUENCE", what) == found


def test_a_finding_stands_at_the_number() -> None:
    what = seen("pdf", sheet(), sheet(2), numbers=(numbering(2, align="right", shown="2"),))
    assert answers("PAGE-NUMBER-CENTRED", what)[0].spot.text == "2"


def test_page_numbers_of_a_docx() -> None:
    assert said("PAGE-NUMBER-FIRST", seen("docx", numbers=(numbering(1, on_first=True),))) == {}
    assert said("PAGE-NUMBER-FIRST", seen("docx", numbers=(numbering(1),))) is None
    assert said("PAGE-NUMBER-SEQUENCE", seen("docx", numbers=(numbering(2, shown="7"),))) == "?"


def test_a_signature_alone_on_a_page() -> None:
    on = [line("x", box=at(0, 1))]
    second = [Paragraph((Line((Run("KT. GIÁM ĐỐC"),), 2, 1),))]
    assert said("SIGNER-ALONE", seen("pdf", body=on, authority=second)) == {"page": 2}
    assert said("SIGNER-ALONE", seen("pdf", body=[runs_on(1)], authority=second)) is None
    assert said("SIGNER-ALONE", seen("pdf", body=on, tables=second, authority=second)) is None
    assert said("SIGNER-ALONE", seen("pdf", body=on)) == said("SIGNER-ALONE", seen("pdf", authority=second)) == "–"
    assert said("SIGNER-ALONE", seen("docx", body=on, authority=second)) == "?"


# --- the face ---------------------------------------------------------------------------------------------------------


def set_in(family: str, text: str = "chữ", **look: Any) -> Part:
    return seen("docx", paragraphs=(line("x"), Paragraph((Line((Run(text, family, 13, **look),)),))))


@pytest.mark.parametrize("family", ["Times New Roman", "TimesNewRomanPSMT", "Wingdings", "Symbol", ""])
def test_the_face_of_the_decree_and_faces_of_signs(family: str) -> None:
    assert answers("FONT-FACE", set_in(family)) == answers("FONT-UNICODE", set_in(family)) == []


@pytest.mark.parametrize("family", ["Liberation Serif", "Tinos-Regular", "Times"])
def test_a_face_of_the_same_measure_holds_with_a_hint(family: str) -> None:
    (answer,) = answers("FONT-FACE", set_in(family))
    assert isinstance(answer, Holds)
    assert answer.values == {"face": family}


def test_other_faces() -> None:
    assert findings("FONT-FACE", set_in("Arial")) == [{"face": "Arial", "letters": 3}]
    assert answers("FONT-FACE", set_in("Arial"))[0].spot.text == "chữ"
    assert findings("FONT-FACE", set_in("Arial", "ab")) == []
    assert findings("FONT-FACE", set_in("Arial", "12345")) == []
    assert findings("FONT-FACE", set_in("Arial", overlay=True)) == []
    for family in (".VnTime", "VnTime", "VNI-Times", "ABC"):
        assert findings("FONT-UNICODE", set_in(family)) == [{"face": family}]
        assert answers("FONT-UNICODE", set_in(family))[0].spot.text == "chữ"
        assert findings("FONT-FACE", set_in(family)) == []
    assert said("FONT-FACE", seen("docx")) == "?"


def test_colour_is_found_behind_black_words() -> None:
    black, red = Run("đen", size=13), Run("đỏ", size=13, colour=0xFF0000)
    what = seen("docx", paragraphs=(line("x"), Paragraph((Line((black, red)),))))
    assert findings("FONT-COLOUR", what) == [{"colour": "FF0000", "words": "đỏ"}]


@pytest.mark.parametrize(
    ("colour", "good"),
    [
        (None, True),
        (0, True),
        (0x505050, True),
        (0x515050, False),
        (0xC00000, False),
        (0xF8F8F8, True),
        (0xFFF7FF, False),
        (0x0000FF, False),
    ],
)
def test_text_is_black(colour: int | None, good: bool) -> None:
    what = set_in("Times New Roman", "chữ màu", colour=colour)
    assert findings("FONT-COLOUR", what) == ([] if good else [{"colour": f"{colour or 0:06X}", "words": "chữ màu"}])
    twice = seen("docx", paragraphs=what.view.paragraphs * 3)
    assert findings("FONT-COLOUR", twice) == findings("FONT-COLOUR", what)
    assert [answer.spot.text for answer in answers("FONT-COLOUR", what)] == ([] if good else ["chữ màu"])
    what.marks = [what.view.paragraphs[1]]
    assert findings("FONT-COLOUR", what) == []
    assert findings("FONT-COLOUR", set_in("Times New Roman", "1 2", colour=colour)) == []


# --- the head ---------------------------------------------------------------------------------------------------------

NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
CELL, WIDE = Cell(1, 1, 2, 0.0, 80.0), Cell(1, 1, 2, 0.0, 200.0)

HEADS: list[tuple[str, dict[str, Any], Any]] = [
    ("QUOC-HIEU-PRESENT", {}, None),
    ("QUOC-HIEU-PRESENT", {"nation": None}, "–"),
    ("QUOC-HIEU-PRESENT", {"nation": None, "motto": line(MOTTO)}, {}),
    ("QUOC-HIEU-PRESENT", {"nation": None, "number": line("Số")}, "–"),
    ("QUOC-HIEU-PRESENT", {"nation": None, "number": line("Số"), "copies_word": line("Nơi nhận:")}, {}),
    ("QUOC-HIEU-PRESENT", {"nation": None, "copies_word": line("Nơi nhận:")}, "–"),
    ("QUOC-HIEU-PRESENT", {"nation": None, "copies_word": line("Nơi nhận:"), "authority": [line("G")]}, {}),
    ("QUOC-HIEU-TEXT", {"nation": line(NATION)}, None),
    ("QUOC-HIEU-TEXT", {"nation": line(NATION.replace("HÒA", "HOÀ"))}, None),
    ("QUOC-HIEU-TEXT", {"nation": line(NATION.lower())}, None),
    ("QUOC-HIEU-TEXT", {"nation": line(NATION + ".")}, {"text": NATION + "."}),
    ("QUOC-HIEU-TEXT", {"nation": None}, "–"),
    ("QUOC-HIEU-PLACE", {"nation": None}, "–"),
    ("QUOC-HIEU-PLACE", {"nation": line(NATION)}, "?"),
    ("QUOC-HIEU-PLACE", {"nation": line(NATION, box=at(100, 190))}, None),
    ("QUOC-HIEU-PLACE", {"nation": line(NATION, box=at(60, 158))}, {}),
    ("QUOC-HIEU-PLACE", {"nation": line(NATION, box=at(60, 159))}, None),
    ("QUOC-HIEU-PLACE", {"nation": line(NATION, cell=Cell(1, 1, 1)), "issuer": [line("A", cell=Cell(1, 1, 2))]}, {}),
    ("QUOC-HIEU-PLACE", {"nation": line(NATION, cell=Cell(1, 1, 2)), "issuer": [line("A", cell=Cell(1, 1, 1))]}, None),
    ("QUOC-HIEU-PLACE", {"nation": line(NATION, cell=Cell(1, 1, 1)), "issuer": [line("A")]}, None),
    ("QUOC-HIEU-PLACE", {"nation": line(NATION, cell=Cell(1, 1, 1)), "issuer": [line("A", cell=Cell(1, 1, 1))]}, None),
    ("TIEU-NGU-PRESENT", {}, {}),
    ("TIEU-NGU-PRESENT", {"motto": line(MOTTO)}, None),
    ("TIEU-NGU-PRESENT", {"nation": None}, "–"),
    ("TIEU-NGU-TEXT", {"motto": line(MOTTO)}, None),
    ("TIEU-NGU-TEXT", {"motto": line("Độc lập – Tự do")}, {"text": "Độc lập – Tự do"}),
    ("TIEU-NGU-TEXT", {}, "–"),
    ("TIEU-NGU-CENTRED", {}, "–"),
    ("TIEU-NGU-CENTRED", {"motto": line(MOTTO)}, "?"),
    ("TIEU-NGU-CENTRED", {"nation": line(NATION, box=at(100, 190)), "motto": line(MOTTO, box=at(110, 190))}, None),
    ("TIEU-NGU-CENTRED", {"nation": line(NATION, box=at(100, 190)), "motto": line(MOTTO, box=at(111, 190))}, {}),
    (
        "TIEU-NGU-CENTRED",
        {"nation": line(NATION, cell=WIDE, align="left"), "motto": line(MOTTO, cell=WIDE, align="centre")},
        None,
    ),
    (
        "TIEU-NGU-CENTRED",
        {"nation": line(NATION, cell=WIDE, align="left"), "motto": line(MOTTO, cell=WIDE, align="left")},
        {},
    ),
    (
        "TIEU-NGU-CENTRED",
        {"nation": line(NATION, cell=CELL, align="left"), "motto": line(MOTTO * 3, cell=CELL, align="left")},
        None,
    ),
    (
        "TIEU-NGU-CENTRED",
        {"nation": line(NATION, cell=CELL, align="left"), "motto": line(MOTTO * 3, cell=CELL, align="right")},
        {},
    ),
    ("TIEU-NGU-CENTRED", {"nation": line(NATION, cell=CELL), "motto": line(MOTTO, cell=CELL, align="left")}, "?"),
    ("TIEU-NGU-SPACING", {}, "–"),
    ("TIEU-NGU-SPACING", {"motto": line(MOTTO)}, "?"),
    ("TIEU-NGU-SPACING", {"motto": line(MOTTO, spacing=1.2, before=3.0)}, None),
    ("TIEU-NGU-SPACING", {"motto": line(MOTTO, spacing=1.25)}, {"found": "1.25 × + 0 pt"}),
    ("TIEU-NGU-SPACING", {"motto": line(MOTTO, exact=18.0, before=3.2)}, {"found": "1.2 × + 3.2 pt"}),
    ("TIEU-NGU-SPACING", {"motto": line(MOTTO, exact=21.0)}, None),
    ("TIEU-NGU-SPACING", {"motto": line(MOTTO, exact=22.0)}, {"found": "1.47 × + 0 pt"}),
    (
        "TIEU-NGU-SPACING",
        {"nation": line(NATION, spacing=1.5), "motto": line(MOTTO, spacing=1.0)},
        {"found": "1.5 × + 0 pt"},
    ),
    (
        "TIEU-NGU-SPACING",
        {"nation": line(NATION, box=at(100, 190), baseline=20), "motto": line(MOTTO, box=at(100, 190), baseline=27.6)},
        None,
    ),
    (
        "TIEU-NGU-SPACING",
        {"nation": line(NATION, box=at(100, 190), baseline=20), "motto": line(MOTTO, box=at(100, 190), baseline=27.7)},
        {"found": "21.8 pt"},
    ),
    ("BAN-HANH-PRESENT", {}, None),
    ("BAN-HANH-PRESENT", {"issuer": []}, {}),
    ("BAN-HANH-PRESENT", {"nation": None}, "–"),
    ("BAN-HANH-CENTRED", {"issuer": []}, "–"),
    ("BAN-HANH-CENTRED", {"issuer": [line("SỞ A")]}, None),
    ("BAN-HANH-CENTRED", {"issuer": [line("SỞ A", cell=CELL, align="left")]}, {"text": "SỞ A"}),
    ("BAN-HANH-CENTRED", {"issuer": [line("SỞ A " * 20, cell=CELL, align="left")]}, None),
    ("BAN-HANH-CENTRED", {"issuer": [line("SỞ A " * 20, cell=CELL, align="right")]}, {"text": ("SỞ A " * 20).strip()}),
    ("BAN-HANH-CENTRED", {"issuer": [line("SỞ A", cell=CELL, align="centre")]}, None),
    ("BAN-HANH-CENTRED", {"superior": [line("UBND", box=at(40, 80))], "issuer": [line("SỞ", box=at(44, 84))]}, None),
    (
        "BAN-HANH-CENTRED",
        {"superior": [line("UBND", box=at(40, 80))], "issuer": [line("SỞ", box=at(45, 84))]},
        {"text": "UBND"},
    ),
    ("BAN-HANH-SPACING", {"issuer": [line("SỞ")]}, "–"),
    (
        "BAN-HANH-SPACING",
        {"superior": [line("UBND")], "issuer": [line("SỞ", spacing=1.5, ordinal=1)]},
        {"found": "1.5 × + 0 pt"},
    ),
    (
        "BAN-HANH-SPACING",
        {"superior": [line("UBND")], "issuer": [line("SỞ", spacing=1.5)]},
        None,
    ),  # one paragraph, a break
    ("BAN-HANH-SPACING", {"superior": [line("UBND")], "issuer": [line("SỞ", spacing=1.0, ordinal=1)]}, None),
]


@pytest.mark.parametrize(("rule", "what", "found"), HEADS)
def test_the_head(rule: str, what: dict[str, Any], found: Any) -> None:
    made = part(**what)
    made.view = View("docx", pages=(sheet(),))
    assert said(rule, made) == found


@pytest.mark.parametrize(
    ("sizes", "found"),
    [
        ((13, 14, 14), None),
        ((12, 13, 13), None),
        ((12, 13), None),
        ((12.2, 13.2, 13.2), None),
        ((13, 13, 13), {"found": "13, 13, 13"}),
        ((12, 14, 13), {"found": "12, 14, 13"}),
        ((13, 14, 13), {"found": "13, 14, 13"}),
        ((14, 14, 14), "?"),
        ((13, 15, 14), "?"),
        ((0, 14, 14), "?"),
    ],
)
def test_sizes_of_the_head_go_together(sizes: tuple[float, ...], found: Any) -> None:
    nation, motto, *date = (line("Chữ", look={"size": size}) for size in sizes)
    assert said("SIZE-COUPLING", part(nation=nation, motto=motto, date=date[0] if date else None)) == found
    assert said("SIZE-COUPLING", part(motto=None)) == said("SIZE-COUPLING", part(nation=None, motto=motto)) == "–"


def test_a_missing_nation_is_told_at_what_would_stand_beside_it() -> None:
    motto, number, word = line("Độc lập"), line("Số: 1/A-B"), line("Nơi nhận:")
    for there, text in (
        ({"motto": motto, "number": number, "copies_word": word}, "Độc lập"),
        ({"number": number, "copies_word": word}, "Số: 1/A-B"),
        ({"copies_word": word, "authority": [line("GIÁM ĐỐC")]}, "Nơi nhận:"),
    ):
        told = answers("QUOC-HIEU-PRESENT", part(nation=None, **there))
        assert [answer.spot.text for answer in told if isinstance(answer, Broken)] == [text]
