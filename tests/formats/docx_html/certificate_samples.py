"""Certificates as offices make them: a border of the page, a picture of the whole page behind the text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pypdfium2
from PIL import Image

from tests.formats.docx_html.word_parts import LINK, par, word_document, words
from tests.package import zipped

MM = 36000
"""EMU of a millimetre."""
LANDSCAPE = (
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134"'
    ' w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>'
)
HEADER = '<w:headerReference w:type="default" r:id="header1"/>'
CENTRED = '<w:jc w:val="center"/>'
TEXT = "".join(
    par(text, CENTRED, f'<w:sz w:val="{size}"/>')
    for text, size in (("GIẤY KHEN", 72), ("Tặng ông Nguyễn Văn Mẫu", 32), ("Đã hoàn thành tốt nhiệm vụ năm 2026", 28))
)
Place = tuple[str, str]
"""From where a drawing is placed, and how: `("page", "5")` in millimetres, or `("page", "center")`."""
PAGE_CORNER: tuple[Place, Place] = ("page", "0"), ("page", "0")


def borders(kind: str = "single", size: int = 12, space: int = 24, attributes: str = 'w:offsetFrom="page"') -> str:
    """A border of the page on all its sides."""
    sides = (
        f'<w:{side} w:val="{kind}" w:sz="{size}" w:space="{space}" w:color="C00000"/>'
        for side in ("top", "left", "bottom", "right")
    )
    return f"<w:pgBorders {attributes}>{''.join(sides)}</w:pgBorders>"


def picture(
    places: tuple[Place, Place] = PAGE_CORNER, size: tuple[int, int] = (297, 210), behind: bool = True, alt: str = ""
) -> str:
    """A run with a picture beside the text, of this size in millimetres."""
    wide, high = size[0] * MM, size[1] * MM
    placed = ""
    for axis, (origin, place) in zip("HV", places, strict=True):
        said = f"<wp:align>{place}</wp:align>" if place.isalpha() else f"<wp:posOffset>{int(place) * MM}</wp:posOffset>"
        placed += f'<wp:position{axis} relativeFrom="{origin}">{said}</wp:position{axis}>'
    drawn = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    inner = (
        f'<a:graphic><a:graphicData uri="{drawn}"><pic:pic xmlns:pic="{drawn}"><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        '<a:blip r:embed="picture"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    )
    return (
        '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2"'
        f' behindDoc="{behind:d}" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>{placed}'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="1"'
        f' name="p" descr="{alt}"/><wp:cNvGraphicFramePr/>{inner}</wp:anchor></w:drawing></w:r>'
    )


def png(mode: str = "RGB", colour: tuple[int, ...] = (255, 240, 200)) -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new(mode, (29, 21), colour).save(out, "PNG")
    return out.getvalue()


def certificate(drawing: str = "", body: str = TEXT, section: str = "", data: bytes = b"", **parts: str) -> bytes:
    """A certificate; `drawing`: a run of its header."""
    if drawing:
        parts["header1"] = f"<w:p>{drawing}</w:p>"
    docx = word_document(body, HEADER * ("header1" in parts) + LANDSCAPE + section, **parts)
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        members = {each: package.read(each) for each in package.namelist()}
    link = f'<Relationship Id="picture" Type="{LINK}image" Target="media/p.png"/></Relationships>'
    none = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    for part in ("document", *(("header1",) if "header1" in parts else ())):
        links = members.get(member := f"word/_rels/{part}.xml.rels", none.encode()).decode()
        members[member] = links.replace("</Relationships>", link).encode()
    types = members["[Content_Types].xml"].decode()
    kind = '<Default Extension="png" ContentType="image/png"/><Override'
    members["[Content_Types].xml"] = types.replace("<Override", kind, 1).encode()
    return zipped({**members, "word/media/p.png": data or png()})


def in_text(drawing: str, text: str = "neo", before: str = "") -> str:
    """The body of a document with a drawing in a paragraph."""
    return f"{before}<w:p>{drawing}{words(text)}</w:p>{TEXT}"


def painted(pdf: bytes) -> list[list[tuple[str, float, float, float, float]]]:
    """Return what each page paints, in order: "text", or "path" and "image" with their edges in points from the top
    left corner."""
    kinds = {
        pypdfium2.raw.FPDF_PAGEOBJ_PATH: "path",
        pypdfium2.raw.FPDF_PAGEOBJ_IMAGE: "image",
        pypdfium2.raw.FPDF_PAGEOBJ_TEXT: "text",
    }

    def of_page(page: pypdfium2.PdfPage) -> Iterator[tuple[str, float, float, float, float]]:
        for each in page.get_objects(filter=list(kinds), max_depth=8):
            left, bottom, right, top = each.get_bounds()
            yield kinds[each.type], left, page.get_height() - top, right, page.get_height() - bottom

    return [list(of_page(page)) for page in pypdfium2.PdfDocument(pdf)]
