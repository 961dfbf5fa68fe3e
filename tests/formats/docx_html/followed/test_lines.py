"""Raised text, tabs, words and kept tables that LibreOffice places otherwise are told at their paragraph."""

from __future__ import annotations

import pytest

from congvan.formats.docx_html.converter import WordConverter
from congvan.formats.docx_html.followed.not_followed import NotFollowed
from congvan.opc.reader import read_members
from tests.formats.docx_html.drawing_samples import anchored, inline
from tests.formats.docx_html.word_parts import PAGE, TEXT, cell, par, row, spacing, style, table, word_document
from tests.formats.docx_html.word_parts import words as run

RAISED = '<w:vertAlign w:val="superscript"/>'
FACE = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'
LARGE = '<w:sz w:val="40"/>'
TAB = "<w:r><w:tab/></w:r>"
PAGE_NUMBER = '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
BEHIND = '<w:tabs><w:tab w:val="left" w:pos="9300"/></w:tabs><w:ind w:right="567"/>'
STOP = '<w:r><w:br w:type="page"/></w:r>'
LISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
CODES = frozenset(
    [
        "box-in-line",
        "break-in-list",
        "break-in-style",
        "centred-tab",
        "count-in-line",
        "cut-word",
        "drawing-at-page-break",
        "end-tab",
        "grown-box-in-line",
        "hidden-drawing",
        "hidden-in-line",
        "hidden-size",
        "late-tab",
        "lone-picture",
        "lone-stop",
        "raised-apart",
        "section-shrink",
        "small-capitals",
        "tab-behind-edge",
        "wide-line-rule",
    ]
)


def told(body: str, mode: int = 14, **parts: str) -> list[tuple[str, str]]:
    docx = word_document(body, mode=mode, **parts)
    package = {member.name: member.content() for member in read_members(docx, name="mau.docx")}
    found = WordConverter(package, "mau.docx").not_followed
    return [(each.code, str(each.where)) for each in found if each.code in CODES]


def paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        ("raised-apart", run("một dòng", RAISED), run("m") + run("2", RAISED)),
        ("raised-apart", run("m") + run("2", RAISED + LARGE), run("m", LARGE) + run("2", RAISED)),
        ("raised-apart", run(TEXT[:80]) + run(TEXT, RAISED), run(TEXT) + run("2", RAISED)),
        ("late-tab", run(TEXT) + TAB + run("x") + PAGE_NUMBER, run("Trang") + TAB + PAGE_NUMBER),
        ("late-tab", run("x") + TAB + run(TEXT) + PAGE_NUMBER, TAB + run(TEXT) + PAGE_NUMBER),
        ("lone-stop", run("gồm … ."), run("gồm …")),
    ],
)
def test_a_paragraph_is_told_where_libreoffice_has_its_text_elsewhere(code: str, wrong: str, right: str) -> None:
    assert told(par("trước") + paragraph(wrong)) == [(code, "paragraph 2")]
    assert told(par("trước") + paragraph(right)) == []


def test_rules_below_and_shades_of_wide_lines_are_told() -> None:
    """LibreOffice ends them below the single height of the last line."""
    below, above = (
        f'<w:pBdr><w:{side} w:val="single" w:sz="4" w:color="FF0000"/></w:pBdr>' for side in ("bottom", "top")
    )
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="FFC000"/>'
    for looks, lines, is_told in (
        (below, spacing(line=276), True),
        (shade, spacing(line=360), True),
        (shade.replace("FFC000", "FFFFFF") + below.replace("FF0000", "FFFFFF"), spacing(line=360), False),
        (below, spacing(line=240), False),
        (below, spacing(line=360, rule="exact"), False),
        (above, spacing(line=360), False),
    ):
        assert told(paragraph(run("x"), looks + lines)) == [("wide-line-rule", "paragraph 1")] * is_told


def test_a_tab_stop_behind_the_right_indent_is_told_where_its_text_has_no_room() -> None:
    assert told(paragraph(TAB + run("dài hơn"), BEHIND)) == [("tab-behind-edge", "paragraph 1")]
    assert told(paragraph(run("không tab"), BEHIND)) == []
    assert told(paragraph(TAB + run("dài hơn"), BEHIND.replace("left", "right"))) == []


def test_a_word_with_strokes_is_told_where_it_begins_a_cell_that_is_narrower() -> None:
    def in_cell(text: str) -> str:
        return table([1000], row(cell(par(text), 1000)))

    assert [code for code, _place in told(in_cell("72/2025/QH15"))] == ["cut-word"]
    short = ("7/25", "số 72/2025/QH15", "{{ number }}/2025")
    assert [told(in_cell(each)) for each in short] == [[]] * len(short)
    assert told(par("72/2025/QH15")) == []


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_its_words_in_both_languages(code: str) -> None:
    message = NotFollowed(code).problem("mau.docx")
    english, vietnamese = (message.message.text(spoken) for spoken in ("en", "vi"))
    assert "docx-not-followed" not in english + vietnamese
    assert english != vietnamese
    assert message.hint


