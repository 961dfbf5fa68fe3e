"""Build the view of a PDF from placed runs: lines, paragraphs, page numbers and measured margins."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from congvan.nd30.model.view import Box, PageGeometry, PageNumber, Paragraph, Stroke, StyledRun, TextLine, View
from congvan.nd30.model.widths import line_bottom, line_top
from congvan.nd30.pdf.paragraphs import cell_of, join_pages, paragraphs_of
from congvan.units import pt_to_mm

if TYPE_CHECKING:
    from congvan.nd30.pdf.page import PageContents, PlacedRun

COLUMN_GAP = 5.0  # mm of white space between two runs of a line that separates columns
HEAD_GAP = 3.0  # the same in the head of page 1, whose two columns may nearly touch
_EDGE_ZONE = 15.0  # mm; small print nearer to the upper or lower edge was added to the document
_INDENTED_FROM = 38.0  # mm; lines that begin so far from the edge may all be indented first lines
_NUMBER = re.compile(r"^(?:Trang|trang)?[-–— ]*(\d{1,4}|[IVXLC]{1,6}|[ivx]{1,5})[-–— ]*(?:/ ?\d{1,4})?$")
_UNDERSCORES = re.compile(r"^[_\u2500\u2014\u2015\u2013\u00af]{4,}$")
_AFTER_BLANK = re.compile(r"\s*(?:/|tháng\b|năm\b)")
_SMALL_PRINT, _NOTE_FIGURE = 12.0, 9.6  # points; the largest size of footnotes, and of the figures that refer to them
_NOTE_START = re.compile(r"^\(?([\d*]{1,2})[.)]? ")
_NOTES_HEADING = re.compile(r"^Ghi chú\s*:?$")
_NOTE_MARK = re.compile(r"\s*\(?[\d*]{1,2}\)?\s*")
_NATIONAL = re.compile(r"^\s*(?:CỘNG H[OÒ]|Độc lập\s*[-–])", re.I)


def build_view(pages_read: Sequence[PageContents], *, cut: bool = False) -> View:
    """Build the view of a PDF from its pages; without a usable text layer, a view that says why.

    `cut`: whether the document has more pages than were read.
    """
    for contents in pages_read:
        _drop_white_text(contents)
    reason = _unreadable_reason(pages_read)
    if reason:
        return View("pdf", tuple(contents.page for contents in pages_read), unreadable=reason)
    _mark_overlays(pages_read)
    for contents in pages_read:
        _mark_fake_bold(contents)
    lines, strokes = [], []
    for contents in pages_read:
        contents_lines, page_strokes = _page_lines(contents)
        lines.append(contents_lines)
        strokes += page_strokes
    numbers, lines = _page_numbers(pages_read, lines)
    edges = [_text_edges(rows) for rows in lines]
    unread = tuple(
        contents.page.number
        for contents, rows in zip(pages_read, lines, strict=True)
        if _is_picture(contents) or (not rows and contents.pictures > 0.3)
    )
    return View(
        "pdf",
        tuple(_with_margins(*measured) for measured in zip(pages_read, lines, edges, strict=True)),
        _paragraphs(pages_read, lines, edges),
        tuple(strokes),
        tuple(frame for contents in pages_read for frame in contents.frames),
        tuple(numbers),
        unread=unread + ((0,) if cut else ()),
    )


def _unreadable_reason(pages_read: Sequence[PageContents]) -> str:
    """Return why the text layer can't be used, a key of `UNREADABLE`; "" if it can."""
    if not pages_read:
        return "damaged"
    chars = sum(map(_char_count, pages_read))
    hidden, garbled = sum(contents.hidden for contents in pages_read), sum(contents.garbled for contents in pages_read)
    most_pictures = max(contents.pictures for contents in pages_read)
    if chars < 40 * min(len(pages_read), 2):
        return "recognised" if hidden > chars else "scan" if most_pictures > 0.3 else "no-text"
    if all(map(_is_picture, pages_read)):
        return "recognised" if hidden > chars else "scan"
    if hidden > 3 * chars and most_pictures > 0.3:
        return "recognised"
    return "no-unicode" if garbled > 0.2 * chars else ""


