"""Texts of several formats in a line count in whole twips while it is broken, and stand where they did."""

from __future__ import annotations

import math
from typing import Any

import pytest

from congvan.formats.docx_html.styles.measures import text_width
from congvan.formats.docx_html.styles.run_format import RunFormat
from congvan.formats.pdf.lines.line_breaks import WORD_BREAKS
from congvan.formats.pdf.lines.portions import TAB_END, measuring_portions
from congvan.formats.pdf.weasy import weasyprint

FORM = RunFormat(size=14.0)
LEAD, REST = "hai đơn vị ", "ba đơn vị"
STYLE = "@page{size:800pt}html{font-kerning:none}p{font:14pt 'Liberation Serif';margin:0}"
TAB = f"<b style='display:inline-block;width:9pt'{TAB_END}></b>"


def twips(text: str) -> float:
    return 20 * text_width(text, FORM)


def boxes(html: str, room: float, attributes: str = WORD_BREAKS) -> list[list[Any]]:
    """The text boxes of each line of a paragraph in a room of so many twips."""
    page = f"<html{attributes}><style>{STYLE}</style><body><p style='width:{room / 20}pt'>{html}</p>"
    with measuring_portions(page):
        document = weasyprint().HTML(string=page).render()

    def texts(box: Any) -> list[Any]:
        return [box] if hasattr(box, "text") else [found for child in box.children for found in texts(child)]

    body = document.pages[0]._page_box.children[0].children[0]
    return [texts(line) for line in body.children[0].children]


@pytest.mark.parametrize(("attributes", "more", "count"), [(WORD_BREAKS, 0, 1), (WORD_BREAKS, -1, 2), ("", 0, 2)])
def test_a_text_before_another_counts_in_whole_twips(attributes: str, more: int, count: int) -> None:
    room = math.floor(twips(LEAD)) + math.ceil(twips(REST)) + more
    assert twips(LEAD) + twips(REST) > room
    assert len(boxes(f"{LEAD}<b style='font-weight:normal'>{REST}</b>", room, attributes)) == count


@pytest.mark.parametrize(("text", "count"), [(LEAD + REST, 1), (f"{LEAD + REST} thêm", 2)])
def test_the_last_text_counts_as_wide_as_it_is(text: str, count: int) -> None:
    wide = twips(LEAD + REST)
    assert len(boxes(text, wide + 0.01)) == count
    assert len(boxes(text, wide - 0.01)) == 2


def test_texts_stand_where_their_own_widths_have_them() -> None:
    html = f"{LEAD}<b style='font-weight:normal'>{LEAD}</b>{REST}"
    own, plain = ([(box.position_x, box.width) for box in boxes(html, 9000, each)[0]] for each in (WORD_BREAKS, ""))
    assert own == [pytest.approx(each) for each in plain]


def test_a_tab_ends_at_its_stop() -> None:
    ((lead, rest),) = boxes(f"{LEAD}{TAB}{REST}", 9000)
    assert 20 * 0.75 * (rest.position_x - lead.position_x) == pytest.approx(math.floor(twips(LEAD)) + 180)


def test_slanted_text_keeps_room_at_the_edge() -> None:
    first = f"<b style='font-weight:normal;--slant:1pt'>{REST}</b>"
    for html, spare, count in ((f"{LEAD}{first}", 20, 1), (f"{LEAD}{first}", 18, 2), (f"{first} {LEAD}", 0, 1)):
        assert len(boxes(html, math.ceil(twips(f"{LEAD}{REST} ".strip())) + spare)) == count, (html, spare)
