"""Find a mark of secrecy in its box (10a): such a paper is not processed (law on the protection of state secrets).

Why broad: a mark that is overlooked costs more than a paper set aside. Only a mark alone in its line counts, in a
frame or a text box, in a stamp, or in the head; the same words in running text, or in a table, do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from congvan.nd30.components.patterns import GREETING, MARKS, NUMBER, is_national_name
from congvan.nd30.model.kinds import heading_kind
from congvan.nd30.model.view import Paragraph, View

_MARK = re.compile(r"[\W_]*(?:T\s*U\s*Y\s*Ệ\s*T|T\s*Ố\s*I)?\s*M\s*Ậ\s*T[\W_]*")
_LABELLED = re.compile(r"(?:(?:Độ|Mức độ) mật\s*:\s*)?(?:(?:Tuyệt|Tối) mật|Mật)[\W_]*", re.I)
_BESIDE = re.compile(r"\s{3,}|\t|\s[-–/+]\s|[,;]\s")  # between a mark and another word of the head
_HEAD_PARAGRAPHS = 40  # of a DOCX
_HEAD_BOTTOM = 120.0  # mm from the top of a page
_FRAME_WIDTH, _FRAME_HEIGHT = 70.0, 25.0  # mm, the largest frame of a mark
_FRAME_CELLS = 2  # a table of no more paragraphs is a frame


def is_classified(view: View) -> bool:
    """Return whether a paper bears a mark of secrecy in its box."""
    marked = [p for p in view.paragraphs if any(is_mark(line.text) for line in p.lines)]
    if any(p.region in ("textbox", "overlay", "header") or _is_framed(p, view) for p in marked):
        return True
    if not any("ật" in p.text.lower() for p in view.paragraphs):
        return False
    heads = _page_heads(view) if view.laid_out else _heads(view.paragraphs)
    return any(_bears_mark(line.text) and not _in_table(p, view) for p in heads for line in p.lines)


def is_mark(text: str) -> bool:
    """Return whether a line is a mark of secrecy: MẬT, TỐI MẬT or TUYỆT MẬT alone."""
    return "Ậ" in text and _MARK.fullmatch(text) is not None


def _bears_mark(text: str) -> bool:
    """Return whether a line of the head is a mark, with its label, in small letters, beside one of urgency or a
    number."""
    pieces = [piece.strip() for piece in _BESIDE.split(text) if piece.strip()]
    marks = [piece for piece in pieces if _LABELLED.fullmatch(piece)]
    others = [piece for piece in pieces if piece not in marks]
    return is_mark(text) or (bool(marks) and all(MARKS.match(other) or NUMBER.match(other) for other in others))


def _is_framed(paragraph: Paragraph, view: View) -> bool:
    """Return whether a paragraph is in a small drawn frame, or in a table that is no more than one."""
    cell, box = paragraph.cell, paragraph.box
    if box is None:
        return cell is not None and cell.ruled and _is_small_table(cell.table, view)
    around = [
        f
        for f in view.frames
        if f.page == paragraph.page
        and f.box.x0 <= box.x0 + 1 < box.x1 - 1 <= f.box.x1
        and f.box.y0 <= box.y0 + 2
        and f.box.y1 >= box.y1 - 2
        and f.box.width < _FRAME_WIDTH
        and f.box.y1 - f.box.y0 < _FRAME_HEIGHT
    ]
    return bool(around) and cell is None


def _is_small_table(table: int, view: View) -> bool:
    cells = [p.text for p in view.paragraphs if p.cell is not None and p.cell.table == table]
    return len(cells) <= _FRAME_CELLS and sum(map(is_mark, cells)) <= 1


def _in_table(paragraph: Paragraph, view: View) -> bool:
    """Return whether a paragraph is in a ruled table that is more than a frame."""
    cell = paragraph.cell
    return cell is not None and (paragraph.box is not None or cell.ruled) and not _is_small_table(cell.table, view)


def _heads(flow: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Yield the paragraphs of the heads of a DOCX: from the beginning, and around each Quốc hiệu."""
    yield from takewhile(lambda p: not _ends_head(p), flow[:_HEAD_PARAGRAPHS])
    for at in (i for i, p in enumerate(flow) if is_national_name(p)):
        yield from flow[max(0, at - 6) : at]
        yield from takewhile(lambda p: not _ends_head(p), flow[at : at + _HEAD_PARAGRAPHS])


def _page_heads(view: View) -> Iterator[Paragraph]:
    """Yield the paragraphs above the text on the first page of a PDF, and on each page with a Quốc hiệu."""
    for page in sorted({1} | {p.page for p in view.paragraphs if is_national_name(p)}):
        own = [p for p in view.paragraphs if p.page == page and p.box is not None]
        ends = [p.box.y1 for p in own if p.box is not None and _ends_head(p)]
        bottom = min([*ends, _HEAD_BOTTOM])
        yield from (p for p in own if p.box is not None and p.box.y0 < bottom)


def _ends_head(paragraph: Paragraph) -> bool:
    """Return whether a paragraph is the first below the head: the name of a kind, or Kính gửi."""
    text = paragraph.text
    return bool(GREETING.match(text)) or (text.isupper() and bool(heading_kind(text)))
