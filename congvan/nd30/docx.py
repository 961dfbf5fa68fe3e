"""DOCX bytes → View: the document's paragraphs in reading order with everything that Word resolves already resolved.

A DOCX has no lines and no pages of its own, so lines are what breaks separate, pages are sections, and places are
paragraphs counted from 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from congvan.nd30.docx_drawing import line_length, text_boxes
from congvan.nd30.docx_numbers import Lists
from congvan.nd30.docx_package import Package, R, Unreadable
from congvan.nd30.docx_runs import MAX_DEPTH, WRAPPERS, pieces_of, run_of, runs_of
from congvan.nd30.docx_style import (
    Properties,
    Styles,
    cell_margins,
    number,
    on,
    paragraph_properties,
    run_properties,
    value,
    visible,
    w,
)
from congvan.nd30.docx_table import looks, parts_of
from congvan.nd30.view import Cell, Line, Numbering, Page, Paragraph, Run, Stroke, View
from congvan.units import pt_to_mm, twips_to_mm

_ALIGN = {"both": "justify", "distribute": "justify", "center": "centre", "right": "right", "end": "right"}
_UNDERSCORES = re.compile(r"^[_\u2500\u2014\u2015\u2013\u00af]{4,}$")
MAX_PARAGRAPHS = 60_000


@dataclass(frozen=True)
class _Place:
    """Where the walk stands: the width to fill (mm), the cell, the table's style and cell margins (mm), the region."""

    x0: float
    x1: float
    region: str = "body"
    cell: Cell | None = None
    table_style: str = ""
    table_look: frozenset[str] = frozenset()
    table_parts: tuple[str, ...] = ()
    margins: dict[str, float] = field(default_factory=dict)
    depth: int = 0


