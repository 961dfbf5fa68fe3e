"""Rules on the sheet and its margins, over pages made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from congvan.nd30.components.document import AppendixComponents, DocumentComponents
from congvan.nd30.model.view import Box, CellPosition, Paragraph, StyledRun, TextLine
from tests.nd30.by_hand import at, line, said
from tests.nd30.seen import findings, seen, sheet


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
    here, before, other = (line("x", cell=CellPosition(1, 1, 1), box=at(0, 1)) for _n in range(3))

    def on(p: Paragraph, page: int) -> Paragraph:
        return Paragraph((TextLine(p.lines[0].runs, page, 1, p.lines[0].box),), cell=p.cell)

    assert findings("ORIENTATION", seen("pdf", sheet(), wide)) == [{"page": 2}]
    assert findings("ORIENTATION", seen("pdf", sheet(), sheet(2, 302, 297))) == []
    assert findings("ORIENTATION", seen("pdf", sheet(), sheet(2, 302.5, 297))) == [{"page": 2}]
    assert findings("ORIENTATION", seen("pdf", sheet(), wide, paragraphs=(on(here, 2),))) == []
    assert findings("ORIENTATION", seen("pdf", sheet(), wide, paragraphs=(on(before, 3),))) == []
    assert findings("ORIENTATION", seen("pdf", sheet(), wide, paragraphs=(on(other, 1),))) == [{"page": 2}]
    signed = sheet(3, 297, 210)  # nothing but who signs, behind the last page of a wide table
    assert findings("ORIENTATION", seen("pdf", sheet(), wide, signed, paragraphs=(on(here, 2),))) == []
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
        ("MARGIN-TOP", "top", 25.7, False),
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
    appendix = [AppendixComponents(label=Paragraph((TextLine((), 2, 1),)))]
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


@pytest.mark.parametrize(
    ("tops", "spacing", "good"),
    [
        ((26.1, 26.1), 1.0, False),
        ((26.0, 26.1), 1.0, True),  # the first page is not lower than the rule allows
        ((26.1, 26.0), 1.0, True),
        ((27.0, 28.8), 1.5, True),  # the wide line adds 2.8 mm
        ((27.0, 28.9), 1.5, False),
        ((27.0, 27.0), None, True),
    ],
)
def test_a_paragraph_that_goes_on_shows_the_top_of_its_page(
    tops: tuple[float, float], spacing: float | None, good: bool
) -> None:
    size = 14.0
    lines = tuple(
        TextLine((StyledRun("chữ", size=size),), page, 1, at(30, 190), top + 0.891 * size * 25.4 / 72)
        for page, top in enumerate(tops, 1)
    )
    text = Paragraph(lines, spacing=spacing)
    pages = [sheet(page, top=top) for page, top in enumerate(tops, 1)]
    assert findings("MARGIN-TOP", seen("pdf", *pages, paragraphs=(text,), national_name=None, issuer=[])) == (
        [] if good else [{"page": 1, "found": f"{tops[0]:.1f}"}]
    )


def test_the_top_of_the_first_page_is_that_of_its_head() -> None:
    size = 13.0
    ascent = 0.891 * size * 25.4 / 72
    nation = line("CỘNG HÒA", box=at(100, 190), baseline=22 + ascent)
    assert (
        findings("MARGIN-TOP", seen("pdf", sheet(top=10.0), national_name=nation, issuer=[])) == []
    )  # a stamp above it
    low = line("SỞ", box=at(30, 90), baseline=15 + ascent)
    assert findings("MARGIN-TOP", seen("pdf", sheet(top=10.0), national_name=nation, issuer=[low])) == [
        {"page": 1, "found": "15.0"}
    ]


def test_a_head_on_another_page_says_nothing_of_the_first() -> None:
    high = Paragraph((TextLine((StyledRun("SỞ", size=13.0),), 2, 1, at(30, 90), 12.0),))
    nation = line("CỘNG HÒA", box=at(100, 190), baseline=26.0)
    assert findings("MARGIN-TOP", seen("pdf", sheet(top=10.0), national_name=nation, issuer=[high])) == []


def test_a_scanned_page_is_as_large_as_the_scanner_made_it() -> None:
    what = seen("pdf", sheet(), sheet(2, 215.9, 279.4), sheet(3, 200, 300))
    what.view = replace(what.view, unread=(2,))
    assert [found["page"] for found in findings("PAGE-SIZE", what)] == [3]


def runs_on(page: int) -> Paragraph:
    return Paragraph((TextLine((StyledRun("x"),), page, 1), TextLine((StyledRun("y"),), page + 1, 1)))


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


@pytest.mark.parametrize(
    ("page", "foot", "found"),
    [
        (1, 285.0, []),  # what ends the page is the contact line
        (1, 270.0, [{"page": 1, "found": "18.0"}]),
        (2, 285.0, [{"page": 1, "found": "18.0"}]),
        (1, None, [{"page": 1, "found": "18.0"}]),
    ],
)
def test_a_page_that_ends_with_a_contact_line_is_not_measured(page: int, foot: float | None, found: Any) -> None:
    box = Box(30, foot - 5, 190, foot) if foot else None
    contact = [Paragraph((TextLine((StyledRun("Địa chỉ: …"),), page, 1, box),))]
    pages = sheet(1, bottom=18.0), sheet(2, bottom=22.0)
    assert findings("MARGIN-BOTTOM", seen("pdf", *pages, contact=contact)) == found


def test_a_measured_bottom_may_end_a_line_or_two_higher() -> None:
    def made(bottom: float, *more: float) -> DocumentComponents:
        pages = [sheet(n, bottom=value, slack=5.0) for n, value in enumerate((bottom, *more, 60.0), 1)]
        return seen("pdf", *pages, paragraphs=tuple(runs_on(n) for n in range(1, len(more) + 2)))

    assert findings("MARGIN-BOTTOM", made(36.0)) == []  # 25 and two lines
    assert findings("MARGIN-BOTTOM", made(36.1)) != []
    assert findings("MARGIN-BOTTOM", made(31.0, 33.0)) == []  # of several full pages one line
    assert findings("MARGIN-BOTTOM", made(31.1, 33.0)) != []


@pytest.mark.parametrize(("there", "most"), [(1, 36.0), (2, 36.0), (3, 31.0)])
def test_three_lines_on_the_next_page_show_that_no_line_more_had_room(there: int, most: float) -> None:
    """Two there may have been taken along, so that no line stands alone."""
    lines = [TextLine((StyledRun("x"),), 1, n) for n in (1, 2)] + [
        TextLine((StyledRun("y"),), 2, n) for n in range(1, there + 1)
    ]
    for bottom, good in ((most, True), (most + 0.1, False)):
        pages = [sheet(1, bottom=bottom, slack=5.0), sheet(2, bottom=60.0, slack=5.0)]
        found = findings("MARGIN-BOTTOM", seen("pdf", *pages, paragraphs=(Paragraph(tuple(lines)),)))
        assert bool(found) != good
