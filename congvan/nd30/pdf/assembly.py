"""Assemble the view of a PDF from its pages: paragraphs, drawn lines, page numbers, margins, or a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from congvan.nd30.model.view import Box, PageGeometry, Paragraph, TextLine, View, shows_part
from congvan.nd30.pdf.footnotes import split_footnotes
from congvan.nd30.pdf.lines import page_lines
from congvan.nd30.pdf.margins import (
    TextEdges,
    guessed_edges,
    page_with_margins,
    repeated_feet,
    take_feet,
    text_edges,
    usual_edges,
)
from congvan.nd30.pdf.page import PageContents, PlacedRun
from congvan.nd30.pdf.page_numbers import PAGE_NUMBER, take_page_numbers, take_running_lines
from congvan.nd30.pdf.paragraphs import join_pages, paragraphs_of
from congvan.nd30.pdf.shapes import shape_paragraphs, take_shapes

_FEW_LOST = 4  # letters mapped to a space that may be a slip of the face


def build_view(pages_read: Sequence[PageContents], *, cut: bool = False, declared: Sequence[PageGeometry] = ()) -> View:
    """Build the view of a PDF from its pages; without a usable text layer, a view that says why.

    `cut`: whether the document has more pages than were read; `declared`: the pages of its template, whose margins
    then need not be guessed.
    """
    for contents in pages_read:
        drop_white_text(contents)
    reason = _unreadable_reason(pages_read)
    if reason:
        return View("pdf", tuple(contents.page for contents in pages_read), unreadable=reason)
    mark_overlays(pages_read)
    for contents in pages_read:
        mark_fake_bold(contents)
    shapes = [take_shapes(contents) for contents in pages_read]
    drawn = [page_lines(contents) for contents in pages_read]
    numbers, lines = take_page_numbers(pages_read, [rows for rows, _strokes in drawn])
    parted = _parted(pages_read, lines)
    lines = [text for _head, text, _foot in parted]
    edges = [text_edges(*read, declared) for read in zip(lines, pages_read, strict=True)]
    unread = tuple(
        contents.page.number
        for contents, rows in zip(pages_read, lines, strict=True)
        if _is_picture(contents) or (not rows and contents.pictures > 0.3)
    )
    return View(
        "pdf",
        tuple(page_with_margins(*measured) for measured in zip(pages_read, lines, edges, strict=True)),
        _paragraphs(pages_read, parted, edges, shape_paragraphs(pages_read, shapes)),
        tuple(stroke for _rows, strokes in drawn for stroke in strokes),
        tuple(frame for contents in pages_read for frame in contents.frames),
        tuple(numbers),
        images=tuple(image for contents in pages_read for image in contents.images),
        pictured=_is_pictured_above(pages_read[0], lines[0]) or _is_pictured_below(pages_read[-1], lines[-1]),
        lacks_letters=sum(contents.lost for contents in pages_read) > _FEW_LOST,
        unread=unread + ((0,) if cut else ()),
    )


def _parted(
    pages_read: Sequence[PageContents], lines: Sequence[list[TextLine]]
) -> list[tuple[list[TextLine], list[TextLine], list[TextLine]]]:
    """Return the running head, the text and the running foot of each page: as the file marks them, and as they look."""
    marked = [take_running_lines(*read) for read in zip(pages_read, lines, strict=True)]
    feet = repeated_feet([text for _head, text, _low in marked])
    pages = zip(pages_read, marked, strict=True)
    return [(head, *take_feet(contents, text, low, feet)) for contents, (head, text, low) in pages]


def _unreadable_reason(pages_read: Sequence[PageContents]) -> str:
    """Return why the text layer can't be used, a key of `UNREADABLE`; "" if it can."""
    if not pages_read:
        return "damaged"
    chars = sum(map(char_count, pages_read))
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
    pages_read: Sequence[PageContents],
    parted: Sequence[tuple[list[TextLine], list[TextLine], list[TextLine]]],
    edges: Sequence[TextEdges | None],
    shapes: Sequence[Paragraph],
) -> tuple[Paragraph, ...]:
    """Return the paragraphs of the text, then footnotes, running heads and feet, text boxes, overlays, numbered in that
    order.

    `parted`: the running head, the text and the running foot of each page, in lines; `shapes`: the text boxes.
    """
    overall = usual_edges(edges)
    paragraphs: list[Paragraph] = []
    notes: list[Paragraph] = []
    running: list[Paragraph] = []
    for contents, (top, rows, low), edge in zip(pages_read, parted, edges, strict=True):
        own = edge or overall or guessed_edges(contents.page)
        noted = bool(notes) and notes[-1].page == contents.page.number - 1
        text, foot = split_footnotes(contents, rows, going_on=noted)
        paragraphs += paragraphs_of(contents, text, own)
        notes += [replace(p, region="footnote") for p in paragraphs_of(contents, foot, own)]
        running += [replace(p, region="header") for p in paragraphs_of(contents, top, own)]
        running += [replace(p, region="footer") for p in paragraphs_of(contents, low, own)]
    every = [*join_pages(paragraphs), *notes, *running, *shapes, *overlay_paragraphs(pages_read)]
    return tuple(replace(p, ordinal=i) for i, p in enumerate(every, 1))


def _is_pictured_above(contents: PageContents, rows: Sequence[TextLine]) -> bool:
    """Return whether a picture as wide as the text is above all lines of a page: a scanned head."""
    top = min((row.box.y0 for row in rows if row.box is not None), default=0.0)
    return any(box.y1 < top + 2 for box in _wide_pictures(contents))


def _is_pictured_below(contents: PageContents, rows: Sequence[TextLine]) -> bool:
    """Return whether a picture as wide as the text is below all lines of a page: a scanned foot."""
    low = max((row.box.y1 for row in rows if row.box is not None), default=contents.page.height)
    return any(box.y0 > low - 2 for box in _wide_pictures(contents))


def _wide_pictures(contents: PageContents) -> list[Box]:
    return [image.box for image in contents.images if shows_part(image.box.width, image.box.y1 - image.box.y0)]


def _is_picture(contents: PageContents) -> bool:
    """Return whether a page is a picture, except for the text of a stamp or a signature."""
    return contents.pictures > 0.8 and char_count(contents) < 400


# Tell what a PDF page prints besides its own setting: stamps, white words, words printed twice to look bold.

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
