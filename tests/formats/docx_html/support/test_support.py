"""What the PDF does not show of a Word template is reported by one table, with its places."""

from __future__ import annotations

import pytest

from congvan.core import libreoffice
from congvan.core.problems import Problem, Severity
from congvan.formats.docx_html.support.conditions import NAMES
from congvan.formats.docx_html.support.unsupported import unsupported
from tests.formats.docx_html.line_samples import LINE_SAMPLES
from tests.formats.docx_html.test_converter import members
from tests.formats.docx_html.test_docx_html import needs_libreoffice
from tests.formats.docx_html.word_parts import PAGE, cell, par, row, style, table, word_document
from tests.formats.docx_html.word_samples import SAMPLES
from tests.sample_project import HOME

GRID = table([3000], row(cell(par("x"), 3000)))


def in_table(inner: str, at: str = "tcPr") -> str:
    return GRID.replace(f"</w:{at}>", f"{inner}</w:{at}>", 1)


def drawing(inner: str, kind: str = "inline") -> str:
    return f"<w:p><w:r><w:drawing><wp:{kind}><wp:extent cx='1' cy='1'/>{inner}</wp:{kind}></w:drawing></w:r></w:p>"


def anchor(wrap: str, from_: str = "paragraph") -> str:
    return drawing(f"<wp:positionV relativeFrom='{from_}'/><wp:{wrap}/>", "anchor")


def graphic(kind: str) -> str:
    uri = f"http://schemas.openxmlformats.org/drawingml/2006/{kind}"
    return drawing(f"<a:graphic><a:graphicData uri='{uri}'/></a:graphic>")


def section(inner: str) -> str:
    return f"<w:p><w:pPr><w:sectPr>{inner}</w:sectPr></w:pPr></w:p>"


def run(inner: str) -> str:
    return f"<w:p><w:r>{inner}</w:r></w:p>"


SHOWN_OTHERWISE = {
    "a frame": par("x", '<w:framePr w:wrap="around"/>'),
    "text that flows around": anchor("wrapSquare"),
    "a place that is none of ours": anchor("wrapNone", "insideMargin"),
    "a shape": drawing("<wps:wsp><wps:spPr><a:prstGeom prst='heart'/></wps:spPr></wps:wsp>"),
    "text downwards": in_table('<w:textDirection w:val="btLr"/>'),
    "a floating table": in_table('<w:tblpPr w:tblpX="100"/>', "tblPr"),
    "a decimal tab": par("x", '<w:tabs><w:tab w:val="decimal" w:pos="900"/></w:tabs>'),
    "a tab of the margin": run('<w:ptab w:relativeTo="margin"/>'),
    "columns": section('<w:cols w:num="2"/>'),
    "line numbers": section('<w:lnNumType w:countBy="1"/>'),
    "a grid": section('<w:docGrid w:type="lines"/>'),
    "an art border": section("<w:pgBorders><w:top w:val='apples'/></w:pgBorders>"),
    "a field": run("<w:instrText> PAGEREF muc_1 \\h </w:instrText>"),
    "a formula": run("<w:instrText> =SUM(C2:C3) </w:instrText>"),
    "from right to left": par("x", "<w:bidi/>"),
    "a scale of letters": par("x", run='<w:w w:val="80"/>'),
    "a drawing of an older Word": run("<w:pict/>"),
    "an element of a later Word": par("x", "<w:nova/>"),
}
LOST = {
    "a chart": graphic("chart"),
    "SmartArt": graphic("diagram"),
    "an object": run("<w:object/>"),
    "an endnote": run('<w:endnoteReference w:id="1"/>'),
    "a symbol": run('<w:sym w:font="Wingdings" w:char="F04A"/>'),
    "an equation": '<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"/></w:p>',
    "words of an older drawing": run(
        "<w:pict><w:txbxContent><w:p><w:r><w:t>x</w:t></w:r></w:p></w:txbxContent></w:pict>"
    ),
}
NOT_SEEN = {
    "effects of letters": par("x", run="<w:shadow/><w:outline/>"),
    "a kind of underline": par("x", run='<w:u w:val="dashLongHeavy"/>'),
    "a colour by its name": par("x", run='<w:color w:val="red"/>'),
    "effects of drawings": drawing("<a:effectLst><a:outerShdw/></a:effectLst>"),
    "a frame in the defaults": "",
    "numbers of pages": run("<w:instrText> PAGE \\* Ordinal </w:instrText>"),
    "a known symbol": run('<w:sym w:font="Wingdings" w:char="F0FC"/>'),
    "one column": section('<w:cols w:space="720"/>'),
    "switched off": par("x", '<w:bidi w:val="0"/>'),
    "an older copy": run(
        "<mc:AlternateContent><mc:Choice Requires='wps'/><mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent>"
    ),
}


def told(body: str, **parts: str) -> list[Problem]:
    return list(unsupported(members(word_document(body, **parts))))


