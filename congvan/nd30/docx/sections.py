"""Read the sections of a DOCX as pages, and the page numbers that its headers and footers print."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from congvan.core.units import twips_to_mm
from congvan.nd30.docx.lists import format_number
from congvan.nd30.docx.package import R
from congvan.nd30.docx.styles import child_of, is_on, to_number, value, w
from congvan.nd30.model.view import PageGeometry, PageNumber, Paragraph, StyledRun, TextLine

ALIGN = {"both": "justify", "distribute": "justify", "center": "centre", "right": "right", "end": "right"}
_FORMATS = {"ROMAN": "upperRoman", "roman": "lowerRoman", "ALPHABETIC": "upperLetter", "alphabetic": "lowerLetter"}


def sections_of(body: Any) -> list[Any]:
    """Return the current sections, without those recorded in tracked changes."""
    return [s for s in body.iter(w("sectPr")) if s.getparent().tag != w("sectPrChange")]


_INK = tuple(w(tag) for tag in ("drawing", "pict", "object", "tbl", "sdt"))


def ends_with_blank_page(body: Any) -> bool:
    """Return whether only empty paragraphs follow the last page break of a document, so that Word prints a blank
    page."""
    for block in reversed(body):
        if block.tag == w("sectPr"):
            continue
        if block.tag != w("p") or any(True for _ink in block.iter(*_INK)):
            return False
        after_break = False
        for element in block.iter(w("t"), w("br"), w("pageBreakBefore")):
            if element.tag == w("t") and (element.text or "").strip():
                after_break = False
            elif element.tag == w("pageBreakBefore") or value(element, "type") == "page":
                after_break = value(element) not in ("0", "false")
        if after_break:
            return True
        section = block.find(f"{w('pPr')}/{w('sectPr')}")
        if any((t.text or "").strip() for t in block.iter(w("t"))) or section is not None:
            return section is not None and _begins_page(sections_of(body)[-1])
    return False


def _begins_page(section: Any) -> bool:
    """Return whether a section begins on a new page."""
    kind = section.find(w("type"))
    return kind is None or value(kind) in ("nextPage", "oddPage", "evenPage", "")


def section_pages(
    sections: list[Any],
    tabled: Collection[int],
    margin_depths: Mapping[int, Mapping[str, float]] = MappingProxyType({}),
    first_depths: Mapping[int, Mapping[str, float]] = MappingProxyType({}),
) -> list[PageGeometry]:
    """Return the page of each section.

    `tabled`: the numbers of the sections with a ruled table; `margin_depths`: the height in mm of the header (top) and
    footer (bottom) of those that have their own; the others go on with those of the section before; `first_depths`: the
    same of their first pages, as far as those have a header and footer of their own.
    """
    pages = []
    depths: Mapping[str, float] = {}
    firsts: Mapping[str, float] = {}
    for index, section in enumerate(sections, 1):
        depths, firsts = {**depths, **margin_depths.get(index, {})}, {**firsts, **first_depths.get(index, {})}
        page = _page(section, index, index in tabled, depths)
        if is_switched_on(section, "titlePg"):
            first = _page(section, index, False, firsts)
            page = replace(page, first_top=first.top, first_bottom=first.bottom)
        pages.append(page)
    return pages or [PageGeometry(1, 215.9, 279.4, 25.4, 25.4, 25.4, 25.4, declared=True, tabled=1 in tabled)]


def _page(section: Any, index: int, tabled: bool, depths: Mapping[str, float]) -> PageGeometry:
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))

    def mm(element: Any, name: str, default: float) -> float:
        twips = to_number(value(element, name)) if element is not None else None
        return twips_to_mm(twips if twips is not None else default)

    def margin(side: str, distance: str) -> float:
        """Return a margin; a header or footer that needs more pushes the text, unless the margin is negative."""
        own, needed = mm(margins, side, 1440), mm(margins, distance, 720) + depths.get(side, 0.0)
        return max(own, needed) if own >= 0 and side in depths else abs(own)

    numbered = section.find(w("pgNumType"))
    start = to_number(value(numbered, "start")) if numbered is not None else None
    return PageGeometry(
        index,
        mm(size, "w", 12240),
        mm(size, "h", 15840),
        left=mm(margins, "left", 1440) + mm(margins, "gutter", 0),
        right=mm(margins, "right", 1440),
        top=margin("top", "header"),
        bottom=margin("bottom", "footer"),
        declared=True,
        tabled=tabled,
        start=None if start is None else int(start),
    )


@dataclass(frozen=True)
class PrintedMargin:
    """A header or footer that a section prints. `id`: of its relationship; `where`: top, bottom; `own`: whether it is
    that of a title page alone.
    """

    id: str
    where: str
    on_first: bool
    own: bool


def printed_margins(section: Any, settings: Any | None) -> list[PrintedMargin]:
    """Return the headers and footers that a section prints.

    Those of the first page are printed only if the section has a title page (w:titlePg), those of even pages only if
    the document says so (w:evenAndOddHeaders): Word leaves the others in the file.
    """
    titled, evened = is_switched_on(section, "titlePg"), is_switched_on(settings, "evenAndOddHeaders")
    printed = []
    for kind, where in (("headerReference", "top"), ("footerReference", "bottom")):
        for link in section.findall(w(kind)):
            pages = value(link, "type") or "default"
            if (pages == "first" and not titled) or (pages == "even" and not evened):
                continue
            on_first = pages == "first" or (pages == "default" and not titled)
            printed.append(PrintedMargin(link.get(f"{{{R}}}id", ""), where, on_first, pages == "first"))
    return printed


def is_switched_on(parent: Any | None, name: str) -> bool:
    """Return whether an element has a switch of this name that is on."""
    switch = child_of(parent, name)
    return switch is not None and is_on(switch)


def has_page_field(root: Any) -> bool:
    """Return whether a header or footer prints the page number."""
    return any(words[:1] == ["PAGE"] for words in _fields(root))


def _fields(root: Any) -> list[list[str]]:
    """Return the words of each field instruction; of complex fields all words from a PAGE field on."""
    simple = [value(f, "instr").split() for f in root.iter(w("fldSimple"))]
    long = "".join(t.text or "" for t in root.iter(w("instrText"))).split()
    starts = [i for i, word in enumerate(long) if word == "PAGE"]
    return [*simple, *(long[i:] for i in starts)]


def number_format(root: Any, section: Any) -> str:
    """Return the format of a page number: by the switch of the field, else by its section."""
    for words in _fields(root):
        for switch in words[1:] if words[:1] == ["PAGE"] else ():
            if switch in _FORMATS:
                return _FORMATS[switch]
    numbered = section.find(w("pgNumType"))
    return (value(numbered, "fmt") if numbered is not None else "") or "decimal"


def page_numbers(
    root: Any, section: Any, paragraphs: list[Paragraph], where: str, index: int, first: bool
) -> list[PageNumber]:
    """Return the page number of a header or footer, with the paragraph that prints it: the first one with digits."""
    form = number_format(root, section)
    written = "" if form.startswith("decimal") else format_number(2, form)
    holders = [p for p in paragraphs if re.search(r"\d", p.text) or not p.text.strip()] or paragraphs[:1]
    if not holders:  # a field without a saved result
        blank = Paragraph((TextLine((StyledRun(""),)),), "header" if where == "top" else "footer", _blank_align(root))
        return [PageNumber(where, blank.align, index, blank, field=True, on_first=first, shown=written)]
    holder = holders[0]
    text_before = holder.raw.split(re.findall(r"\d", holder.raw)[0])[0] if re.search(r"\d", holder.raw) else ""
    align = (
        {1: "centre", 2: "right"}.get(text_before.count("\t"), holder.align) if holder.align == "left" else holder.align
    )
    return [PageNumber(where, align, index, holder, field=True, on_first=first, shown=written or holder.text)]


def _blank_align(root: Any) -> str:
    jc = next(root.iter(w("jc")), None)
    return ALIGN.get(value(jc), "left") if jc is not None else ""


def default_tab(settings: Any | None) -> float:
    """Return the distance of the default tab stops in mm. `settings`: the root of the document's settings."""
    tab_stop = child_of(settings, "defaultTabStop")
    return max(1.0, twips_to_mm((to_number(value(tab_stop)) if tab_stop is not None else None) or 720))
