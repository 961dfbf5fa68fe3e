"""Group the placed runs of a PDF page into lines, columns separate, and tell lines typed as underscores."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter
from statistics import median

from congvan.core.units import pt_to_mm
from congvan.nd30.model.kinds import fold
from congvan.nd30.model.view import Box, Stroke, StyledRun, TextLine
from congvan.nd30.pdf.footnotes import NOTE_MARK
from congvan.nd30.pdf.page import PageContents, PlacedRun

COLUMN_GAP = 5.0  # mm of white space between two runs of a line that separates columns
HEAD_GAP = 3.0  # the same in the head of page 1, whose two columns may nearly touch
_HEAD_END = 75.0  # mm; the head of page 1 is above
_TOUCHING = 1.0  # mm by which runs beside each other may overlap
_BLANK = 15.0  # mm; the widest gap for a number or day that was stamped or written in
_GUTTER = (25.0, 15.0)  # mm left and right of the start of the Quốc hiệu, within which the columns of the head part
_UNDERSCORES = re.compile(r"^[_\u2500\u2014\u2015\u2013\u00af]{4,}$")
_AFTER_BLANK = re.compile(r"\s*(?:/|tháng\b|năm\b)")
_WORD_GAP = 0.13  # of the size; white space between two runs that is a space, in letters neither spread nor condensed
_NATIONAL_START = "CONGHOAXAHOI"
_NATIONAL = re.compile(r"^\s*(?:CỘNG H[OÒ]|Độc lập\s*[-–])", re.I)


def page_lines(contents: PageContents) -> tuple[list[TextLine], list[Stroke]]:
    """Return the lines of a page from top to bottom, columns separate, and its drawn lines.

    Lines typed as underscores are drawn lines too.
    """
    rows: list[list[PlacedRun]] = []
    typed = [p for p in contents.runs if not p.run.overlay]
    typed_over = _rules_typed_over(typed)
    rules = {id(p) for chain in typed_over for p in chain}
    for placed in sorted((p for p in typed if id(p) not in rules), key=lambda p: p.base):
        home = next((r for r in reversed(rows[-4:]) if _on_row(r, placed)), None)
        if home is None:
            rows.append([placed])
        else:
            home.append(placed)
    rows = [kept for row in rows if (kept := _without_note_marks(row, rows))]
    page, strokes = contents.page.number, list(contents.strokes)
    strokes += [Stroke(page, c[0].box.x0, c[-1].box.x1, c[0].base + 0.6, "text") for c in typed_over]
    drawn = sorted(contents.strokes, key=attrgetter("y"))
    lines: list[tuple[tuple[StyledRun, ...], Box, float, bool]] = []
    for columns in _head_joined([_columns(sorted(row, key=lambda p: p.box.x0), page) for row in rows], page):
        for line_runs in columns:
            runs, box, base = _merge_runs(line_runs, drawn)
            bare = "".join(run.text for run in runs).replace(" ", "")
            if _UNDERSCORES.match(bare):
                strokes.append(Stroke(page, box.x0, box.x1, base + 0.6, "text"))
            elif bare:
                lines.append((runs, box, base, all(p.artifact for p in line_runs)))
    lines.sort(key=lambda n: (round(n[2], 1), n[1].x0))
    return [TextLine(runs, page, i, box, base, off) for i, (runs, box, base, off) in enumerate(lines, 1)], strokes


def _rules_typed_over(runs: Sequence[PlacedRun]) -> list[list[PlacedRun]]:
    """Return the adjoining underscores that are typed over words as the line under them, not beside them as a blank."""
    chains: list[list[PlacedRun]] = []
    for placed in sorted((p for p in runs if set(p.run.text.strip()) == {"_"}), key=lambda p: (p.base, p.box.x0)):
        last = chains[-1][-1] if chains else None
        if last is not None and abs(last.base - placed.base) < 0.5 and placed.box.x0 < last.box.x1 + _TOUCHING:
            chains[-1].append(placed)
        else:
            chains.append([placed])
    return [chain for chain in chains if any(_is_over(chain, other) for other in runs)]


def _is_over(chain: Sequence[PlacedRun], other: PlacedRun) -> bool:
    """Return whether underscores overlap a run of words on their line."""
    common = min(other.box.x1, chain[-1].box.x1) - max(other.box.x0, chain[0].box.x0)
    return common > _TOUCHING and abs(other.base - chain[0].base) < 3 and "_" not in other.run.text


def _head_joined(rows: Sequence[list[list[PlacedRun]]], page: int) -> Sequence[list[list[PlacedRun]]]:
    """Return the columns of every row, those of the head of page 1 joined where a gap is not the gutter.

    Why: a number or day stamped into the finished page leaves a gap as wide as the one between the two columns, which
    part near the start of the Quốc hiệu and nowhere else.
    """
    if page != 1:
        return rows
    head = [columns for columns in rows if columns[0][0].base < _HEAD_END]
    starts = [
        column[0].box.x0
        for columns in head
        for column in columns
        if fold("".join(placed.run.text for placed in column)).startswith(_NATIONAL_START)
    ]
    return [_joined(columns, starts[0]) if columns in head else columns for columns in rows] if starts else rows


def _joined(columns: Sequence[list[PlacedRun]], start: float) -> list[list[PlacedRun]]:
    """Return the columns of a row of the head, joined across the gaps that are not near `start`, in mm."""
    before, after = _GUTTER
    joined: list[list[PlacedRun]] = []
    for column in columns:
        end, here = joined[-1][-1].box.x1 if joined else 0.0, column[0].box.x0
        if joined and here - end < _BLANK and (end > start + after or here < start - before):
            joined[-1] += column
        else:
            joined.append(list(column))
    return joined


def _without_note_marks(row: list[PlacedRun], rows: Sequence[list[PlacedRun]]) -> list[PlacedRun]:
    """Return a row without the small raised figures that refer to notes."""
    main = max(row, key=lambda p: p.run.size)
    if main.run.size < 10 and len(row) <= 3:  # marks in a row of their own, right above their line
        below = [p for r in rows if r is not row for p in r if 0 < p.base - row[0].base < 3]
        main = max(below, key=lambda p: p.run.size, default=main)
    return [
        p
        for p in row
        if not (p.run.size < 0.75 * main.run.size and p.base < main.base - 0.5 and NOTE_MARK.fullmatch(p.run.text))
    ]


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
    word_gap = _WORD_GAP + 2 * min(_tracking(line_runs), 0.0)
    for placed in line_runs:
        run, text = placed.run, placed.run.text
        gap = placed.box.x0 - end
        if runs and gap > pt_to_mm(word_gap * (run.size or 12)) and not runs[-1].text.endswith(" ") and text[:1] != " ":
            text = " " + text
        raised = run.size < 0.75 * main and base - placed.base > pt_to_mm(0.12 * main)
        underline = _is_underlined(placed, strokes)
        if text is not run.text or raised or underline:
            run = replace(run, text=text, raised=raised, underline=underline)
        runs.append(run)
        end = max(end, placed.box.x1)
    box = Box(line_runs[0].box.x0, min(p.box.y0 for p in line_runs), end, max(p.box.y1 for p in line_runs))
    return tuple(runs), box, base


def _tracking(line_runs: Sequence[PlacedRun]) -> float:
    """Return by how much the letters of a line are spread (or, below 0, condensed), as a share of the size.

    Seen between runs within words: the usual gap where several runs have the same.
    """
    gaps = [(b.box.x0 - a.box.x1) / pt_to_mm(b.run.size or 12) for a, b in pairwise(line_runs)]
    close = sorted(gap for gap in gaps if abs(gap) < _WORD_GAP)
    return median(close) if len(close) > 3 else 0.0


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