def test_a_page_number_in_justified_lines_is_told_in_mode_15() -> None:
    counted = paragraph(run(TEXT) + PAGE_NUMBER, '<w:jc w:val="both"/>')
    assert told(counted, 15) == [("count-in-line", "paragraph 1")]
    assert told(counted) == told(paragraph(run(TEXT) + PAGE_NUMBER), 15) == []
    assert told(paragraph(run("Trang ") + PAGE_NUMBER, '<w:jc w:val="both"/>'), 15) == []


def test_what_a_page_break_divides_is_told() -> None:
    level = '<w:lvl w:ilvl="0"><w:lvlText w:val="%1."/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    divided, ended = run("x") + STOP + run("y"), run("x") + STOP
    assert told(paragraph(divided, LISTED), numbering=numbering) == [("break-in-list", "paragraph 1")]
    assert told(paragraph(ended, LISTED), numbering=numbering) == told(paragraph(divided)) == []
    assert told(paragraph(divided, LISTED + '<w:ind w:left="0"/>'), numbering=numbering) == []
    hidden = run("x", "<w:vanish/>") + STOP + run("y")
    assert told(paragraph(hidden, LISTED), numbering=numbering) == [("break-in-list", "paragraph 1")]
    assert told(paragraph(hidden)) == []
    drawn = anchored("wrapNone", 0)
    assert told(paragraph(STOP + drawn + run("y"))) == [("drawing-at-page-break", "paragraph 1")]
    assert told(paragraph(drawn + run("y"))) == []


def test_a_page_break_between_paragraphs_without_space_of_one_style_is_told() -> None:
    """LibreOffice has space above the paragraph behind it, unless the divided one says all that itself."""
    divided, said = run("x") + STOP + run("y"), '<w:spacing w:before="60"/><w:contextualSpacing/>'
    styles = style("A", said)
    of_style = '<w:pStyle w:val="A"/>'
    after = paragraph(run("z"), of_style)
    assert told(paragraph(divided, of_style) + after, styles=styles) == [("break-in-style", "paragraph 1")]
    assert told(paragraph(divided, of_style) + paragraph(run("z")), styles=styles) == []
    assert told(paragraph(run("x") + STOP, of_style) + after, styles=styles) == []
    assert told(paragraph(divided, said) + paragraph(run("z"), said)) == []


def test_long_small_capitals_in_justified_lines_of_mode_15_are_told() -> None:
    long, justified = run(TEXT, "<w:smallCaps/>"), '<w:jc w:val="both"/>'
    assert told(paragraph(long, justified), 15) == [("small-capitals", "paragraph 1")]
    assert told(paragraph(long, justified)) == told(paragraph(long), 15) == []
    assert told(paragraph(run("ngắn", "<w:smallCaps/>"), justified), 15) == []


def test_a_text_box_in_its_line_is_told_where_it_may_be_in_another_than_the_text_before_it() -> None:
    box = "<wps:txbx><w:txbxContent><w:p/></w:txbxContent></wps:txbx><wps:bodyPr/>"
    shape = inline(300000).replace("<wps:bodyPr/>", box)
    assert told(paragraph(run(TEXT) + shape)) == [("box-in-line", "paragraph 1")]
    assert told(paragraph(run("ngắn ") + shape)) == told(paragraph(shape)) == told(paragraph(run(TEXT))) == []
    line_break = "<w:r><w:br/></w:r>"
    assert told(paragraph(run("ngắn") + line_break + shape)) == [("box-in-line", "paragraph 1")]
    assert told(paragraph(shape + line_break + run("ngắn"))) == []
    grown = shape.replace("<wps:bodyPr/>", "<wps:bodyPr><a:spAutoFit/></wps:bodyPr>")
    moved = [("grown-box-in-line", "paragraph 1")]
    indent, centred = '<w:ind w:firstLine="720"/>', '<w:jc w:val="center"/>'
    assert (
        told(paragraph(grown, indent)) == told(paragraph(grown, centred)) == told(paragraph(run("a") + grown)) == moved
    )
    assert told(paragraph(shape, indent)) == told(paragraph(grown)) == []


