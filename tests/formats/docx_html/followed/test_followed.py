"""What the pages of a Word template do not follow: told once for each place, and nothing is told without cause."""

from __future__ import annotations

import pytest

from congvan import libreoffice
from congvan.formats.docx_html.followed.not_followed import NotFollowed, not_followed
from congvan.problems import Severity
from tests.formats.docx_html.line_samples import LINE_SAMPLES
from tests.formats.docx_html.test_converter import members
from tests.formats.docx_html.test_docx_html import needs_libreoffice
from tests.formats.docx_html.word_parts import PAGE, cell, par, row, table, word_document
from tests.formats.docx_html.word_samples import SAMPLES
from tests.sample_project import HOME

ANCHOR = (
    "<w:r><w:drawing><wp:anchor><wp:positionH relativeFrom='column'/><wp:positionV relativeFrom='{}'/>"
    "<wp:extent cx='1' cy='1'/><wp:{}/></wp:anchor></w:drawing></w:r>"
)
GRAPHIC = (
    "<w:r><w:drawing><wp:inline><wp:extent cx='1' cy='1'/><a:graphic><a:graphicData uri='"
    "http://schemas.openxmlformats.org/drawingml/2006/{}'/></a:graphic></wp:inline></w:drawing></w:r>"
)
SHAPE = (
    "<w:r><w:drawing><wp:inline><wp:extent cx='1' cy='1'/><wps:wsp><wps:spPr><a:prstGeom prst='heart'/></wps:spPr>"
    "</wps:wsp></wp:inline></w:drawing></w:r>"
)
PICTURE = "<w:r><w:drawing><wp:inline><wp:extent cx='540000' cy='540000'/></wp:inline></w:drawing></w:r>"
BODIES = {
    "frame": par("x", '<w:framePr w:wrap="around"/>'),
    "wrap": f"<w:p>{ANCHOR.format('paragraph', 'wrapSquare')}</w:p>",
    "anchor": f"<w:p>{ANCHOR.format('insideMargin', 'wrapNone')}</w:p>",
    "smart-art": f"<w:p>{GRAPHIC.format('diagram')}</w:p>",
    "chart": f"<w:p>{GRAPHIC.format('chart')}</w:p>",
    "shape": f"<w:p>{SHAPE}</w:p>",
    "clipped-picture": f'<w:p><w:pPr><w:spacing w:line="300" w:lineRule="exact"/></w:pPr>{PICTURE}</w:p>',
    "text-direction": table([3000], row(cell(par("x"), 3000, '<w:textDirection w:val="btLr"/>'))),
    "tab": '<w:p><w:r><w:ptab w:relativeTo="margin"/></w:r></w:p>',
    "columns": '<w:p><w:pPr><w:sectPr><w:cols w:num="2"/></w:sectPr></w:pPr></w:p>',
    "line-numbers": '<w:p><w:pPr><w:sectPr><w:lnNumType w:countBy="1"/></w:sectPr></w:pPr></w:p>',
    "page-borders": "<w:p><w:pPr><w:sectPr><w:pgBorders><w:top w:val='apples'/></w:pgBorders></w:sectPr></w:pPr></w:p>",
    "endnote": '<w:p><w:r><w:endnoteReference w:id="1"/></w:r></w:p>',
    "field": "<w:p><w:r><w:instrText> PAGEREF muc_1 \\h </w:instrText></w:r></w:p>",
    "right-to-left": par("x", "<w:bidi/>"),
    "scaled-text": par("x", run='<w:w w:val="80"/>'),
    "symbol": '<w:p><w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r></w:p>',
    "colour": par("x", run='<w:color w:val="red"/>'),
    "size": par("x", run='<w:sz w:val="0"/>'),
    "lacking-style": par("x", '<w:pStyle w:val="None"/><w:jc w:val="center"/>'),
    "soft-hyphen": "<w:p><w:r><w:t>a\u00adb</w:t><w:br/><w:tab/></w:r></w:p>",
    "merged-heading": table(
        [3000],
        row(cell(par("x"), 3000, '<w:vMerge w:val="restart"/>'), properties="<w:tblHeader/>"),
        row(cell(par(""), 3000, "<w:vMerge/>")),
        row(cell(par("y"), 3000)),
    ),
    "heading-block": table([3000], row(cell(par("{{p body }}"), 3000), properties="<w:tblHeader/>")),
    "nested-wide": table(
        [3000], row(cell(table([1500, 1500], row(cell(par("x"), 1500), cell(par("y"), 1500))) + par(""), 3000))
    ),
    "object": "<w:p><w:r><w:object/></w:r></w:p>",
    "older-drawing": "<w:p><w:r><w:pict/></w:r></w:p>",
    "equation": '<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"/></w:p>',
}
OTHERS = (
    "mode-15",
    "floating-table",
    "table-style",
    "even-pages",
    "hyphenation",
    "mirror-margins",
)
BANDED = (
    '<w:style w:type="table" w:styleId="Banded"><w:name w:val="Banded"/><w:tblStylePr w:type="firstRow"/></w:style>'
    '<w:style w:type="table" w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="Banded"/></w:style>'
)


