"""The border of a page: where its edges are, on which pages, and what of it is drawn as plain lines."""

from __future__ import annotations

import pytest

from congvan.core import libreoffice
from congvan.formats.docx_html.support.unsupported import unsupported
from tests.formats.docx_html.certificate_samples import TEXT, borders, certificate, painted, picture
from tests.formats.docx_html.test_converter import members
from tests.formats.docx_html.test_docx_html import needs_libreoffice
from tests.formats.docx_html.word_parts import par, word_document
from tools.judge_pages import pages_of

_WIDTH, _HEIGHT, _MARGIN, _HEADER = 841.9, 595.3, 56.7, 28.35  # points of these pages
_NEAR = 0.2
_FROM_TEXT, _PAGE = 'w:offsetFrom="text"', 'w:offsetFrom="page"'


def _edges(pdf: bytes, page: int = 0) -> tuple[float, ...]:
    """Return the outer edges of the paths of a page."""
    left, top, right, bottom = zip(*(each[1:] for each in painted(pdf)[page] if each[0] == "path"), strict=True)
    return min(left), min(top), max(right), max(bottom)


@pytest.mark.parametrize(
    ("frame", "edge"),
    [
        (borders("single", 12, 24), 24.0),
        (borders("double", 12, 31), 31.0),
        (borders("single", 24, 4, _FROM_TEXT), _MARGIN - 4 - 3),
        (borders("double", 8, 0, _FROM_TEXT), _MARGIN - 3),
        (borders("single", 12, 4, ""), _MARGIN - 4 - 1.5),
        (borders("twistedLines1", 20, 24), 24.0),
    ],
)
def test_a_border_is_as_far_from_the_page_or_the_text_as_it_says(frame: str, edge: float) -> None:
    found = _edges(pages_of(certificate(section=frame)))
    assert found == pytest.approx((edge, edge, _WIDTH - edge, _HEIGHT - edge), abs=0.1)


def test_a_border_from_the_text_is_around_a_header_unless_the_settings_say_not() -> None:
    frame = borders("single", 8, 4, _FROM_TEXT)
    tops = [
        _edges(pages_of(certificate(section=frame, header1=par("đầu"), settings=settings)))[1]
        for settings in ("", "<w:bordersDoNotSurroundHeader/>")
    ]
    assert tops == pytest.approx([_HEADER - 5, _MARGIN - 5], abs=0.1)


@pytest.mark.parametrize(
    ("display", "shown"), [("allPages", (True, True)), ("firstPage", (True, False)), ("notFirstPage", (False, True))]
)
def test_a_border_is_on_the_pages_that_it_names(display: str, shown: tuple[bool, bool]) -> None:
    frame = borders(attributes=f'w:offsetFrom="page" w:display="{display}"')
    docx = certificate(body=TEXT + par("trang hai", "<w:pageBreakBefore/>"), section=frame)
    assert tuple(any(each[0] == "path" for each in page) for page in painted(pages_of(docx))) == shown


@pytest.mark.parametrize(("order", "last"), [("front", "path"), ("back", "text")])
def test_a_border_is_above_the_text_or_below_it_and_always_above_the_picture(order: str, last: str) -> None:
    frame = borders(attributes=f'w:offsetFrom="page" w:zOrder="{order}"')
    kinds = [each[0] for each in painted(pages_of(certificate(picture(), section=frame)))[0]]
    assert kinds[0] == "image"
    assert kinds[-1] == last


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        (borders(), False),
        (borders("dashSmallGap"), False),
        (borders("none"), False),
        (borders("wave"), True),
        (borders("apples"), True),
        (borders().replace("w:color", 'w:shadow="1" w:color'), True),
    ],
)
def test_a_border_that_becomes_plain_lines_is_told(frame: str, told: bool) -> None:
    assert bool(list(unsupported(members(word_document(TEXT, frame))))) is told


@needs_libreoffice
@pytest.mark.parametrize(
    "frame", [borders(kind, 12, space, at) for kind in ("single", "double") for space in (4, 20) for at in ("", _PAGE)]
)
def test_a_border_is_where_libreoffice_has_it(frame: str) -> None:
    docx = certificate(section=frame)
    theirs = _edges(libreoffice.convert(docx, "docx", "pdf"))
    stroke = 1.5  # of a line, which PDFium adds to both of its ends
    theirs = (theirs[0] + stroke, theirs[1] + stroke, theirs[2] - stroke, theirs[3] - stroke)
    assert _edges(pages_of(docx)) == pytest.approx(theirs, abs=_NEAR)
