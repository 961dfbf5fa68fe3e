"""Rows of exact height that cut off text, found when a record is laid out."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.core.cache import DiskCache
from congvan.core.problems import ProblemsFound
from congvan.formats.docx_html.template import compile_template
from congvan.formats.pdf.layout_record import ClippedRow
from congvan.formats.pdf.tables.long_table import LONG
from congvan.formats.pdf.template import PdfTemplate
from tests.formats.docx_html.word_parts import PAGE, TEXT, cell, par, row, table, word_document

START, GOING = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
LEAST = '<w:trHeight w:val="900"/>'
EXACT = '<w:trHeight w:val="600" w:hRule="exact"/>'


def told(body: str, **values: object) -> list[ClippedRow]:
    template = compile_template(word_document(body), name="mau.docx")
    template.render(values)
    return template.told


def in_exact_row(text: str, properties: str = EXACT) -> str:
    heading = row(cell(par("đầu"), 3000))
    return par("x") + table([3000], heading, row(cell(par(text), 3000), properties=properties))


def test_a_text_without_room_in_its_row_is_told_of_the_record_that_brings_it(tmp_path: Path) -> None:
    """Also where the record is stamped into a layout that another process made."""
    docx = word_document(in_exact_row("{{ name }}"))

    def again() -> PdfTemplate:
        return compile_template(docx, name="mau.docx", cache=DiskCache(tmp_path))

    first = again()
    first.render({"name": "Ngắn"})
    assert first.told == []
    first.render({"name": "một hai ba " * 9})
    (found,) = first.told
    assert found == ClippedRow(1, 1, 2)
    stamped = again()
    for _record in range(3):  # kept once, however long a server runs
        stamped.render({"name": "hai một ba " * 9})
    stamped.render({"name": "Ngắn"})
    assert stamped.stats["laid out"] == 0
    assert stamped.told == [found]
    assert told(in_exact_row(TEXT, LEAST)) == []


@pytest.mark.full("long runs")
def test_a_long_table_tells_of_a_row_that_is_too_low() -> None:
    rows = table(
        [3000, 3000],
        row(cell(par("Họ tên"), 3000), cell(par("Số"), 3000), properties="<w:tblHeader/>"),
        row(cell(par("{%tr for row in rows %}"), 3000), cell(par(""), 3000)),
        row(cell(par("{{ row.name }}"), 3000), cell(par("{{ row.no }}"), 3000), properties=EXACT),
        row(cell(par("{%tr endfor %}"), 3000), cell(par(""), 3000)),
    )
    names = [{"name": "Nguyễn Văn An", "no": str(n)} for n in range(2 * LONG)]
    assert told(rows + par(""), rows=names) == []
    names[LONG]["name"] = "một hai ba " * 9
    (found,) = told(rows + par(""), rows=names)
    assert (found.table, found.row) == (1, LONG + 2)
    assert found.page > 5


def over_rows(heights: str, alone: bool) -> str:
    """Merged rows, each of an exact, a least or no height; `alone`: no other cell is beside them."""
    asked = {"e": EXACT, "l": LEAST, "-": ""}
    states = [START, *[GOING] * (len(heights) - 1)]
    rows = [
        row(
            cell(par("x") * (6 if n == 0 else 1), 3000, state), cell(par("y"), 3000, state * alone), properties=asked[h]
        )
        for n, (h, state) in enumerate(zip(heights, states, strict=True))
    ]
    return table([3000, 3000], row(cell(par("đầu"), 3000), cell(par("z"), 3000)), *rows) + par("")


@pytest.mark.parametrize(
    ("heights", "alone", "is_cut"),
    [
        ("-e", False, False),
        ("-e", True, False),
        ("ee", False, True),
        ("le", True, True),  # the rows are one, of an exact height
        ("e-", False, False),
        ("el", True, False),
    ],
)
def test_a_text_over_several_rows_is_told_of_which_all_are_of_exact_height(
    heights: str, alone: bool, is_cut: bool
) -> None:
    assert told(over_rows(heights, alone)) == [ClippedRow(1, 1, 2)] * is_cut


def test_rows_that_are_alike_are_not_one_where_other_rows_are_below_them() -> None:
    """A text over two rows is cut off if both are of exact height, and has all of its lines if the second is not."""
    assert [note.table for note in told(over_rows("e-", False) + over_rows("ee", False))] == [2]


def test_a_text_that_a_table_of_a_header_cuts_off_is_told_of_its_page() -> None:
    section = '<w:headerReference w:type="default" r:id="header1"/>' + PAGE
    for text, found in (("đầu", []), (TEXT, [ClippedRow(1, 0, 0)])):
        docx = word_document(par("x"), section, header1=in_exact_row(text) + par(""))
        template = compile_template(docx, name="mau.docx")
        template.render({})
        assert template.told == found


@pytest.mark.parametrize("lines", [45, 60])
def test_a_footnote_longer_than_a_page_is_an_error(lines: int) -> None:
    notes = f'<w:footnote w:id="1">{par("x") * lines}</w:footnote>'
    marked = '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    template = compile_template(word_document(marked, footnotes=notes), name="mau.docx")
    if lines == 60:
        with pytest.raises(ProblemsFound) as caught:
            template.render({})
        assert [each.code for each in caught.value.problems] == ["footnote-too-long"]
    else:
        assert template.render({})
