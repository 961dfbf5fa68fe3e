"""Pieces of a paragraph as its lines show them: spaces at their ends, lines without text, drawings alone in a line."""

from __future__ import annotations

from collections.abc import Sequence

from congvan.formats.docx_html.drawings import is_in_line
from congvan.formats.docx_html.markup import NO_BREAK_SPACE
from congvan.formats.docx_html.styles.measures import text_width
from congvan.formats.docx_html.styles.run_format import RunFormat
from congvan.formats.docx_html.text.inline import (
    BREAK,
    COLUMN_BREAK,
    DRAWING,
    NO_WIDTH,
    NOTE,
    PAGE_BREAK,
    TAB,
    TEXT,
    Piece,
    between,
)


def without_last_spaces(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces without the spaces that hang at the end."""
    pieces = list(pieces)
    while pieces and pieces[-1].kind == TEXT and not pieces[-1].printed:
        last = pieces.pop()
        if text := last.text.rstrip(" "):
            return [*pieces, last._replace(text=text)]
    return pieces


def ending_section(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces of a paragraph that ends a section as LibreOffice has them there: it leaves out a line break at
    the end, and those right before a drawing; those before the mark of a footnote come behind it."""
    out: list[Piece] = []
    for piece in pieces:
        place = len(out)
        while piece.kind in (NOTE, DRAWING) and place and out[place - 1].kind == BREAK:
            place -= 1
        out[place:] = [piece, *out[place:]] if piece.kind == NOTE else [piece]
    is_whole = all(piece.kind not in (PAGE_BREAK, COLUMN_BREAK) for piece in out[1:])
    return out[:-1] if is_whole and out and out[-1].kind == BREAK else out


def with_empty_lines(pieces: list[Piece], mark: RunFormat) -> list[Piece]:
    """Return the pieces with a text in each line that a break leaves without one, as high as the line: as the break of
    an empty one, as the largest of its tabs and spaces, and as the mark of the paragraph where it is the last."""
    if all(piece.kind != BREAK for piece in pieces):
        return pieces
    out: list[Piece] = []
    line: list[Piece] = []
    for piece in pieces:
        if piece.kind == BREAK:
            out += _of_height(line, None, piece.format)
            line = []
        else:
            line.append(piece)
        out.append(piece)
    return [*out, *_of_height(line, mark, mark)]


def _of_height(line: list[Piece], mark: RunFormat | None, of_break: RunFormat) -> list[Piece]:
    """Return the text that gives a line without one its height, or nothing."""
    if all(piece.kind == DRAWING and not is_in_line(piece.element) for piece in line):
        return [Piece(TEXT, of_break, NO_BREAK_SPACE)]
    blanks = [piece for piece in line if piece.is_blank]
    if not blanks or any(not piece.is_blank and (piece.kind != DRAWING or is_in_line(piece.element)) for piece in line):
        return []
    return [Piece(TEXT, mark or max((piece.format for piece in blanks), key=lambda each: each.size), NO_WIDTH)]


def is_blank(pieces: list[Piece]) -> bool:
    """Whether a line shows no text: nothing but spaces and tabs, and what is drawn beside it."""
    return all(
        piece.kind in (TAB, DRAWING) or (piece.kind == TEXT and not piece.printed and not piece.text.strip(" \t\r\n"))
        for piece in pieces
    )


def has_wide_spaces(pieces: list[Piece]) -> bool:
    """Whether there are spaces side by side, or at the beginning, among texts that no record changes.

    HTML keeps them where it is told to. The lines of values are told to collapse them, so that they can be set anew.
    """
    if any(piece.printed for piece in pieces):
        return False
    text = "".join(piece.text if piece.kind == TEXT else "\n" for piece in pieces)
    return "  " in text or text.startswith(" ") or "\n " in text


def kept_together(pieces: Sequence[Piece], room: float) -> list[list[str]]:
    """Return the CSS that keeps two lines of a paragraph together at the end of a page, for each stretch between two
    breaks, of which each is a block; `room`: the width of its lines.

    Why not for others: how many lines a stretch has that is longer than one is not known here.
    """
    stretches = between(pieces, BREAK)
    out = []
    for n, each in enumerate(stretches):
        is_first, is_last = n == 0, n + 1 == len(stretches)
        is_line = not any(piece.printed or piece.kind != TEXT for piece in each)
        is_line &= sum(text_width(piece.text, piece.format) for piece in each) < room
        kept = ["break-after:avoid" * is_first, "break-before:avoid" * is_last] if is_line else []
        out.append(["orphans:1" * (not is_first), "widows:1" * (not is_last), *kept])
    return out
