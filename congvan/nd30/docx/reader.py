"""DOCX bytes → View: the document's paragraphs in reading order with everything that Word resolves already resolved.

A DOCX has no lines and no pages of its own, so lines are what breaks separate, pages are sections, and places are
paragraphs counted from 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from congvan.messages import Message
from congvan.nd30.docx.drawing import drawn_lines, text_boxes
from congvan.nd30.docx.lists import Lists
from congvan.nd30.docx.metrics import first_word_offset, largest_size, line_spacing, paragraph_height, paragraph_space
from congvan.nd30.docx.package import R, WordPackage
from congvan.nd30.docx.runs import MAX_DEPTH, WRAPPERS, collect_runs, make_run, text_pieces
from congvan.nd30.docx.sections import ALIGN, default_tab, has_page_field, page_numbers, section_pages, sections_of
from congvan.nd30.docx.styles import (
    Properties,
    cell_margins,
    has_border,
    is_on,
    paragraph_properties,
    run_properties,
    styles_of,
    to_number,
    value,
    w,
)
from congvan.nd30.docx.table_styles import active_parts, own_borders_drawn, table_look
from congvan.nd30.model.view import CellPosition, PageNumber, Paragraph, Stroke, TextLine, TextRun, View
from congvan.opc.xml_stream import Unreadable
from congvan.units import pt_to_mm, twips_to_mm

_UNDERSCORES = re.compile(r"^[_\u2500\u2014\u2015\u2013\u00af]{4,}$")
MAX_PARAGRAPHS = 60_000
REASONS = dict.fromkeys(("entries", "total", "part", "ratio"), "too-large")  # why a package is not read → a document
REASONS |= {"doctype": "hostile", "encrypted": "locked", "old-office": "old-word", "twice": "damaged"}


@dataclass(frozen=True)
class _Container:
    """Where the walk stands: the width to fill (mm), the cell, the table's style and cell margins (mm), the region."""

    x0: float
    x1: float
    region: str = "body"
    cell: CellPosition | None = None
    table_style: str = ""
    table_look: frozenset[str] = frozenset()
    table_parts: tuple[str, ...] = ()
    margins: dict[str, float] = field(default_factory=dict)
    depth: int = 0


def read_docx(data: bytes) -> View:
    """The view of a DOCX; damaged, locked and hostile files give a view that says so, never an exception."""
    try:
        return _DocumentWalker(WordPackage(data)).view()
    except Unreadable as reason:
        return View("docx", unreadable=REASONS.get(reason.code, reason.code))
    except RecursionError:
        return View("docx", unreadable="hostile")


