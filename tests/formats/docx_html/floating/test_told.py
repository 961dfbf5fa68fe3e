"""Tables that float are told where text is beside them, where their place is not known, and where a page may end."""

from __future__ import annotations

import pytest

from congvan.formats.docx_html.floating.told import floating_tables
from congvan.formats.docx_html.word_template import word_template
from tests.formats.docx_html.floating_samples import FLOATING_SAMPLES, floating, text
from tests.formats.docx_html.test_converter import members
from tests.formats.docx_html.word_parts import PAGE as A4
from tests.formats.docx_html.word_parts import TEXT, cell, par, row, spacing, table, word_document

BLANK = "<w:p/>"
WRAPPED = par(TEXT)
BEGUN = par("{%p if x %}")
END = f"<w:p><w:pPr><w:sectPr>{A4}</w:sectPr></w:pPr></w:p>"
NARROW = floating(text(8), (3000, 4000))
PAGE = 'w:vertAnchor="page" w:horzAnchor="margin" w:tblpY="2000"'


def codes(body: str, **parts: str) -> list[str]:
    package = members(word_document(body, **parts))
    return [each.code for each in floating_tables(package, word_template(package))]


@pytest.mark.parametrize(
    "body",
    [
        NARROW + par("chữ"),
        NARROW + BLANK,
        floating(text(8), (3654, 5500)) + par("{{ ten }}"),
        floating(text(400)) + WRAPPED,
        WRAPPED + floating(text(-100)) + par("chữ"),
        par("{{ ten }}") + floating(text(-100)) + par("chữ"),
        floating(text(-1200), rows=1) + par("chữ"),
        WRAPPED + floating(PAGE) + par("chữ"),
        floating(text(8, 'w:tblpYSpec="bottom"')) + par("chữ"),
        floating(text(8, 'w:tblpXSpec="outside"')) + par("chữ"),
        floating(text(8)) + par("chữ", "<w:pageBreakBefore/>"),
        par("x") + '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' + floating(text(8)) + par("chữ"),
        floating(text(8)) + table([9354], row(cell(par("x"), 9354))) + par("chữ"),
        floating(text(8)) + floating(text(8)) + par("chữ"),
        floating(text(8)) + BEGUN + par("chữ") + par("{%p endif %}") + par("cuối"),
        table([9600], row(cell(floating(text(8)) + BLANK, 9600))),
        floating(text(8, 'w:tblpX="120"').replace("180", "0")) + BLANK,
        par("x") + END + floating(text(8)) + par("chữ", spacing(120)),
    ],
)
def test_what_depends_on_text_beside_a_table_is_told(body: str) -> None:
    assert set(codes(body + par("cuối"))) == {"floating-table"}


@pytest.mark.parametrize(
    ("body", "is_told"),
    [
        (par("một dòng") * 20 + floating(text(8)) + BLANK, False),
        (par("một dòng") * 42 + floating(text(8)) + BLANK, True),
        (par("x") + floating(text(8), rows=60) + BLANK, True),
        (par("một dòng") * 42 + par("x", "<w:pageBreakBefore/>") + floating(text(8)) + BLANK, False),
        (par("{{p noi_dung }}") + floating(text(8)) + BLANK, True),
        (par("{{ ten }}") * 10 + floating(text(8)) + BLANK, False),
        (par("{{ ten }}") * 25 + floating(text(8)) + BLANK, True),
    ],
)
def test_a_table_is_told_where_a_page_may_end(body: str, is_told: bool) -> None:
    assert codes(body) == ["floating-table-end"] * is_told


@pytest.mark.parametrize("name", FLOATING_SAMPLES)
def test_what_is_followed_is_not_told(name: str) -> None:
    package = members(FLOATING_SAMPLES[name]())
    assert not list(floating_tables(package, word_template(package)))


def test_a_table_from_the_page_is_told_where_a_header_may_push_the_text() -> None:
    body = par("đầu", spacing(0, 60)) + floating(PAGE) + par("chữ")
    section = '<w:headerReference w:type="default" r:id="header1"/>' + A4
    package = members(word_document(body, section, header1=par("2")))
    assert [each.code for each in floating_tables(package, word_template(package))] == ["floating-table"]
    assert codes(body) == []


def test_a_table_of_a_header_is_told() -> None:
    assert codes(par("x"), header1=floating(text(8)) + BLANK) == ["floating-table"]
