"""Read the drawn lines and text boxes of a DOCX paragraph, in DrawingML and the older VML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from congvan.core.units import emu_to_mm, pt_to_mm
from congvan.nd30.docx.package import MC, WP, A, V, W

_LINES = ("line", "straightConnector1", "lineInv")
_UNITS = {"pt": 1.0, "in": 72.0, "mm": 72 / 25.4, "cm": 720 / 25.4, "px": 0.75, "": 0.75}


_DRAWN = (f"{{{W}}}drawing", f"{{{W}}}txbxContent", f"{{{V}}}line", f"{{{V}}}shape", f"{{{V}}}rect")


def draws(paragraph: Any) -> bool:
    """Return whether a paragraph holds anything that the functions of this module find."""
    return next(paragraph.iter(*_DRAWN), None) is not None


def drawn_lines(paragraph: Any) -> Iterator[tuple[float, bool]]:
    """Yield (length in mm, solid) of each horizontal line that the paragraph anchors."""
    for drawing in _displayed(paragraph, f"{{{W}}}drawing"):
        extent = drawing.find(f".//{{{WP}}}extent")
        if extent is None:
            continue
        across, down = _int(extent.get("cx")), _int(extent.get("cy"))
        shape = drawing.find(f".//{{{A}}}prstGeom")
        flat = abs(down) <= max(40_000, across // 30)
        if across > 100_000 and flat and (shape is None or shape.get("prst") in _LINES or shape.get("prst") == "rect"):
            dash = drawing.find(f".//{{{A}}}prstDash")
            if (
                shape is not None
                and shape.get("prst") in _LINES
                and drawing.find(f".//{{{A}}}ln/{{{A}}}noFill") is not None
            ):
                continue
            yield emu_to_mm(across), dash is None or dash.get("val") == "solid"
    for shape in (
        *_displayed(paragraph, f"{{{V}}}line"),
        *_displayed(paragraph, f"{{{V}}}shape"),
        *_displayed(paragraph, f"{{{V}}}rect"),
    ):
        length = _vml_length(shape)
        if length > 3 and (shape.get("stroked") or "t")[0] != "f":
            stroke = shape.find(f"{{{V}}}stroke")
            yield length, stroke is None or stroke.get("dashstyle", "solid") == "solid"


def pictures(paragraph: Any) -> Iterator[tuple[float, float]]:
    """Yield (width, height) in mm of each picture that the paragraph anchors."""
    for drawing in _displayed(paragraph, f"{{{W}}}drawing"):
        extent = drawing.find(f".//{{{WP}}}extent")
        if extent is not None and drawing.find(f".//{{{A}}}blip") is not None:
            yield emu_to_mm(_int(extent.get("cx"))), emu_to_mm(_int(extent.get("cy")))
    for shape in _displayed(paragraph, f"{{{V}}}shape"):
        if shape.find(f"{{{V}}}imagedata") is not None:
            style = _style(shape)
            yield pt_to_mm(_points(style.get("width", "0"))), pt_to_mm(_points(style.get("height", "0")))


def text_boxes(paragraph: Any) -> Iterator[tuple[Any, float]]:
    """Yield (content, width in mm or 0) of each text box that the paragraph anchors, without nested ones."""
    for content in _displayed(paragraph, f"{{{W}}}txbxContent"):
        outer = next(content.iterancestors(f"{{{W}}}txbxContent"), None)
        if (
            outer is not None
            and next(outer.iterancestors(f"{{{W}}}p"), None) is not None
            and paragraph in outer.iterancestors()
        ):
            continue
        drawing = next(content.iterancestors(f"{{{W}}}drawing"), None)
        extent = drawing.find(f".//{{{WP}}}extent") if drawing is not None else None
        yield content, emu_to_mm(_int(extent.get("cx"))) if extent is not None else 0.0


def _displayed(paragraph: Any, tag: str) -> list[Any]:
    """Return the elements of the paragraph itself that current programs display, not the fallback duplicates."""
    elements = []
    for element in paragraph.iter(tag):
        if next(element.iterancestors(f"{{{MC}}}Fallback"), None) is not None:
            choice = next(element.iterancestors(f"{{{MC}}}AlternateContent"))
            if choice.find(f"{{{MC}}}Choice") is not None:
                continue
        if next(element.iterancestors(f"{{{W}}}p")) is paragraph:
            elements.append(element)
    return elements


def _int(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,12}", text) else 0


def _points(text: str) -> float:
    match = re.fullmatch(r"\s*(-?[\d.]+)\s*(pt|in|mm|cm|px|)\s*", text)
    return float(match[1]) * _UNITS[match[2]] if match and match[1].count(".") < 2 and match[1].strip("-.") else 0.0


def _vml_length(shape: Any) -> float:
    """Return the length of a VML line in mm; 0 for another shape."""
    start, end = shape.get("from"), shape.get("to")
    if start and end:
        (x0, y0), (x1, y1) = (([_points(p) for p in pair.split(",")] + [0.0, 0.0])[:2] for pair in (start, end))
        return pt_to_mm(abs(x1 - x0)) if abs(y1 - y0) < 3 else 0.0
    style = _style(shape)
    height, width = _points(style.get("height", "99pt")), _points(style.get("width", "0"))
    return pt_to_mm(width) if height < 2 and width > 8 else 0.0


def _style(shape: Any) -> dict[str, str]:
    """Return the settings of a VML shape's style attribute."""
    return dict(part.split(":", 1) for part in (shape.get("style") or "").split(";") if ":" in part)
