"""Small Word documents: tables that float where no text is beside them."""

from __future__ import annotations

from collections.abc import Callable

from tests.formats.docx_html.word_parts import PAGE, RULES, TEXT, cell, par, row, spacing, table, word_document

_BLANK = "<w:p/>"
_BESIDE = 'w:leftFromText="180" w:rightFromText="180"'


def floating(place: str, widths: tuple[int, int] = (3654, 5700), rows: int = 2, ruled: bool = True) -> str:
    """A table that floats; `place`: the attributes of `w:tblpPr`."""
    cells = (row(*(cell(par(f"ô {n}"), width) for n, width in enumerate(widths))) for _ in range(rows))
    rules = f"<w:tblBorders>{RULES}</w:tblBorders>" if ruled else ""
    return table([*widths], *cells, properties=f"<w:tblpPr {place}/>{rules}")


def text(down: int, more: str = "") -> str:
    """The place of a table that is so many twips below the text that it is before."""
    return f'{_BESIDE} w:vertAnchor="text" w:horzAnchor="margin" w:tblpY="{down}" {more}'


def _head() -> bytes:
    """A head table that was dragged a little up, in the middle of the text."""
    body = floating(text(-178, 'w:tblpXSpec="center"'), (4077, 5670), ruled=False) + _BLANK + par("QUYẾT ĐỊNH")
    return word_document(body + par(TEXT), mode=15)


def _over_lines() -> bytes:
    """A head table that was dragged over the lines before it."""
    body = par(" ", spacing(0, 60)) + par("", spacing(120, 0)) + floating(text(-1200, 'w:topFromText="60"'), rows=4)
    return word_document(body + par("dưới") + par(TEXT))


def _from_page() -> bytes:
    """A table at a place of the page, below lines of a title."""
    title = par("DANH SÁCH", '<w:jc w:val="center"/>') + par("(Kèm theo Quyết định)", spacing(60, 120, 360))
    place = f'{_BESIDE} w:vertAnchor="page" w:horzAnchor="page" w:tblpX="1800" w:tblpY="2900"'
    return word_document(title + floating(place) + _BLANK + _BLANK + par(TEXT))


def _from_margin() -> bytes:
    return word_document(par("đầu") + floating(f'{_BESIDE} w:vertAnchor="margin" w:tblpY="500"') + par(TEXT), mode=15)


def _below_text() -> bytes:
    """Tables below text: their distances, and the spaces and lines of what is below them."""
    body = par("đầu", spacing(0, 100))
    for line in (spacing(200, 60), spacing(100, 0, 360), spacing(0, 0, 400, "atLeast"), spacing(60, 0, 400, "exact")):
        body += floating(text(120), rows=1) + par("dưới", line) + par(TEXT[:60])
    body += floating(text(60, 'w:bottomFromText="200"'), rows=1) + par("cách", spacing(60, 0)) + par("dưới")
    return word_document(body + floating(text(31)) + _BLANK)


def _among_lines() -> bytes:
    """Tables below lines that have room above them, the last of the text too, and over the lines before them."""
    body = par("đầu") + floating(text(330), rows=1) + par("một dòng") + par("dưới", spacing(120, 60))
    body += floating(text(900), rows=1) + _BLANK + par("hai") + par(TEXT, spacing(100, 0))
    body += par("trên", spacing(60, 60)) + floating(text(-200)) + par("dưới", spacing(60, 0)) + par(TEXT)
    body += par("trên") + floating(text(8, 'w:topFromText="100"')) + par("dưới")
    return word_document(body + floating(text(500)) + par("cuối", spacing(0, 60)))


def _across() -> bytes:
    """Tables on the left, in the middle and on the right of the text or the page, and narrower ones."""
    body = par("đầu")
    for place in ('w:tblpXSpec="left"', 'w:tblpXSpec="right"', 'w:tblpX="-300"', 'w:tblpX="60"'):
        body += floating(text(100, place), rows=1) + par("Thủ tướng")
    body += floating(text(100, 'w:tblpXSpec="center"'), (3654, 5100), rows=1) + par("Thủ tướng") + _BLANK
    body += floating(text(100), (3654, 5400), rows=1, ruled=False) + _BLANK
    page = f'{_BESIDE} w:vertAnchor="text" w:horzAnchor="page" w:tblpX="1600" w:tblpY="60"'
    return word_document(body + floating(page, rows=1) + par("cuối"))


def _sections() -> bytes:
    """The head table of an annex, which begins a section."""
    end = f"<w:p><w:pPr><w:sectPr>{PAGE}</w:sectPr></w:pPr></w:p>"
    body = par("cuối", spacing(0, 100)) + end + floating(text(-178)) + _BLANK + par("PHỤ LỤC") + end
    return word_document(body + _BLANK + floating(text(-250)) + par("Phụ lục 2", spacing(60, 60)) + par(TEXT))


FLOATING_SAMPLES: dict[str, Callable[[], bytes]] = {
    "floating-head": _head,
    "floating-over-lines": _over_lines,
    "floating-from-page": _from_page,
    "floating-from-margin": _from_margin,
    "floating-below-text": _below_text,
    "floating-among-lines": _among_lines,
    "floating-across": _across,
    "floating-sections": _sections,
}
