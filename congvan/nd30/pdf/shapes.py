"""Tell the words of text boxes that lie over a PDF page: small rectangles, filled and outlined, that hide the text.

Why: a box beside the head (“BẢN SỐ 2”) or in the body (“DỰ THẢO LẦN 2”) may be anywhere; its words are of no line of
the text, nor of a component. A box that holds a component (a mark, a number, a signature) is read as the text is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from congvan.nd30.model.view import Box, Paragraph, TextLine
from congvan.nd30.pdf.page import PageContents, PlacedRun, Shape

WIDEST, HIGHEST = 100.0, 40.0  # mm; a larger rectangle is a frame around text
MOST_SHAPES = 50  # a page of more has tables or drawings of them
_NEAR = 0.5  # mm
_DEEPEST = 1.5  # mm that letters reach below their line
_COMPONENT = re.compile(
    r"mật\b|khẩn\b|h[oỏ][aả] tốc|hẹn giờ|thu hồi|lưu hành|cộng h[oò]|độc lập|số\s*:|kính gửi|nơi nhận"
    r"|sao (?:y|lục)|trích sao|\b(?:KT|TM|TL|TUQ|Q)\.",
    re.IGNORECASE,
)


def take_shapes(contents: PageContents) -> list[PlacedRun]:
    """Take the words of the text boxes from the contents of a page and return them."""
    taken: list[PlacedRun] = []
    for shape in contents.shapes if len(contents.shapes) <= MOST_SHAPES else ():
        inside = [placed for placed in contents.runs if _holds(shape, placed)]
        if _is_alone(shape, contents) and not _COMPONENT.search(" ".join(p.run.text for p in inside)):
            taken += inside
    if taken:
        known = {id(placed) for placed in taken}
        contents.runs[:] = [placed for placed in contents.runs if id(placed) not in known]
    return taken


def shape_paragraphs(pages_read: Sequence[PageContents], taken: Sequence[Sequence[PlacedRun]]) -> list[Paragraph]:
    """Return one paragraph, in region shape, for each run of a text box."""
    paragraphs = []
    for contents, runs in zip(pages_read, taken, strict=True):
        for placed in sorted(runs, key=lambda p: (p.base, p.box.x0)):
            line = TextLine((placed.run,), contents.page.number, 0, placed.box, placed.base)
            paragraphs.append(Paragraph((line,), "shape"))
    return paragraphs


def overlap(one: Box, other: Box, near: float = 0.0) -> bool:
    """Return whether two boxes share room, or are that near to each other."""
    across = one.x0 - near < other.x1 and other.x0 < one.x1 + near
    return across and one.y0 - near < other.y1 and other.y0 < one.y1 + near


def _holds(shape: Shape, placed: PlacedRun) -> bool:
    """Whether a run is drawn in a rectangle, and not below it."""
    box, run = shape.box, placed.box
    across = box.x0 - _NEAR < run.x0 and run.x1 < box.x1 + _NEAR
    return across and box.y0 < placed.base < box.y1 and not any(_draws(text, placed) for text in shape.below)


def _draws(text: Box, placed: PlacedRun) -> bool:
    """Whether the box of a text is that of a run or of more on its line."""
    across = text.x0 - _NEAR < placed.box.x0 + _NEAR and placed.box.x1 - _NEAR < text.x1 + _NEAR
    return across and -_NEAR < text.y1 - placed.base < _DEEPEST


def _is_alone(shape: Shape, contents: PageContents) -> bool:
    """Whether no other rectangle or upright line touches one: those of a table do."""
    others = [each.box for each in contents.shapes if each is not shape]
    others += [frame.box for frame in contents.frames if frame.box != shape.box]
    others += [Box(x, y0, x, y1) for x, y0, y1 in contents.upright]
    return not any(overlap(shape.box, each, _NEAR) for each in others)