def read_docx(data: bytes) -> View:
    """The view of a DOCX; damaged, locked and hostile files give a view that says so, never an exception."""
    try:
        return _Reader(Package(data)).view()
    except Unreadable as reason:
        return View("docx", unreadable=str(reason))
    except RecursionError:
        return View("docx", unreadable="hostile")


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = Styles(package)
        self.lists = Lists(self.styles.numbering)
        self.paragraphs: list[Paragraph] = []
        self.strokes: list[Stroke] = []
        self.count = self.tables = 0
        self.new_page = False
        self.after = 0.0  # space after the paragraph above, points
        self.unread: list[str] = []

    def view(self) -> View:
        root = self.package.part(self.package.main)
        body = root.find(w("body")) if root is not None else None
        if body is None:
            raise Unreadable("not-word")
        pages, sections = self._sections(body)
        first = pages[0]
        self._walk(body, _Place(first.left or 0.0, first.width - (first.right or 0.0)))
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
            unread=tuple(self.unread),
        )

    # --- sections, headers and footers ------------------------------------------------------------------------------

    def _sections(self, body: Any) -> tuple[list[Page], list[Any]]:
        sections = list(body.iter(w("sectPr")))
        pages = []
        for index, section in enumerate(sections):
            size, margins = section.find(w("pgSz")), section.find(w("pgMar"))

            def mm(element: Any, name: str, default: float) -> float:
                twips = number(value(element, name)) if element is not None else None
                return twips_to_mm(twips if twips is not None else default)

            pages.append(
                Page(
                    index + 1,
                    mm(size, "w", 12240),
                    mm(size, "h", 15840),
                    left=mm(margins, "left", 1440) + mm(margins, "gutter", 0),
                    right=mm(margins, "right", 1440),
                    top=abs(mm(margins, "top", 1440)),
                    bottom=abs(mm(margins, "bottom", 1440)),
                    declared=True,
                )
            )
        return pages or [Page(1, 215.9, 279.4, 25.4, 25.4, 25.4, 25.4, declared=True)], sections

    def _numbers(self, sections: list[Any]) -> list[Numbering]:
        targets = {ident: target for target, _kind, ident in self.package.relations(self.package.main)}
        kept, strokes = self.paragraphs, self.strokes
        found: list[Numbering] = []
        margins: dict[str, list[Paragraph]] = {}
        for index, section in enumerate(sections):
            title = section.find(w("titlePg"))
            different = title is not None and on(title)
            for kind, where in (("headerReference", "top"), ("footerReference", "bottom")):
                for link in section.findall(w(kind)):
                    page_type = value(link, "type") or "default"
                    if page_type == "first" and not different:
                        continue
                    target = targets.get(link.get(f"{{{R}}}id", ""), "")
                    root = self.package.part(target)
                    if root is None:
                        continue
                    self.paragraphs, self.strokes = [], []
                    self._walk(root, _Place(0.0, 165.0, "header" if where == "top" else "footer"))
                    if not has_page_field(root):
                        margins[target] = self.paragraphs
                        continue
                    first = page_type == "first" or (page_type == "default" and not different)
                    found += _numberings(root, self.paragraphs, where, index + 1, first)
        outside = [p for own in margins.values() for p in own if any(c.isalpha() for c in p.text)]
        self.paragraphs = kept + [replace(p, ordinal=len(kept) + 1 + i) for i, p in enumerate(outside)]
        self.strokes = strokes
        return found

    # --- the walk ---------------------------------------------------------------------------------------------------

    def _walk(self, parent: Any, place: _Place) -> None:
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

    def _table(self, table: Any, place: _Place) -> None:
        self.tables += 1
        at = self.tables
        settings = table.find(w("tblPr"))
        style = settings.find(w("tblStyle")) if settings is not None else None
        name = value(style) if style is not None else self.styles.default_table
        ruled = self.styles.ruled(name) if _ruled(settings) is None else bool(_ruled(settings))
        grid = [
            twips_to_mm(number(value(column, "w")) or 0) for column in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")
        ]
        total = sum(grid) or place.x1 - place.x0
        own = settings.find(w("tblCellMar")) if settings is not None else None
        margins = {**self.styles.cell_margins(name), **cell_margins(own)}
        indent = settings.find(w("tblInd")) if settings is not None else None
        centre = (
            settings is not None and settings.find(w("jc")) is not None and value(settings.find(w("jc"))) == "center"
        )
        start = place.x0 + (twips_to_mm(number(value(indent, "w")) or 0) if indent is not None else 0.0)
        if centre:
            start = (place.x0 + place.x1 - total) / 2
        inside = replace(place, table_style=name, table_look=looks(settings), margins=margins)
        rows = [r for r in table.iter(w("tr")) if next(r.iterancestors(w("tbl"))) is table]
        for row_number, row in enumerate(rows, 1):
            self._row(row, (row_number, len(rows)), at, grid, start, total, ruled, inside)

    def _row(
        self,
        row: Any,
        numbered: tuple[int, int],
        at: int,
        grid: list[float],
        start: float,
        total: float,
        ruled: bool,
        place: _Place,
    ) -> None:
        column, left = 0, start
        row_number, rows = numbered
        for cell in row.iter(w("tc")):
            if next(cell.iterancestors(w("tr"))) is not row:
                continue
            settings = cell.find(w("tcPr"))
            span = settings.find(w("gridSpan")) if settings is not None else None
            wide = int(number(value(span)) or 1) if span is not None else 1
            width = sum(grid[column : column + wide])
            own = settings.find(w("tcW")) if settings is not None else None
            if own is not None and value(own, "type") == "dxa" and number(value(own, "w")):
                width = twips_to_mm(number(value(own, "w")) or 0)
            width = width or total / max(1, len(grid))
            merge = settings.find(w("vMerge")) if settings is not None else None
            borders = settings.find(w("tcBorders")) if settings is not None else None
            lined = ruled or (borders is not None and visible(borders, ("left", "right", "start", "end")))
            where = Cell(at, row_number, column + 1, left, left + width, lined)
            parts = parts_of(place.table_look, row_number, rows, column + 1, max(len(grid) - wide + 1, 1))
            column, left = column + wide, left + width
            if merge is not None and value(merge) in ("", "continue"):
                continue
            self.after = 0.0
            pad = {**place.margins, **cell_margins(settings.find(w("tcMar")) if settings is not None else None)}
            x0, x1 = where.x0 + pad["left"], where.x1 - pad["right"]
            self._walk(cell, replace(place, x0=x0, x1=x1, cell=where, table_parts=parts, depth=place.depth + 1))

    def _paragraph(self, element: Any, place: _Place) -> None:
        self.count += 1
        if self.count > MAX_PARAGRAPHS:
            raise Unreadable("too-large")
        direct = paragraph_properties(element.find(w("pPr")))
        settings = self.styles.paragraph(direct, place.table_style, place.table_parts)
        runs: list[Any] = []
        runs_of(element, runs, 0)
        lines, broke = self._lines(runs, settings, place)
        number_text = self._list_number(settings, direct)
        settings = self.styles.paragraph(
            {**self._list_settings(settings), **direct}, place.table_style, place.table_parts
        )
        self._drawings(element, place)
        if number_text and any(line.text.strip() for line in lines):
            lines[0] = replace(lines[0], runs=(self._number_run(number_text, settings, lines[0]), *lines[0].runs))
        text = "".join(line.text for line in lines).strip()
        if settings.get("border"):
            self._border(settings, place, bool(text))
        if _UNDERSCORES.match(text.replace(" ", "")):
            size = max((r.size for line in lines for r in line.runs), default=13.0)
            self._stroke(0.5 * pt_to_mm(size) * len(text.replace(" ", "")), "text")
        elif text:
            self._add(lines, settings, place, broke)
        self.after = _points(settings, "after")

    def _add(self, lines: list[Line], settings: Properties, place: _Place, broke: bool) -> None:
        ordinal = len(self.paragraphs) + 1
        where = (
            f"paragraph {self.count}"
            if place.cell is None
            else (f"table {place.cell.table}, row {place.cell.row}, column {place.cell.column}")
        )
        rule, line = settings.get("lineRule", "auto"), number(str(settings.get("line", "")))
        fixed = rule in ("exact", "atLeast") and line is not None
        align = _ALIGN.get(str(settings.get("jc", "")), "left")
        if settings.get("frame") in ("center", "right"):
            align = _ALIGN[str(settings["frame"])]
        left = twips_to_mm(settings.get("left") or 0)
        kept = tuple(replace(n, number=self.count) for n in lines if n.text.strip())
        self.paragraphs.append(
            Paragraph(
                kept,
                place.region,
                align,
                left + twips_to_mm(settings.get("first") or 0),
                left,
                before=_points(settings, "before") + self.after,
                after=_points(settings, "after"),
                spacing=None if fixed else (line or 240.0) / 240.0,
                exact=line / 20.0 if fixed and line is not None and rule == "exact" else None,
                cell=place.cell,
                ordinal=ordinal,
                where=where,
                tabbed=any("\t" in n.text.strip() for n in lines),
                new_page=self.new_page or bool(settings.get("pageBreakBefore")),
            )
        )
        self.new_page = broke

    def _lines(self, runs: list[Any], settings: Properties, place: _Place) -> tuple[list[Line], bool]:
        """The paragraph's lines, and whether a page break stands in it after text."""
        style = str(settings.get("pStyle", ""))
        rows: list[list[Run]] = [[]]
        broke = False
        for run in runs:
            resolved = self.styles.run(style, run_properties(run.find(w("rPr"))), place.table_style, place.table_parts)
            if resolved.get("vanish"):
                continue
            for text in pieces_of(run):
                if text == "\f":
                    broke = True
                    self.new_page = self.new_page or not any(r.text.strip() for row in rows for r in row)
                elif text == "\n":
                    rows.append([])
                elif text:
                    rows[-1].append(run_of(text, resolved))
        return [Line(tuple(row), 0, self.count) for row in rows], broke

    # --- lists, borders, drawings -----------------------------------------------------------------------------------

    def _list_settings(self, settings: Properties) -> Properties:
        level = self.lists.level(str(settings.get("numId", "")), int(number(str(settings.get("ilvl", "0"))) or 0))
        return level.paragraph if level is not None else {}

    def _list_number(self, settings: Properties, direct: Properties) -> str:
        numbered = str(settings.get("numId", ""))
        return self.lists.next(numbered, int(number(str(settings.get("ilvl", "0"))) or 0)) if numbered else ""

    def _number_run(self, text: str, settings: Properties, line: Line) -> Run:
        level = self.lists.level(str(settings.get("numId", "")), int(number(str(settings.get("ilvl", "0"))) or 0))
        base = line.runs[0] if line.runs else Run("")
        own = level.run if level is not None else {}
        return replace(
            base,
            text=f"{text} ",
            bold=bool(own.get("b", base.bold)),
            italic=bool(own.get("i", base.italic)),
            raised=False,
        )

    def _border(self, settings: Properties, place: _Place, has_text: bool) -> None:
        sides = [s for s in settings["border"] if s in ("bottom", "top", "between")]
        if sides and {"left", "right"}.isdisjoint(settings["border"]):
            inset = twips_to_mm((settings.get("left") or 0) + (settings.get("right") or 0))
            above = has_text and sides == ["top"]
            self._stroke(place.x1 - place.x0 - inset, "border-top" if above else "border", next_one=has_text)

    def _stroke(self, length: float, kind: str, *, next_one: bool = False, solid: bool = True) -> None:
        anchor = len(self.paragraphs) + (1 if next_one else 0)
        self.strokes.append(Stroke(0, 0.0, max(length, 0.0), 0.0, 0.2, kind, anchor, placed=False, solid=solid))

    def _drawings(self, element: Any, place: _Place) -> None:
        for length, solid in line_length(element):
            self._stroke(
                length, "drawn", next_one=any(t.text and t.text.strip() for t in element.iter(w("t"))), solid=solid
            )
        for content, width in text_boxes(element):
            if place.depth < MAX_DEPTH:
                box = replace(
                    place, region="textbox" if place.region == "body" else place.region, depth=place.depth + 4
                )
                self._walk(content, replace(box, x1=box.x0 + width) if width else box)


