"""Draw bars, lines and dots as one inline group of DrawingML shapes; it holds no text.

Why no text: Word shows text inside an inline group, LibreOffice does not. A drawing is a plain record, lengths in
millimetres; `words` is its alternative text:

    {"_docx": "drawing", "words": "…", "width": 165, "height": 60, "marks": […]}

    {"kind": "bar", "x", "y", "width", "height", "part": True}       dark; part False: light
    {"kind": "line", "points": [[x, y], …], "strong": True}          1.25 points thick; else 0.5
    {"kind": "dot", "x", "y", "radius"}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from congvan.core.units import mm_to_emu

DARK, LIGHT, INK = "404040", "D9D9D9", "000000"
STRONG_PT, FINE_PT = 1.25, 0.5
_EMU_PER_PT = 12700
_GROUP = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
_NAMESPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    f' xmlns:wpg="{_GROUP}" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
Mark = Mapping[str, Any]


def drawing(record: Mapping[str, Any], description: str) -> str:
    """Return the run that holds the drawing; `description`: the record's `words`, checked and escaped."""
    size = f'cx="{mm_to_emu(record["width"])}" cy="{mm_to_emu(record["height"])}"'
    shapes = "".join(_SHAPES[mark["kind"]](mark) for mark in record["marks"])
    return (
        f'<w:r><mc:AlternateContent {_NAMESPACES}><mc:Choice Requires="wpg"><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="1" name="" descr="{description}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_GROUP}"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext {size}/><a:chOff x="0" y="0"/><a:chExt {size}/></a:xfrm></wpg:grpSpPr>{shapes}</wpg:wgp>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def _bar(mark: Mark) -> str:
    properties = _filled("rect", DARK if mark["part"] else LIGHT)
    return _shape(mark["x"], mark["y"], mark["width"], mark["height"], properties)


def _dot(mark: Mark) -> str:
    radius = mark["radius"]
    return _shape(mark["x"] - radius, mark["y"] - radius, 2 * radius, 2 * radius, _filled("ellipse", DARK))


def _line(mark: Mark) -> str:
    """Draw a polyline, in its bounding box."""
    xs, ys = zip(*mark["points"], strict=True)
    left, top, wide, high = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    places = [f'<a:pt x="{mm_to_emu(x - left)}" y="{mm_to_emu(y - top)}"/>' for x, y in mark["points"]]
    path = f"<a:moveTo>{places[0]}</a:moveTo>" + "".join(f"<a:lnTo>{place}</a:lnTo>" for place in places[1:])
    colour, thick = (DARK, STRONG_PT) if mark["strong"] else (INK, FINE_PT)
    properties = (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{mm_to_emu(wide)}" h="{mm_to_emu(high)}" fill="none">{path}</a:path></a:pathLst></a:custGeom>'
        f'<a:noFill/><a:ln w="{round(thick * _EMU_PER_PT)}">{_colour(colour)}<a:round/></a:ln>'
    )
    return _shape(left, top, wide, high, properties)


_SHAPES: Mapping[str, Callable[[Mark], str]] = {"bar": _bar, "dot": _dot, "line": _line}


def _filled(geometry: str, colour: str) -> str:
    return f'<a:prstGeom prst="{geometry}"><a:avLst/></a:prstGeom>{_colour(colour)}<a:ln><a:noFill/></a:ln>'


def _colour(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def _shape(x: float, y: float, wide: float, high: float, properties: str) -> str:
    box = f'<a:off x="{mm_to_emu(x)}" y="{mm_to_emu(y)}"/><a:ext cx="{mm_to_emu(wide)}" cy="{mm_to_emu(high)}"/>'
    return f"<wps:wsp><wps:cNvSpPr/><wps:spPr><a:xfrm>{box}</a:xfrm>{properties}</wps:spPr><wps:bodyPr/></wps:wsp>"