class _DocumentWalker:
    def __init__(self, package: WordPackage) -> None:
        self.package = package
        self.styles, numbering = styles_of(package)
        self.lists = Lists(numbering)
        self.paragraphs: list[Paragraph] = []
        self.strokes: list[Stroke] = []
        self.count = self.tables = 0
        self.new_page = False
        self.after = 0.0  # space after the paragraph above, with what empty paragraphs take, points
        self.above: Properties = {}  # the settings of the paragraph above
        self.down = 0.0  # points below the beginning, as if the document were one page
        self.section = 1
        self.tabled: set[int] = set()  # sections that hold a ruled table
        self.stop = default_tab(package)

    def view(self) -> View:
        root = self.package.part(self.package.main)
        body = root.find(w("body")) if root is not None else None
        if body is None:
            raise Unreadable("not-word")
        sections = sections_of(body)
        first = section_pages(sections, ())[0]
        self._walk(body, _Container(first.left or 0.0, first.width - (first.right or 0.0)))
        pages = section_pages(sections, self.tabled)
        if not any(c.isalpha() for p in self.paragraphs for c in p.text):
            return View("docx", tuple(pages), unreadable="no-text")
        numbers = self._numbers(sections)
        return View(
            "docx",
            tuple(pages),
            tuple(self.paragraphs),
            tuple(self.strokes),
            (),
            tuple(numbers),
        )

    # --- headers and footers ----------------------------------------------------------------------------------------

    def _numbers(self, sections: list[Any]) -> list[PageNumber]:
        kept, strokes = self.paragraphs, self.strokes
        found: list[PageNumber] = []
        margins: dict[str, list[Paragraph]] = {}
        for index, section in enumerate(sections, 1):
            title = section.find(w("titlePg"))
            different = title is not None and is_on(title)
            for kind, where in (("headerReference", "top"), ("footerReference", "bottom")):
                for link in section.findall(w(kind)):
                    page_type = value(link, "type") or "default"
                    if page_type == "first" and not different:
                        continue
                    target = self.package.targets.get(link.get(f"{{{R}}}id", ""), "")
                    root = self.package.part(target)
                    if root is None:
                        continue
                    self.paragraphs, self.strokes = [], []
                    self._walk(root, _Container(0.0, 165.0, "header" if where == "top" else "footer"))
                    if not has_page_field(root):
                        margins[target] = self.paragraphs
                        continue
                    first = page_type == "first" or (page_type == "default" and not different)
                    found += page_numbers(root, section, self.paragraphs, where, index, first)
        outside = [p for own in margins.values() for p in own if any(c.isalpha() for c in p.text)]
        self.paragraphs = kept + [replace(p, ordinal=len(kept) + 1 + i) for i, p in enumerate(outside)]
        self.strokes = strokes
        return found

    # --- the walk ---------------------------------------------------------------------------------------------------

    def _walk(self, parent: Any, place: _Container) -> None:
        if place.depth > MAX_DEPTH:
            raise Unreadable("hostile")
        for child in parent:
            if not isinstance(child.tag, str):
                continue
            name = child.tag.rpartition("}")[2]
            if name == "p":
                self._paragraph(child, place)
            elif name == "tbl":
                self._table(child, replace(place, depth=place.depth + 1))
            elif name in WRAPPERS:
                self._walk(child, replace(place, depth=place.depth + 1))

    def _table(self, table: Any, place: _Container) -> None:
        self.tables += 1
        at = self.tables
        settings = table.find(w("tblPr"))
        style = settings.find(w("tblStyle")) if settings is not None else None
        name = value(style) if style is not None else self.styles.default_table
        drawn = own_borders_drawn(settings)
        ruled = self.styles.ruled(name) if drawn is None else drawn
        grid = [
            twips_to_mm(to_number(value(column, "w")) or 0)
            for column in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")
        ]
        total = sum(grid) or place.x1 - place.x0
        own = settings.find(w("tblCellMar")) if settings is not None else None
        margins = {**self.styles.cell_margins(name), **cell_margins(own)}
        indent = settings.find(w("tblInd")) if settings is not None else None
        centre = (
            settings is not None and settings.find(w("jc")) is not None and value(settings.find(w("jc"))) == "center"
        )
        start = place.x0 + (twips_to_mm(to_number(value(indent, "w")) or 0) if indent is not None else 0.0)
        if centre:
            start = (place.x0 + place.x1 - total) / 2
        inside = replace(place, table_style=name, table_look=table_look(settings), margins=margins)
        rows = [r for r in table.iter(w("tr")) if next(r.iterancestors(w("tbl"))) is table]
        for row_number, row in enumerate(rows, 1):
            self._row(row, (row_number, len(rows)), at, grid, start, total, ruled, inside)
        self.after, self.above = 0.0, {}

    def _row(
        self,
        row: Any,
        numbered: tuple[int, int],
        at: int,
        grid: list[float],
        start: float,
        total: float,
        ruled: bool,
        place: _Container,
    ) -> None:
        column, left = 0, start
        row_number, rows = numbered
        top = deepest = self.down
        for cell in row.iter(w("tc")):
            if next(cell.iterancestors(w("tr"))) is not row:
                continue
            settings = cell.find(w("tcPr"))
            span = settings.find(w("gridSpan")) if settings is not None else None
            wide = int(to_number(value(span)) or 1) if span is not None else 1
            width = sum(grid[column : column + wide])
            own = settings.find(w("tcW")) if settings is not None else None
            if own is not None and value(own, "type") == "dxa" and to_number(value(own, "w")):
                width = twips_to_mm(to_number(value(own, "w")) or 0)
            width = width or total / max(1, len(grid))
            merge = settings.find(w("vMerge")) if settings is not None else None
            borders = settings.find(w("tcBorders")) if settings is not None else None
            lined = ruled or (borders is not None and has_border(borders, ("left", "right", "start", "end")))
            if lined:
                self.tabled.add(self.section)
            parts = active_parts(place.table_look, row_number, rows, column + 1, max(len(grid) - wide + 1, 1))
            x0, x1, at_column = left, left + width, column + 1
            column, left = column + wide, x1
            if merge is not None and value(merge) in ("", "continue"):
                continue
            self.after, self.above, self.down = 0.0, {}, top
            pad = {**place.margins, **cell_margins(settings.find(w("tcMar")) if settings is not None else None)}
            where = CellPosition(at, row_number, at_column, x0, x1, lined, pad["left"] + pad["right"])
            x0, x1 = x0 + pad["left"], x1 - pad["right"]
            self._walk(cell, replace(place, x0=x0, x1=x1, cell=where, table_parts=parts, depth=place.depth + 1))
            if borders is not None and not lined and has_border(borders, ("bottom",)):
                self._stroke(width, "border")
            deepest = max(deepest, self.down)
        self.down = deepest

    def _paragraph(self, element: Any, place: _Container) -> None:
        self.count += 1
        if self.count > MAX_PARAGRAPHS:
            raise Unreadable("too-large")
        own = element.find(w("pPr"))
        direct = paragraph_properties(own)
        settings = self.styles.paragraph(direct, place.table_style, place.table_parts)
        runs: list[Any] = []
        collect_runs(element, runs, 0)
        lines, broke = self._lines(runs, settings, place)
        number_text = self._list_number(settings, direct)
        listed = self._list_settings(settings)
        if "numId" not in direct:  # what a style says of itself beats the list that it names
            listed = {**listed, **self.styles.named(str(direct.get("pStyle", "")))}
        settings = self.styles.paragraph({**listed, **direct}, place.table_style, place.table_parts)
        self._drawings(element, place)
        if number_text and any(line.text.strip() for line in lines):
            lines[0] = replace(lines[0], runs=(self._number_run(number_text, settings, lines[0]), *lines[0].runs))
        text = "".join(line.text for line in lines).strip()
        if settings.get("border"):
            self._border(settings, place, bool(text))
        mark = self.styles.run(
            str(settings.get("pStyle", "")),
            run_properties(own.find(w("rPr")) if own is not None else None),
            place.table_style,
            place.table_parts,
        )
        self._put(lines, settings, place, broke, largest_size(lines, mark))
        if own is not None and own.find(w("sectPr")) is not None and place.region == "body":
            self.section += 1

    def _put(self, lines: list[TextLine], settings: Properties, place: _Container, broke: bool, size: float) -> None:
        """The paragraph under the one above, as text, as a rule of underscores or as white space."""
        same = bool(self.above) and self.above.get("pStyle") == settings.get("pStyle")
        before = 0.0 if same and settings.get("contextualSpacing") else paragraph_space(settings, "before")
        if same and self.above.get("contextualSpacing"):
            self.after -= paragraph_space(self.above, "after")
        height = paragraph_height(lines, settings, size, place.x1 - place.x0)
        self.down += before
        text = "".join(line.text for line in lines).strip().replace(" ", "")
        if _UNDERSCORES.match(text):
            self._stroke(0.5 * pt_to_mm(size) * len(text), "text")
        elif text:
            self._add(lines, settings, place, broke, size, before + self.after, height.unsure)
        self.after = paragraph_space(settings, "after") if text else self.after + before + height.points
        self.after += 0.0 if text else paragraph_space(settings, "after")
        self.down += height.points + paragraph_space(settings, "after")
        self.above = settings

    def _add(
        self,
        lines: list[TextLine],
        settings: Properties,
        place: _Container,
        broke: bool,
        size: float,
        before: float,
        unsure: bool,
    ) -> None:
        ordinal = len(self.paragraphs) + 1
        where = Message("at.paragraph", paragraph=self.count)
        if place.cell is not None:
            where = Message("at.table-column", table=place.cell.table, row=place.cell.row, column=place.cell.column)
        spacing, exact = line_spacing(settings, size)
        align = ALIGN.get(str(settings.get("jc", "")), "left")
        if settings.get("frame") in ("center", "right"):
            align = ALIGN[str(settings["frame"])]
        left = twips_to_mm(settings.get("left") or 0)
        first = first_word_offset(lines[0], settings, left + twips_to_mm(settings.get("first") or 0), self.stop)
        if align == "left" and any(abs(first - twips_to_mm(place)) < 0.1 for place in settings.get("middles") or ()):
            align = ""  # centred on a tab stop, wherever that stands
        kept = tuple(replace(n, number=self.count) for n in lines if n.text.strip())
        self.paragraphs.append(
            Paragraph(
                kept,
                place.region,
                align,
                first,
                left,
                before=before,
                after=paragraph_space(settings, "after"),
                spacing=spacing,
                exact=exact,
                cell=place.cell,
                ordinal=ordinal,
                where=where,
                tabbed=any("\t" in n.text.strip() for n in lines),
                new_page=self.new_page or bool(settings.get("pageBreakBefore")),
                section=self.section,
                down=self.down,
                unsure=unsure,
            )
        )
        self.new_page = broke

    def _lines(self, runs: list[Any], settings: Properties, place: _Container) -> tuple[list[TextLine], bool]:
        """The paragraph's lines, and whether a page break stands in it after text."""
        style = str(settings.get("pStyle", ""))
        rows: list[list[TextRun]] = [[]]
        broke = False
        for run in runs:
            resolved = self.styles.run(style, run_properties(run.find(w("rPr"))), place.table_style, place.table_parts)
            if resolved.get("vanish"):
                continue
            for text in text_pieces(run):
                if text == "\f":
                    broke = True
                    self.new_page = self.new_page or not any(r.text.strip() for row in rows for r in row)
                elif text == "\n":
                    rows.append([])
                elif text:
                    rows[-1].append(make_run(text, resolved))
        return [TextLine(tuple(row), 0, self.count) for row in rows], broke

    # --- lists, borders, drawings -----------------------------------------------------------------------------------

    def _list_settings(self, settings: Properties) -> Properties:
        level = self.lists.level(str(settings.get("numId", "")), int(to_number(str(settings.get("ilvl", "0"))) or 0))
        return level.paragraph if level is not None else {}

    def _list_number(self, settings: Properties, direct: Properties) -> str:
        numbered = str(settings.get("numId", ""))
        return self.lists.next(numbered, int(to_number(str(settings.get("ilvl", "0"))) or 0)) if numbered else ""

    def _number_run(self, text: str, settings: Properties, line: TextLine) -> TextRun:
        level = self.lists.level(str(settings.get("numId", "")), int(to_number(str(settings.get("ilvl", "0"))) or 0))
        base = line.runs[0] if line.runs else TextRun("")
        own = level.run if level is not None else {}
        return replace(
            base,
            text=f"{text} ",
            bold=bool(own.get("b", base.bold)),
            italic=bool(own.get("i", base.italic)),
            raised=False,
        )

    def _border(self, settings: Properties, place: _Container, has_text: bool) -> None:
        sides = [s for s in settings["border"] if s in ("bottom", "top", "between")]
        if sides and {"left", "right"}.isdisjoint(settings["border"]):
            inset = twips_to_mm((settings.get("left") or 0) + (settings.get("right") or 0))
            above = has_text and sides == ["top"]
            solid = bool(settings.get("border_solid", True))
            self._stroke(
                place.x1 - place.x0 - inset, "border-top" if above else "border", next_one=has_text, solid=solid
            )

    def _stroke(self, length: float, kind: str, *, next_one: bool = False, solid: bool = True) -> None:
        anchor = len(self.paragraphs) + (1 if next_one else 0)
        self.strokes.append(Stroke(0, 0.0, max(length, 0.0), 0.0, kind, anchor, solid=solid))

    def _drawings(self, element: Any, place: _Container) -> None:
        for length, solid in drawn_lines(element):
            self._stroke(
                length, "drawn", next_one=any(t.text and t.text.strip() for t in element.iter(w("t"))), solid=solid
            )
        for content, width in text_boxes(element):
            if place.depth < MAX_DEPTH:
                region = "textbox" if place.region == "body" else place.region
                box = replace(place, region=region, depth=place.depth + 4)
                flow = self.after, self.above, self.down
                self._walk(content, replace(box, x1=box.x0 + width) if width else box)
                self.after, self.above, self.down = flow
