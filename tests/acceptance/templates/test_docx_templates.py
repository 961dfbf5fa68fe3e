"""The DOCX templates as files: slim, named styles, Vietnamese, nothing that Word would refuse; and what they draw."""

from __future__ import annotations

import functools
import io
import os
import re
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from congvan.formats.docx.template import compile_template
from tests.acceptance.templates import making
from tests.libreoffice_version import is_26

TEMPLATES = ["van-ban", "danh-sach-gui", "bi-van-ban"]
GOLDEN = making.HERE / "golden"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# the order of ECMA-376, which Word demands
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl pBdr tabs spacing ind contextualSpacing jc"
    " outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs color sz szCs lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
    "trPr": "cantSplit trHeight tblHeader",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType titlePg",
    "tbl": "tblPr tblGrid tr",
    "style": "name basedOn uiPriority semiHidden qFormat pPr rPr tblPr",
}


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def template(name: str) -> bytes:
    return (making.TEMPLATES / f"{name}.docx").read_bytes()


@functools.cache
def file(name: str) -> bytes:
    """A template, or the document of a sample made with one."""
    return template(name) if name in TEMPLATES else making.make_docx(making.content(name), name)


@pytest.mark.parametrize("name", [*TEMPLATES, *making.NAMES])
def test_elements_stand_in_the_order_that_word_demands(name: str) -> None:
    for member, xml in members(file(name)).items():
        if not member.startswith("word/") or not member.endswith(".xml"):
            continue
        for element in etree.fromstring(xml).iter(*(W + tag for tag in ORDER)):
            order = ORDER[etree.QName(element).localname].split()
            found = [order.index(etree.QName(child).localname) for child in element]
            assert found == sorted(found), (member, [etree.QName(child).localname for child in element])
        for cell in etree.fromstring(xml).iter(W + "tc"):
            assert cell[-1].tag == W + "p"  # a cell ends with a paragraph


@pytest.mark.parametrize("name", [*TEMPLATES, *making.NAMES])
def test_numbers_in_attributes_are_numbers(name: str) -> None:
    """Word refuses a file whose widths are no numbers: no tag may stand there."""
    for member, xml in members(file(name)).items():
        if member.startswith("word/") and member.endswith(".xml"):
            for element in etree.fromstring(xml).iter(etree.Element):
                for key in ("w", "h", "left", "right", "before", "line", "firstLine", "hanging", "sz"):
                    value = element.get(W + key)
                    assert value is None or re.fullmatch(r"-?\d+", value), (member, element.tag, value)


@pytest.mark.parametrize("name", TEMPLATES)
def test_slim_and_named_styles(name: str) -> None:
    data = template(name)
    assert len(data) <= 20_000
    document = docx.Document(io.BytesIO(data))
    used = {paragraph.style.name for paragraph in making.paragraphs(document)}
    assert all(style.startswith("CV ") for style in used)
    fonts = document.styles.element.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
    assert {fonts.get(W + key) for key in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}
    language = document.styles.element.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert language.get(W + "val") == "vi-VN"
    for xml in members(data).values():
        assert b"<w:u " not in xml  # rules are drawn, never underlined text


def test_properties() -> None:
    made = members(making.make_docx(making.content("roster")))
    assert (
        "<dc:title>Biểu danh sách nhân viên: Huyện Cao Lộc - Viettel Lạng Sơn</dc:title>"
        in made["docProps/core.xml"].decode()
    )
    assert "<dc:language>vi-VN</dc:language>" in made["docProps/core.xml"].decode()
    assert ">bluezone-2020/cao-loc/viettel-lang-son/1<" in made["docProps/custom.xml"].decode()
    assert 'name="congvan-form"' in made["docProps/custom.xml"].decode()


@pytest.mark.parametrize("name", ["roster", "as_issued", "corrected"])
def test_columns_are_as_wide_as_the_data_says(name: str) -> None:
    data = making.content(name)
    document = docx.Document(io.BytesIO(making.make_docx(data)))
    table, columns = document.tables[-1], data["attachments"][0]["table"]["columns"]
    widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
    assert widths == [round(column["mm"] * 1440 / 25.4) for column in columns]
    assert sum(widths) == pytest.approx(9354, abs=4)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        [column["label"] for column in columns],
        *data["attachments"][0]["table"]["rows"],
    ]
    header = table.rows[0]._tr.trPr
    assert header.find(qn("w:tblHeader")) is not None
    for row in table.rows[1:]:
        assert row._tr.trPr.find(qn("w:cantSplit")) is not None
        assert row._tr.trPr.find(qn("w:trHeight")).get(qn("w:val")) == "510"


