"""The height of a header or footer, estimated from its lines: one that is taller than the margin pushes the text."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from operator import eq
from typing import Any

from congvan.core.units import number
from congvan.formats.docx_html.markup import EMU_PER_PT, WP, W, child
from congvan.formats.docx_html.styles.line_spacing import LineRule, LineSpacing, percents, surplus_of_size
from congvan.formats.docx_html.styles.measures import line_metrics, text_width
from congvan.formats.docx_html.styles.paragraph_format import AUTO_SPACE, ParagraphFormat, space_after
from congvan.formats.docx_html.styles.stylesheet import TextDefaults, WordStyles
from congvan.formats.docx_html.tables.height import estimated_height
from congvan.formats.docx_html.tables.reader import read_table
from congvan.formats.docx_html.text.inline import BREAK, DRAWING, FIELD, TAB, TEXT, Piece, PieceReader, by_letters

_NO_DEFAULTS = TextDefaults()
_WORD = re.compile(r"\s+|\S+")


def margin_height(
    blocks: Iterable[Any], width: float, styles: WordStyles, below: float = 0.0, defaults: TextDefaults = _NO_DEFAULTS
) -> float:
    """Return the height of paragraphs and tables in a column of this width, or of a taller frame beside them; `below`:
    what a frame may have beneath the column, to the edge of the page; `defaults`: what the style of a table says of its
    text.
    """
    framed: list[Any] = []
    in_column: list[Any] = []
    for block in blocks:
        is_framed = block.tag == W + "p" and styles.paragraph(block, _NO_DEFAULTS).framed
        (framed if is_framed else in_column).append(block)
    if not in_column:  # frames alone are paragraphs as others
        return _height(framed, width, styles, defaults)
    column = _height(in_column, width, styles, defaults)
    if not _is_one_frame(framed):  # LibreOffice has room for a frame of one paragraph beside the text
        return column
    form, pieces, line = read_paragraph(framed[-1], styles)
    end = line.below + surplus_at_end(form, pieces, line, styles)  # which the last line of a frame is without
    return max(_height(framed, width, styles, defaults) - end - below, column)


def _is_one_frame(framed: list[Any]) -> bool:
    """Whether two of these paragraphs or more are in one frame: neighbours whose frames are the same."""
    own = (child(each, "pPr/framePr") for each in framed)
    frames = [{} if each is None else dict(each.attrib) for each in own]  # without its own it has that of its style
    return any(map(eq, frames, frames[1:]))


def blank_height(part: str, width: float, styles: WordStyles) -> float:
    """Return the height of a blank header or footer: an empty paragraph of the style of that name, as LibreOffice has
    it."""
    from lxml import etree

    paragraph = etree.Element(W + "p")
    etree.SubElement(etree.SubElement(paragraph, W + "pPr"), W + "pStyle").set(W + "val", styles.paragraph_named(part))
    return margin_height([paragraph], width, styles)


def _height(blocks: list[Any], width: float, styles: WordStyles, defaults: TextDefaults) -> float:
    total = space = 0.0
    for n, block in enumerate(blocks):
        if block.tag == W + "tbl":
            total += space + table_height(block, width, styles)
            space = 0.0
            continue
        form, pieces, line = read_paragraph(block, styles, defaults)
        ruled = sum(rule.width + rule.space for side in ("top", "bottom") if (rule := form.border(side)).width)
        before = AUTO_SPACE * bool(total) if form.before_auto else form.before
        total += max(space, before) + ruled + _lines_height(form, pieces, line, width)
        space = space_after(form) + (surplus_at_end(form, pieces, line, styles) if n + 1 == len(blocks) else 0.0)
    return total + space


def surplus_at_end(form: ParagraphFormat, pieces: list[Piece], spacing: LineSpacing, styles: WordStyles) -> float:
    """Return what the last line of a cell, a header or a footer is higher by than any other one.

    Why: in a line of several times the single height LibreOffice takes the surplus of the last one from the size of the
    paragraph's style, whatever that of its own text; an empty line has its own.
    """
    if not spacing.ends or all(piece.kind == DRAWING for piece in pieces):
        return 0.0
    text = styles.run(form.base, None)
    return surplus_of_size(text.size, percents(form.line)) - spacing.ends


def read_paragraph(
    paragraph: Any, styles: WordStyles, defaults: TextDefaults = _NO_DEFAULTS
) -> tuple[ParagraphFormat, list[Piece], LineSpacing]:
    """Return a paragraph's format, its content, and the spacing of its highest line."""
    form = styles.paragraph(paragraph, defaults)
    pieces = by_letters(PieceReader(styles, form.base, "").read(paragraph))
    texts = [piece for piece in pieces if piece.text or piece.kind == TAB]
    shown = [piece for piece in texts if not piece.is_blank] or texts
    largest = max((piece.format for piece in shown), key=lambda each: each.size, default=form.mark)
    return form, pieces, LineRule(form.rule, form.line).spacing(largest.size, line_metrics(largest))


