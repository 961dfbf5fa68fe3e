"""What the table of elements can't say by a value: each condition returns None where the table decides, "" where an
element is shown, "words" where its words would be lost, and else the name under which it is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from congvan.core.messages import Message
from congvan.core.units import number
from congvan.formats.docx_html.anchors import ACROSS, DOWN, offset_down
from congvan.formats.docx_html.drawings import DRAWN_SHAPES
from congvan.formats.docx_html.frames import is_drawn
from congvan.formats.docx_html.markup import EMU_PER_PT, MC, VML, WP, WPS, A, W, tag_of
from congvan.formats.docx_html.styles.numbering import BULLETS, label_family
from congvan.formats.docx_html.styles.paragraph_format import frame_side
from congvan.formats.docx_html.styles.symbol_faces import symbol_of, symbol_width

NAMESPACES: Mapping[str, str] = {
    "a": A[1:-1],
    "wp": WP[1:-1],
    "wps": WPS[1:-1],
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": MC[1:-1],
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
}
"""The prefixes of names in the table; a name without one is of WordprocessingML itself."""

NAMES: Mapping[str, Message] = {
    "altChunk": Message("docx-element.other-document"),
    "autoHyphenation": Message("docx-element.hyphenation"),
    "cols": Message("docx-element.columns"),
    "docGrid": Message("docx-element.grid"),
    "endnoteReference": Message("docx-element.endnote"),
    "evenAndOddHeaders": Message("docx-element.even-pages"),
    "field": Message("docx-element.field"),
    "framePr": Message("docx-element.frame"),
    "a:graphicData": Message("docx-element.chart"),
    "lnNumType": Message("docx-element.line-numbers"),
    "m:oMath": Message("docx-element.equation"),
    "m:oMathPara": Message("docx-element.equation"),
    "object": Message("docx-element.object"),
    "pgBorders": Message("docx-element.page-borders"),
    "pic": Message("docx-element.picture"),
    "pict": Message("docx-element.older-drawing"),
    "sym": Message("docx-element.symbol"),
    "tblStylePr": Message("docx-element.table-style"),
    "tblpPr": Message("docx-element.floating-table"),
    "textDirection": Message("docx-element.text-direction"),
    "w": Message("docx-element.scaled-text"),
    "wp:anchor": Message("docx-element.wrap"),
    "wps:bodyPr": Message("docx-element.text-box"),
    "wps:wsp": Message("docx-element.shape"),
}
"""What elements are called that users know by another name than the file."""

_WORKED_OUT = frozenset(
    """CREATEDATE DATE EDITTIME PRINTDATE SAVEDATE TIME FILENAME FILESIZE INDEX NUMCHARS NUMWORDS PAGEREF SECTION
    SECTIONPAGES STYLEREF ADVANCE AUTONUM AUTONUMLGL AUTONUMOUT BARCODE DISPLAYBARCODE EQ FORMCHECKBOX ASK COMMENTS IF
    KEYWORDS REVNUM SET SUBJECT TITLE FORMDROPDOWN GOTOBUTTON LISTNUM MACROBUTTON SYMBOL TOA TOC""".split()  # noqa: SIM905 - a list of forty strings
)
"""The fields that Word works out again; the PDF keeps what the template shows."""
_WRAPS = ("wrapSquare", "wrapTight", "wrapThrough")
_AT_TOP = 14.0  # points below the top of its paragraph; what is lower would divide the text
_PLAIN_OUTLINE = 9525.0  # EMU of an outline that says no width
_GRAPHICS = ("2006/diagram", "2006/chart")
_FARTHEST, _MOST_COLUMNS = 100_000.0, 1000.0  # twips, or what else a measure counts: Word has none larger
_SIDES = ("top", "left", "start", "bottom", "right", "end", "insideH", "insideV", "between")
_ANY, _POSITIVE, _COLUMNS = (-_FARTHEST, _FARTHEST), (0.0, _FARTHEST), (0.0, _MOST_COLUMNS)
_MEASURES: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "spacing": {"line": _POSITIVE, "val": _ANY, "before": _ANY, "after": _ANY},
    "ind": dict.fromkeys(("left", "right", "start", "end", "firstLine", "hanging"), _ANY),
    "tab": {"pos": _ANY},
    **{key: {"val": _ANY} for key in ("position", "kern")},
    **{key: {"w": _ANY} for key in ("tblW", "tblInd")},
    **{key: {"sz": _POSITIVE, "space": _POSITIVE, "w": _ANY} for key in _SIDES},
    **{key: {"val": _COLUMNS} for key in ("gridSpan", "gridBefore", "gridAfter")},
    "gridCol": {"w": _POSITIVE},
    "trHeight": {"val": _POSITIVE},
    "pgSz": {"w": _POSITIVE, "h": _POSITIVE},
    "pgMar": dict.fromkeys(("top", "bottom", "left", "right", "header", "footer", "gutter"), _ANY),
}
"""By tag and attribute, the least and the most of which a page can be made."""
_MEASURED = {W + name: measures for name, measures in _MEASURES.items()}


def is_impossible(element: Any) -> bool:
    """Whether a measure of an element is less than nothing, or larger than any page. What a tag prints there is checked
    when it is printed."""
    for key, (least, most) in _MEASURED.get(element.tag, {}).items():
        measure = element.get(W + key)
        if measure is not None and not least <= number(measure, least) <= most:
            return True
    return False


def _frame(element: Any) -> str:
    """A frame is shown in headers and footers, where it is beside the text and takes no room.

    Why: Pages of macOS writes an empty one into the defaults of the styles, where it frames no paragraph.
    """
    if next(element.iterancestors(W + "docDefaults"), None) is not None:
        return ""
    root = element.getroottree().getroot()
    return "" if tag_of(root) in ("hdr", "ftr") and frame_side(element) else "framePr"


def _field(element: Any) -> str:
    """Whether Word works out or draws a field again where the PDF keeps the result that is in the template."""
    instruction: str = element.text or element.get(W + "instr") or ""
    name = "".join(instruction.split()[:1])
    return "field" if name.upper() in _WORKED_OUT or name.startswith("=") else ""


def _symbol(element: Any) -> str:
    return "" if symbol_of(element.get(W + "font") or "", element.get(W + "char") or "") else "words"


def _page_borders(element: Any) -> str:
    """Whether each side of a page's border is drawn as it is, not as the plain lines nearest to it."""
    return "" if all(map(is_drawn, element)) else "pgBorders"


