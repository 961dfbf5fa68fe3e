"""Small Word documents: drawings that text is below of, pictures alone in a line, page breaks beside spaces."""

from __future__ import annotations

from collections.abc import Callable

from tests.formats.docx_html.drawing_samples import anchored, inline
from tests.formats.docx_html.section_samples import GOES_ON, NEW_PAGE, end
from tests.formats.docx_html.word_parts import PAGE, par, spacing, word_document
from tests.formats.docx_html.word_parts import words as run

_BREAK = "<w:r><w:br/></w:r>"
_LINES = (spacing(), spacing(line=360), spacing(line=400, rule="atLeast"), spacing(line=400, rule="exact"))


def _text_below_drawings() -> bytes:
    """The first line below a drawing, in lines of every rule; outlines and effects keep the text off; empty lines lower
    than single ones beside a drawing."""
    effects = anchored("wrapTopAndBottom", 63500).replace(' b="0"', ' b="38100"')
    shapes = (anchored("wrapTopAndBottom", 63500), effects, anchored("wrapTopAndBottom", 63500, "ellipse"))
    body = ""
    for line in _LINES:
        body += "".join(f"<w:p><w:pPr>{line}</w:pPr>{each}{run('chữ')}</w:p>" for each in shapes)
        body += f"<w:p><w:pPr>{line}</w:pPr>{shapes[0]}</w:p>" + par("trang", NEW_PAGE)
    body += f"<w:p><w:pPr>{spacing(line=200)}</w:pPr>{anchored('wrapNone', 63500)}</w:p>" + par("dưới")
    body += end("", shapes[0]) + par("sau") + end("", shapes[0], PAGE) + par("cuối")
    return word_document(body, GOES_ON)


def _content_controls() -> bytes:
    """Drawings at the ends of content controls, which are text, of the size of the paragraph."""
    body, shape = par("trước"), inline(508000)
    for each in (shape, shape + _BREAK + run("z"), run("z") + _BREAK + shape, anchored("wrapNone", 0)):
        control = f"<w:sdt><w:sdtPr/><w:sdtContent>{each}</w:sdtContent></w:sdt>"
        body += f'<w:p><w:pPr><w:rPr><w:sz w:val="60"/></w:rPr></w:pPr>{control}</w:p>' + par("dưới")
        body += par("trang", NEW_PAGE)
    return word_document(body)


def _ruled_boxes() -> bytes:
    """Text boxes in paragraphs with rules: they are as far below the upper edge of the rule as their anchor says."""
    text = f"<wps:txbx><w:txbxContent>{par('hộp')}</w:txbxContent></wps:txbx><wps:bodyPr/>"
    box = anchored("wrapNone", 63500).replace("<wps:bodyPr/>", text).replace("cNvSpPr/", 'cNvSpPr txBox="1"/')
    body = par("trước")
    for sides, size in ((("top", "left", "bottom", "right"), 12), (("top",), 48), (("bottom",), 48)):
        rules = "".join(f'<w:{side} w:val="single" w:sz="{size}" w:space="4" w:color="000000"/>' for side in sides)
        framed = f"<w:p><w:pPr><w:pBdr>{rules}</w:pBdr>{spacing(200, 100)}</w:pPr>{{}}{run('chữ')}</w:p>"
        body += framed.format(box) + par("giữa") * 3
        if size == 12:  # one frame around several
            body += framed.format("") + framed.format(box) * 2 + par("giữa")
    return word_document(body)


def _picture_in_header() -> bytes:
    """A header whose shape beside text pushes the text of the page."""
    header = f"<w:p>{run('đầu ')}{inline(508000)}</w:p>"
    section = '<w:headerReference w:type="default" r:id="header1"/>' + PAGE
    return word_document(par("chữ") + par("cuối"), section, header1=header)


DRAWING_PLACE_SAMPLES: dict[str, Callable[[], bytes]] = {
    "text-below-drawings": _text_below_drawings,
    "content-controls": _content_controls,
    "ruled-boxes": _ruled_boxes,
    "picture-in-header": _picture_in_header,
}
