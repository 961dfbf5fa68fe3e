"""Measure the bytes of a DOCX: its paragraphs in reading order, with styles, lists and tables resolved as in Word.

A DOCX has no lines and pages of its own: lines are separated by breaks, a page stands for a section, and positions are
paragraphs counted from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from congvan.core.opc.xml_stream import Unreadable
from congvan.core.units import pt_to_mm, twips_to_mm
from congvan.nd30.docx.drawing import drawn_lines, draws, pictures, text_boxes
from congvan.nd30.docx.flow import Flow, StyledParagraph, Surroundings
from congvan.nd30.docx.lists import Lists
from congvan.nd30.docx.metrics import largest_size
from congvan.nd30.docx.package import WordPackage
from congvan.nd30.docx.runs import MAX_DEPTH, WRAPPERS, collect_runs, make_run, text_pieces
from congvan.nd30.docx.sections import (
    default_tab,
    ends_with_blank_page,
    has_page_field,
    is_switched_on,
    page_numbers,
    printed_margins,
    section_pages,
    sections_of,
)
from congvan.nd30.docx.styles import (
    WHITE,
    Properties,
    cell_margins,
    child_of,
    has_border,
    is_shaded,
    paragraph_properties,
    run_properties,
    styles_of,
    to_number,
    value,
    w,
)
from congvan.nd30.docx.table_styles import active_parts, is_cell_ruled, own_borders_drawn, table_look
from congvan.nd30.model.view import (
    CellPosition,
    PageGeometry,
    PageNumber,
    Paragraph,
    StyledRun,
    TextLine,
    View,
    shows_part,
)

MAX_PARAGRAPHS = 60_000
REASONS = dict.fromkeys(("entries", "total", "part", "ratio"), "too-large")
"""The code of `Unreadable` → why the document is unreadable; other codes are the same."""
REASONS |= {"doctype": "hostile", "encrypted": "locked", "old-office": "old-word", "twice": "damaged"}


@dataclass(frozen=True)
class _TableGeometry:
    """The geometry of a table: its number from 1, column widths, left edge and width in mm, number of rows."""

    number: int
    grid: list[float]
    start: float
    width: float
    ruled: bool
    rows: int


def read_docx(data: bytes) -> View:
    """Return the view of a DOCX; for a damaged, locked or untrusted file a view that says so, never an exception."""
    try:
        return _DocumentWalker(WordPackage(data)).view()
    except Unreadable as reason:
        return View("docx", unreadable=REASONS.get(reason.code, reason.code))
    except RecursionError:
        return View("docx", unreadable="hostile")


def declared_pages(data: bytes) -> tuple[PageGeometry, ...]:
    """Return the page of each section that a DOCX declares; none of a file that can't be read."""
    try:
        package = WordPackage(data)
        root = package.part(package.main)
    except Unreadable:
        return ()
    body = root.find(w("body")) if root is not None else None
    return () if body is None else tuple(section_pages(sections_of(body), ()))


