"""Split the footnotes of a PDF page from its text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from congvan.nd30.model.view import TextLine
from congvan.nd30.pdf.page import PageContents
from congvan.nd30.pdf.paragraphs import cell_of

_SMALL_PRINT, _NOTE_FIGURE = 12.0, 9.6  # points; the largest size of footnotes, and of the figures that refer to them
_NOTE_START = re.compile(r"^\(?([\d*]{1,2})[.)]? ")
_NOTES_HEADING = re.compile(r"^Ghi chú\s*:?$")
_RULE = 30.0  # mm, at least, of the line above footnotes
NOTE_MARK = re.compile(r"\s*\(?[\d*]{1,2}\)?\s*")


def split_footnotes(
    contents: PageContents, rows: Sequence[TextLine], *, going_on: bool = False
) -> tuple[Sequence[TextLine], Sequence[TextLine]]:
    """Split the lines of a page into text and footnotes.

    Footnotes are small print down to the bottom of the page, whose first line begins with a figure that is raised in
    the text above. Notes to a form below “Ghi chú:” belong to the text. `going_on`: whether the page before ends in
    footnotes, whose rest may be below a rule here, without a figure.
    """
    small = len(rows)
    while small and max(r.size for r in rows[small - 1].runs) <= _SMALL_PRINT:
        small -= 1
    if any(_NOTES_HEADING.match(n.text.strip()) for n in rows[small:]):
        return rows, ()
    if going_on and _is_below_rule(contents, rows, small):
        return rows[:small], rows[small:]
    figures = [p for p in contents.runs if p.run.size < _NOTE_FIGURE and NOTE_MARK.fullmatch(p.run.text)]
    text = [n.baseline for n in rows[:small]]
    pointing = {p.run.text.strip("( )") for p in figures if any(0.5 < base - p.base < 4 for base in text)}
    for at in range(small, len(rows) if pointing else small):
        box, base, typed = rows[at].box, rows[at].baseline, _NOTE_START.match(rows[at].text)
        raised = [p for p in figures if -0.5 < base - p.base < 3 and box is not None and p.box.x1 < box.x0 + 2]
        own = {p.run.text.strip("( )") for p in raised} | ({typed[1]} if typed else set())
        if own & pointing and cell_of(rows[at], contents) is None:
            return rows[:at], rows[at:]
    return rows, ()


def _is_below_rule(contents: PageContents, rows: Sequence[TextLine], at: int) -> bool:
    """Return whether the lines from `at` on are right below a drawn line that starts where they do."""
    box = rows[at].box if 0 < at < len(rows) else None
    if box is None:
        return False
    above, below = rows[at - 1].baseline, rows[at].baseline
    return any(above < s.y < below and abs(s.x0 - box.x0) < 3 and s.length > _RULE for s in contents.strokes)