def told(body: str, mode: int = 14, **parts: str) -> list[NotFollowed]:
    return list(not_followed(members(word_document(body, mode=mode, **parts)), mode))


@pytest.mark.parametrize("code", BODIES)
def test_what_is_not_followed_is_told_with_its_place(code: str) -> None:
    (found,) = told(par("trước") + BODIES[code])
    assert found.code == code
    place = found.problem("mau.docx").place
    assert place.file == "mau.docx"
    assert place.text("en").startswith("mau.docx, body")
    assert any(word in place.text("en") for word in ("paragraph 2", "table 1"))


@pytest.mark.parametrize("code", [*BODIES, *OTHERS])
def test_every_code_has_its_words_in_both_languages(code: str) -> None:
    problem = NotFollowed(code).problem("mau.docx")
    english, vietnamese = (problem.message.text(spoken) for spoken in ("en", "vi"))
    assert not english.startswith("docx-not-followed")
    assert english != vietnamese
    assert problem.hint
    assert problem.severity is Severity.WARNING


def test_mode_15_is_told() -> None:
    assert [each.code for each in told(par("x"), mode=15)] == ["mode-15"]


def test_a_style_for_first_rows_is_told_where_a_table_wants_it() -> None:
    look = '<w:tblStyle w:val="Own"/><w:tblLook w:val="{}" w:firstRow="{}" w:noHBand="1" w:noVBand="1"/>'
    wanted, not_wanted = (
        table([3000], row(cell(par("x"), 3000)), properties=look.format(*each)) for each in (("0620", 1), ("0600", 0))
    )
    assert [each.code for each in told(wanted, styles=BANDED)] == ["table-style"]
    assert told(not_wanted, styles=BANDED) == []


def test_settings_are_told() -> None:
    settings = "<w:autoHyphenation/><w:mirrorMargins/>"
    assert [each.code for each in told(par("x"), settings=settings)] == ["hyphenation", "mirror-margins"]


def test_even_pages_are_told_where_a_header_or_footer_of_theirs_is_another() -> None:
    number, other = par("1"), par("2")
    odd, even = '<w:{}Reference w:type="default" r:id="{}"/>'.format, '<w:{}Reference w:type="even" r:id="{}"/>'.format
    both = odd("header", "header1") + even("header", "header2")
    section = f"<w:p><w:pPr><w:sectPr>{both}</w:sectPr></w:pPr></w:p>"
    for body, last, codes in (
        ("", "", []),
        ("", odd("header", "header1"), ["even-pages"]),
        ("", even("header", "header1"), ["even-pages"]),
        ("", both, []),
        ("", odd("header", "header1") + even("header", "header3"), ["even-pages"]),
        ("", odd("header", "header1") + even("footer", "footer1"), ["even-pages"]),
        (section, "", []),
        (section, even("header", "header3"), ["even-pages"]),
    ):
        headers = {"header1": number, "header2": number, "header3": other, "footer1": number}
        document = word_document(body + par("x"), last + PAGE, settings="<w:evenAndOddHeaders/>", **headers)
        found = not_followed(members(document), 14)
        assert [each.code for each in found] == codes


def test_a_formula_is_told() -> None:
    formula = "<w:p><w:r><w:instrText> =SUM(C2:C3) </w:instrText></w:r></w:p>"
    assert [each.code for each in told(formula)] == ["field"]


def test_a_frame_in_the_defaults_of_the_styles_frames_nothing() -> None:
    parts = members(word_document(par("x")))
    frame = b'<w:pPrDefault><w:pPr><w:framePr w:w="0" w:h="0" w:vSpace="0" w:hRule="auto"/></w:pPr></w:pPrDefault>'
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"<w:pPrDefault/>", frame)
    assert frame in parts["word/styles.xml"]
    assert list(not_followed(parts, 14)) == []


def test_a_picture_is_clipped_by_an_exact_line_of_its_style_or_of_one_that_it_is_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:pPr><w:spacing w:line="300" '
        'w:lineRule="exact"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style>'
    )
    own = '<w:spacing w:line="240" w:lineRule="auto"/>'
    for properties, codes in (("", ["clipped-picture"]), (own, [])):
        body = f'<w:p><w:pPr><w:pStyle w:val="B"/>{properties}</w:pPr>{PICTURE}</w:p>'
        assert [each.code for each in told(body, styles=styles)] == codes