class _DocumentWalker:
    """Walks the body, headers and footers of a document and collects paragraphs and drawn lines."""

    def __init__(self, package: WordPackage) -> None:
        self.package = package
        self.styles, numbering = styles_of(package)
        self.lists = Lists(numbering)
        self.tables = 0
        self.pictured: set[int] = set()  # how many paragraphs are above each wide picture
        self.tabled: set[int] = set()  # sections that hold a ruled table
        self.margin_depths: dict[int, dict[str, float]] = {}  # section → top, bottom → mm of its header or footer
        self.first_depths: dict[int, dict[str, float]] = {}  # the same of title pages
        self.settings = package.part(package.related("settings", "word/settings.xml"))
        adding = is_switched_on(child_of(self.settings, "compat"), "doNotUseHTMLParagraphAutoSpacing")
        self.flow = Flow(default_tab(self.settings), adding)

    def view(self) -> View:
        root = self.package.part(self.package.main)
        body = root.find(w("body")) if root is not None else None
        if body is None:
            raise Unreadable("not-word")
        sections = sections_of(body)
        first = section_pages(sections, ())[0]
        self._walk(body, Surroundings(first.left or 0.0, first.width - (first.right or 0.0)))
        if not any(c.isalpha() for p in self.flow.paragraphs for c in p.text):
            return View("docx", tuple(section_pages(sections, self.tabled)), unreadable="no-text")
        pictured = not self.pictured.isdisjoint((0, len(self.flow.paragraphs)))
        numbers = self._numbers(sections)
        pages = section_pages(sections, self.tabled, self.margin_depths, self.first_depths)
        return View(
            "docx",
            tuple(pages),
            tuple(self.flow.paragraphs),
            tuple(self.flow.strokes),
            (),
            tuple(numbers),
            pictured=pictured,
            ends_blank=ends_with_blank_page(body),
        )

    # --- headers and footers ----------------------------------------------------------------------------------------

    def _numbers(self, sections: list[Any]) -> list[PageNumber]:
        """Return the page numbers of all headers and footers; append the paragraphs of those without a number."""
        body, body_strokes = self.flow.paragraphs, self.flow.strokes
        numbers: list[PageNumber] = []
        margins: dict[str, list[Paragraph]] = {}
        for index, section in enumerate(sections, 1):
            for link in printed_margins(section, self.settings):
                target = self.package.targets.get(link.id, "")
                root = self.package.part(target)
                if root is None:
                    continue
                self.flow.paragraphs, self.flow.strokes, self.flow.down = [], [], 0.0
                self._walk(root, Surroundings(0.0, 165.0, "header" if link.where == "top" else "footer"))
                depths = (self.first_depths if link.own else self.margin_depths).setdefault(index, {})
                depths[link.where] = max(depths.get(link.where, 0.0), pt_to_mm(self.flow.down))
                if has_page_field(root):
                    numbers += page_numbers(root, section, self.flow.paragraphs, link.where, index, link.on_first)
                else:
                    margins[target] = self.flow.paragraphs
        others = [p for own in margins.values() for p in own if any(c.isalpha() for c in p.text)]
        self.flow.paragraphs = body + [replace(p, ordinal=len(body) + 1 + i) for i, p in enumerate(others)]
        self.flow.strokes = body_strokes
        return numbers

    # --- the walk ---------------------------------------------------------------------------------------------------

    def _walk(self, parent: Any, container: Surroundings) -> None:
        if container.depth > MAX_DEPTH:
            raise Unreadable("hostile")
        for child in parent:
            if not isinstance(child.tag, str):
                continue
            name = child.tag.rpartition("}")[2]
            if name == "p":
                self._paragraph(child, container)
            elif name == "tbl":
                self._table(child, replace(container, depth=container.depth + 1))
            elif name in WRAPPERS:
                self._walk(child, replace(container, depth=container.depth + 1))

    def _table(self, element: Any, container: Surroundings) -> None:
        self.tables += 1
        number = self.tables
        settings = element.find(w("tblPr"))
        style = child_of(settings, "tblStyle")
        name = value(style) if style is not None else self.styles.default_table
        drawn = own_borders_drawn(settings)
        ruled = self.styles.ruled(name) if drawn is None else drawn
        grid = [
            twips_to_mm(to_number(value(column, "w")) or 0)
            for column in element.iterfind(f"{w('tblGrid')}/{w('gridCol')}")
        ]
        width = sum(grid) or container.x1 - container.x0
        indent, alignment = child_of(settings, "tblInd"), child_of(settings, "jc")
        start = container.x0 + (twips_to_mm(to_number(value(indent, "w")) or 0) if indent is not None else 0.0)
        if alignment is not None and value(alignment) == "center":
            start = (container.x0 + container.x1 - width) / 2
        margins = {**self.styles.cell_margins(name), **cell_margins(child_of(settings, "tblCellMar"))}
        inside = replace(container, table_style=name, table_look=table_look(settings), margins=margins)
        rows = [r for r in element.iter(w("tr")) if next(r.iterancestors(w("tbl"))) is element]
        table = _TableGeometry(number, grid, start, width, ruled, len(rows))
        for row_number, row in enumerate(rows, 1):
            self._row(row, row_number, table, inside)
        self.flow.begin()

    def _row(self, row: Any, row_number: int, table: _TableGeometry, container: Surroundings) -> None:
        """Read the cells of a row side by side; the row is as deep as its deepest cell."""
        column, left = 0, table.start
        top = deepest = self.flow.down
        for cell in row.iter(w("tc")):
            if next(cell.iterancestors(w("tr"))) is not row:
                continue
            settings = cell.find(w("tcPr"))
            span, width = _cell_extent(settings, column, table)
            borders, merge = child_of(settings, "tcBorders"), child_of(settings, "vMerge")
            ruled = is_cell_ruled(borders, table.ruled)
            if ruled:
                self.tabled.add(self.flow.section)
            margins = {**container.margins, **cell_margins(child_of(settings, "tcMar"))}
            pad = margins["left"] + margins["right"]
            position = CellPosition(table.number, row_number, column + 1, left, left + width, ruled, pad)
            column, left = column + span, left + width
            if merge is not None and value(merge) in ("", "continue"):
                continue
            self.flow.begin()
            self.flow.down = top
            last_start = max(len(table.grid) - span + 1, 1)
            parts = active_parts(container.table_look, row_number, table.rows, position.column, last_start)
            self._cell(cell, position, margins, parts, container)
            if borders is not None and not ruled and has_border(borders, ("bottom",)):
                self.flow.stroke(width, "border")
            deepest = max(deepest, self.flow.down)
        self.flow.down = deepest

    def _cell(
        self,
        cell: Any,
        position: CellPosition,
        margins: Mapping[str, float],
        parts: tuple[str, ...],
        container: Surroundings,
    ) -> None:
        """Read a cell. `margins`: its own, in mm; `parts`: the parts of the table style that are active in it."""
        inside = replace(
            container,
            x0=position.x0 + margins["left"],
            x1=position.x1 - margins["right"],
            cell=position,
            shaded=container.shaded or is_shaded(cell) or self.styles.shaded(container.table_style),
            table_parts=parts,
            depth=container.depth + 1,
        )
        self._walk(cell, inside)

    def _paragraph(self, element: Any, container: Surroundings) -> None:
        self.flow.count += 1
        if self.flow.count > MAX_PARAGRAPHS:
            raise Unreadable("too-large")
        own = element.find(w("pPr"))
        direct = paragraph_properties(own)
        settings = self.styles.paragraph(direct, container.table_style, container.table_parts)
        container = replace(container, shaded=True) if settings.get("shaded") else container
        runs: list[Any] = []
        collect_runs(element, runs, 0)
        lines, broke = self._lines(runs, settings, container)
        number_text = self._list_number(settings, direct)
        listed = self._list_settings(settings)
        if listed:
            if "numId" not in direct:  # the settings of a style override those of its list
                listed = {**listed, **self.styles.named(str(direct.get("pStyle", "")))}
            settings = self.styles.paragraph({**listed, **direct}, container.table_style, container.table_parts)
        if draws(element):
            self._drawings(element, container)
        if number_text and any(line.text.strip() for line in lines):
            lines[0] = replace(lines[0], runs=(self._number_run(number_text, settings, lines[0]), *lines[0].runs))
        text = "".join(line.text for line in lines).strip()
        if settings.get("border"):
            self.flow.border(settings, container, bool(text))
        mark = self.styles.run(
            str(settings.get("pStyle", "")),
            run_properties(own.find(w("rPr")) if own is not None else None),
            container.table_style,
            container.table_parts,
        )
        self.flow.put(StyledParagraph(lines, settings, container, broke, largest_size(lines, mark)))
        if own is not None and own.find(w("sectPr")) is not None and container.region == "body":
            self.flow.section += 1

    def _lines(self, runs: list[Any], settings: Properties, container: Surroundings) -> tuple[list[TextLine], bool]:
        """Return the lines of a paragraph, and whether it contains a page break."""
        style = str(settings.get("pStyle", ""))
        rows: list[list[StyledRun]] = [[]]
        broke = False
        for run in runs:
            resolved = self.styles.run(
                style, run_properties(run.find(w("rPr"))), container.table_style, container.table_parts
            )
            white = resolved.get("color") == WHITE and not container.shaded and not is_shaded(run)
            if white or resolved.get("vanish"):
                continue
            for text in text_pieces(run):
                if text == "\f":
                    broke = True
                    self.flow.new_page = self.flow.new_page or not any(r.text.strip() for row in rows for r in row)
                elif text == "\n":
                    rows.append([])
                elif text:
                    rows[-1].append(make_run(text, resolved))
        return [TextLine(tuple(row), 0, self.flow.count) for row in rows], broke

    # --- lists, borders, drawings -----------------------------------------------------------------------------------

    def _list_settings(self, settings: Properties) -> Properties:
        level = self.lists.level(str(settings.get("numId", "")), int(to_number(str(settings.get("ilvl", "0"))) or 0))
        return level.paragraph if level is not None else {}

    def _list_number(self, settings: Properties, direct: Properties) -> str:
        numbered = str(settings.get("numId", ""))
        return self.lists.next(numbered, int(to_number(str(settings.get("ilvl", "0"))) or 0)) if numbered else ""

    def _number_run(self, text: str, settings: Properties, line: TextLine) -> StyledRun:
        level = self.lists.level(str(settings.get("numId", "")), int(to_number(str(settings.get("ilvl", "0"))) or 0))
        base = line.runs[0] if line.runs else StyledRun("")
        own = level.run if level is not None else {}
        return replace(
            base,
            text=f"{text} ",
            bold=bool(own.get("b", base.bold)),
            italic=bool(own.get("i", base.italic)),
            raised=False,
        )

    def _drawings(self, element: Any, container: Surroundings) -> None:
        for length, solid in drawn_lines(element):
            self.flow.stroke(
                length, "drawn", next_one=any(t.text and t.text.strip() for t in element.iter(w("t"))), solid=solid
            )
        if any(shows_part(*size) for size in pictures(element)):
            self.pictured.add(len(self.flow.paragraphs))
        for content, width in text_boxes(element):
            if container.depth < MAX_DEPTH:
                region = "textbox" if container.region == "body" else container.region
                box = replace(container, region=region, shaded=True, depth=container.depth + 4)
                flow = self.flow.after, self.flow.blank, self.flow.above, self.flow.down
                self._walk(content, replace(box, x1=box.x0 + width) if width else box)
                self.flow.after, self.flow.blank, self.flow.above, self.flow.down = flow


def _cell_extent(settings: Any | None, column: int, table: _TableGeometry) -> tuple[int, float]:
    """Return how many columns a cell spans, counted from `column`, and its width in mm."""
    grid_span, own_width = child_of(settings, "gridSpan"), child_of(settings, "tcW")
    span = int(to_number(value(grid_span)) or 1) if grid_span is not None else 1
    width = sum(table.grid[column : column + span])
    if own_width is not None and value(own_width, "type") == "dxa" and to_number(value(own_width, "w")):
        width = twips_to_mm(to_number(value(own_width, "w")) or 0)
    return span, width or table.width / max(1, len(table.grid))
