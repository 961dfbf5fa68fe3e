"""Tables as HTML: heights of rows, columns, rows that are joined. What LibreOffice judges: `test_docx_html.py`."""

from __future__ import annotations

import re

import pytest

from congvan.core.opc.reader import read_members
from congvan.formats.docx_html.converter import WordConverter
from tests.formats.docx_html.word_parts import TEXT, cell, par, row, table, word_document
from tools.judge_pages import pages_of, words


def test_a_row_of_exact_height_is_of_that_height() -> None:
    """Without LibreOffice: two rows of 700 twips, their texts 35 points apart."""
    height = '<w:trHeight w:val="700" w:hRule="exact"/>'
    rows = [row(cell(par(text), 3000), properties=height) for text in ("a", "b")]
    placed = {word.text: word.y for word in words(pages_of(word_document(table([3000], *rows) + par(TEXT))))[0]}
    assert placed["b"] - placed["a"] == pytest.approx(35, abs=0.01)


def test_a_cell_over_rows_of_exact_height_is_cut_below_all_of_them() -> None:
    """Without LibreOffice: five lines have room in four rows of 600 twips, and show."""
    exact = '<w:trHeight w:val="600" w:hRule="exact"/>'
    merged = [cell(par("gộp") * 5, 2000, '<w:vMerge w:val="restart"/>'), *[cell(par(""), 2000, "<w:vMerge/>")] * 3]
    docx = word_document(table([2000, 3000], *(row(each, cell(par("x"), 3000), properties=exact) for each in merged)))
    html = WordConverter({each.name: each.content() for each in read_members(docx, name="x")}, "x").html({})
    heights = [float(found) for found in re.findall(r"max-height:([\d.]+)pt", html)]
    assert max(heights) == pytest.approx(120, abs=3)


def test_rows_in_which_all_cells_go_on_are_one_row() -> None:
    """Without LibreOffice: two rows of 400 twips merged in all cells, the text of the third 40 points lower."""
    height = '<w:trHeight w:val="400" w:hRule="exact"/>'
    begun, gone_on = (f"<w:vMerge{each}/>" for each in (' w:val="restart"', ""))
    rows = [row(cell(par(text), 3000, merged), properties=height) for text, merged in (("a", begun), ("", gone_on))]
    rows.append(row(cell(par("b"), 3000), properties=height))
    placed = {word.text: word.y for word in words(pages_of(word_document(table([3000], *rows) + par(TEXT))))[0]}
    assert placed["b"] - placed["a"] == pytest.approx(40, abs=0.01)