def length_of_text(paragraph: Any, styles: WordStyles) -> tuple[ParagraphFormat, float]:
    """Return a paragraph's format, and how long its text is in one line; that of tags, or with tabs, is not known."""
    form, pieces, _line = read_paragraph(paragraph, styles)
    if any(piece.kind == TAB or "{" in piece.text for piece in pieces):
        return form, math.inf
    return form, sum(text_width(piece.text, piece.format) for piece in pieces if piece.kind == TEXT)


def _lines_height(form: ParagraphFormat, pieces: list[Piece], line: LineSpacing, width: float) -> float:
    drawn = max((inline_height(piece) for piece in pieces if piece.kind == DRAWING), default=0.0)
    lines = sum(piece.kind == BREAK for piece in pieces) + 1
    room = max(width - form.left - form.right, 1.0)
    if not any(piece.kind == TAB for piece in pieces):
        first = room if form.list_level else room - form.first  # beside a number
        lines = max(lines, _filled_lines(pieces, room, first))
    if drawn and any(piece.kind in (TEXT, FIELD) and not piece.is_blank for piece in pieces) and form.rule != "exact":
        drawn += line.height - line.below - line.baseline
    return max(line.height, drawn) + (lines - 1) * line.height


def _filled_lines(pieces: list[Piece], room: float, first: float) -> int:
    """Return how many lines the words of a paragraph fill; `first`: the room of the first one."""
    texts = [piece for piece in pieces if piece.kind == TEXT]
    if sum(text_width(piece.text, piece.format) for piece in texts) <= first:
        return 1
    lines, left, word = 1, first, list[float]()  # the widths of its parts
    for piece in texts:
        for each in _WORD.findall(piece.text):
            if not each.isspace():
                letters = (text_width(letter, piece.format) for letter in each)
                word += letters if text_width(each, piece.format) > room else [text_width(each, piece.format)]
                continue
            lines, left = _with_word(word, lines, left, (first if lines == 1 else room, room))
            left, word = left - text_width(each, piece.format), []
    return _with_word(word, lines, left, (first if lines == 1 else room, room))[0]


def _with_word(parts: list[float], lines: int, left: float, rooms: tuple[float, float]) -> tuple[int, float]:
    """Return the lines with one more word, and what is left of the last. A word longer than a line is cut where that
    ends. `rooms`: of the last line, and of the next ones.
    """
    (own, room), whole = rooms, sum(parts)
    if whole > left and (left < own or whole <= room):
        lines, left = lines + 1, room
    if whole <= left:
        return lines, left - whole
    for part in parts:
        if part > left:
            lines, left = lines + 1, room
        left -= part
    return lines, left


def inline_height(piece: Piece) -> float:
    """Return the height of the drawings that a piece has in its line, in points."""
    return max(
        (
            number(extent.get("cy")) / EMU_PER_PT
            for frame in piece.element.iter(WP + "inline")
            for extent in frame.iter(WP + "extent")
        ),
        default=0.0,
    )


def table_height(table: Any, width: float, styles: WordStyles) -> float:
    """Return the height of a table, estimated from the lines of its cells."""
    layout = read_table(table, width, styles)
    return estimated_height(layout, lambda blocks, room: margin_height(blocks, room, styles, 0.0, layout.defaults))