def _bullet(element: Any) -> str:
    """A bullet of a face of symbols is shown where it is one that lists are known to have."""
    text = element.get(W + "val") or ""
    is_symbol = any("\uf000" <= char <= "\uf0ff" for char in text)
    known = text in BULLETS or symbol_width(text, label_family(element.getparent()))
    return "sym" if is_symbol and not known else ""


def _anchor(element: Any) -> str:
    divides = element.find(WP + "wrapTopAndBottom") is not None
    if any(element.find(WP + wrap) is not None for wrap in _WRAPS):
        return "wp:anchor"
    if divides and not _reaches_above(element) <= offset_down(element) <= _AT_TOP:
        return "wp:anchor"
    down, across = element.find(WP + "positionV"), element.find(WP + "positionH")
    apart = next(element.iterancestors(W + "tc", W + "txbxContent", W + "footnote"), None) is not None
    high = down is None or down.get("relativeFrom") in ("paragraph", "line", *(() if apart else DOWN))
    wide = across is None or across.get("relativeFrom") in ACROSS
    aligned = across is None or across.findtext(WP + "align") not in ("inside", "outside")
    return "" if high and wide and aligned else "wp:anchor"


def _reaches_above(frame: Any) -> float:
    """Return how far a drawing reaches over the line above its place: its outline or the room for its effects."""
    widths = [number(line.get("w"), _PLAIN_OUTLINE) for line in frame.iter(A + "ln") if line.find(A + "noFill") is None]
    effect = frame.find(WP + "effectExtent")
    extent = number(effect.get("t")) if effect is not None else 0.0
    return max([extent, *(1.0 + each / 2 for each in widths)]) / EMU_PER_PT


def _graphic(element: Any) -> str:
    return "words" if (element.get("uri") or "").endswith(_GRAPHICS) else ""


def _shape(element: Any) -> str:
    """Whether a shape is one that is drawn."""
    properties = element.find(WPS + "spPr")
    preset = properties.find(A + "prstGeom") if properties is not None else None
    drawn = preset is None or preset.get("prst") in DRAWN_SHAPES or _holds_text(element)
    return "" if drawn else "wps:wsp"


def _older_drawing(element: Any) -> str:
    if next(element.iter(VML + "line"), None) is not None:
        return ""
    return "words" if next(element.iter(W + "t", VML + "textpath"), None) is not None else "pict"


def _text_box(element: Any) -> str:
    """Whether a text box has its text at its top, upright, in one column."""
    upright = element.get("vert", "horz") == "horz" and element.get("anchor", "t") == "t"
    plain = upright and not number(element.get("rot")) and number(element.get("numCol"), 1) <= 1
    return "" if plain or not _holds_text(element.getparent()) else "wps:bodyPr"


def _holds_text(element: Any) -> bool:
    return next(element.iter(W + "txbxContent"), None) is not None


CONDITIONS: Mapping[str, Callable[[Any], str]] = {
    "framePr": _frame,
    "instrText": _field,
    "fldSimple": _field,
    "lvlText": _bullet,
    "sym": _symbol,
    "pgBorders": _page_borders,
    "pict": _older_drawing,
    "wp:anchor": _anchor,
    "a:graphicData": _graphic,
    "wps:wsp": _shape,
    "wps:bodyPr": _text_box,
}
"""By the name of an element."""