def _paragraphs(
    pages_read: Sequence[PageContents], lines: Sequence[Sequence[TextLine]], edges: Sequence[_TextEdges | None]
) -> tuple[Paragraph, ...]:
    """Return the paragraphs of the text, then those of footnotes, then overlays, numbered in that order."""
    overall = _median_edges(edges)
    paragraphs: list[Paragraph] = []
    notes: list[Paragraph] = []
    for contents, rows, edge in zip(pages_read, lines, edges, strict=True):
        own = (edge[:2] if edge else overall) or (30.0, contents.page.width - 15.0)
        text, foot = _split_footnotes(contents, rows)
        paragraphs += paragraphs_of(contents, text, own)
        notes += [replace(p, region="footnote") for p in paragraphs_of(contents, foot, own)]
    every = [*join_pages(paragraphs), *notes, *_overlay_paragraphs(pages_read)]
    return tuple(replace(p, ordinal=i) for i, p in enumerate(every, 1))


def _mark_fake_bold(contents: PageContents) -> None:
    """Mark runs that are printed twice as bold."""
    for index, placed in enumerate(contents.runs if contents.struck else ()):
        middle, height = placed.box.centre, placed.base - 0.5
        if any(box.x0 <= middle <= box.x1 and box.y0 <= height <= box.y1 for box in contents.struck):
            contents.runs[index] = replace(placed, run=replace(placed.run, bold=True))


def _char_count(contents: PageContents) -> int:
    return sum(len(p.run.text) for p in contents.runs if not p.run.overlay)


def _is_picture(contents: PageContents) -> bool:
    """Return whether a page is a picture, except for the text of a stamp or a signature."""
    return contents.pictures > 0.8 and _char_count(contents) < 400


def _drop_white_text(contents: PageContents) -> None:
    """Drop white text from a page that is a picture: it is the recognised text of the scan."""
    if contents.pictures > 0.8:
        white = [p for p in contents.runs if p.run.colour is not None and p.run.colour & 0xF0F0F0 == 0xF0F0F0]
        contents.hidden += sum(len(p.run.text) for p in white)
        contents.runs[:] = [p for p in contents.runs if p not in white]


def _mark_overlays(pages_read: Sequence[PageContents]) -> None:
    """Mark as overlay what was added to the finished pages: an archive's small line at the edge, a coloured stamp.

    A stamp is in another face than most of the text.
    """
    letters: Counter[str] = Counter()
    for contents in pages_read:
        for placed in contents.runs:
            letters[placed.run.family] += len(placed.run.text)
    main = letters.most_common(1)[0][0]
    for contents in pages_read:
        contents.runs[:] = [
            replace(p, run=replace(p.run, overlay=True)) if _is_overlay(p, contents.page, main) else p
            for p in contents.runs
        ]


def _is_overlay(placed: PlacedRun, page: PageGeometry, main: str) -> bool:
    run = placed.run
    if run.size <= 9.5 and (placed.base > page.height - _EDGE_ZONE or (placed.base < _EDGE_ZONE and page.number > 1)):
        return _NUMBER.match(run.text.strip()) is None
    if run.family == main or not run.colour:
        return False
    channels = (run.colour >> 16, run.colour >> 8 & 255, run.colour & 255)
    return max(channels) - min(channels) > 0x40


def _page_lines(contents: PageContents) -> tuple[list[TextLine], list[Stroke]]:
    """Return the lines of a page from top to bottom, columns separate, and its drawn lines.

    Lines typed as underscores are drawn lines too.
    """
    rows: list[list[PlacedRun]] = []
    for placed in sorted((p for p in contents.runs if not p.run.overlay), key=lambda p: p.base):
        home = next((r for r in reversed(rows[-4:]) if _on_row(r, placed)), None)
        if home is None:
            rows.append([placed])
        else:
            home.append(placed)
    rows = [kept for row in rows if (kept := _without_note_marks(row, rows))]
    page, strokes = contents.page.number, list(contents.strokes)
    drawn = sorted(strokes, key=attrgetter("y"))
    lines: list[tuple[tuple[StyledRun, ...], Box, float]] = []
    for row in rows:
        for line_runs in _columns(sorted(row, key=lambda p: p.box.x0), page):
            runs, box, base = _merge_runs(line_runs, drawn)
            bare = "".join(run.text for run in runs).replace(" ", "")
            if _UNDERSCORES.match(bare):
                strokes.append(Stroke(page, box.x0, box.x1, base + 0.6, "text"))
            elif bare:
                lines.append((runs, box, base))
    lines.sort(key=lambda n: (round(n[2], 1), n[1].x0))
    return [TextLine(runs, page, i, box, base) for i, (runs, box, base) in enumerate(lines, 1)], strokes