def test_a_bullet_of_a_symbol_face_is_told_before_a_space_or_where_it_is_unknown() -> None:
    listed = par("x", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    faces = {face: f'<w:rPr><w:rFonts w:ascii="{face}"/></w:rPr>' for face in ("Symbol", "Wingdings")} | {"": ""}
    for text, face, after, codes in (
        ("\uf0b7", "", "tab", []),
        ("\uf0b7", "", "space", ["bullet-width"]),
        ("\uf0a7", "", "nothing", ["bullet-width"]),
        ("\uf0b7", "Symbol", "space", []),
        ("\uf0a8", "Wingdings", "tab", []),
        ("\uf04a", "Wingdings", "space", ["symbol"]),
        ("-", "", "space", []),
    ):
        level = f'<w:numFmt w:val="bullet"/><w:suff w:val="{after}"/><w:lvlText w:val="{text}"/>{faces[face]}'
        lists = f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'
        lists += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        assert [each.code for each in told(listed, numbering=lists)] == codes


def test_a_soft_hyphen_is_told_where_its_lines_are_left_to_the_page() -> None:
    page = '<w:fldSimple w:instr=" PAGE "/>'
    for inner, codes in (
        ("<w:r><w:t>a\u00adb</w:t><w:br/></w:r>", []),
        ("<w:r><w:tab/><w:t>a\u00adb</w:t></w:r>", []),
        (f"<w:r><w:t>ab</w:t></w:r>{page}", []),
        (f"<w:r><w:softHyphen/></w:r>{page}", ["soft-hyphen"]),
        (f"<w:r><w:t>a\u2003b</w:t></w:r>{page}", ["soft-hyphen"]),
    ):
        assert [each.code for each in told(f"<w:p>{inner}</w:p>")] == codes


def test_what_is_nothing_on_a_page_is_not_told_of_tables() -> None:
    """White shades of tables, rows without the rules that the table has none of, wide tables in cells without rules."""

    def plain(properties: str, exceptions: str = "") -> str:
        ruled = f"<w:tblBorders>{properties}</w:tblBorders>" if "<w:top" in properties else properties
        return table([3000], f"<w:tr>{exceptions}{cell(par('x'), 3000)}</w:tr>", properties=ruled)

    rules = '<w:tblPrEx><w:tblBorders><w:top w:val="{}" w:sz="{}" w:color="auto"/></w:tblBorders></w:tblPrEx>'
    white, grey = (f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' for fill in ("FFFFFF", "D9D9D9"))
    wide = table([4000], row(cell(par("x"), 4000)), properties="")
    for body, codes in (
        (plain(white), []),
        (plain(grey), ["table-shade"]),
        (table([3000], row(cell(par("x"), 3000, white)), properties=grey), []),
        (table([3000], row(cell(plain(white) + par(""), 5000, grey))), ["table-shade"]),
        (plain('<w:top w:val="nil"/>', rules.format("none", 0)), []),
        (plain('<w:top w:val="nil"/>', rules.format("single", 4)), ["row-exception"]),
        (plain('<w:top w:val="single" w:sz="4" w:color="auto"/>', rules.format("none", 0)), ["row-exception"]),
        (table([3000], row(cell(wide + par(""), 3000))), []),
        (
            table([3000], row(cell(wide.replace("<w:p>", f"<w:p><w:pPr>{grey}</w:pPr>") + par(""), 3000))),
            ["nested-wide"],
        ),
    ):
        assert [each.code for each in told(body)] == codes


@needs_libreoffice
def test_a_template_that_libreoffice_has_saved_is_followed() -> None:
    saved = libreoffice.convert((HOME / "templates/van-ban.docx").read_bytes(), "docx", "docx")
    assert list(not_followed(members(saved), 12)) == []


def test_a_place_is_told_once_and_the_older_copy_of_a_drawing_not_at_all() -> None:
    twice = f"<w:p>{ANCHOR.format('insideMargin', 'wrapNone') * 2}</w:p>"
    both = "<mc:Choice Requires='wps'/><mc:Fallback><w:pict/></mc:Fallback>"
    copy = f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>"
    assert [each.code for each in told(f"{twice}<w:p>{copy}</w:p>")] == ["anchor"]


@pytest.mark.parametrize("name", [name for name in SAMPLES | LINE_SAMPLES if not name.endswith("-15")])
def test_what_is_followed_is_not_told(name: str) -> None:
    assert list(not_followed(members((SAMPLES | LINE_SAMPLES)[name]()), 14)) == []