@pytest.mark.parametrize(
    ("text", "is_told"), [("ngắn", False), (TEXT[:78], True), (TEXT[:100], False), ("{{ x }}", True)]
)
def test_a_tab_at_the_end_is_told_where_it_may_have_no_room(text: str, is_told: bool) -> None:
    assert told(paragraph(run(text) + TAB)) == [("end-tab", "paragraph 1")] * is_told


def test_a_tab_at_the_end_is_told_behind_a_word_that_is_taken_in_by_shrinking() -> None:
    text = "vụ được giao trong chức giao cáo năm, theo văn kế trong hiện và báo cáo kết iiiii các "
    justified = paragraph(run(text) + TAB, '<w:jc w:val="both"/>')
    assert told(justified) == []
    assert told(justified, 15) == [("end-tab", "paragraph 1")]


def test_text_longer_than_its_line_is_told_where_it_is_centred_in_the_right_half() -> None:
    right, left = (f'<w:tabs><w:tab w:val="center" w:pos="{at}"/></w:tabs>' for at in (8000, 2400))
    assert told(paragraph(TAB + run(TEXT), right)) == [("centred-tab", "paragraph 1")]
    assert told(paragraph(TAB + run(TEXT), left)) == told(paragraph(TAB + run("ngắn"), right)) == []


def test_what_hidden_text_changes_is_told() -> None:
    hidden, justified = run("ẩn đi", "<w:vanish/>"), '<w:jc w:val="both"/>'
    drawn = anchored("wrapNone", 0)
    assert told(paragraph(drawn + hidden)) == [("hidden-drawing", "paragraph 1")]
    assert told(paragraph(drawn + run("x") + hidden)) == []
    assert told(paragraph(hidden + run(TEXT), justified), 15) == [("hidden-in-line", "paragraph 1")]
    assert told(paragraph(hidden + run("ngắn"), justified), 15) == told(paragraph(hidden + run(TEXT), justified)) == []
    assert told(paragraph(hidden + run(TEXT)), 15) == []


def test_hidden_text_of_another_size_is_told_where_a_line_is_as_high_as_it() -> None:
    hidden, line = run("ẩn", f"<w:vanish/>{LARGE}"), '<w:spacing w:line="360"/>'
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>{}<w:lvlText w:val="%1."/>'
    )
    numbering += '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    space = numbering.format('<w:suff w:val="space"/>')
    broken = hidden + "<w:r><w:br/></w:r>"
    assert told(paragraph(hidden + run("chữ"), line)) == told(paragraph(broken)) == [("hidden-size", "paragraph 1")]
    assert told(paragraph(hidden, LISTED), numbering=space) == [("hidden-size", "paragraph 1")]
    assert told(paragraph(hidden, LISTED), numbering=numbering.format("")) == told(paragraph(hidden, line)) == []
    assert told(paragraph(hidden + run("chữ"))) == told(paragraph(broken.replace(LARGE, ""))) == []
    assert told(paragraph(hidden.replace(LARGE, "") + run("chữ"), line)) == []


def test_a_picture_lower_than_large_text_is_told_where_it_may_be_alone_in_a_line() -> None:
    picture = (
        '<w:r><w:drawing><wp:inline><wp:extent cx="{}" cy="100000"/><wp:docPr id="1" name="p"/></wp:inline>'
        "</w:drawing></w:r>"
    )
    wide, narrow, text = picture.format(4700000), picture.format(100000), TEXT[:70]
    assert told(paragraph(run(text, LARGE) + wide)) == [("lone-picture", "paragraph 1")]
    assert told(paragraph(run("{{ head.x }}", LARGE) + narrow)) == [("lone-picture", "paragraph 1")]
    assert told(paragraph(run("chữ", LARGE) + narrow)) == told(paragraph(run(text) + wide)) == []
    high = wide.replace('cy="100000"', 'cy="400000"')
    assert told(paragraph(run(text, LARGE) + high)) == []


def test_justified_text_of_mode_15_is_told_in_a_section_that_goes_on_with_other_margins() -> None:
    justified, goes_on = '<w:jc w:val="both"/>', '<w:type w:val="continuous"/>'
    body = par("đầu") + f"<w:p><w:pPr><w:sectPr>{PAGE}</w:sectPr></w:pPr></w:p>"

    def found(section: str, align: str = justified, mode: int = 15) -> list[str]:
        docx = word_document(body + paragraph(run(TEXT), align), section, mode=mode)
        package = {member.name: member.content() for member in read_members(docx, name="mau.docx")}
        return [each.code for each in WordConverter(package, "mau.docx").not_followed if each.code in CODES]

    other = PAGE.replace('w:right="851"', 'w:right="1701"')
    assert found(goes_on + other) == ["section-shrink"]
    assert found(goes_on + PAGE) == found(other) == found(goes_on + other, "") == found(goes_on + other, mode=14) == []
