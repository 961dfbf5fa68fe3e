"""The pages of small documents, one for each rule, judged by LibreOffice: pages, lines, baselines."""

from __future__ import annotations

import functools

import pytest

from congvan import libreoffice
from tests.formats.docx_html.word_parts import TEXT, cell, par, row, spacing, table, word_document
from tests.formats.docx_html.word_samples import SAMPLES
from tools.judge_pages import Comparison, judged, pages_of, words

needs_libreoffice = pytest.mark.skipif(
    not libreoffice.program(), reason=f"LibreOffice is not installed: {libreoffice.APT}"
)
BASELINE, EDGE, SHRUNK_EDGE = 0.15, 2.0, 5.0
"""Points that baselines and left edges may lie apart: LibreOffice rounds spaces of justified lines to twentieths, and
spreads those that it shrinks unevenly."""


@functools.cache
def judgements() -> dict[str, Comparison]:
    """All samples, converted in one process."""
    return judged({f"{name}.docx": sample() for name, sample in SAMPLES.items()})


@needs_libreoffice
@pytest.mark.parametrize("name", SAMPLES)
def test_pages_are_those_of_libreoffice(name: str) -> None:
    found = judgements()[f"{name}.docx"]
    assert found.pages[0] == found.pages[1]
    assert not found.differences
    assert found.is_equal
    assert found.baseline <= BASELINE
    assert max(found.edges) <= (SHRUNK_EDGE if name.endswith("-15") else EDGE)


@needs_libreoffice
def test_the_judge_sees_a_line_that_is_lower() -> None:
    name = "lower.docx"
    reference = libreoffice.convert(word_document(par("một") + par("hai", spacing(12))), "docx", "pdf")
    other = pages_of(word_document(par("một") + par("hai")), name)
    (first, second), (own_first, own_second) = words(reference)[0], words(other)[0]
    assert abs(first.y - own_first.y) < BASELINE
    assert second.y - own_second.y == pytest.approx(0.6, abs=BASELINE)


def test_a_row_of_exact_height_is_of_that_height() -> None:
    """Without LibreOffice: two rows of 700 twips, their texts 35 points apart."""
    height = '<w:trHeight w:val="700" w:hRule="exact"/>'
    rows = [row(cell(par(text), 3000), properties=height) for text in ("a", "b")]
    placed = {word.text: word.y for word in words(pages_of(word_document(table([3000], *rows) + par(TEXT))))[0]}
    assert placed["b"] - placed["a"] == pytest.approx(35, abs=0.01)
