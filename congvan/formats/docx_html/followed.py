"""What the pages will not show as Word does: found in the parts of a template when it is read, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from congvan.formats.docx.package import part_label
from congvan.formats.docx.tags import Locations, location_message
from congvan.formats.docx_html.drawings import DRAWN_SHAPES, SHOWN_PICTURES, offset_down
from congvan.formats.docx_html.markup import MC, VML, WP, WPS, A, W, attribute, child, is_on, tag_of
from congvan.formats.docx_html.styles.paragraph_format import frame_side
from congvan.formats.docx_html.text.inline import SYMBOLS
from congvan.messages import Message
from congvan.opc.reader import parse
from congvan.problems import Place, Problem, Severity


class NotFollowed(NamedTuple):
    """Something in a template that its pages will not show as Word does: `code` is that of its message."""

    code: str
    part: str | Message = ""
    where: str | Message = ""

    def problem(self, name: str) -> Problem:
        """Return it as a warning; `name`: the template."""
        message = Message(f"docx-not-followed.{self.code}")
        return Problem(message, Place(name, part=self.part, where=self.where), severity=Severity.WARNING)


_AT_TOP = 14.0  # points below the top of its paragraph; what stands lower would divide the text
_WRAPS = ("wrapSquare", "wrapTight", "wrapThrough")
_DAYS = ("CREATEDATE", "DATE", "EDITTIME", "PRINTDATE", "SAVEDATE", "TIME")
_RECOUNTED = frozenset([*_DAYS, "FILENAME", "NUMWORDS", "PAGEREF", "SECTION", "SECTIONPAGES", "TOC"])
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def not_followed(package: Mapping[str, bytes], mode: int) -> Iterator[NotFollowed]:
    """Yield what the parts of a package hold that is not followed, each once for each place."""
    if mode >= 15:
        yield NotFollowed("mode-15")
    styles = package.get("word/styles.xml")
    sheet = parse(styles) if styles else None
    conditional = _conditional_styles(sheet) if sheet is not None else frozenset()
    exact = _exact_lines(sheet) if sheet is not None else {}
    found: dict[NotFollowed, None] = {}
    for member, label in _parts(package):
        root = parse(package[member])
        places = Locations(root)
        for element in root.iter():
            code = _code(element, conditional) or _clipped(element, exact)
            if code and next(element.iterancestors(MC + "Fallback"), None) is None:
                found[NotFollowed(code, label, location_message(places.of(_placed(element))))] = None
    yield from found
    yield from _of_settings(package)
    for member in package:
        kind = member.rpartition(".")[2].lower()
        if member.startswith("word/media/") and f".{kind}" not in SHOWN_PICTURES:
            yield NotFollowed("picture", member)


def _of_settings(package: Mapping[str, bytes]) -> Iterator[NotFollowed]:
    """Yield what the settings ask for."""
    data = package.get("word/settings.xml")
    settings = parse(data) if data is not None else None
    if is_on(child(settings, "evenAndOddHeaders")):
        yield NotFollowed("even-pages")
    styles = parse(package["word/styles.xml"]) if "word/styles.xml" in package else None
    # LibreOffice turns hyphenation on, and off again for all paragraphs
    never = is_on(child(styles, "docDefaults/pPrDefault/pPr/suppressAutoHyphens"))
    if is_on(child(settings, "autoHyphenation")) and not never:
        yield NotFollowed("hyphenation")
    if is_on(child(settings, "mirrorMargins")):
        yield NotFollowed("mirror-margins")


def _parts(package: Mapping[str, bytes]) -> Iterator[tuple[str, Message]]:
    """Yield the parts that hold text, with their labels."""
    counts: dict[str, int] = {}
    for member in sorted(package):
        stem = member.removeprefix("word/").removesuffix(".xml")
        kind = "body" if stem == "document" else stem.rstrip("0123456789")
        if member.startswith("word/") and member.endswith(".xml") and kind in _LABELS:
            counts[kind] = counts.get(kind, 0) + 1
            yield member, part_label(kind, counts[kind])


_LABELS = frozenset(["body", "header", "footer", "footnotes", "endnotes"])


def _conditional_styles(styles: Any) -> frozenset[str]:
    """Return the table styles that say something of first rows, bands and the like."""
    own = {each.get(W + "styleId") for each in styles.iter(W + "style") if child(each, "tblStylePr") is not None}
    based = {each.get(W + "styleId"): attribute(each, "basedOn") for each in styles.iter(W + "style")}
    while more := {style for style, base in based.items() if base in own} - own:
        own |= more
    return frozenset(filter(None, own))


def _exact_lines(styles: Any) -> dict[str | None, int]:
    """Return the paragraph styles, by their ids, whose lines have an exact height, in twips; None: the default one."""
    every = {each.get(W + "styleId"): each for each in styles.iter(W + "style") if each.get(W + "type") == "paragraph"}
    exact: dict[str | None, int] = {}
    for key, style in every.items():
        seen: set[Any] = set()
        while style is not None and style not in seen:
            seen.add(style)
            if (height := _exact_line(style.find(f"{W}pPr/{W}spacing"))) is not None:
                exact[key] = height
                break
            style = every.get(attribute(style, "basedOn"))
    default = next((key for key, style in every.items() if style.get(W + "default") == "1"), None)
    return exact | {None: exact.get(default, 0)}


def _exact_line(spacing: Any) -> int | None:
    """Return what a paragraph says of its lines: an exact height in twips, 0 for another rule, None for nothing."""
    if spacing is None or spacing.get(W + "line") is None:
        return None
    return int(float(spacing.get(W + "line"))) if spacing.get(W + "lineRule") == "exact" else 0


def _clipped(element: Any, exact: Mapping[str | None, int]) -> str:
    """Whether a picture is higher than the exact height of its line: Word then shows a strip of it."""
    if element.tag != WP + "inline" or (extent := element.find(WP + "extent")) is None:
        return ""
    properties = next(element.iterancestors(W + "p")).find(W + "pPr")
    own = None if properties is None else _exact_line(child(properties, "spacing"))
    style = None if properties is None else attribute(properties, "pStyle") or None
    height = exact.get(style, 0) if own is None else own
    return "clipped-picture" if 0 < height * 635 < int(extent.get("cy") or "0") else ""


def _placed(element: Any) -> Any:
    """Return the element whose place is that of another: of what a table as a whole asks for its first cell."""
    table = element.getparent().getparent() if tag_of(element.getparent()) == "tblPr" else None
    cell = next(table.iter(W + "tc"), None) if table is not None else None
    return element if cell is None else cell


def _code(element: Any, conditional: frozenset[str]) -> str:
    """Return the code of what an element asks for and does not get; "" for all else."""
    name = tag_of(element)
    if name == "tblStyle":
        return "table-style" if element.get(W + "val") in conditional and _looks(element) else ""
    reader = _CODES.get(name)
    if reader is None or not str(element.tag).startswith((W, WP, WPS, A, _MATH)):
        return ""
    return reader(element)


def _looks(style: Any) -> bool:
    """Whether a table wants its style's conditional formats (`w:tblLook`; all of them if it says nothing)."""
    look = child(style.getparent(), "tblLook")
    if look is None:
        return True
    if look.get(W + "val") is not None and look.get(W + "firstRow") is None:
        bits = int(look.get(W + "val") or "0", 16)
        return bool(bits & 0x1E0) or not bits & 0x200 or not bits & 0x400
    wanted = any(look.get(W + each) == "1" for each in ("firstRow", "lastRow", "firstColumn", "lastColumn"))
    return wanted or look.get(W + "noHBand") != "1" or look.get(W + "noVBand") != "1"