def _points(settings: Properties, side: str) -> float:
    if str(settings.get(f"{side}Autospacing", "")).lower() in ("1", "true", "on"):
        return 14.0
    return (number(str(settings.get(side, "0"))) or 0.0) / 20.0


def _ruled(settings: Any | None) -> bool | None:
    """Whether the table's own borders are drawn, None where it names none and its style decides."""
    borders = settings.find(w("tblBorders")) if settings is not None else None
    return None if borders is None else visible(borders, ("insideV", "left", "start", "right", "end"))


def has_page_field(root: Any) -> bool:
    """Whether a header or footer prints the page number."""
    simple = any(value(f, "instr").split()[:1] == ["PAGE"] for f in root.iter(w("fldSimple")))
    return simple or "PAGE" in {word for t in root.iter(w("instrText")) for word in (t.text or "").split()}


def _numberings(root: Any, paragraphs: list[Paragraph], where: str, section: int, first: bool) -> list[Numbering]:
    """The paragraph of a header or footer that prints the page number (its shown digits, or the only one with
    digits)."""
    holders = [p for p in paragraphs if re.search(r"\d", p.text) or not p.text.strip()] or paragraphs[:1]
    if not holders:  # a field whose result was never saved
        blank = Paragraph((Line((Run(""),)),), "header" if where == "top" else "footer", _blank_align(root))
        return [Numbering(where, blank.align, section, blank, field=True, on_first=first)]
    holder = holders[0]
    lead = holder.raw.split(re.findall(r"\d", holder.raw)[0])[0] if re.search(r"\d", holder.raw) else ""
    align = {1: "centre", 2: "right"}.get(lead.count("\t"), holder.align) if holder.align == "left" else holder.align
    return [Numbering(where, align, section, holder, field=True, on_first=first, shown=holder.text)]


def _blank_align(root: Any) -> str:
    jc = next(root.iter(w("jc")), None)
    return _ALIGN.get(value(jc), "left") if jc is not None else ""
