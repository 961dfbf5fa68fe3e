"""The left edge of the text, common to all its paragraphs (PL I/I/II.6.e)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from congvan.core.messages import Figures
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.model.view import Paragraph, TextLine
from congvan.nd30.rules.base import Answer, NotApplicable, NotEvaluated, violation
from congvan.nd30.rules.body_text import NO_BODY, TOO_LITTLE, running_text

SHIFT = (1.4, 6.5)  # mm; a smaller one is not seen, a larger one is a list or a quotation
INDENT = (7.0, 16.0)  # mm of the first line beyond the others: a paragraph of the text, not a list with hanging lines
FULL = 100.0  # mm, the least width of a line that goes on


def body_edge(document: DocumentComponents) -> Iterator[Answer]:
    """The paragraphs of the text have one left edge. Lists with hanging lines and quotations set apart are left to the
    writer."""
    edges = _edges_on_pages(document) if document.view.laid_out else _declared_edges(document)
    if len(edges) < 3:
        yield NotEvaluated(TOO_LITTLE) if document.body else NotApplicable(NO_BODY)
        return
    usual, often = Counter(round(edge, 0) for _p, edge in edges).most_common(1)[0]
    common = [edge for _p, edge in edges if abs(edge - usual) <= 0.5]
    middle = sum(common) / len(common) if common else usual
    for paragraph, edge in edges:
        if often >= 0.5 * len(edges) and SHIFT[0] < abs(edge - middle) < SHIFT[1]:
            yield violation(paragraph, text=paragraph.text[:40], found=Figures(f"{edge - middle:+.1f}"))
            return


def _declared_edges(document: DocumentComponents) -> list[tuple[Paragraph, float]]:
    """Return the paragraphs of a DOCX with an indent of their first line, and the left indent of their others."""
    return [
        (p, p.left)
        for p in running_text(document)
        if p.left is not None and p.first is not None and INDENT[0] < p.first - p.left < INDENT[1]
    ]


def _edges_on_pages(document: DocumentComponents) -> list[tuple[Paragraph, float]]:
    """Return the paragraphs of a PDF with an indented first line, and where their second line begins.

    The second line follows a full one; a paragraph off the common edge may have been read as single lines.
    """
    lines = [(p, line) for p in document.body if p.cell is None and p.region == "body" for line in p.lines]
    found = []
    for (paragraph, first), (_p, second) in pairwise(lines):
        if first.box is None or second.box is None or first.page != second.page or first.box.width < FULL:
            continue
        if not first.text[:1].isalnum():
            continue  # a list
        indent = first.box.x0 - second.box.x0
        follows = 0 < second.baseline - first.baseline < 12 and _goes_on(first, second)
        if follows and INDENT[0] < indent < INDENT[1] and first is paragraph.lines[0]:
            found.append((paragraph, second.box.x0))
    return found


def _goes_on(first: TextLine, second: TextLine) -> bool:
    """Return whether a line is long enough to be one of the text, and the one above doesn't end a sentence."""
    assert second.box is not None
    return not first.text.rstrip().endswith((".", ";", ":")) and second.box.width > 20
