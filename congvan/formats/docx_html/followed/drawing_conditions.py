"""Conditions on drawings: each returns the code of what is not drawn, "" where all is."""

from __future__ import annotations

from typing import Any

from congvan.formats.docx_html.anchors import ACROSS, DOWN, offset_down
from congvan.formats.docx_html.drawings import DRAWN_SHAPES, grows
from congvan.formats.docx_html.markup import EMU_PER_PT, VML, WP, WPS, A, W, tag_of
from congvan.formats.docx_html.theme import MIXED
from congvan.units import number

_PLAIN_OUTLINE = 9525.0  # EMU of an outline that says no width
_AT_TOP = 14.0  # points below the top of its paragraph; what is lower would divide the text
_WRAPS = ("wrapSquare", "wrapTight", "wrapThrough")
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_PLAIN = "drawing-effect"
_MIXED_FILL = 2  # the first of the fills of a theme that is no plain colour


def anchor(element: Any) -> str:
    if any(element.find(WP + wrap) is not None for wrap in _WRAPS):
        return "wrap"
    divides = element.find(WP + "wrapTopAndBottom") is not None
    if divides and not _reaches_above(element) <= offset_down(element) <= _AT_TOP:
        return "wrap"
    if divides and grows(element):
        return "text-box-grows"
    down, across = element.find(WP + "positionV"), element.find(WP + "positionH")
    apart = next(element.iterancestors(W + "tc", W + "txbxContent", W + "footnote"), None) is not None
    high = down is None or down.get("relativeFrom") in ("paragraph", "line", *(() if apart else DOWN))
    wide = across is None or across.get("relativeFrom") in ACROSS
    aligned = across is None or across.findtext(WP + "align") not in ("inside", "outside")
    return "" if high and wide and aligned else "anchor"


def _reaches_above(frame: Any) -> float:
    """Return how far a drawing reaches over the line above its place: its outline or the room for its effects."""
    widths = [number(line.get("w"), _PLAIN_OUTLINE) for line in frame.iter(A + "ln") if line.find(A + "noFill") is None]
    effect = frame.find(WP + "effectExtent")
    extent = number(effect.get("t")) if effect is not None else 0.0
    return max([extent, *(1.0 + each / 2 for each in widths)]) / EMU_PER_PT


def graphic(element: Any) -> str:
    uri = element.get("uri") or ""
    return "smart-art" if uri == _DIAGRAM else "chart" if uri == _CHART else ""


def shape(element: Any) -> str:
    """Whether a shape is one that is drawn."""
    properties = element.find(WPS + "spPr")
    preset = properties.find(A + "prstGeom") if properties is not None else None
    drawn = (
        preset is None or preset.get("prst") in DRAWN_SHAPES or next(element.iter(W + "txbxContent"), None) is not None
    )
    return "" if drawn else "shape"


def older_drawing(element: Any) -> str:
    return "" if next(element.iter(VML + "line"), None) is not None else "older-drawing"


def crop(element: Any) -> str:
    """Whether a picture is cut."""
    return _PLAIN if any(number(element.get(side)) for side in "ltrb") else ""


def turn(element: Any) -> str:
    """Whether a picture or a shape is turned, or a picture mirrored."""
    mirrored = tag_of(element.getparent().getparent()) == "pic" and "1" in (element.get("flipH"), element.get("flipV"))
    return _PLAIN if number(element.get("rot")) or mirrored else ""


def holds_any(element: Any) -> str:
    return _PLAIN if len(element) else ""


def fill(element: Any) -> str:
    """Whether the inside or the outline of a shape is of more than one colour."""
    return _PLAIN if tag_of(element.getparent()) in ("spPr", "ln", "wpc", "bg") else ""


def dash(element: Any) -> str:
    return _PLAIN if element.get("val", "solid") != "solid" else ""


def line_end(element: Any) -> str:
    return _PLAIN if element.get("type", "none") != "none" else ""


def outline(element: Any) -> str:
    """Whether a picture has an outline."""
    of_picture = tag_of(element.getparent().getparent()) == "pic"
    return _PLAIN if of_picture and element.find(A + "solidFill") is not None else ""


def retouched(element: Any) -> str:
    """Whether the colours of a picture are changed."""
    return _PLAIN if any(tag_of(inner) != "extLst" for inner in element) else ""


def theme_colour(element: Any) -> str:
    """Whether a shape is of a colour of the theme that is changed by more than its lightness."""
    holder = element.getparent()
    drawn = tag_of(holder) in ("lnRef", "fillRef") or tag_of(holder.getparent()) in ("spPr", "ln")
    return "theme-colour" if drawn and any(tag_of(each) not in (*MIXED, "alpha") for each in element) else ""


def transparent(element: Any) -> str:
    return _PLAIN if number(element.get("val"), 100000) < 100000 else ""


def theme_fill(element: Any) -> str:
    """Whether the inside of a shape is what the theme has beside plain colours (`a:fillRef`); a line has none."""
    properties = element.getparent().getparent().find(WPS + "spPr")
    kinds = {tag_of(each) for each in properties} if properties is not None else set()
    preset = properties.find(A + "prstGeom") if properties is not None else None
    line = preset is not None and (preset.get("prst") == "line" or "Connector" in (preset.get("prst") or ""))
    said = kinds & {"solidFill", "noFill", "gradFill", "pattFill", "blipFill"}
    return "" if said or line or number(element.get("idx")) < _MIXED_FILL else "theme-colour"


def text_box(element: Any) -> str:
    """Whether the text of a text box is turned, in columns, or not at its top."""
    upright = element.get("vert", "horz") == "horz" and element.get("anchor", "t") == "t"
    has_text = next(element.getparent().iter(W + "txbxContent"), None) is not None
    plain = upright and not number(element.get("rot")) and number(element.get("numCol"), 1) <= 1
    return "" if plain or not has_text else "text-box"
