"""What is told of footnotes when a record is laid out: ends of pages that LibreOffice may have at another line."""

from __future__ import annotations

import pytest

from congvan.formats.docx_html.template import compile_template
from congvan.formats.pdf.layout_record import LayoutNote
from tests.formats.docx_html.word_parts import PAGE, par, spacing, word_document, words

LINE = words("x") + "<w:r><w:br/></w:r>"
MARK = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
FREE, KEPT = '<w:widowControl w:val="0"/>', "<w:keepLines/>"


def lines(count: int, marks: dict[int, int], properties: str = FREE) -> str:
    """A paragraph of this many lines; `marks`: of some the number of their note."""
    inner = "".join(f"{MARK.format(marks[n])}{LINE}" if n in marks else LINE for n in range(count - 1))
    last = MARK.format(marks[count - 1]) if count - 1 in marks else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}{last}{words('x')}</w:p>"


def told(body: str, *heights: int) -> list[LayoutNote]:
    """What is told of a document whose notes have this many lines."""
    notes = "".join(f'<w:footnote w:id="{n}">{lines(height, {})}</w:footnote>' for n, height in enumerate(heights, 1))
    template = compile_template(word_document(body + par("y"), footnotes=notes), name="mau.docx")
    template.render({})
    return template.told


@pytest.mark.every(4)
@pytest.mark.parametrize(
    ("body", "heights", "page"),
    [
        (par("y", spacing(0, 160)) + lines(59, {3: 1, 41: 2}), (1, 1), 1),
        (par("y", spacing(0, 160)) + lines(59, {3: 1, 42: 2}), (1, 1), 0),
        (lines(60, {3: 1, 43: 2}), (1, 1), 0),  # with hardly any room below the last line
        (par("y") * 30 + lines(8, {6: 1}, KEPT), (12,), 1),
        (par("y") * 40 + lines(8, {6: 1}, KEPT), (12,), 0),
        (par("y") * 30 + lines(8, {}, KEPT) + lines(20, {6: 1}), (12,), 0),
        (lines(40, {39: 1}) + lines(60, {35: 2}), (9, 9), 2),
        (lines(40, {39: 1}) + lines(40, {20: 2}), (9, 9), 0),
        (lines(40, {39: 1}) + par("y") + BREAK + par("y"), (9,), 2),
        (lines(40, {39: 1}) + par("y", f"<w:sectPr>{PAGE}</w:sectPr>"), (9,), 2),
        (lines(40, {39: 1}) + lines(2, {0: 2}) + BREAK + par("y"), (9, 1), 0),
        (par("y") + BREAK + par("y"), (), 0),
    ],
)
def test_an_end_of_a_page_is_told_that_a_note_may_move(body: str, heights: tuple[int, ...], page: int) -> None:
    assert told(body, *heights) == [LayoutNote("note-moved", page, 0, 0)] * bool(page)
