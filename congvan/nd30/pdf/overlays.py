"""Tell what a PDF page prints besides its own setting: stamps, white words, words printed twice to look bold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from congvan.nd30.model.view import PageGeometry, Paragraph, TextLine
from congvan.nd30.pdf.page import PageContents, PlacedRun
from congvan.nd30.pdf.page_numbers import PAGE_NUMBER

_EDGE_ZONE = 15.0  # mm; small print nearer to the upper or lower edge was added to the document


def drop_white_text(contents: PageContents) -> None:
    """Drop white text: nobody sees it.

    On a page that is a picture it is the recognised text of the scan; elsewhere words that keep room for a signature.
    """
    white = [p for p in contents.runs if p.run.colour is not None and p.run.colour & 0xF0F0F0 == 0xF0F0F0]
    if white:
        contents.hidden += sum(len(p.run.text) for p in white)
        contents.runs[:] = [p for p in contents.runs if p not in white]


def mark_overlays(pages_read: Sequence[PageContents]) -> None:
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
        return PAGE_NUMBER.match(run.text.strip()) is None
    if run.family == main or not run.colour:
        return False
    channels = (run.colour >> 16, run.colour >> 8 & 255, run.colour & 255)
    return max(channels) - min(channels) > 0x40


def mark_fake_bold(contents: PageContents) -> None:
    """Mark runs that are printed twice as bold."""
    for index, placed in enumerate(contents.runs if contents.struck else ()):
        middle, height = placed.box.centre, placed.base - 0.5
        if any(box.x0 <= middle <= box.x1 and box.y0 <= height <= box.y1 for box in contents.struck):
            contents.runs[index] = replace(placed, run=replace(placed.run, bold=True))


def char_count(contents: PageContents) -> int:
    return sum(len(p.run.text) for p in contents.runs if not p.run.overlay)


def overlay_paragraphs(pages_read: Sequence[PageContents]) -> list[Paragraph]:
    """Return one paragraph, in region overlay, for each run of a stamp or signature."""
    paragraphs = []
    for contents in pages_read:
        own = [p for p in contents.runs if p.run.overlay]
        for placed in sorted(own, key=lambda p: (p.base, p.box.x0)):
            line = TextLine((placed.run,), contents.page.number, 0, placed.box, placed.base)
            paragraphs.append(Paragraph((line,), "overlay"))
    return paragraphs
