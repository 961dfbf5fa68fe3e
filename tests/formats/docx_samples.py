"""Small DOCX files written as XML, as Word writes it, for the tests of the DOCX renderer."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from tests.package import parts_of, zipped

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "application/vnd.openxmlformats-package."
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
KINDS = {"header1": "header", "footer1": "footer", "footnotes": "footnotes", "endnotes": "endnotes"}
TAGS = {"header1": "hdr", "footer1": "ftr", "footnotes": "footnotes", "endnotes": "endnotes"}


def run(text: str, properties: str = "") -> str:
    """A run as Word writes it; the text is XML already."""
    head = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r w:rsidR="00A1">{head}<w:t>{text}</w:t></w:r>'


def p(*runs: str) -> str:
    """A paragraph of runs, or of one run with the text given."""
    inner = "".join(each if each.startswith("<") else run(each) for each in runs)
    return f'<w:p w:rsidR="00A1"><w:pPr><w:jc w:val="both"/></w:pPr>{inner}</w:p>'


def cell(text: str, properties: str = '<w:tcW w:w="100" w:type="dxa"/>') -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text if text.startswith('<w:p') else p(text)}</w:tc>"


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(each if each.startswith("<w:tc") else cell(each) for each in cells) + "</w:tr>"


def table(*rows: str, columns: int = 2) -> str:
    grid = '<w:gridCol w:w="2400"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def docx(*body: str, title: str = "Mẫu", files: Mapping[str, str | bytes] | None = None, **parts: str) -> bytes:
    """A DOCX with this body; `parts` are header1, footer1, footnotes, endnotes (their inner XML); `files` replace any
    member."""
    types = [
        ("docProps/core.xml", _PACKAGE + "core-properties+xml"),
        ("word/document.xml", _WORD + "document.main+xml"),
    ]
    types += [(f"word/{part}.xml", f"{_WORD}{KINDS[part]}+xml") for part in parts]
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}{KINDS[part]}" Target="{part}.xml"/>'
        for number, part in enumerate(parts, 1)
    )
    references = "".join(
        f'<w:{KINDS[part]}Reference w:type="default" r:id="rId{number}"/>'
        for number, part in enumerate(parts, 1)
        if part in ("header1", "footer1")
    )
    links = f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}'
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{_PACKAGE}relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types)
        + "</Types>",
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}officeDocument" Target="word/document.xml"/>'
        '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
        'core-properties" Target="docProps/core.xml"/></Relationships>',
        "word/document.xml": f"{_HEAD}<w:document {NS}><w:body>{''.join(body)}"
        f'<w:sectPr>{references}<w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>',
        **({"word/_rels/document.xml.rels": f"{links}</Relationships>"} if parts else {}),
        "docProps/core.xml": f"{_HEAD}<cp:coreProperties {_CORE}><dc:title>{title}</dc:title><dc:creator/>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2020-08-19T00:00:00Z</dcterms:created></cp:coreProperties>',
    }
    for part, inner in parts.items():
        members[f"word/{part}.xml"] = f"{_HEAD}<w:{TAGS[part]} {NS}>{inner}</w:{TAGS[part]}>"
    return zipped(members | dict(files or {}))


def canonical(xml: bytes) -> bytes:
    """C14N, or the bytes as they are where they are no XML.

    Properties of cells and runs are sorted, a shading has its kind, copies of bookmarks their number: docxtpl writes
    them as no schema allows.
    """
    from lxml import etree

    if not xml.startswith(b"<"):
        return xml
    root = etree.fromstring(xml)
    for properties in root.iter(f"{{{_W}}}tcPr", f"{{{_W}}}rPr"):
        properties[:] = sorted(properties, key=lambda child: child.tag)
    for bookmark in root.iter(f"{{{_W}}}bookmarkStart", f"{{{_W}}}bookmarkEnd"):
        bookmark.attrib.clear()
    for shading in root.iter(f"{{{_W}}}shd"):
        shading.set(f"{{{_W}}}val", shading.get(f"{{{_W}}}val", "clear"))
    return etree.tostring(root, method="c14n")


def by_docxtpl(template: bytes, context: Mapping[str, Any]) -> bytes:
    """What docxtpl makes of the template, values escaped."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(template))
    document.render(dict(context), autoescape=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def joined(template: bytes) -> bytes:
    """The template with each tag in one run: docxtpl gives what follows a split tag the look of the tag's first run."""
    from lxml import etree

    from congvan.formats.docx.normalization import normalize

    parts = parts_of(template)
    for name in [name for name in parts if name.startswith("word/") and name.endswith(".xml")]:
        root = etree.fromstring(parts[name])
        normalize(root)
        parts[name] = etree.tostring(root)
    return zipped(parts)


def differing(ours: bytes, theirs: bytes) -> list[str]:
    """Names of the members that are not the same XML, core.xml excepted (docxtpl rewrites eight of its properties)."""
    first, second = parts_of(ours), parts_of(theirs)
    names = (set(first) | set(second)) - {"docProps/core.xml", "[Content_Types].xml"}
    return sorted(
        name
        for name in names
        if name not in first or name not in second or canonical(first[name]) != canonical(second[name])
    )


def text_of(data: bytes) -> str:
    """The text as python-docx reads it: paragraphs of the body and of tables, in order."""
    from docx import Document
    from docx.text.paragraph import Paragraph

    document = Document(io.BytesIO(data))
    return "\n".join(Paragraph(each, document._body).text for each in document.element.body.iter(f"{{{_W}}}p"))


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
