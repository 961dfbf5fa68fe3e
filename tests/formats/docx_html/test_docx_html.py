"""The pages of small documents, one for each rule, judged by LibreOffice: pages, lines, baselines."""

from __future__ import annotations

import functools

import pypdfium2
import pytest

from congvan.core import libreoffice
from congvan.core.opc.reader import read_members
from congvan.formats.docx_html.converter import WordConverter
from tests.formats.docx_html.drawing_place_samples import DRAWING_PLACE_SAMPLES
from tests.formats.docx_html.drawing_samples import anchored
from tests.formats.docx_html.face_lines_samples import FACE_LINES_SAMPLES
from tests.formats.docx_html.line_samples import LINE_SAMPLES
from tests.formats.docx_html.note_samples import NOTE_SAMPLES
from tests.formats.docx_html.page_end_samples import PAGE_END_SAMPLES
from tests.formats.docx_html.paper_samples import PAPER_SAMPLES
from tests.formats.docx_html.row_height_samples import ROW_HEIGHT_SAMPLES
from tests.formats.docx_html.section_samples import SECTION_SAMPLES
from tests.formats.docx_html.table_samples import TABLE_SAMPLES
from tests.formats.docx_html.word_parts import cell, par, row, spacing, table, word_document
from tests.formats.docx_html.word_parts import words as run
from tests.formats.docx_html.word_samples import SAMPLES
from tests.libreoffice_version import expect_other_pages
from tools.judge_pages import compared, pages_of, words

needs_libreoffice = pytest.mark.full("LibreOffice")
BASELINE, EDGE, SHRUNK_EDGE = 0.15, 2.0, 5.0
"""Points that baselines and left edges may lie apart: LibreOffice rounds spaces of justified lines to twentieths, and
spreads those that it shrinks unevenly."""


_OTHER_SINCE_26 = (
    "automatic-spaces blank-lines cell-ends ends-of-cells exact-rows given-heights header-table kept kept-heading "
    "last-hyphens-15 low-empty-lines low-lines marks-within-words-15 merged-from-the-top merged-headings mode-15 "
    "outer-rules page-breaks portions-15 rows-without-cells rules-beside section-ends shrunk-15 shrunk-edges-15 "
    "shrunk-sans spaced-letters-15 spanned-heights spans-end-in-rows spans-over-pages spans-run-on table-widths "
    "tables tables-in-cells without-mode"
)
OTHER_SINCE_26 = frozenset(_OTHER_SINCE_26.split())
"""Samples of which LibreOffice 26 makes other pages than 25.2, and Word: it puts the edge of tables of old modes at the
indent, shrinks justified lines of mode 15 in another way, and has other heights of empty lines."""
LOWER = "lower.docx"
ALL_SAMPLES = (
    SAMPLES
    | LINE_SAMPLES
    | PAGE_END_SAMPLES
    | ROW_HEIGHT_SAMPLES
    | SECTION_SAMPLES
    | DRAWING_PLACE_SAMPLES
    | FACE_LINES_SAMPLES
    | NOTE_SAMPLES
    | PAPER_SAMPLES
    | TABLE_SAMPLES
)


@functools.cache
def documents() -> dict[str, bytes]:
    return {f"{name}.docx": sample() for name, sample in ALL_SAMPLES.items()} | {
        LOWER: word_document(par("một") + par("hai", spacing(12))),
    }


@functools.cache
def references() -> dict[str, bytes]:
    """The pages that LibreOffice makes of all documents, in one process."""
    return libreoffice.convert_all(documents(), "pdf")


@needs_libreoffice
@pytest.mark.parametrize("name", ALL_SAMPLES)
def test_pages_are_those_of_libreoffice(name: str, request: pytest.FixtureRequest) -> None:
    if name in OTHER_SINCE_26:
        expect_other_pages(request)
    file = f"{name}.docx"
    own = pages_of(documents()[file], file)
    found = compared(references()[file], own)
    assert found.pages[0] == found.pages[1]
    assert not found.differences
    assert found.is_equal
    assert found.baseline <= BASELINE
    assert max(found.edges) <= (SHRUNK_EDGE if name.endswith("-15") else EDGE)
    assert _sizes(own) == _sizes(references()[file])


def _sizes(pdf: bytes) -> list[tuple[float, ...]]:
    """Return the widths and heights of pages in points."""
    return [tuple(round(length, 1) for length in page.get_size()) for page in pypdfium2.PdfDocument(pdf)]


@needs_libreoffice
def test_the_judge_sees_a_line_that_is_lower() -> None:
    other = pages_of(word_document(par("một") + par("hai")))
    (first, second), (own_first, own_second) = words(references()[LOWER])[0], words(other)[0]
    assert abs(first.y - own_first.y) < BASELINE
    assert second.y - own_second.y == pytest.approx(0.6, abs=BASELINE)