def outline(data: bytes) -> str:
    """Each paragraph as `style | text`, tables and sections by name."""
    lines: list[str] = []

    def walk(container: Any, depth: int) -> None:
        for block in container.iter_inner_content():
            if hasattr(block, "rows"):
                lines.append(f"{'  ' * depth}table {block.style.name}")
                for row in block.rows:
                    for cell in row.cells:
                        lines.append(f"{'  ' * depth}  cell")
                        walk(cell, depth + 2)
            else:
                marked = "".join(_marked(run) for run in block.runs)
                lines.append(f"{'  ' * depth}{block.style.name} | {marked}".rstrip())
                if block._p.find(f".//{W}sectPr") is not None:
                    lines.append("section")

    document = docx.Document(io.BytesIO(data))
    walk(document, 0)
    for number, section in enumerate(document.sections, 1):
        for place, part in (("header", section.header), ("first header", section.first_page_header)):
            lines.append(f"section {number} {place}: {'/'.join(p.text for p in part.paragraphs)}")
        lines.append(f"section {number} first footer: {'/'.join(p.text for p in section.first_page_footer.paragraphs)}")
    return "\n".join(lines).replace("\u00a0", "~") + "\n"


def _marked(run: Any) -> str:
    mark = ("**" if run.bold else "") + ("_" if run.italic else "")
    return f"{mark}{run.text}{mark[::-1]}"


@pytest.mark.parametrize("name", making.NAMES)
def test_outline_is_the_golden_one(name: str) -> None:
    """UPDATE_GOLDEN=1 writes them afresh."""
    data = making.make_docx(making.content(name), name)
    assert data == making.make_docx(making.content(name), name)
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(outline(data), encoding="utf-8")
    assert outline(data) == golden.read_text(encoding="utf-8")


def tags(data: bytes) -> list[str]:
    return [tag for xml in members(data).values() for tag in re.findall(r"\{[{%].*?[}%]\}", xml.decode())]


@pytest.mark.parametrize(("name", "most"), [("van-ban", 150), ("danh-sach-gui", 10), ("bi-van-ban", 10)])
def test_a_template_is_the_letter_and_no_program(name: str, most: int) -> None:
    data = template(name)
    assert len(tags(data)) < most
    assert max(map(len, tags(data))) <= 60
    settings = members(data)["word/settings.xml"].decode()
    assert re.search(r'compatibilityMode"[^>]*w:val="14"', settings)
    attributes = re.findall(r'="([^"]*)"', members(data)["word/document.xml"].decode())
    assert not [value for value in attributes if "{" in value]  # no program in alternative texts


@pytest.mark.full("LibreOffice")
def test_a_template_opens_on_four_pages_and_lives_through_a_save_by_libreoffice() -> None:
    saved = making.saved_docx({name: template(name) for name in TEMPLATES})
    assert pages(making.printed_docx({"van-ban": template("van-ban")})["van-ban"]) <= 4
    ours, theirs = ({name: _made(name, source) for name in making.NAMES} for source in (template, saved.__getitem__))
    assert {name: words(data) for name, data in ours.items()} == {name: words(data) for name, data in theirs.items()}
    printed = [making.printed_docx(made) for made in (ours, theirs)]
    send_list = 2 if is_26() else 1  # its rows are higher there
    assert [[pages(each[name]) for name in making.NAMES] for each in printed] == [[3, 3, 3, 1, 1, send_list]] * 2


def _made(name: str, source: Any) -> bytes:
    stem = "danh-sach-gui" if name == "send_list" else "van-ban"
    made: bytes = compile_template(source(stem), name=stem).render(making.ready(making.content(name)))
    return made


def words(data: bytes) -> str:
    return " ".join(each.text for each in making.paragraphs(docx.Document(io.BytesIO(data)))).strip()


def pages(pdf: bytes) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    count = len(document)
    document.close()
    return count
