"""Pages made after painted ones: which are painted, their numbers in the whole, what in the margins tells a number."""

from __future__ import annotations

import re
from typing import Any

import pytest

from congvan.formats.pdf.boxes import margin_lines, tells_pages
from congvan.formats.pdf.layout import PagePainter
from congvan.formats.pdf.lines.shaping import UseWeasyPrint
from congvan.formats.pdf.marks import SplitHtml
from congvan.formats.pdf.tables import page_patterns
from congvan.formats.pdf.tables.page_patterns import PageNumbers, ShownPages, pages_to_paint

PAGES = """<html lang="vi"><style>@page {{ size: 90mm 60mm; margin: 10mm; {margin} }}
html {{ font: 12pt "Times New Roman" }} p {{ break-after: page }} {css}</style>{pages}</html>"""


def laid_out(margin: str, count: int, css: str = "") -> Any:
    text = PAGES.format(margin=margin, css=css, pages="<p>Trang</p>" * count)
    return PagePainter("t.html", {}, []).pages(SplitHtml((text,), ()))


def test_pages_to_paint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_patterns, "SPARED", 1)
    rows = [[0] * (4 if n == 9 else 5) for n in range(20)]
    whole = [n for n in range(1, 18) if n != 13]
    # the first two, the middle one, the one of four rows, the first behind a page that is laid out row by row, the last
    assert pages_to_paint(rows, whole) == [1, 2, 9, 14, 17]


def test_few_pages_are_all_painted() -> None:
    assert pages_to_paint([[0]] * 12, range(1, 10)) == [*range(1, 10)]


def test_the_pages_of_an_excerpt() -> None:
    shown = ShownPages(2, 10, {3, 4, 6})
    assert [shown.whole_page(page) for page in range(10)] == [0, 1, 2, 3, 4, 7, 9, 10, 11, 12]
    assert (shown.excerpt_page(5), shown.more) == (3, 3)


@pytest.mark.parametrize(
    "margin",
    [
        '@top-center { content: counter(page) "/" counter(pages) }',
        '@bottom-right { content: "Trang " counter(page) }',
        '@top-left { content: counter(page); width: 100%; text-align: right } @bottom-center { content: "Danh sách" }',
    ],
)
def test_numbers_of_other_pages(margin: str) -> None:
    pages = laid_out(margin, 24)
    boxes = [page._page_box for page in pages.document.pages]
    numbers = PageNumbers([(n, boxes[n]) for n in (1, 2, 12)], pages.faces)
    for n, box in enumerate(boxes):
        (line,) = [texts for texts in margin_lines(box) if re.search(r"\d", texts[0].text)]
        (run,) = numbers.runs(n).values()
        assert float(run[0]) == pytest.approx(line[0].position_x, abs=2e-6)


@pytest.mark.parametrize(
    "margin",
    [
        "@top-center { content: counter(page, upper-roman) }",
        '@top-center { content: counter(page) "\\A x" counter(page, lower-alpha) }',
    ],
)
def test_numbers_that_are_no_digits(margin: str) -> None:
    pages = laid_out(margin, 5)
    with pytest.raises(UseWeasyPrint):
        PageNumbers([(n, page._page_box) for n, page in enumerate(pages.document.pages)], pages.faces)


def test_numbers_outside_the_margins() -> None:
    margin = "@top-center { content: counter(page) }"
    assert not tells_pages(laid_out(margin, 2).document)
    assert tells_pages(laid_out(margin, 2, "p::before { content: counter(page) }").document)


def test_borders_that_belong_to_no_row() -> None:
    lines = page_patterns._RowLines(b"1 10 m\n9 10 l\nS\n1 9.5 m\n1 20.5 l\n", [10.0, 20.0], [0.0, -0.5, 0.5])
    assert lines.at([10.0, 30.25]) == b"1 10 m\n9 10 l\nS\n1 9.5 m\n1 30.75 l\n"
    with pytest.raises(UseWeasyPrint):
        page_patterns._RowLines(b"1 13 m\n9 13 l\n", [10.0, 20.0], [0.0])
