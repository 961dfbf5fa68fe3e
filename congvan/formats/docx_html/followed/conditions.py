"""Conditions on elements of a template: each returns the code of what is not followed there, "" where all is."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

from congvan.formats.docx_html.frames import is_drawn
from congvan.formats.docx_html.markup import W, attribute, child, is_on, tag_of
from congvan.formats.docx_html.styles.numbering import BULLETS, label_family
from congvan.formats.docx_html.styles.paragraph_format import LINE_STYLES, frame_side
from congvan.formats.docx_html.styles.run_format import UNDERLINES
from congvan.formats.docx_html.styles.symbol_faces import symbol_of, symbol_width
from congvan.formats.docx_html.text.inline import COUNTERS, OWN_LINES
from congvan.units import number

LIST_FORMATS = ("decimal", "decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "bullet", "none")
"""The formats that the numbers of lists are written in."""
PAGE_FORMATS = ("decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "decimalZero")
"""The formats that the numbers of pages are written in."""

_DAYS = ("CREATEDATE", "DATE", "EDITTIME", "PRINTDATE", "SAVEDATE", "TIME")
_COUNTS = ("FILENAME", "FILESIZE", "INDEX", "NUMCHARS", "NUMWORDS", "PAGEREF", "SECTION", "SECTIONPAGES", "STYLEREF")
_DRAWN = ("ADVANCE", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "BARCODE", "DISPLAYBARCODE", "EQ", "FORMCHECKBOX")
_TOLD = ("ASK", "COMMENTS", "IF", "KEYWORDS", "REVNUM", "SET", "SUBJECT", "TITLE")
_SHOWN = ("FORMDROPDOWN", "GOTOBUTTON", "LISTNUM", "MACROBUTTON", "SYMBOL", "TOA", "TOC")
_WORKED_OUT = frozenset([*_DAYS, *_COUNTS, *_DRAWN, *_SHOWN, *_TOLD])
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_HIDDEN_BREAKS = re.compile(f"[{OWN_LINES}]")
_PLAIN_SWITCHES = ("mergeformat", "arabic", "charformat")
_CELL_MARGINS = {"top": 0.0, "bottom": 0.0, "left": 108.0, "right": 108.0, "start": 108.0, "end": 108.0}

Condition = Callable[[Any], str]


# -- of every list


def always(code: str) -> Condition:
    return lambda element: code


def switched_on(code: str) -> Condition:
    return lambda element: code if is_on(element) else ""


def unless(code: str, *values: str) -> Condition:
    """Return the condition that an element has another value than these; none at all is one of them."""
    allowed = frozenset(values)
    return lambda element: "" if element.get(W + "val") is None or element.get(W + "val") in allowed else code


def attribute_above(code: str, name: str, most: float) -> Condition:
    return lambda element: code if number(element.get(W + name), most) > most else ""


def is_given(code: str) -> Condition:
    """Return the condition that an element holds anything."""
    return lambda element: code if len(element) else ""


# -- of text


def underline(element: Any) -> str:
    return "" if element.get(W + "val", "single") in UNDERLINES else "underline"


def shading(element: Any) -> str:
    kind = element.get(W + "val") or "clear"
    return "" if kind in ("clear", "nil", "solid") or kind.startswith("pct") else "shade-pattern"


def hidden_mark(element: Any) -> str:
    """Word joins a paragraph whose mark is hidden with the next one; one that is hidden as a whole is left out."""
    paragraph = element.getparent().getparent().getparent()
    texts = (run for run in paragraph.iter(W + "r") if run.find(W + "t") is not None)
    shown = any(not is_on(child(run, "rPr/vanish")) for run in texts)
    return "hidden-mark" if shown and is_on(element) else ""


def frame(element: Any) -> str:
    """A frame is followed in headers and footers, where it is beside the text and takes no room.

    Why: Pages of macOS writes an empty one into the defaults of the styles, where it frames no paragraph.
    """
    root = element.getroottree().getroot()
    if next(element.iterancestors(W + "docDefaults"), None) is not None:
        return ""
    return "" if tag_of(root) in ("hdr", "ftr") and frame_side(element) else "frame"


def tab_stop(element: Any) -> str:
    return "tab" if element.get(W + "val") in ("bar", "decimal") else ""


def line_break(element: Any) -> str:
    return "" if element.get(W + "type", "textWrapping") in ("textWrapping", "page", "column") else "unknown"


def symbol(element: Any) -> str:
    return "" if symbol_of(element.get(W + "font") or "", element.get(W + "char") or "") else "symbol"


def hidden_break(element: Any) -> str:
    """A soft hyphen, or a space of fixed width: lines end there as in Word where their paragraph is text alone, with
    tabs in its first line at most."""
    text = "\u00ad" if tag_of(element) == "softHyphen" else element.text or ""
    paragraph = next(element.iterancestors(W + "p"), None) if _HIDDEN_BREAKS.search(text) else None
    if paragraph is None:
        return ""
    fields = (each.text or each.get(W + "instr") or "" for each in paragraph.iter(W + "instrText", W + "fldSimple"))
    counted = any(next(iter(field.upper().split()), "") in COUNTERS for field in fields)
    stops = [tag_of(each) for each in paragraph.iter(W + "br", W + "cr", W + "tab") if tag_of(each.getparent()) == "r"]
    return "soft-hyphen" if counted or "tab" in itertools.dropwhile("tab".__eq__, stops) else ""


def bullet(element: Any) -> str:
    """A bullet of a symbol face: those that lists are known to have are shown by the text's own face, which is of no
    matter before a tab.
    """
    text = element.get(W + "val") or ""
    if not any("\uf000" <= char <= "\uf0ff" for char in text) or symbol_width(text, label_family(element.getparent())):
        return ""
    if text not in BULLETS:
        return "symbol"
    return "bullet-width" if attribute(element.getparent(), "suff") in ("space", "nothing") else ""


def field(element: Any) -> str:
    """Whether Word works out or draws a field again where the PDF keeps the result that is in the template."""
    return _instruction(element.text or "")


def simple_field(element: Any) -> str:
    return _instruction(element.get(W + "instr") or "")


def _instruction(text: str) -> str:
    name, *switches = [*text.split(), ""]
    if name.upper() in COUNTERS:
        formats = [b.strip('"').lower() for a, b in itertools.pairwise(switches) if a == "\\*"]
        return "" if all(each in _PLAIN_SWITCHES for each in formats) else "number-format"
    return "field" if name.upper() in _WORKED_OUT or name.startswith("=") else ""


def note_mark(element: Any) -> str:
    return "note-format" if is_on_attribute(element, "customMarkFollows") else ""


def is_on_attribute(element: Any, name: str) -> bool:
    return element.get(W + name) in ("1", "true", "on")


# -- of borders, tables and pages


def border(element: Any) -> str:
    kind = element.get(W + "val") or "none"
    plain = kind in ("nil", "none") or (
        kind in LINE_STYLES and not any(is_on_attribute(element, each) for each in ("shadow", "frame"))
    )
    return "" if plain else "border-style"


def page_borders(element: Any) -> str:
    """Whether a side of a page's border is drawn as the plain lines that are nearest to it."""
    return "" if all(map(is_drawn, element)) else "page-borders"


