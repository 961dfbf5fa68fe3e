"""Tables that float are laid out where their text is: before the paragraph that is pushed below them."""

from __future__ import annotations

import pytest

from congvan.cache import MemoryCache
from congvan.formats import compile_template
from congvan.formats.docx_html.floating.order import Floated, FloatingTables
from congvan.formats.docx_html.markup import W, blocks_of
from congvan.formats.docx_html.pages import page_setup
from congvan.formats.docx_html.word_template import word_template
from congvan.opc.reader import parse
from tests.formats.docx_html.floating_samples import floating, text
from tests.formats.docx_html.test_converter import members
from tests.formats.docx_html.word_parts import par, spacing, word_document
from tools.judge_pages import pages_of, words

LINE = 16.1  # a line of 14 points


def arranged(body: str) -> tuple[str, list[Floated]]:
    """Return the order of paragraphs (p) and tables (t), and the places of these."""
    package = members(word_document(body))
    root = parse(package["word/document.xml"])[0]
    tables = FloatingTables(word_template(package))
    order = tables.arranged(list(blocks_of(root)), page_setup(root[-1], None), begins="text")
    return "".join("t" if each.tag == W + "tbl" else "p" for each in order), list(tables.places.values())


@pytest.mark.parametrize(
    ("body", "order", "above"),
    [
        (floating(text(31)) + par("a") + par("b"), "tpp", 1.55),
        (floating(text(-178)) + par("a"), "tp", -8.9),
        (floating(text(400)) + par("a") + par("b"), "ptp", 20 - LINE),
        (par("a") + floating(text(-100)) + par("b"), "tpp", LINE - 5),
        (par("a", spacing(0, 120)) + floating(text(-100)) + par("b"), "ptp", -5.0),
        (floating(text(400)) + par("a"), "pt", 20 - LINE),
        (par("a") + floating('w:vertAnchor="page" w:tblpY="1600"') + par("b"), "ptp", 80 - 56.7 - LINE),
    ],
)
def test_a_table_is_before_the_paragraph_that_it_pushes(body: str, order: str, above: float) -> None:
    found, places = arranged(body)
    assert found == order
    assert [place.above for place in places] == [pytest.approx(above, abs=0.01)]


def test_a_table_that_is_not_followed_keeps_its_place() -> None:
    assert arranged(floating(text(8), (2000, 2000)) + par("a")) == ("tp", [])


def test_the_line_below_a_table_keeps_its_own_space_and_the_distance() -> None:
    body = par("x", spacing(0, 100)) + floating(text(31, 'w:bottomFromText="200"'), rows=1, ruled=False)
    above, cell, below = (
        next(
            word.y for word in words(pages_of(word_document(body + par("dưới", spacing(160)))))[0] if word.text == each
        )
        for each in ("x", "0", "dưới")
    )
    assert cell - above == pytest.approx(LINE + 5 + 1.55, abs=0.01)
    assert below - cell == pytest.approx(LINE + 10 + 3, abs=0.01)


def test_values_in_a_floating_table_are_stamped() -> None:
    body = floating(text(31)).replace("ô 0", "{{ ten }}") + par("a")
    template = compile_template("pdf", word_document(body), name="t.docx", cache=MemoryCache())
    pages = [template.render({"ten": f"Nguyễn {n}"}) for n in range(12)]
    assert template.ways.counts["filled"] >= 6
    assert [word.text for word in words(pages[-1])[0]].count("11") == 2
