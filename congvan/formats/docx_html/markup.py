"""Names of WordprocessingML, and how its attributes are read: lengths in points, switches, places of values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from congvan.core.units import half_points, number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VML = "{urn:schemas-microsoft-com:vml}"

VALUE, VALUE_END = "\ufdd5", "\ufdd6"
"""Noncharacters around each printed value in the text of a rendered part."""
PRINTED = re.compile(f"{VALUE}([^<{VALUE}{VALUE_END}]*){VALUE_END}")
"""A printed value that is in one text."""
NO_BREAK_SPACE = "\u00a0"

EMU_PER_PT = 12700
_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})")
_SIZES = (1.0, 1638.0)  # points of text, of which Word has no smaller and no larger
_OFF = frozenset(["0", "false", "off", "none"])


def tag_of(element: Any) -> str:
    """Return the name of an element without its namespace; "" for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Any, path: str) -> Any:
    """Return the element at a path of names ("tblPr/tblBorders"); None if there is none."""
    for name in path.split("/"):
        if element is None:
            return None
        element = element.find(W + name)
    return element


def attribute(element: Any, path: str = "", name: str = "val", default: str | None = None) -> str | None:
    """Return an attribute of the element at a path ("" = the element itself)."""
    found = child(element, path) if path else element
    return default if found is None else found.get(W + name, default)


def text_size(text: str | None) -> float | None:
    """Return a size of text in points; None for one that no text can have."""
    size = half_points(text)
    return size if _SIZES[0] <= size <= _SIZES[1] else None


def colour_code(text: str | None) -> str:
    """Return the six digits of a colour; "" for the automatic one, and for what is no code."""
    match = _COLOUR.fullmatch((text or "").strip())
    return match[1] if match else ""


def is_on(element: Any) -> bool:
    """Whether a switch is on; an element without a value is."""
    return element is not None and says_yes(element.get(W + "val", "1"))


def says_yes(text: str | None) -> bool:
    return text is not None and text not in _OFF


def shading(element: Any) -> str:
    """Return the colour of a shading, that of a pattern of dots as the eye mixes it; "" for none."""
    if element is None:
        return ""
    fill, kind = colour_code(element.get(W + "fill")), element.get(W + "val") or "clear"
    share = 1.0 if kind == "solid" else number(kind.removeprefix("pct")) / 100 if kind.startswith("pct") else 0.0
    if not share:
        return fill
    return _mixed(colour_code(element.get(W + "color")) or "000000", fill or "FFFFFF", share)


def _mixed(front: str, back: str, share: float) -> str:
    """Return the mixture of two colours."""
    pairs = [(int(front[n : n + 2], 16), int(back[n : n + 2], 16)) for n in (0, 2, 4)]
    return "".join(f"{round(above * share + below * (1 - share)):02X}" for above, below in pairs)


def pt(length: float) -> str:
    """Return a length as CSS, three digits behind the point."""
    return f"{length:.3f}".rstrip("0").rstrip(".").replace("-0", "0", 1 if abs(length) < 0.0005 else 0) + "pt"


def blocks_of(element: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables of a container, those within content controls included."""
    for inner in element:
        name = tag_of(inner)
        if name == "sdt":
            content = inner.find(W + "sdtContent")
            if content is not None:
                yield from blocks_of(content)
        elif name in ("ins", "moveTo", "customXml", "smartTag"):
            yield from blocks_of(inner)
        elif inner.tag in (W + "p", W + "tbl"):
            yield inner


def rows_of(table: Any) -> list[Any]:
    """Return the rows of a table itself, those within content controls included."""
    return _below(table, W + "tr")


def cells_of(row: Any) -> list[Any]:
    """Return the cells of a row."""
    return _below(row, W + "tc")


def _below(element: Any, tag: str) -> list[Any]:
    found = []
    for inner in element:
        if inner.tag == tag:
            found.append(inner)
        elif tag_of(inner) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            found += _below(inner, tag)
    return found


def shows_text(run: Any, paragraph: Any) -> bool:
    """Whether a run shows text of its paragraph: that of a text box within it is of another."""
    texts = (each for each in run.iter(W + "t") if (each.text or "").strip())
    return any(next(each.iterancestors(W + "p"), None) is paragraph for each in texts)


def escaped_quotes(xml: str) -> str:
    """Return a text of XML as it stands in HTML, where quotes are escaped too."""
    return xml.replace('"', "&#34;").replace("'", "&#39;")


def filled(fixed: Sequence[str], values: Sequence[str]) -> str:
    pieces = [fixed[0]]
    for value, text in zip(values, fixed[1:], strict=True):
        pieces += (VALUE, value, VALUE_END, text)
    return "".join(pieces)


def bare_html(html: str) -> str:
    """Return HTML without the signs around its values."""
    return html.replace(VALUE, "").replace(VALUE_END, "")
