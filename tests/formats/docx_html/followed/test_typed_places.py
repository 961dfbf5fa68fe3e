"""A character is found where a template has it: in paragraphs, cells and headers, as text and as a symbol."""

from __future__ import annotations

from congvan.formats.docx_html.followed.typed_places import typed_places
from tests.formats.docx_html.word_parts import cell, par, row, table, word_document


def test_each_place_is_told_once_in_the_order_of_the_parts() -> None:
    box = '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:p>'
    body = par("x") + par("☐ có ☑ không ☐") + table([3000], row(cell(par("x"), 3000)), row(cell(box, 3000)))
    template = word_document(body, header1=par("☑"))
    found = [place.text("en") for place in typed_places(template, "mau.docx", {"☐", "☑", "☒"})]
    assert found == [
        "mau.docx, body, paragraph 2",
        "mau.docx, body, table 1, row 2, cell 1",
        "mau.docx, header 1, paragraph 1",
    ]
    assert not typed_places(template, "mau.docx", {"☀"})