def _without_note_marks(row: list[PlacedRun], rows: Sequence[list[PlacedRun]]) -> list[PlacedRun]:
    """Return a row without the small raised figures that refer to notes."""
    main = max(row, key=lambda p: p.run.size)
    if main.run.size < 10 and len(row) <= 3:  # marks in a row of their own, right above their line
        below = [p for r in rows if r is not row for p in r if 0 < p.base - row[0].base < 3]
        main = max(below, key=lambda p: p.run.size, default=main)
    return [
        p
        for p in row
        if not (p.run.size < 0.75 * main.run.size and p.base < main.base - 0.5 and _NOTE_MARK.fullmatch(p.run.text))
    ]


def _split_footnotes(contents: PageContents, rows: Sequence[TextLine]) -> tuple[Sequence[TextLine], Sequence[TextLine]]:
    """Split the lines of a page into text and footnotes.

    Footnotes are small print down to the bottom of the page, whose first line begins with a figure that is raised in
    the text above. Notes to a form below “Ghi chú:” belong to the text.
    """
    small = len(rows)
    while small and max(r.size for r in rows[small - 1].runs) <= _SMALL_PRINT:
        small -= 1
    if any(_NOTES_HEADING.match(n.text.strip()) for n in rows[small:]):
        return rows, ()
    figures = [p for p in contents.runs if p.run.size < _NOTE_FIGURE and _NOTE_MARK.fullmatch(p.run.text)]
    text = [n.baseline for n in rows[:small]]
    pointing = {p.run.text.strip("( )") for p in figures if any(0.5 < base - p.base < 4 for base in text)}
    for at in range(small, len(rows) if pointing else small):
        box, base, typed = rows[at].box, rows[at].baseline, _NOTE_START.match(rows[at].text)
        raised = [p for p in figures if -0.5 < base - p.base < 3 and box is not None and p.box.x1 < box.x0 + 2]
        own = {typed[1]} if typed else {p.run.text.strip("( )") for p in raised}
        if own & pointing and cell_of(rows[at], contents) is None:
            return rows[:at], rows[at:]
    return rows, ()


def _on_row(row: Sequence[PlacedRun], placed: PlacedRun) -> bool:
    """Return whether a run is on the line of a row: on the same baseline, or smaller and raised or lowered."""
    for other in row[-6:]:
        gap = abs(other.base - placed.base)
        small = min(other.run.size, placed.run.size) or 10.0
        large = max(other.run.size, placed.run.size) or 10.0
        if gap <= pt_to_mm(0.12 * small) + 0.25 or (small < 0.75 * large and gap < pt_to_mm(0.45 * large)):
            return True
    return False


def _columns(row: Sequence[PlacedRun], sheet_number: int) -> list[list[PlacedRun]]:
    columns: list[list[PlacedRun]] = []
    for placed in row:
        previous = columns[-1][-1] if columns else None
        gap = HEAD_GAP if placed.base < 75 and sheet_number == 1 else COLUMN_GAP
        goes_on = _AFTER_BLANK.match(placed.run.text) is not None  # after a blank left for handwriting
        wide = previous is not None and placed.box.x0 - previous.box.x1 > gap and not goes_on
        near = previous is not None and placed.box.x0 - previous.box.x1 < 3 * COLUMN_GAP
        filled = near and previous is not None and re.search(r"[.…_]{3,}\s*$", previous.run.text) is not None
        if previous is None or (wide and not filled) or _NATIONAL.match(placed.run.text):
            columns.append([placed])
        else:
            columns[-1].append(placed)
    return columns