@pytest.mark.parametrize(
    ("suffix", "hanging", "place"), [("space", 360, 36.59), ("tab", 360, 36.0), ("tab", 200, 72.0)]
)
def test_text_behind_a_bullet_begins_where_libreoffice_has_it(suffix: str, hanging: int, place: float) -> None:
    """Without LibreOffice: a tick of Wingdings, 11.6 points wide, with a space of 7 or a tab behind it."""
    face = '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>'
    level = f'<w:numFmt w:val="bullet"/><w:suff w:val="{suffix}"/><w:lvlText w:val="\uf0fc"/>'
    level += f'<w:pPr><w:ind w:left="720" w:hanging="{hanging}"/></w:pPr>{face}'
    lists = f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'
    lists += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    listed = par("chữ", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    placed = words(pages_of(word_document(listed, numbering=lists)))[0]
    assert placed[-1].x - _LEFT == pytest.approx(place, abs=0.15)


_ASCENT = 13.0  # from the top of a line of these documents to its baseline
_STROKE = 0.75


@pytest.mark.parametrize(("form", "height"), [("line", 0), ("rect", 508000)])
@pytest.mark.parametrize(("after", "before", "raised"), [(0, 0, 0.0), (0, 340, 17.0), (200, 340, 7.0), (600, 340, 0.0)])
def test_a_drawing_stands_from_the_top_of_its_paragraphs_own_space(
    form: str, height: int, after: int, before: int, raised: float
) -> None:
    """Without LibreOffice, which puts it there: `raised` above the text, and 5 points lower as its anchor says."""
    paragraph = f"<w:p><w:pPr>{spacing(before)}</w:pPr>{anchored('wrapNone', 63500, form, height)}{run('chữ')}</w:p>"
    pdf = pages_of(word_document(par("trước", spacing(0, after)) + paragraph))
    word = words(pdf)[0][1]
    left, top, right, bottom = _painted(pdf)
    assert (left, right) == pytest.approx((word.x + 50, word.x + 150), abs=1.0)
    assert top == pytest.approx(word.y - _ASCENT - raised + 5, abs=0.1)
    assert bottom - top == pytest.approx(height / 12700, abs=0.1)


def test_columns_end_at_the_twips_that_libreoffice_rounds_them_to() -> None:
    """Without LibreOffice, whose columns of this grid are 4678 and 5529 twips wide."""
    docx = word_document(table([4679, 5528], row(cell(par("x"), 4679), cell(par("x"), 5528))))
    package = {member.name: member.content() for member in read_members(docx, name="mau.docx")}
    html = WordConverter(package, "mau.docx").html({})
    assert "width:233.9pt" in html
    assert "width:276.45pt" in html


_LEFT, _PAGE = 85.05, 595.3  # the left edge of the column and the width of the page of these documents


@pytest.mark.parametrize("indent", [0, 720])
@pytest.mark.parametrize(
    ("across", "from_page"),
    [("<wp:posOffset>635000</wp:posOffset>", 50.0), ("<wp:align>center</wp:align>", (_PAGE - 100) / 2)],
)
def test_a_drawing_stands_across_the_page_or_the_cell_as_its_anchor_says(
    across: str, from_page: float, indent: int
) -> None:
    """Without LibreOffice, which puts it there; a table cell is a page of its own."""
    shape = anchored("wrapNone", 0).replace("<wp:posOffset>635000</wp:posOffset>", across)
    shape = shape.replace('positionH relativeFrom="column"', 'positionH relativeFrom="page"')
    paragraph = f'<w:p><w:pPr><w:ind w:left="{indent}"/></w:pPr>{shape}</w:p>'
    alone = _painted(pages_of(word_document(paragraph)))
    assert alone[0] == pytest.approx(from_page, abs=1.0)
    in_cell = _painted(pages_of(word_document(table([6000], row(cell(paragraph, 6000)), properties=""))))
    offset = 50.0 if "posOffset" in across else (300 - 100) / 2
    assert in_cell[0] == pytest.approx(_LEFT - 5.4 + offset, abs=1.0)


@pytest.mark.parametrize("behind", [True, False])
@pytest.mark.parametrize("in_cell", [True, False])
def test_drawings_behind_text_are_painted_before_it(behind: bool, in_cell: bool) -> None:
    """Without LibreOffice, which paints them in this order."""
    shape = anchored("wrapNone", 0).replace('behindDoc="0"', f'behindDoc="{behind:d}"')
    paragraph = f"<w:p>{shape}{run('chữ ở trên hình')}</w:p>"
    body = table([6000], row(cell(paragraph, 6000)), properties="") if in_cell else paragraph
    page = pypdfium2.PdfDocument(pages_of(word_document(body)))[0]
    wanted = pypdfium2.raw.FPDF_PAGEOBJ_PATH, pypdfium2.raw.FPDF_PAGEOBJ_TEXT
    kinds = [each.type for each in page.get_objects(filter=wanted, max_depth=8)]
    assert (kinds[0] == pypdfium2.raw.FPDF_PAGEOBJ_PATH) == behind


def _painted(pdf: bytes) -> tuple[float, float, float, float]:
    """Return the edges of the one shape of a page, from its top left corner."""
    page = pypdfium2.PdfDocument(pdf)[0]
    (shape,) = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH], max_depth=8)
    left, bottom, right, top = shape.get_bounds()
    return left, page.get_height() - top + _STROKE, right, page.get_height() - bottom - _STROKE