def cell_spacing(element: Any) -> str:
    return "cell-spacing" if number(element.get(W + "w")) else ""


def hidden_end_mark(element: Any) -> str:
    """Word lets a row be lower than a line of text where all its cells are empty and their end marks are hidden."""
    row = next(element.iterancestors(W + "tr"), None)
    holds = row is None or next(row.iter(W + "t", W + "drawing", W + "pict"), None) is not None
    return "" if holds or not is_on(element) else "empty-row"


def letter_outline(element: Any) -> str:
    return "" if [tag_of(each) for each in element] == ["noFill"] else "text-effect"


def letter_fill(element: Any) -> str:
    """A fill of one colour that is the colour of the text all the same, as Pages writes it of every text."""
    said = attribute(element.getparent(), "color") or "auto"
    colours = ("000000", "tx1") if said in ("auto", "000000") else (said.lower(),)
    fills = list(element.iter())[1:]
    plain = [tag_of(each) for each in fills] in (["solidFill", "srgbClr"], ["solidFill", "schemeClr"])
    return "" if plain and (fills[1].get(_W14 + "val") or "").lower() in colours else "text-effect"


def row_alignment(element: Any) -> str:
    """The first row's is that of the table."""
    row = element.getparent().getparent()
    table = next(row.iterancestors(W + "tbl"), None)
    first = next(table.iter(W + "tr")) if table is not None else row
    own, table_wide = element.get(W + "val"), attribute(child(table, "tblPr"), "jc")
    return "" if own == (table_wide or attribute(first, "trPr/jc")) else "row-exception"


def table_shading(element: Any) -> str:
    """A white one is nothing on a page; in another table it may be on a cell with a shade of its own.

    Neither is one below cells that all say a shade of their own, were it none: Pages of macOS writes such tables.
    """
    table = next(element.iterancestors(W + "tbl"), None)
    if table is not None and all(child(cell, "tcPr/shd") is not None for cell in table.iter(W + "tc")):
        return ""
    in_cell = next(element.iterancestors(W + "tc"), None) is not None
    plain = ("auto", "ffffff")[: 1 if in_cell else 2]
    shown = (element.get(W + "val") or "clear") not in ("clear", "nil")
    return "table-shade" if shown or element.get(W + "fill", "auto").lower() not in plain else ""


def row_margins(element: Any) -> str:
    """Word writes those of the table again into rows that come from elsewhere."""
    own = child(next(element.iterancestors(W + "tbl"), None), "tblPr/tblCellMar")
    for side in element:
        width, name = number(side.get(W + "w")), tag_of(side)
        if width not in (_CELL_MARGINS.get(name), number(attribute(own, name, "w"), -1)):
            return "row-exception"
    return ""


def row_borders(element: Any) -> str:
    own = child(next(element.iterancestors(W + "tbl"), None), "tblPr/tblBorders")
    for side in element:
        same = child(own, tag_of(side))
        if same is None or ((_drawn(side) or _drawn(same)) and _rule(side) != _rule(same)):
            return "row-exception"
    return ""


def _rule(side: Any) -> list[str | None]:
    return [side.get(W + name) for name in ("val", "sz", "color")]


def _drawn(side: Any) -> bool:
    return side.get(W + "val") not in ("nil", "none")


def page_numbers(element: Any) -> str:
    plain = element.get(W + "fmt", "decimal") in PAGE_FORMATS and element.get(W + "chapStyle") is None
    return "" if plain else "number-format"


def document_grid(element: Any) -> str:
    return "document-grid" if element.get(W + "type", "default") != "default" else ""
