"""What is told of the sections of a Word file and of its pages, which it doesn't hold."""

from __future__ import annotations

from typing import Any

import pytest
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm

from congvan.nd30.opening import read_view
from tests.nd30.word_files import Change, broken, changed, xml


def test_a_section_that_a_change_remembers_is_none() -> None:
    def build(document: Any) -> None:
        old = xml('<w:sectPrChange w:id="1" w:author="a"><w:sectPr><w:pgSz w:w="12240"/></w:sectPr></w:sectPrChange>')
        document.sections[0]._sectPr.append(old)

    assert len(read_view(changed(build)).pages) == len(read_view(changed(lambda _document: None)).pages)


def test_a_letter_on_its_side_is_wrong_even_where_its_appendix_has_a_table() -> None:
    def change(document: Any) -> None:
        first = document.sections[0]
        first.orientation, first.page_width, first.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
        document.add_section(WD_SECTION.NEW_PAGE)
        document.add_table(2, 2, style="Table Grid")

    assert "ORIENTATION" in broken(change)


@pytest.mark.parametrize("by_cell", [False, True])
def test_a_sheet_with_a_table_may_lie_on_its_side(by_cell: bool) -> None:
    def change(document: Any) -> None:
        added = document.add_section(WD_SECTION.NEW_PAGE)
        added.orientation, added.page_width, added.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
        table = document.add_table(2, 2, style=None if by_cell else "Table Grid")
        if by_cell:  # as LibreOffice saves it
            borders = '<w:tcBorders><w:left w:val="single" w:sz="4"/></w:tcBorders>'
            table.cell(0, 0)._tc.get_or_add_tcPr().append(xml(borders))

    assert "ORIENTATION" not in broken(change)


def unnumbered(document: Any) -> None:
    for section in document.sections:
        for link in section._sectPr.findall(qn("w:headerReference")):
            section._sectPr.remove(link)


def test_a_letter_that_is_longer_than_a_page_wants_page_numbers() -> None:
    def short(document: Any) -> None:
        unnumbered(document)
        for long in [p for p in document.paragraphs if len(p.text) > 150][1:]:
            long._p.getparent().remove(long._p)

    assert "PAGE-NUMBER-PRESENT" in broken(unnumbered)
    assert "PAGE-NUMBER-PRESENT" not in broken(short)


def number_type(**values: str) -> Change:
    def change(document: Any) -> None:
        properties = document.sections[0]._sectPr
        for old in properties.findall(qn("w:pgNumType")):
            properties.remove(old)
        properties.append(xml("<w:pgNumType " + " ".join(f'w:{k}="{v}"' for k, v in values.items()) + "/>"))

    return change


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (number_type(start="1"), set()),
        (number_type(fmt="upperRoman", start="1"), {"PAGE-NUMBER-ARABIC"}),
        (number_type(fmt="decimal", start="1"), set()),
        (number_type(start="5"), {"PAGE-NUMBER-SEQUENCE"}),
        (number_type(start="0"), {"PAGE-NUMBER-SEQUENCE"}),
    ],
)
def test_how_a_section_numbers_its_pages(change: Change, found: set[str]) -> None:
    assert broken(change) == found


def test_an_appendix_begins_with_page_1() -> None:
    def on(document: Any) -> None:
        for old in list(document.element.iter(qn("w:pgNumType"))):
            old.getparent().remove(old)

    def together(document: Any) -> None:
        own = document.element.body.findall(f".//{qn('w:pPr')}/{qn('w:sectPr')}")
        for properties in own:
            properties.getparent().remove(properties)

    assert broken(on) == broken(together) == {"PHU-LUC-PAGES"}


def _page_break(document: Any, *after: str) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    for text in after:
        document.add_paragraph(text)


def _break_within(document: Any) -> None:
    run = document.add_paragraph().add_run("một")
    run.add_break(WD_BREAK.PAGE)
    run.add_text("hai")


def _break_after_text(document: Any) -> None:
    document.add_paragraph().add_run("một").add_break(WD_BREAK.PAGE)


def _picture(document: Any) -> None:
    _page_break(document)
    document.add_paragraph().add_run()._r.append(xml("<w:drawing/>"))


def _empty_before_page(document: Any) -> None:
    document.add_paragraph().paragraph_format.page_break_before = True


def _section(kind: WD_SECTION) -> Change:
    return lambda document: document.add_section(kind) and None


@pytest.mark.every(4)
@pytest.mark.parametrize(
    ("change", "blank"),
    [
        (lambda _document: None, False),
        (lambda document: document.add_paragraph() and None, False),
        (_page_break, True),
        (lambda document: _page_break(document, "", ""), True),
        (lambda document: _page_break(document, "", "Phụ lục"), False),
        (lambda document: _page_break(document) or (document.add_table(1, 1) and None), False),
        (_break_within, False),
        (_break_after_text, True),
        (_picture, False),
        (_empty_before_page, True),
        (_section(WD_SECTION.NEW_PAGE), True),
        (_section(WD_SECTION.CONTINUOUS), False),
    ],
)
def test_a_blank_page_at_the_end(change: Change, blank: bool) -> None:
    assert read_view(changed(change, "plan")).ends_blank is blank
    assert ("PAGE-BLANK" in broken(change, "plan")) is blank


@pytest.mark.parametrize(
    ("first", "others", "found"),
    [
        (1, 1, {"MARGIN-TOP"}),  # a header too small to fill the margin that the section declares
        (1, 3, {"MARGIN-TOP"}),  # the first page has 10 mm, whatever the header of the others takes
        (3, 3, set()),
        (3, 1, {"MARGIN-TOP"}),
    ],
)
def test_a_first_page_is_measured_by_a_header_of_its_own(first: int, others: int, found: set[str]) -> None:
    def change(document: Any) -> None:
        section = document.sections[0]
        section.top_margin, section.header_distance = Mm(10), Mm(1)
        section.different_first_page_header_footer = True
        for header, lines in ((section.first_page_header, first), (section.header, others)):
            header.is_linked_to_previous = False
            header.paragraphs[0].paragraph_format.line_spacing = Mm(5)
            for _line in range(lines - 1):
                header.add_paragraph().paragraph_format.line_spacing = Mm(5)

    assert broken(change) & {"MARGIN-TOP"} == found
