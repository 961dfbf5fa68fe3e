"""Every element that the standard lists has a verdict, and every verdict holds: where the element stands itself, in a
style and in the defaults."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

import pytest
from lxml import etree

from congvan.formats.docx_html.followed import conditions as on
from congvan.formats.docx_html.followed.elements import DRAWINGS, ELEMENTS, NAMESPACES, Verdict
from congvan.formats.docx_html.followed.not_followed import NotFollowed, not_followed
from congvan.formats.docx_html.markup import W
from congvan.formats.docx_html.styles.paragraph_format import paragraph_settings
from congvan.formats.docx_html.styles.run_format import run_settings
from tests.formats.docx_html.followed.standard_elements import STANDARD
from tests.formats.docx_html.test_converter import members
from tests.formats.docx_html.word_parts import NS, cell, par, row, table, word_document

DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items() if f"xmlns:{prefix}=" not in NS)
PLAIN_TABLE = table([3000], row(cell(par("x"), 3000)), row(cell(par("y"), 3000)))
LISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def in_table(old: str, new: str) -> Callable[[str], dict[str, str]]:
    """Put what is asked into the last place of this kind in a table of two empty rows."""
    rows = [f"<w:tr><w:tblPrEx/><w:trPr/>{cell('<w:p/>', 3000, '<w:tcBorders/>')}</w:tr>"] * 2

    def put(inner: str) -> dict[str, str]:
        head, found, rest = table([3000], *rows, properties="<w:tblBorders/>").rpartition(old)
        assert found
        return {"body": head + new.replace("…", inner) + rest}

    return put


def used_style(kind: str, properties: str) -> Callable[[str], dict[str, str]]:
    """Put what is asked into a style that the document uses."""
    used = {"paragraph": par("x", '<w:pStyle w:val="S"/>'), "character": par("x", run='<w:rStyle w:val="S"/>')}
    used["table"] = PLAIN_TABLE.replace("<w:tblPr>", '<w:tblPr><w:tblStyle w:val="S"/>')

    def put(inner: str) -> dict[str, str]:
        style = f'<w:style w:type="{kind}" w:styleId="S"><w:name w:val="Riêng"/>{properties.replace("…", inner)}'
        return {"body": used[kind], "styles": f"{style}</w:style>"}

    return put


def in_level(inner: str) -> dict[str, str]:
    level = f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">{inner}</w:lvl></w:abstractNum>'
    number = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return {"body": par("x", LISTED), "numbering": level + number}


def in_body(before: str, after: str) -> Callable[[str], dict[str, str]]:
    return lambda inner: {"body": before + inner + after}


HEADED = par("x", '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>')
PLACES: dict[str, Callable[[str], dict[str, str]]] = {
    "document": lambda inner: {"body": "", "beside": inner},
    "rPr": lambda inner: {"body": par("x", run=inner)},
    "pPr": lambda inner: {"body": par("x", inner)},
    "pPr/rPr": lambda inner: {"body": par("x", f"<w:rPr>{inner}</w:rPr>")},
    "tabs": lambda inner: {"body": par("x", f"<w:tabs>{inner}</w:tabs>")},
    "pBdr": lambda inner: {"body": par("x", f"<w:pBdr>{inner}</w:pBdr>")},
    "tcBorders": in_table("<w:tcBorders/>", "<w:tcBorders>…</w:tcBorders>"),
    "tblBorders": in_table("<w:tblBorders/>", "<w:tblBorders>…</w:tblBorders>"),
    "tcPr": in_table("<w:tcBorders/>", "…"),
    "trPr": in_table("<w:trPr/>", "<w:trPr>…</w:trPr>"),
    "tblPr": in_table("<w:tblBorders/>", "…"),
    "tblPrEx": in_table("<w:tblPrEx/>", "<w:tblPrEx>…</w:tblPrEx>"),
    "style/tblPr": used_style("table", "<w:tblPr>…</w:tblPr>"),
    "style": used_style("table", "…"),
    "sectPr": lambda inner: {"body": par("x", f"<w:sectPr>{inner}</w:sectPr>")},
    "footnotePr": lambda inner: {"body": par("x", f"<w:sectPr><w:footnotePr>{inner}</w:footnotePr></w:sectPr>")},
    "settings": lambda inner: {"body": HEADED, "header1": par("x"), "settings": inner},
    "compat": lambda inner: {"body": "", "settings": f"<w:compat>{inner}</w:compat>"},
    "r": in_body("<w:p><w:r>", "</w:r></w:p>"),
    "lvl": in_level,
    "body": in_body("", ""),
    "hdr": lambda inner: {"body": "", "header1": inner},
    "ftr": lambda inner: {"body": "", "footer1": inner},
    "footnote": lambda inner: {"body": "", "footnotes": f'<w:footnote w:id="2">{inner}</w:footnote>'},
    "endnote": lambda inner: {"body": "", "endnotes": f'<w:endnote w:id="2">{inner}</w:endnote>'},
    "tbl": in_body("<w:tbl>", "</w:tbl>"),
    "tr": in_body("<w:tbl><w:tr>", "</w:tr></w:tbl>"),
    "tc": in_body("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
    "p": in_body("<w:p>", "</w:p>"),
    **{
        name: in_body(f"<w:p><w:{name}>", f"</w:{name}></w:p>")
        for name in ("hyperlink", "customXml", "smartTag", "ins", "moveTo", "fldSimple", "dir", "bdo")
    },
    "txbxContent": in_body(
        "<w:p><w:r><w:drawing><wp:inline><w:txbxContent>", "</w:txbxContent></wp:inline></w:drawing></w:r></w:p>"
    ),
    "sdtContent": in_body("<w:p><w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt></w:p>"),
}
"""How each list comes into a document."""
ASKED = {
    "rFonts": '<w:rFonts w:ascii="Arial" w:hAnsi="Times New Roman"/>',
    "tab": '<w:tab w:val="bar" w:pos="900"/>',
    "cols": '<w:cols w:num="2"/>',
    "tblCellSpacing": '<w:tblCellSpacing w:w="60" w:type="dxa"/>',
    "pgNumType": '<w:pgNumType w:fmt="ordinal"/>',
    "docGrid": '<w:docGrid w:type="lines"/>',
    "fldSimple": '<w:fldSimple w:instr=" DATE "/>',
    "instrText": "<w:instrText> PAGE \\* Roman </w:instrText>",
    "br": '<w:br w:type="other"/>',
    "t": "<w:t>a\u00adb</w:t><w:br/><w:tab/>",
    "softHyphen": "<w:softHyphen/><w:br/><w:tab/>",
    "footnoteReference": '<w:footnoteReference w:id="2" w:customMarkFollows="1"/>',
    "lvlText": '<w:lvlText w:val="\uf04a"/>',
    "tblPrEx/tblBorders": '<w:tblBorders><w:top w:val="single"/></w:tblBorders>',
    "tblPrEx/tblCellMar": '<w:tblCellMar><w:left w:w="500" w:type="dxa"/></w:tblCellMar>',
    "pgBorders": '<w:pgBorders><w:top w:val="apples"/></w:pgBorders>',
    "trPr": "<w:trPr><w:cantSplit/></w:trPr>",
    "tcPr": "<w:tcPr><w:noWrap/></w:tcPr>",
}
"""What is asked of an element that is told for something else than its value."""


def told(
    body: str = "", beside: str = "", run_default: str = "", paragraph_default: str = "", **parts: str
) -> list[NotFollowed]:
    """Return what is told of a document; `beside`: what stands beside its body."""
    package = dict(plain_package(**parts))
    for old, new in (
        ('<w:lang w:val="vi-VN"/>', run_default),
        ("<w:pPrDefault/>", f"<w:pPrDefault><w:pPr>{paragraph_default}</w:pPr></w:pPrDefault>"),
    ):
        package["word/styles.xml"] = package["word/styles.xml"].replace(old.encode(), new.encode(), 1)
    package["word/document.xml"] = f"<w:document {NS} {DECLARED}>{beside}<w:body>{body}</w:body></w:document>".encode()
    for name in parts:
        package[f"word/{name}.xml"] = package[f"word/{name}.xml"].replace(NS.encode(), f"{NS} {DECLARED}".encode(), 1)
    return list(not_followed(package, 14))


@functools.cache
def plain_package(**parts: str) -> dict[str, bytes]:
    return members(word_document("", **parts))


def asked(parent: str, name: str) -> str:
    """Return an element that asks for something that is not followed."""
    prefix, _colon, local = name.rpartition(":")
    known = ASKED.get(f"{parent}/{name}", ASKED.get(name) if (parent, name) != ("p", "tab") else None)
    return known or f'<{prefix or "w"}:{local} w:val="other"/>'


def plain(name: str) -> str:
    prefix, _colon, local = name.rpartition(":")
    return f"<{prefix or 'w'}:{local}/>"


def words(code: str, language: str) -> str:
    return NotFollowed(code, element="w:x").problem("mau.docx").message.text(language)


def named(*verdicts: Verdict) -> Iterator[tuple[str, str]]:
    for parent, names in ELEMENTS.items():
        yield from ((parent, name) for name, verdict in names.items() if verdict in verdicts)


@pytest.mark.parametrize("parent", STANDARD)
def test_every_element_of_the_standard_has_a_verdict(parent: str) -> None:
    missing = [name for name in STANDARD[parent].split() if name not in ELEMENTS[parent]]
    assert not missing


@pytest.mark.every(4)
@pytest.mark.parametrize("parent", ELEMENTS)
def test_what_is_told_is_told_with_its_place_and_nothing_else_is(parent: str) -> None:
    wrong = []
    for name, verdict in ELEMENTS[parent].items():
        if verdict is Verdict.IN_CONTEXT:
            continue
        is_told = not isinstance(verdict, Verdict)
        found = told(**PLACES[parent](asked(parent, name) if is_told else plain(name)))
        codes = [each.code for each in found]
        if len(codes) != is_told or codes == ["unknown"] * ((parent, name) != ("r", "br")):
            wrong.append((name, codes))
        wrong += [
            (name, code)
            for code in codes
            if any(words(code, language).startswith("docx-") for language in ("en", "vi"))
        ]
        places = [each.problem("mau.docx").place.text("en") for each in found]
        if parent not in ("settings", "compat", "document") and any(place == "mau.docx" for place in places):
            wrong.append((name, places))
    assert not wrong


@pytest.mark.parametrize("parent", ELEMENTS)
def test_an_element_that_no_list_has_is_told_by_its_name(parent: str) -> None:
    for inner, name in (("<w:nova/>", "w:nova"), ("<w15:nova/>", "w15:nova")):
        (found,) = told(**PLACES[parent](inner))
        assert (found.code, found.element) == ("unknown", name)
        for language in ("en", "vi"):
            assert name in found.problem("mau.docx").message.text(language)


@pytest.mark.parametrize(
    ("parent", "kind", "properties"),
    [
        ("rPr", "paragraph", "<w:rPr>…</w:rPr>"),
        ("rPr", "character", "<w:rPr>…</w:rPr>"),
        ("pPr", "paragraph", "<w:pPr>…</w:pPr>"),
    ],
)
def test_what_a_style_or_the_defaults_ask_for_is_told_of_them(parent: str, kind: str, properties: str) -> None:
    wrong = []
    for name, verdict in ELEMENTS[parent].items():
        if isinstance(verdict, Verdict):
            continue
        inner = asked(parent, name)
        direct = {each.code for each in told(**PLACES[parent](inner))}
        in_style = told(**used_style(kind, properties)(inner))
        in_defaults = told(**{"run_default" if parent == "rPr" else "paragraph_default": inner}, styles="")
        unused = told(body=par("x"), styles=used_style(kind, properties)(inner)["styles"])
        expected = set() if name == "framePr" else direct  # the defaults frame nothing
        if {each.code for each in in_style} != direct or {each.code for each in in_defaults} != expected or unused:
            wrong.append((name, direct, in_style, in_defaults, unused))
        if not all("Riêng" in each.problem("mau.docx").place.text("vi") for each in in_style):
            wrong.append((name, in_style))
    assert not wrong


def test_what_is_followed_of_runs_and_paragraphs_is_read() -> None:
    def read(parent: str, name: str) -> object:
        element = etree.fromstring(
            f'<w:{parent} {NS}><w:{name} w:val="5" w:ascii="5" w:before="5" w:left="5"/></w:{parent}>'
        )
        return run_settings(element, {}) if parent == "rPr" else paragraph_settings(element)

    elsewhere = {"pStyle", "rPr", "sectPr"}  # `WordStyles`, `DocumentWriter`
    for parent, name in named(Verdict.FOLLOWED):
        if parent in ("rPr", "pPr") and name not in elsewhere:
            assert read(parent, name), (parent, name)


def test_every_name_of_a_drawing_is_of_a_known_namespace() -> None:
    assert all(name.partition(":")[0] in NAMESPACES for name in DRAWINGS)


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        ("<w14:textOutline><w14:noFill/></w14:textOutline>", False),
        ('<w14:textOutline w14:w="9525"><w14:solidFill/></w14:textOutline>', True),
        ('<w:color w:val="00FF00"/><w14:textFill><w14:solidFill><w14:srgbClr w14:val="00ff00"/>', False),
        ('<w14:textFill><w14:solidFill><w14:schemeClr w14:val="tx1"/>', False),
        ('<w:color w:val="00FF00"/><w14:textFill><w14:solidFill><w14:srgbClr w14:val="000000"/>', True),
        ('<w14:textFill><w14:solidFill><w14:srgbClr w14:val="000000"><w14:alpha/></w14:srgbClr>', True),
        ("<w14:textFill><w14:gradFill/>", True),
    ],
)
def test_letters_filled_with_their_own_colour_are_plain_ones(inner: str, told: bool) -> None:
    closed = inner if "Outline" in inner else f"{inner}{'</w14:solidFill>' * ('solid' in inner)}</w14:textFill>"
    names = f'xmlns:w="{W[1:-1]}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    effect = list(etree.fromstring(f"<w:rPr {names}>{closed}</w:rPr>"))[-1]
    judged = (on.letter_fill if "textFill" in inner else on.letter_outline)(effect)
    assert judged == ("text-effect" if told else "")
