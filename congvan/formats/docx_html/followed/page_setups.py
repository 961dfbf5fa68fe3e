"""What is not followed of the pages of a section: margins without room between them, or that others read otherwise."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from congvan.formats.docx.tags import Locations, location_message
from congvan.formats.docx_html.followed.neighbours import painted
from congvan.formats.docx_html.followed.not_followed import NotFollowed, text_parts
from congvan.formats.docx_html.heights import length_of_text, margin_height
from congvan.formats.docx_html.markup import W, attribute, blocks_of, child
from congvan.formats.docx_html.pages import BodySection, PageSetup, page_setup, sections_of
from congvan.formats.docx_html.styles.stylesheet import TextDefaults, WordStyles
from congvan.formats.docx_html.tables.columns import column_widths, spanned_rows
from congvan.opc.reader import parse, relationships, relationships_part
from congvan.templating.tags import TAG
from congvan.units import number, points

_BODY = "word/document.xml"
_AROUND = TextDefaults()
_SAME = 1.0  # points that are no difference on paper
_LEAST = 28.0  # points of a column or a page that text has room in: about a centimetre


def of_page_setups(package: Mapping[str, bytes], styles: WordStyles) -> Iterator[NotFollowed]:
    """Yield what is not followed of the sections of the body, each at its end or where it begins."""
    root = parse(package[_BODY])
    body = root.find(W + "body")
    sections = sections_of(body) if body is not None else []
    named = package.get(relationships_part(_BODY))
    links = {link.id: link.target for link in relationships(named, _BODY)} if named else {}
    label = next(label for member, label in text_parts(package) if member == _BODY)

    def parts(setup: PageSetup, page: str) -> list[Any]:
        members = (links.get(member, "") for (_part, kind), member in setup.parts.items() if kind == page)
        return [parse(package[each]) for each in members if each in package]

    def height(setup: PageSetup, part: str) -> float:
        """Return the distance of a header or footer with its height; 0 for none."""
        members = {links.get(setup.parts.get((part, kind), ""), "") for kind in ("default", "first")}
        found = (_without_tags(parse(package[each])) for each in members if each in package)
        below = setup.below(part)
        heights = (margin_height(blocks_of(each), setup.text_width, styles, below) for each in found)
        tallest = max(heights, default=0.0)
        return tallest and tallest + getattr(setup, part)

    found: dict[NotFollowed, None] = {}
    places: Locations | None = None
    before: PageSetup | None = None
    paged: PageSetup | None = None  # the one that has the page
    ended: list[Any] = []  # the last paragraph of the section before
    for section in sections:
        setup = page_setup(section.properties, before)
        broken = _page_break([*ended, *section.blocks], styles) if paged and _has_other_headers(setup, paged) else None
        goes_on = setup.goes_on(before)
        told = [("continuous-header", broken)] if goes_on and broken is not None else []
        if not (setup.first_differs or (before and before.first_differs)) and _numbers_both(setup, parts, styles):
            told.append(("unseen-header", section.properties))
        paged = paged if goes_on else setup
        for code, element in [*told, *_of_section(section, before, setup, height, styles)]:
            places = places or Locations(root)
            found[NotFollowed(code, label, location_message(places.of(element)))] = None
        before, ended = setup, [section.end] if section.end is not None else section.blocks[-1:]
    yield from found


def _without_tags(part: Any) -> Any:
    """Return a header or footer whose blocks are empty lines: what they print, if anything, is not in the template."""
    for paragraph in part.iter(W + "p"):
        texts = list(paragraph.iter(W + "t"))
        if TAG.search("".join(each.text or "" for each in texts)):
            for each in texts:
                each.text = ""
    return part


def _of_section(
    section: BodySection,
    before: PageSetup | None,
    setup: PageSetup,
    height: Callable[[PageSetup, str], float],
    styles: WordStyles,
) -> Iterator[tuple[str, Any]]:
    first = section.blocks[0] if section.blocks else section.properties
    if _lacks_room(setup, section.properties):
        yield "no-room", section.properties
        return
    header, footer = height(setup, "header"), height(setup, "footer")
    top, bottom = setup.margins.top, setup.margins.bottom
    sides = (setup.margins.left, setup.margins.right)
    if min(*sides, setup.header if header else 0.0, setup.footer if footer else 0.0) < 0:
        yield "negative-margin", section.properties
    if max(top, header) + max(bottom, footer) + _LEAST > setup.height or header > -top > 0 or footer > -bottom > 0:
        yield "tall-header", section.properties
    yield from (("wide-table", cell) for cell in _beyond_the_paper(section, setup, styles))
    if first.tag == W + "tbl" and setup.start not in ((-1, 1) if before is None else (-1,)):
        yield "table-page-number", next(first.iter(W + "tc"), first)
    if before is None:
        return
    if setup.begins == "continuous" and not setup.goes_on(before) and _is_turned(setup) == _is_turned(before):
        yield "section-size", first
    if not setup.goes_on(before) and _shows_other_first(setup, before, section.properties):
        yield "first-header", first


def _numbers_both(setup: PageSetup, parts: Callable[[PageSetup, str], list[Any]], styles: WordStyles) -> bool:
    """Whether the headers and footers of a first page hold numbered paragraphs, and so do those of other pages:
    LibreOffice counts the first also where the section does not show them."""
    return all(
        any(styles.paragraph(each, _AROUND).list_level for part in parts(setup, page) for each in part.iter(W + "p"))
        for page in ("first", "default")
    )


def _beyond_the_paper(section: BodySection, setup: PageSetup, styles: WordStyles) -> Iterator[Any]:
    """Yield the first cell of each table whose columns end beyond the right edge of the paper, with rules, shades or
    texts of theirs."""
    for table in section.blocks if setup.columns < 2 else ():
        grid, properties = child(table, "tblGrid"), child(table, "tblPr")
        if table.tag != W + "tbl" or grid is None or attribute(properties, "tblW", "type") == "pct":
            continue
        width = points(attribute(properties, "tblW", "w")) or sum(points(each.get(W + "w")) for each in grid)
        spare, side = setup.text_width - width, attribute(properties, "jc")
        left = {"center": spare / 2, "right": spare, "end": spare}.get(
            side or "", points(attribute(properties, "tblInd", "w"))
        )
        edge = setup.width - setup.margins.left - left
        if width > edge + _SAME and (painted(table) or _shows_beyond(table, edge, width, styles)):
            yield from itertools.islice(table.iter(W + "tc"), 1)


def _shows_beyond(table: Any, edge: float, width: float, styles: WordStyles) -> bool:
    """Whether a text of a table of this width may reach beyond a distance from its left edge."""
    columns = column_widths(table, width)
    for _row, cells in spanned_rows(table):
        for cell in cells:
            left = sum(columns[: cell.column])
            right = left + sum(columns[cell.column : cell.column + cell.columns])
            if right <= edge:
                continue
            for paragraph in cell.element.iter(W + "p"):
                form, text = length_of_text(paragraph, styles)
                spare = max(0.0, right - left - form.left - text)  # beside one line of it
                after = spare / 2 if form.align == "center" else 0.0 if form.align == "right" else spare
                if text and right - after > edge:
                    return True
    return False


def _lacks_room(setup: PageSetup, section: Any) -> bool:
    """Whether there is no room between the margins, or columns are wider than that."""
    room = (setup.text_width, setup.height - abs(setup.margins.top) - abs(setup.margins.bottom))
    if min(*room, setup.width, setup.height) < _LEAST:
        return True
    columns = child(section, "cols")
    if columns is None or setup.columns < 2:
        return False
    own = [points(each.get(W + "w")) + points(each.get(W + "space")) for each in columns.iter(W + "col")]
    between = (setup.columns - 1) * points(columns.get(W + "space"), 36.0)
    return sum(own) > setup.width if own else between + _LEAST * number(columns.get(W + "num")) > setup.text_width


def _has_other_headers(setup: PageSetup, paged: PageSetup) -> bool:
    """Whether a section that goes on upon a page has other headers and footers on its next ones, for LibreOffice: those
    of its own, at their own place, or of a first page.
    """
    own, others = ({kind: part for kind, part in each.parts.items() if kind[1] == "default"} for each in (setup, paged))
    moved = any(getattr(setup, part) != getattr(paged, part) for part, _page in own)
    return own != others or moved or (paged.first_differs and bool(paged.parts))


def _page_break(blocks: list[Any], styles: WordStyles) -> Any:
    """Return the first paragraph that begins or ends a page; None if there is none."""
    for block in blocks:
        breaks = any(each.get(W + "type") == "page" for each in block.iter(W + "br"))
        if block.tag == W + "p" and (breaks or styles.paragraph(block, _AROUND).page_break_before):
            return block
    return None


def _is_turned(setup: PageSetup) -> bool:
    return setup.width > setup.height


def _shows_other_first(setup: PageSetup, before: PageSetup, section: Any) -> bool:
    """Whether LibreOffice has the headers of the other pages on the first of a section: where that alone has a first
    page of its own, with headers and footers of the section before."""
    if not setup.first_differs or before.first_differs:
        return False
    own = {(kind, "first") for kind in ("header", "footer") if _has_first(section, kind)}
    return any((kind, "first") not in own for kind, _page in before.parts)


def _has_first(section: Any, kind: str) -> bool:
    return any(each.get(W + "type") == "first" for each in section.findall(f"{W}{kind}Reference"))
