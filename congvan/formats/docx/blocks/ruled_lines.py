"""Ruled lines: empty paragraphs with a border above them, in a style whose name begins with “CV Kẻ”, get indents from
the text above them.

The name of the style tells the length: “… dài” as long as the line above, “… 20 mm” that length, any other two fifths
of the line above (Appendix I, II.2.b: a third to a half). A paragraph with indents of its own, or in a style with such,
is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from congvan.core.fonts.times_metrics import text_width
from congvan.core.units import MM_PER_INCH, number
from congvan.formats.docx.blocks.enclosing import without_signs
from congvan.formats.docx.styles import Look, StyleSheet, cell_margins, is_indented, is_ruled
from congvan.formats.docx.tags import W, nearest

NAME = "CV Kẻ"
_SHARE = 0.41  # of the line above
_TWIPS = 20  # of a point
_PAGE = 9354  # twips: the text on A4 with margins of 30 and 15 mm
_FIXED = re.compile(r"(\d+(?:[.,]\d+)?) ?mm")
_BEHIND_INDENTS = (
    *("contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment"),
    *("textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
)
_RULE = re.compile(r'<w:ind rule="(\d+%?) ([\d.]+)(mm)?"/>')
_RUN = re.compile(r"<w:r(?: [^>]*)?>(.*?)</w:r>", re.DOTALL)
_RUN_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(noBreakHyphen)/>")
_STYLE = re.compile(r'<w:pStyle w:val="([^"]*)"')
_SIZE = re.compile(r'<w:sz w:val="(\d+)"')
_BOLD = re.compile(r'<w:b(?: w:val="([^"]*)")?/>')
_OFF = ("0", "false", "off")
_ALL = "5000"  # fiftieths of a per cent
_PAGE_SIZE = re.compile(r'<w:pgSz [^>]*?w:w="(\d+)"')
_MARGIN = re.compile(r'<w:pgMar [^>]*?w:(left|right)="(\d+)"[^>]*?w:(left|right)="(\d+)"')


def mark_rules(root: Any, styles: StyleSheet) -> bool:
    """Mark the ruled lines of a part whose indents are to be set; return whether there are any. Changes the tree."""
    names = {style: name for style, name in styles.names.items() if name.casefold().startswith(NAME.casefold())}
    marked = False
    for paragraph in root.iter(W + "p") if names else ():
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        key = "" if style is None else style.get(W + "val")
        empty = next(paragraph.iter(W + "r", W + "fldSimple"), None) is None
        drawn = key in styles.ruled or is_ruled(paragraph)
        if key in names and empty and drawn and key not in styles.indented and not is_indented(paragraph):
            room = _share(paragraph) or _room(paragraph, styles)
            _mark(paragraph.find(W + "pPr"), f"{room} {_length(names[key])}")
            marked = True
    return marked


def _mark(properties: Any, rule: str) -> None:
    for old in properties.findall(W + "ind"):
        properties.remove(old)
    behind = [child for child in properties if child.tag.removeprefix(W) in _BEHIND_INDENTS]
    indents = properties.makeelement(W + "ind", {"rule": rule})
    properties.insert(properties.index(behind[0]) if behind else len(properties), indents)


def _length(name: str) -> str:
    fixed = _FIXED.search(name)
    if fixed:
        return f"{fixed[1].replace(',', '.')}mm"
    return "1" if "dài" in name.casefold() else str(_SHARE)


def _share(paragraph: Any) -> str:
    """Return the part of its page that a cell without margins takes, `46%`, where its table is as wide as every page
    (`w:tblW` of 100 per cent); "" elsewhere.
    """
    cell = nearest(paragraph, "tc")
    table = None if cell is None else nearest(cell, "tbl")
    whole = None if table is None else table.find(f"{W}tblPr/{W}tblW")
    width = None if cell is None else cell.find(f"{W}tcPr/{W}tcW")
    if whole is None or width is None or (whole.get(W + "w"), whole.get(W + "type")) != (_ALL, "pct"):
        return ""
    return f"{int(number(width.get(W + 'w'))) * 100 // int(_ALL)}%" if width.get(W + "type") == "pct" else ""


def _room(paragraph: Any, styles: StyleSheet) -> int:
    """Return the width of the cell in which a paragraph is, in twips; 0 for that of its page."""
    cell = nearest(paragraph, "tc")
    if cell is None:
        return 0
    table = nearest(cell, "tbl")
    grid = [int(number(column.get(W + "w"))) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    at = 0
    for before in cell.itersiblings(W + "tc", preceding=True):
        at += _span(before)
    width = cell.find(f"{W}tcPr/{W}tcW")
    given = int(number(width.get(W + "w"))) if width is not None and width.get(W + "type") == "dxa" else 0
    margins = cell.find(f"{W}tcPr/{W}tcMar")
    margins = table.find(f"{W}tblPr/{W}tblCellMar") if margins is None else margins
    style = table.find(f"{W}tblPr/{W}tblStyle")
    by_style = styles.cell_margins.get("" if style is None else style.get(W + "val"), styles.cell_margins[""])
    return max(
        (given or sum(grid[at : at + _span(cell)])) - (by_style if margins is None else cell_margins(margins)), 0
    )


def _span(cell: Any) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return 1 if span is None else int(number(span.get(W + "val"), 1))


def texts_above(xml: str) -> Iterator[str]:
    """Yield the paragraphs that give a ruled line of a rendered part its length."""
    for match in _RULE.finditer(xml):
        if not match[3]:
            yield _above(xml, match.start())


def set_rules(xml: str, looks: Mapping[str, Look]) -> str:
    """Set the indents of the marked lines of a rendered part; a line under no text has no length."""

    def indents(match: re.Match[str]) -> str:
        page = _text_width_of_page(xml, match.end())
        share = match[1].endswith("%")
        room = page * int(match[1][:-1]) // 100 if share else int(match[1]) or page
        if match[3]:
            length = float(match[2]) * 1440 / MM_PER_INCH
        else:
            length = float(match[2]) * _longest_line(_above(xml, match.start()), room, looks)
        side = max(int((room - length) / 2), 0)
        return f'<w:ind w:left="{side}" w:right="{side}"/>'

    found = [*_RULE.finditer(xml)]
    if not found:
        return xml
    start, end = found[0].start(), found[-1].end()
    following = (xml[before.end() : match.start()] + indents(match) for before, match in pairwise(found))
    changed = "".join([indents(found[0]), *following])
    return xml.replace(xml[start:end], changed, 1)  # the text of a long list around them is copied once


def _above(xml: str, at: int) -> str:
    """Return the paragraph above the one that is open at this place; "" if there is none in its cell."""
    start = _start_of_paragraph(xml, at)
    end = xml.rfind("</w:p>", 0, start)
    if end < 0 or "tc>" in xml[end:start] or "<w:tc " in xml[end:start]:
        return ""
    return xml[_start_of_paragraph(xml, end) : end]


def _start_of_paragraph(xml: str, at: int) -> int:
    return max(xml.rfind("<w:p>", 0, at), xml.rfind("<w:p ", 0, at))


def _longest_line(paragraph: str, room: int, looks: Mapping[str, Look]) -> float:
    """Return the length of the longest line of a paragraph, in twips."""
    style = _STYLE.search(paragraph)
    size, bold = looks.get(style[1] if style else "", looks[""])
    words: list[float] = []  # their widths, of which a blank ends each but the last
    blank = 0.0
    for run in _RUN.findall(paragraph):
        text = "".join(written or "-" for written, hyphen in _RUN_TEXT.findall(run) if written or hyphen)
        text = without_signs(text)
        own, weight = _SIZE.search(run), _BOLD.search(run)
        heavy = bold if weight is None else weight[1] not in _OFF
        points = int(own[1]) / 2 if own else size
        blank = text_width(" ", points, heavy) * _TWIPS
        pieces = [text_width(_unescaped(piece), points, heavy) * _TWIPS for piece in text.split(" ")]
        words = [*words[:-1], words[-1] + pieces[0], *pieces[1:]] if words else pieces
    longest = line = 0.0
    for width in words:
        line = width if not line or line + blank + width > room else line + blank + width
        longest = max(longest, line)
    return longest


def _unescaped(text: str) -> str:
    for reference, char in (
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#34;", '"'),
        ("&#39;", "'"),
        ("&quot;", '"'),
        ("&amp;", "&"),
    ):
        text = text.replace(reference, char)
    return text


def _text_width_of_page(xml: str, at: int) -> int:
    size, margins = _PAGE_SIZE.search(xml, at), _MARGIN.search(xml, at)
    if size is None or margins is None:
        return _PAGE
    return int(size[1]) - int(margins[2]) - int(margins[4])