def _anchor(element: Any) -> str:
    if any(element.find(WP + wrap) is not None for wrap in _WRAPS):
        return "wrap"
    if element.find(WP + "wrapTopAndBottom") is not None and offset_down(element) > _AT_TOP:
        return "wrap"
    down = element.find(WP + "positionV")
    placed = down.get("relativeFrom") if down is not None else "paragraph"
    return "" if placed in ("paragraph", "line") else "anchor"


def _graphic(element: Any) -> str:
    uri = element.get("uri") or ""
    return "smart-art" if uri == _DIAGRAM else "chart" if uri == _CHART else ""


def _shape(element: Any) -> str:
    """Whether a shape is one that is drawn."""
    properties = element.find(WPS + "spPr")
    preset = properties.find(A + "prstGeom") if properties is not None else None
    drawn = (
        preset is None or preset.get("prst") in DRAWN_SHAPES or next(element.iter(W + "txbxContent"), None) is not None
    )
    return "" if drawn else "shape"


def _older_drawing(element: Any) -> str:
    return "" if next(element.iter(VML + "line"), None) is not None else "older-drawing"


def _frame(element: Any) -> str:
    """A frame is followed in headers and footers, where it stands beside the text and takes no room."""
    root = element.getroottree().getroot()
    return "" if tag_of(root) in ("hdr", "ftr") and frame_side(element) else "frame"


def _field(instruction: str) -> str:
    """Whether Word works a field out anew where the PDF keeps the result that stands in the template."""
    return "field" if next(iter(instruction.split()), "").upper() in _RECOUNTED else ""


def _has_tag(element: Any) -> bool:
    """Whether the run of a property prints a value."""
    return any("{{" in (text.text or "") for text in element.getparent().getparent().iter(W + "t"))


def _always(code: str) -> Callable[[Any], str]:
    return lambda element: code


_CODES: Mapping[str, Callable[[Any], str]] = {
    "tblpPr": _always("floating-table"),
    "framePr": _frame,
    "anchor": _anchor,
    "graphicData": _graphic,
    "wsp": _shape,
    "pict": _older_drawing,
    "object": _always("object"),
    "sym": lambda element: "" if element.get(W + "char") in SYMBOLS else "symbol",
    "oMath": _always("equation"),
    "textDirection": lambda element: "" if element.get(W + "val") in ("lrTb", "tb") else "text-direction",
    "cols": lambda element: "columns" if int(element.get(W + "num") or "1") > 1 else "",
    "tab": lambda element: "leader" if (element.get(W + "leader") or "none") != "none" else "",
    "ptab": _always("tab"),
    "lnNumType": _always("line-numbers"),
    "pgBorders": _always("page-borders"),
    "endnoteReference": _always("endnote"),
    "instrText": lambda element: _field(element.text or ""),
    "fldSimple": lambda element: _field(element.get(W + "instr") or ""),
    "smallCaps": lambda element: "small-capitals" if is_on(element) and _has_tag(element) else "",
    "bidi": lambda element: "right-to-left" if is_on(element) else "",
    "w": lambda element: "scaled-text" if element.get(W + "val") not in (None, "100", "100%") else "",
}
