"""Rows measured on excerpts: a class for each number of lines, and the pages that they fill."""

from __future__ import annotations

import pytest

from congvan.formats.pdf.layout import PagePainter
from congvan.formats.pdf.lines.shaping import UseWeasyPrint
from congvan.formats.pdf.tables.row_measures import RowMeasures
from congvan.formats.pdf.tables.table_rows import longest_table
from congvan.formats.pdf.template import compile_template
from tests.formats.pdf.tables.test_long_table import HEAD, LONG_NAME, NAMES, PAGE, content


def measured(names: list[str]) -> RowMeasures:
    html = compile_template(PAGE.format(css="", head=HEAD, after="").encode(), name="t.html").split(content(names))
    rows = longest_table(html)
    assert rows is not None
    return RowMeasures(PagePainter("t.html", {}, []), rows)


def test_a_row_of_each_class_is_measured() -> None:
    measures = measured([*NAMES * 20, "chữ ß", "a", "b"])
    assert [None if known is None else len(known[1]) for known in measures.classes[:4]] == [1, 0, 3, 5]
    assert measures.classes[80] is None
    assert len(measures.shapes) == 4
    assert measures.height(2) > measures.height(0)
    assert measures.height(4) == pytest.approx(measures.height(0))


def test_rows_fill_pages() -> None:
    pages = measured(["Sở Nội vụ", LONG_NAME] * 40).pages()
    assert [row for page in pages for row in page] == [*range(78)]  # the last two are of another kind
    assert len({len(page) for page in pages[1:-1]}) <= 2


def test_too_many_rows_that_only_weasyprint_sets() -> None:
    with pytest.raises(UseWeasyPrint):
        measured(["Sở Nội vụ", "chữ ß"] * 40)