def _merge_runs(line_runs: Sequence[PlacedRun], strokes: Sequence[Stroke]) -> tuple[tuple[StyledRun, ...], Box, float]:
    """Return (runs, box, baseline) of one line; `strokes`: the drawn lines from top to bottom."""
    base = _baseline(line_runs)
    main = max(p.run.size for p in line_runs)
    runs: list[StyledRun] = []
    end = line_runs[0].box.x0
    for placed in line_runs:
        run, text = placed.run, placed.run.text
        gap = placed.box.x0 - end
        if runs and gap > pt_to_mm(0.16 * (run.size or 12)) and not runs[-1].text.endswith(" ") and text[:1] != " ":
            text = " " + text
        raised = run.size < 0.75 * main and base - placed.base > pt_to_mm(0.12 * main)
        underline = _is_underlined(placed, strokes)
        if text is not run.text or raised or underline:
            run = replace(run, text=text, raised=raised, underline=underline)
        runs.append(run)
        end = max(end, placed.box.x1)
    box = Box(line_runs[0].box.x0, min(p.box.y0 for p in line_runs), end, max(p.box.y1 for p in line_runs))
    return tuple(runs), box, base


def _baseline(line_runs: Sequence[PlacedRun]) -> float:
    """Return the baseline of most letters."""
    if len(line_runs) == 1:
        return round(line_runs[0].base, 2)
    weights: Counter[float] = Counter()
    for placed in line_runs:
        weights[round(placed.base, 2)] += len(placed.run.text)
    return weights.most_common(1)[0][0]


def _is_underlined(placed: PlacedRun, strokes: Sequence[Stroke]) -> bool:
    """Return whether a run is underlined: a line as long as the text, closer to it than a separately drawn line."""
    near = pt_to_mm(0.19 * (placed.run.size or 12))
    for stroke in strokes[bisect_left(strokes, placed.base - 0.1, key=attrgetter("y")) :]:
        if stroke.y - placed.base > near:
            return False
        if (
            stroke.x0 <= placed.box.x0 + 1.0
            and stroke.x1 >= placed.box.x1 - 1.0
            and stroke.length < 1.6 * placed.box.width + 25
        ):
            return True
    return False


def _page_numbers(
    pages_read: Sequence[PageContents], lines: list[list[TextLine]]
) -> tuple[list[PageNumber], list[list[TextLine]]]:
    """Return the page numbers, alone in the top or bottom margin, and the lines without them."""
    numbers: list[PageNumber] = []
    kept: list[list[TextLine]] = []
    for contents, rows in zip(pages_read, lines, strict=True):
        taken: set[int] = set()
        for where, line in (("top", rows[0] if rows else None), ("bottom", rows[-1] if rows else None)):
            if line is None or line.box is None or not _NUMBER.match(line.text.strip()) or len(rows) < 2:
                continue
            if where == "bottom" and taken:  # the page has a number already: this is the last row of a table
                continue
            alone = sum(1 for r in rows if abs(r.baseline - line.baseline) < 2) == 1
            high = line.box.y1 < 30 if where == "top" else line.box.y0 > contents.page.height - 30
            if alone and high and cell_of(line, contents) is None:
                taken.add(line.number)
                numbers.append(_page_number(contents.page, line, where))
        kept.append([r for r in rows if r.number not in taken])
    return numbers, kept


def _page_number(page: PageGeometry, line: TextLine, where: str) -> PageNumber:
    assert line.box is not None
    off = line.box.centre - page.width / 2
    align = "centre" if abs(off) < 14 else "left" if off < 0 else "right"
    paragraph = Paragraph((line,), "header" if where == "top" else "footer", align)
    shown = re.sub(r"^[Tt]rang", "", line.text.strip()).strip(" -–—")
    return PageNumber(where, align, page.number, paragraph, shown=shown)


class _TextEdges(NamedTuple):
    """Left and right edge of the text area in mm. `sure`: whether the left edge was measured, not guessed."""

    left: float
    right: float
    sure: bool = True


