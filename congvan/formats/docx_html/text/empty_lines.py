"""The height of lines that show no text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from congvan.formats.docx_html.markup import W, child, tag_of
from congvan.formats.docx_html.styles.line_spacing import LineRule, percents, surplus_of_size
from congvan.formats.docx_html.styles.measures import line_metrics
from congvan.formats.docx_html.styles.paragraph_format import ParagraphFormat
from congvan.formats.docx_html.styles.run_format import RunFormat
from congvan.formats.docx_html.styles.stylesheet import WordStyles
from congvan.formats.docx_html.text.inline import DRAWING, Piece
from congvan.formats.docx_html.text.shown_pieces import is_blank

_SINGLE, _WHOLE = LineRule("auto", 12.0), 100  # points, percents
_OF_RUNS = ("rPr", "fldChar", "instrText", "lastRenderedPageBreak")  # what shows nothing, hidden or not


def sized_blank(form: ParagraphFormat, pieces: list[Piece], in_cell: bool) -> tuple[ParagraphFormat, list[Piece]]:
    """Return a line that shows no text as high as the mark of its paragraph, in a cell as its first run: as LibreOffice
    has it."""
    if not is_blank(pieces):
        return form, pieces
    by_run = in_cell and pieces and all(piece.kind != DRAWING for piece in pieces)
    size = (pieces[0].format if by_run else form.mark).size
    form = form._replace(mark=form.mark._replace(size=size))
    return form, [piece._replace(format=piece.format._replace(size=size)) for piece in pieces]


def of_empty_line(element: Any, form: ParagraphFormat, pieces: list[Piece], styles: WordStyles) -> ParagraphFormat:
    """Return the format of a paragraph with the height that LibreOffice gives to its one line, if that is without
    pieces and has another one for hidden text or a bookmark in it.

    At hidden text the line is a single one of the mark, and what lines wider than single have beyond that is of the
    size of the first hidden text. A line lower than single, which an empty one at the left edge never is, is so at a
    bookmark.
    """
    if pieces or form.list_level is not None:
        return form
    hidden = next(hidden_formats(element, form, styles), None)
    if hidden is not None:
        share = percents(form.line) if form.rule == "auto" else _WHOLE
        surplus = surplus_of_size(hidden.size, share) if share > _WHOLE else 0.0
        single = _SINGLE.spacing(form.mark.size, line_metrics(form.mark)).height
        return form._replace(rule="atLeast", line=single + surplus)
    if form.rule != "auto" or form.line >= _SINGLE.line or element.find(W + "bookmarkEnd") is None:
        return form
    if element.find(W + "bookmarkStart") is None:
        return form
    low = LineRule(form.rule, form.line).spacing(form.mark.size, line_metrics(form.mark))
    return form._replace(rule="exact", line=low.height - low.first_less)


def hidden_formats(element: Any, form: ParagraphFormat, styles: WordStyles) -> Iterator[RunFormat]:
    """Yield the formats of the runs of a paragraph whose content is hidden."""
    for run in element.iter(W + "r"):
        if next(run.iterancestors(W + "p")) is element and any(map(_has_content, run)):
            own = styles.run(form.base, child(run, "rPr"))
            if own.hidden:
                yield own


def _has_content(element: Any) -> bool:
    name = tag_of(element)
    if name != "t":
        return name not in _OF_RUNS
    text = element.text or ""
    return bool(text if element.get(_SPACE) == "preserve" else text.strip())


_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
