"""A character is found where a template has it: in paragraphs, cells and headers, as text and as a symbol."""

from __future__ import annotations

from congvan.formats.docx_html.support.typed_places import typed_places
from tests.formats.docx_html.word_parts import cell, par, row, style, table, word_document


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


def test_the_label_of_a_list_is_told_at_the_first_paragraph_of_its_level() -> None:
    level = '<w:lvl w:ilvl="{}"><w:numFmt w:val="bullet"/><w:lvlText w:val="{}"/></w:lvl>'
    levels = level.format(0, "\uf0d8") + level.format(1, "☑") + level.format(2, "☒")
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    listed = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
    by_style = style("Ticked", listed.format(1))
    body = par("x") + par("một", listed.format(0)) + par("hai", '<w:pStyle w:val="Ticked"/>') * 2
    template = word_document(body, numbering=numbering, styles=by_style)
    for characters, places in (
        ({"☑"}, ["mau.docx, body, list level 2, paragraph 3"]),
        ({"➢", "☒"}, ["mau.docx, body, list level 1, paragraph 2"]),  # no paragraph is of the third level
    ):
        assert [place.text("en") for place in typed_places(template, "mau.docx", characters)] == places
