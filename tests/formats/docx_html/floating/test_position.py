"""What a floating table says of its place is read from the edges of its column, as LibreOffice does."""

from __future__ import annotations

import pytest

from congvan.formats.docx_html.floating.position import floats, position
from congvan.formats.docx_html.pages import page_setup
from congvan.formats.docx_html.styles.stylesheet import WordStyles
from congvan.formats.docx_html.word_template import word_template
from congvan.opc.reader import parse
from tests.formats.docx_html.floating_samples import floating
from tests.formats.docx_html.test_converter import members
from tests.formats.docx_html.word_parts import NS, PAGE, par, word_document

TOTAL, ROOM, LEFT = 467.7, 467.7, 85.05


def styles() -> WordStyles:
    return word_template(members(word_document(par("x")))).styles


def placed(place: str, mode: int = 15, ruled: bool = False, total: float = TOTAL) -> tuple[float, ...] | None:
    body = parse(f"<w:body {NS}>{floating(place, ruled=ruled)}<w:sectPr>{PAGE}</w:sectPr></w:body>".encode())
    found = position(body[0], total, page_setup(body[1], None), styles(), mode)
    return found and (round(found.left, 2), round(found.down, 2))


@pytest.mark.parametrize(
    ("place", "left"),
    [
        ('w:tblpX="100"', 5.0),
        ('w:tblpX="100" w:tblpXSpec="center"', -5.0),
        ('w:leftFromText="180" w:tblpXSpec="left"', 9.0),
        ('w:rightFromText="180" w:tblpXSpec="right"', -19.0),
        ('w:horzAnchor="page" w:tblpX="1801"', 5.0),
        ('w:tblpX="-3000"', -LEFT),
    ],
)
def test_the_left_edge_is_from_the_column_or_the_page(place: str, left: float) -> None:
    found = placed('w:vertAnchor="text" ' + place, total=TOTAL + 10)
    assert found is not None
    assert found[0] == pytest.approx(left, abs=0.06)


def test_the_text_is_at_the_place_before_word_2013() -> None:
    assert placed('w:tblpX="0"', mode=14) == (-5.4, 0.0)
    assert placed('w:tblpX="0"', mode=14, ruled=True) == (-5.9, 0.0)


def test_the_place_down_the_page_is_read_or_the_top() -> None:
    assert placed('w:vertAnchor="text" w:tblpY="-178"') == (0.0, -8.9)
    assert placed('w:vertAnchor="page" w:tblpY="300" w:tblpYSpec="top"') == (0.0, 0.0)
    assert placed('w:vertAnchor="text" w:tblpYSpec="top"') is None
    assert placed('w:vertAnchor="page" w:tblpYSpec="center"') is None
    assert placed('w:tblpXSpec="outside"') is None


def test_a_paragraph_does_not_float() -> None:
    body = parse(f"<w:body {NS}>{floating('')}{par('x')}</w:body>".encode())
    assert [floats(each) for each in body] == [True, False]
