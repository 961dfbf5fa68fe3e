"""Word documents with borders, frames, shapes and pictures."""

from __future__ import annotations

import io
import zipfile

from PIL import Image

from tests.formats.docx_html.word_parts import (
    BOTH,
    FIRST,
    LINK,
    TEXT,
    par,
    spacing,
    word_document,
    words,
)
from tests.package import zipped


def borders() -> bytes:
    """A ruled line, a boxed paragraph, and one that a page ends within."""
    rule = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
    exact = '<w:spacing w:before="0" w:after="0" w:line="80" w:lineRule="exact"/>'
    body = par("CƠ QUAN", '<w:jc w:val="center"/>') + par("", f'{rule}{exact}<w:ind w:left="3000" w:right="3000"/>')
    box = "".join(
        f'<w:{side} w:val="single" w:sz="8" w:space="4" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right")
    )
    body += par("dưới") + par(TEXT, f"<w:pBdr>{box}</w:pBdr>{BOTH}") + par("giữa") * 36
    return word_document(body + par(TEXT * 3, f"<w:pBdr>{box}</w:pBdr>{BOTH}") + par("cuối"))


def frames() -> bytes:
    """Paragraphs of the same border, around which one frame stands."""

    def rules(*sides: str) -> str:
        inner = (f'<w:{side} w:val="single" w:sz="6" w:space="4" w:color="000000"/>' for side in sides)
        return f"<w:pBdr>{''.join(inner)}</w:pBdr>"

    box, body = ("top", "left", "bottom", "right"), ""
    for sides, space in ((box, spacing(120, 200)), (("top", "bottom"), "")):
        body += par("trước") + par(TEXT, rules(*sides) + space) * 2 + par("giữa") + par("riêng", rules(*sides))
    return word_document(body + par("sau"))


def boxes_in_line(fit: str = "noAutofit", lines: int = 1) -> bytes:
    """Shapes with text that stand in their line as letters do; `fit`: how they are as high as their text.

    Why one alone that fits its text: LibreOffice leaves the text of others where the line begins.
    """
    shape = (
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="500000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/>'
        f"</a:solidFill></a:ln></wps:spPr><wps:txbx><w:txbxContent>{par('HỎA TỐC') * lines}</w:txbxContent></wps:txbx>"
        f"<wps:bodyPr><a:{fit}/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic>"
    )
    drawing = (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="1800000" cy="500000"/>'
        '<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="1" name="x"/><wp:cNvGraphicFramePr/>'
        f"{shape}</wp:inline></w:drawing></w:r>"
    )
    places = ("", '<w:jc w:val="center"/>', FIRST)[: 1 if lines > 1 else 3]
    boxes = "".join(f"<w:p><w:pPr>{each}</w:pPr>{drawing}</w:p>" for each in places)
    return word_document(par("trước") + boxes + par("sau"))


def _shape(form: str, height: int) -> str:
    return (
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1270000" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="{form}"><a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/>'
        "</a:solidFill></a:ln></wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
    )


def anchored(wrap: str, down: int, form: str = "rect", height: int = 508000) -> str:
    """A shape at its anchor, 50 pt from the edge of the column and `down` EMU below the top of its paragraph."""
    return (
        '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1"'
        ' behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH'
        ' relativeFrom="column"><wp:posOffset>635000</wp:posOffset></wp:positionH><wp:positionV'
        f' relativeFrom="paragraph"><wp:posOffset>{down}</wp:posOffset></wp:positionV><wp:extent cx="1270000"'
        f' cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:{wrap}/><wp:docPr id="1" name="x"/>'
        f"<wp:cNvGraphicFramePr/>{_shape(form, height)}</wp:anchor></w:drawing></w:r>"
    )


def inline(height: int) -> str:
    """A rectangle in its line, as high as this in EMU."""
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="1270000" '
        f'cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="1" name="x"/>'
        f"<wp:cNvGraphicFramePr/>{_shape('rect', height)}</wp:inline></w:drawing></w:r>"
    )