@pytest.mark.parametrize("name", [*SHOWN_OTHERWISE, *LOST])
def test_what_the_pdf_does_not_show_is_reported_with_its_place(name: str) -> None:
    (found,) = told(par("trước") + (SHOWN_OTHERWISE | LOST)[name])
    assert found.code == "docx-unsupported"
    assert found.severity is (Severity.ERROR if name in LOST else Severity.WARNING)
    assert any(word in found.place.text("en") for word in ("paragraph 2", "table 1, row 1"))
    assert "libreoffice" in found.hint


@pytest.mark.parametrize("name", NOT_SEEN)
def test_what_nobody_sees_on_paper_is_not_reported(name: str) -> None:
    assert told(NOT_SEEN[name]) == []


def test_names_of_elements_have_their_words_in_both_languages() -> None:
    for message in NAMES.values():
        assert not message.text("en").startswith("docx-")
        assert message.text("en") != message.text("vi")


def test_an_element_is_reported_once_with_its_first_places() -> None:
    (found,) = told((par("x", "<w:bidi/>") + par("y")) * 9)
    assert [str(place.where) for place in (found.place, *found.also)] == [f"paragraph {n}" for n in range(1, 12, 2)]


def test_an_element_of_a_style_is_reported_of_that_where_text_is_in_it() -> None:
    styles = style("Riêng", "<w:bidi/>")
    (found,) = told(par("x", '<w:pStyle w:val="Riêng"/>'), styles=styles)
    assert "Riêng" in found.place.text("vi")
    assert told(par("x"), styles=styles) == []


@pytest.mark.parametrize(("value", "is_told"), [("-5", True), ("200000", True), ("{{ x }}", False), ("240", False)])
def test_a_measure_of_which_no_page_can_be_made_is_an_error(value: str, is_told: bool) -> None:
    found = told(par("x", f'<w:spacing w:line="{value}"/>'))
    assert [(each.message.id, each.severity) for each in found] == [
        ("docx-unsupported.measure", Severity.ERROR)
    ] * is_told


def test_a_level_of_a_list_is_reported_at_the_paragraph_in_it() -> None:
    listed = par("x", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    for text, format_, count in (
        ("\uf0b7", "bullet", 0),
        ("\uf04a", "bullet", 1),
        ("%1", "hebrew1", 1),
        ("-", "bullet", 0),
    ):
        level = f'<w:numFmt w:val="{format_}"/><w:lvlText w:val="{text}"/>'
        lists = f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'
        lists += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        assert [str(each.place.where) for each in told(listed, numbering=lists)] == ["paragraph 1"] * count


def test_a_style_for_first_rows_is_reported_where_a_table_wants_it() -> None:
    styles = '<w:style w:type="table" w:styleId="Own"><w:name w:val="Own"/><w:tblStylePr w:type="firstRow"/></w:style>'
    look = '<w:tblStyle w:val="Own"/><w:tblLook w:val="{}" w:firstRow="{}" w:noHBand="1" w:noVBand="1"/>'
    for values, is_told in ((("0620", 1), True), (("0600", 0), False)):
        grid = table([3000], row(cell(par("x"), 3000)), properties=look.format(*values))
        assert bool(told(grid, styles=styles)) is is_told


def test_settings_are_reported() -> None:
    (found,) = told(par("x"), settings="<w:autoHyphenation/><w:mirrorMargins/>")
    assert found.message.text("en").startswith("automatic hyphenation")


def test_hyphenation_that_all_paragraphs_turn_off_is_not_reported() -> None:
    """As LibreOffice saves every file."""
    package = dict(members(word_document(par("x"), settings="<w:autoHyphenation/>")))
    off = b"<w:pPrDefault><w:pPr><w:suppressAutoHyphens/></w:pPr></w:pPrDefault>"
    package["word/styles.xml"] = package["word/styles.xml"].replace(b"<w:pPrDefault/>", off)
    assert list(unsupported(package)) == []


def test_even_pages_are_reported_where_a_header_or_footer_of_theirs_is_another() -> None:
    number, other = par("1"), par("2")
    odd, even = '<w:{}Reference w:type="default" r:id="{}"/>'.format, '<w:{}Reference w:type="even" r:id="{}"/>'.format
    both = odd("header", "header1") + even("header", "header2")
    for last, is_told in (
        ("", False),
        (odd("header", "header1"), True),
        (even("header", "header1"), True),
        (both, False),
        (odd("header", "header1") + even("header", "header3"), True),
    ):
        headers = {"header1": number, "header2": number, "header3": other}
        document = word_document(par("x"), last + PAGE, settings="<w:evenAndOddHeaders/>", **headers)
        assert bool(list(unsupported(members(document)))) is is_told


@needs_libreoffice
def test_nothing_is_reported_of_a_template_that_libreoffice_has_saved() -> None:
    saved = libreoffice.convert((HOME / "templates/van-ban.docx").read_bytes(), "docx", "docx")
    assert list(unsupported(members(saved))) == []


@pytest.mark.parametrize("name", SAMPLES | LINE_SAMPLES)
def test_nothing_is_reported_of_what_is_shown(name: str) -> None:
    assert list(unsupported(members((SAMPLES | LINE_SAMPLES)[name]()))) == []
