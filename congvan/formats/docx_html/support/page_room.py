"""Report sections whose pages have no room for their text, and tables beyond the edge of the paper."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from congvan.core.messages import Message
from congvan.core.opc.reader import parse, relationships, relationships_part
from congvan.core.problems import Place, Problem, Severity
from congvan.core.templating.tags import TAG
from congvan.core.units import number, points
from congvan.formats.docx.tags import Locations, location_message
from congvan.formats.docx_html.heights import length_of_text, margin_height
from congvan.formats.docx_html.markup import W, attribute, blocks_of, child
from congvan.formats.docx_html.pages import BodySection, PageSetup, page_setup, sections_of
from congvan.formats.docx_html.styles.stylesheet import WordStyles
from congvan.formats.docx_html.support.unsupported import text_parts
from congvan.formats.docx_html.tables.columns import column_widths, spanned_rows

_BODY = "word/document.xml"
_SAME = 1.0  # points that are no difference on paper
_LEAST = 28.0  # points of a column or a page that text has room in: about a centimetre

Height = Callable[[PageSetup, str], float]
"""The distance of a header or footer with its height; 0 for none."""


def crowded_pages(package: Mapping[str, bytes], styles: WordStyles) -> Iterator[Problem]:
    """Yield what has no room on the pages of the body's sections, each at the end of its section."""
    root = parse(package[_BODY])
    body = root.find(W + "body")
    named = package.get(relationships_part(_BODY))
    links = {link.id: link.target for link in relationships(named, _BODY)} if named else {}
    label = next(label for member, label in text_parts(package) if member == _BODY)

    def height(setup: PageSetup, part: str) -> float:
        members = {links.get(setup.parts.get((part, kind), ""), "") for kind in ("default", "first")}
        found = (_without_tags(parse(package[each])) for each in members if each in package)
        below = setup.below(part)
        heights = (margin_height(blocks_of(each), setup.text_width, styles, below) for each in found)
        tallest = max(heights, default=0.0)
        return tallest and tallest + getattr(setup, part)

    setup: PageSetup | None = None
    for section in sections_of(body) if body is not None else []:
        setup = page_setup(section.properties, setup)
        for message, element, severity in _of_section(section, setup, height, styles):
            where = location_message(Locations(root).of(element))
            yield Problem(message, Place("", part=label, where=where), severity=severity)


def _of_section(
    section: BodySection, setup: PageSetup, height: Height, styles: WordStyles
) -> Iterator[tuple[Message, Any, Severity]]:
    if _lacks_room(setup, section.properties):
        yield Message("docx-unsupported.no-room"), section.properties, Severity.ERROR
        return
    header, footer = height(setup, "header"), height(setup, "footer")
    top, bottom = setup.margins.top, setup.margins.bottom
    if max(top, header) + max(bottom, footer) + _LEAST > setup.height or header > -top > 0 or footer > -bottom > 0:
        yield Message("docx-unsupported.tall-header"), section.properties, Severity.WARNING
    for cell in _beyond_the_paper(section, setup, styles):
        yield Message("docx-unsupported.wide-table"), cell, Severity.WARNING


def _without_tags(part: Any) -> Any:
    """Return a header or footer whose blocks are empty lines: what they print, if anything, is not in the template."""
    for paragraph in part.iter(W + "p"):
        texts = list(paragraph.iter(W + "t"))
        if TAG.search("".join(each.text or "" for each in texts)):
            for each in texts:
                each.text = ""
    return part


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


def _beyond_the_paper(section: BodySection, setup: PageSetup, styles: WordStyles) -> Iterator[Any]:
    """Yield the first cell of each table with a text that may reach beyond the right edge of the paper."""
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
        if width > edge + _SAME and _shows_beyond(table, edge, width, styles):
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