def shapes_in_line() -> bytes:
    """Shapes higher and lower than the text beside them, and alone, in lines of every rule."""
    body = ""
    for line, rule in ((240, "auto"), (360, "auto"), (420, "atLeast")):
        body += par("trang", "<w:pageBreakBefore/>" * bool(body))
        for height in (127000, 260350):
            drawing = inline(height)
            for beside in (words("cạnh "), ""):
                body += f"<w:p><w:pPr>{spacing(line=line, rule=rule)}</w:pPr>{beside}{drawing}</w:p>" + par("dưới")
    return word_document(body)


def drawings() -> bytes:
    """Lines and boxes at their places, beside text and in a paragraph of their own."""
    body = par("trước") + f"<w:p>{anchored('wrapNone', 25400, 'line', 0)}{words('có đường kẻ')}</w:p>"
    body += f"<w:p>{anchored('wrapNone', 63500)}{words(TEXT)}</w:p>" + par("giữa", spacing(120))
    blank = f'<w:p><w:pPr><w:rPr><w:sz w:val="18"/></w:rPr></w:pPr>{{}}{anchored("wrapNone", 63500, "line", 0)}</w:p>'
    body += f"<w:p>{anchored('wrapNone', 63500, 'line', 0)}</w:p>" + par("hàng trống")
    return word_document(body + blank.format("<w:r><w:tab/></w:r>" * 3) + blank.format(words("  ")) + par("cuối"))


NO_DISTANCE = 'distT="0" distB="0" distL="0" distR="0"'


def pictures() -> bytes:
    """A picture in a line of its own, a low one, one beside text, before and behind tabs, and one that the text
    stands below of."""
    inner = (
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="'
        'http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        '<a:blip r:embed="picture"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1270000" cy="508000"/></a:xfrm><a:prstGeom prst="rect"/>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic>"
    )
    extent = '<wp:extent cx="1270000" cy="508000"/>'
    name = '<wp:docPr id="{}" name="p"/><wp:cNvGraphicFramePr/>'
    alone = f"<w:drawing><wp:inline {NO_DISTANCE}>{extent}{name.format(1)}{inner}</wp:inline></w:drawing>"
    above = (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0"'
        ' locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column">'
        '<wp:posOffset>635000</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>63500'
        f"</wp:posOffset></wp:positionV>{extent}<wp:wrapTopAndBottom/>{name.format(2)}{inner}</wp:anchor></w:drawing>"
    )
    low = alone.replace('cy="508000"', 'cy="127000"')
    beside = f"{low}<w:tab/></w:r>{words('giữa')}<w:r><w:tab/>{low}"
    lines = (alone, low, alone + "</w:r>" + words("bên ảnh") + "<w:r>")
    body = par("trước") + par("giữa").join(f"<w:p><w:r>{line}</w:r></w:p>" for line in lines) + par("giữa")
    stops = '<w:tab w:val="center" w:pos="5000"/><w:tab w:val="right" w:pos="9000"/>'
    body += f"<w:p><w:pPr><w:tabs>{stops}</w:tabs></w:pPr><w:r>{beside}</w:r></w:p>"
    body += par("sau")
    body += f"<w:p><w:r>{above}</w:r>{words(TEXT)}</w:p>"
    with zipfile.ZipFile(io.BytesIO(word_document(body + par("cuối")))) as package:
        members = {each: package.read(each) for each in package.namelist()}
    link = f'<Relationship Id="picture" Type="{LINK}image" Target="media/p.png"/></Relationships>'
    kind = '<Default Extension="png" ContentType="image/png"/><Override'
    links, types = (members[part].decode() for part in ("word/_rels/document.xml.rels", "[Content_Types].xml"))
    picture = io.BytesIO()
    Image.new("RGB", (10, 4)).save(picture, "PNG")
    return zipped(
        members
        | {
            "word/_rels/document.xml.rels": links.replace("</Relationships>", link),
            "[Content_Types].xml": types.replace("<Override", kind, 1),
            "word/media/p.png": picture.getvalue(),
        }
    )