def _text_edges(rows: Sequence[TextLine]) -> _TextEdges | None:
    """Return the edges of the text area: the outermost positions where several long lines begin and end."""
    wide = [r.box for r in rows if r.box is not None and r.box.width > 60]
    if sum(1 for b in wide if b.width > 110) < 4:
        return None
    least = max(3, round(0.12 * len(wide)))
    right = -_outermost(sorted(-b.x1 for b in wide), least)
    return _left_edge(rows, _outermost(sorted(b.x0 for b in wide), least), right)


def _left_edge(rows: Sequence[TextLine], left: float, right: float) -> _TextEdges:
    """Return the edges of a text whose long lines begin at `left`, which may be the indent of first lines.

    Continuation lines begin at the edge. Without any, every paragraph being one line, the edge is guessed from the
    usual indents, 12.7 and 10 mm.
    """
    pairs = [(a.box, b.box) for a, b in pairwise(rows) if a.box is not None and b.box is not None]
    goes_on = [b.x0 for a, b in pairs if abs(a.x0 - left) < 1.5 and a.width > 110 and 5 < left - b.x0 < 20]
    if len(goes_on) > 1 and max(goes_on) - min(goes_on) < 1.5:
        return _TextEdges(median(goes_on), right)
    end = max((a.x1 for a, _b in pairs if a.x0 < left + 20), default=right)  # without the head's right column
    indents = [a.x0 - left for a, b in pairs if abs(b.x0 - left) < 1.5 and a.x1 > end - 1.5]  # of full lines
    hangs = any(5 < indent < 20 for indent in indents)
    runs_full = sum(abs(indent) < 1.5 for indent in indents) > 1
    if left < _INDENTED_FROM or hangs or runs_full:
        return _TextEdges(left, right)
    return _TextEdges(goes_on[0] if goes_on else left - (12.7 if left - 12.7 > 29 else 10.0), right, sure=False)


def _outermost(values: Sequence[float], least: int) -> float:
    """Return the median of the first 1.5 mm that contain at least `least` of the sorted values."""
    for index, value in enumerate(values):
        near = [v for v in values[index:] if v - value <= 1.5]
        if len(near) >= least:
            return median(near)
    return values[0]


def _median_edges(edges: Sequence[_TextEdges | None]) -> tuple[float, float] | None:
    known = [e for e in edges if e is not None]
    return (median(e.left for e in known), median(e.right for e in known)) if known else None


def _with_margins(contents: PageContents, rows: Sequence[TextLine], edge: _TextEdges | None) -> PageGeometry:
    """Return the page with its margins as measured on the text, a line being as high as its face at single spacing."""
    page = replace(contents.page, chars=sum(len(r.text) for r in rows))
    text = [r for r in rows if r.box is not None and r.runs]
    if not text:
        return page
    top = min(line_top(r) for r in text)
    low = max(line_bottom(r) for r in text)
    pitch = _pitch(text)
    left = edge.left if edge and edge.sure else None
    right = page.width - edge.right if edge and _is_justified(text, edge) else None
    return replace(page, left=left, right=right, top=top, bottom=page.height - low, slack=pitch)


def _pitch(rows: Sequence[TextLine]) -> float:
    steps = [b.baseline - a.baseline for a, b in pairwise(rows) if 3 < b.baseline - a.baseline < 14]
    return median(steps) if steps else 6.0


def _is_justified(rows: Sequence[TextLine], edge: _TextEdges) -> bool:
    full = [r.box.x1 for r in rows if r.box is not None and r.box.width > 110]
    return sum(1 for x in full if abs(x - edge.right) < 0.6) >= max(3, 0.5 * len(full))


def _overlay_paragraphs(pages_read: Sequence[PageContents]) -> list[Paragraph]:
    """Return one paragraph, in region overlay, for each run of a stamp or signature."""
    paragraphs = []
    for contents in pages_read:
        own = [p for p in contents.runs if p.run.overlay]
        for placed in sorted(own, key=lambda p: (p.base, p.box.x0)):
            line = TextLine((placed.run,), contents.page.number, 0, placed.box, placed.base)
            paragraphs.append(Paragraph((line,), "overlay"))
    return paragraphs
