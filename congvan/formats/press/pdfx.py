"""Drawings for the press: plain operations in millimetres → PDF/X-4 in CMYK with true boxes.

Content:

    title, lang, date       document metadata; `date` (year-month-day) is a fact of the data, never the clock
    outlines                true: text becomes outlines and no font is left
    spots                   {name: [c, m, y, k]}: spot inks and how they look
    forms                   {name: [operations]}: drawings shown many times
    pages                   a list of {size: [w, h], bleed, carry, margin, scale, ops, finishing}

A page's `size` is its trim in mm; the face is carried `carry` mm beyond it, of which `bleed` is in the BleedBox, and
the MediaBox lies `margin` mm further out. `scale` 0.1 makes the whole page a tenth. `finishing` is drawn into a layer
that is hidden and never printed. Operations are described in `painter`.

Why not WeasyPrint: it caps the bleed box at 10 pt and knows neither UserUnit, layers, spot inks nor outlines.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from congvan.formats.press.metadata import write_metadata
from congvan.formats.press.painter import Painter, number
from congvan.units import mm_to_pt

MAX_SIDE = 14_400  # units of a page side in viewers that keep to PDF 1.4 to 1.6 limits
LARGE_UNIT = 10  # UserUnit of larger pages, so that they count like their 1:10 twin
DIGITS = 5  # of a point: the drawing starts from the boxes as they are written
LAYER = "Gia công – không in"


def render(content: Mapping[str, Any], assets: Mapping[str, bytes]) -> bytes:
    """Render a content to PDF. `assets` holds typefaces and artwork by the names that the operations use.

    Raises `ProblemsFound` for missing assets, characters without a glyph, more than 300 % of ink, and broken artwork.
    """
    import pikepdf

    with pikepdf.new() as pdf:
        painter = Painter(pdf, content, assets)
        layer = _layer(pdf) if any(page.get("finishing") for page in content["pages"]) else None
        for page in content["pages"]:
            _add_page(pdf, painter, page, layer)
        painter.finish()
        write_metadata(pdf, content)
        out = io.BytesIO()
        pdf.save(
            out,
            force_version="1.6",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    return out.getvalue()


def page_boxes(page: Mapping[str, Any]) -> dict[str, tuple[float, float, float, float]]:
    """Return MediaBox, BleedBox and TrimBox of a page in points at full unit, from the MediaBox's lower left corner."""
    width, height = (mm_to_pt(side * page.get("scale", 1)) for side in page["size"])
    bleed, carry, margin = (mm_to_pt(page.get(key, 0) * page.get("scale", 1)) for key in ("bleed", "carry", "margin"))
    edge = max(bleed, carry) + margin
    trim = (edge, edge, edge + width, edge + height)
    return {
        "MediaBox": (0, 0, width + 2 * edge, height + 2 * edge),
        "BleedBox": (edge - bleed, edge - bleed, edge + width + bleed, edge + height + bleed),
        "TrimBox": trim,
    }


def user_unit(page: Mapping[str, Any]) -> int:
    """Return 1, or 10 for a page with a side of more than 14,400 points."""
    return LARGE_UNIT if max(page_boxes(page)["MediaBox"]) > MAX_SIDE else 1


def _add_page(pdf: Any, painter: Painter, page: Mapping[str, Any], layer: Any) -> None:
    from pikepdf import Array, Dictionary, Name, Page, Stream

    unit = user_unit(page)
    sides = {name: [round(side / unit, DIGITS) for side in box] for name, box in page_boxes(page).items()}
    _left, _bottom, _right, top = sides["TrimBox"]
    scale = mm_to_pt(page.get("scale", 1)) / unit
    resources = painter.resources()
    operators = painter.draw(page["ops"], resources)
    if page.get("finishing"):
        properties = resources.setdefault("Properties", {})
        properties["Finishing"] = layer
        operators += ["/OC /Finishing BDC", *painter.draw(page["finishing"], resources), "EMC"]
    matrix = " ".join(number(value, 8) for value in (scale, 0, 0, -scale, sides["TrimBox"][0], top))
    stream = "\n".join(["q", f"{matrix} cm", *operators, "Q", ""]).encode("ascii")
    dictionary = Dictionary(Type=Name.Page, Contents=Stream(pdf, stream), Resources=painter.dictionary(resources))
    for name, box in sides.items():
        dictionary[f"/{name}"] = Array([_decimal(side) for side in box])
    if unit != 1:
        dictionary.UserUnit = unit
    pdf.pages.append(Page(pdf.make_indirect(dictionary)))


def _layer(pdf: Any) -> Any:
    """Create the layer of finishing marks: hidden when the file is opened, and not printed even if shown."""
    from pikepdf import Array, Dictionary, Name, String

    usage = Dictionary(
        Print=Dictionary(Subtype=Name("/Technical"), PrintState=Name.OFF),
    )
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(LAYER), Usage=usage))
    default = Dictionary(
        Name=String("In"),
        Order=Array([group]),
        ON=Array(),
        OFF=Array([group]),
        BaseState=Name.ON,
        ListMode=Name.AllPages,
    )
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=default)
    return group


def _decimal(value: float) -> Decimal:
    return Decimal(number(value, DIGITS))
