"""Find what is in the margins of the pages of a PDF: page numbers, and the running heads and feet of a tagged file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from congvan.nd30.model.view import PageGeometry, PageNumber, Paragraph, TextLine
from congvan.nd30.pdf.page import PageContents
from congvan.nd30.pdf.paragraphs import cell_of

PAGE_NUMBER = re.compile(r"^(?:Trang|trang)?[-–— ]*(\d{1,4}|[IVXLC]{1,6}|[ivx]{1,5})[-–— ]*(?:/ ?\d{1,4})?$")


def take_page_numbers(
    pages_read: Sequence[PageContents], lines: list[list[TextLine]]
) -> tuple[list[PageNumber], list[list[TextLine]]]:
    """Return the page numbers, alone in the top or bottom margin, and the lines without them."""
    numbers: list[PageNumber] = []
    kept: list[list[TextLine]] = []
    for contents, rows in zip(pages_read, lines, strict=True):
        taken: set[int] = set()
        for where, line in _marginal(rows):
            if line.box is None or not PAGE_NUMBER.match(line.text.strip()):
                continue
            if len(rows) < 2 and contents.page.number == 1:
                continue
            if taken:  # the page has a number already: this is the last row of a table
                continue
            alone = sum(1 for r in rows if abs(r.baseline - line.baseline) < 2) == 1
            high = line.box.y1 < 30 if where == "top" else line.box.y0 > contents.page.height - 30
            if alone and high and cell_of(line, contents) is None:
                taken.add(line.number)
                numbers.append(_page_number(contents.page, line, where))
        kept.append([r for r in rows if r.number not in taken])
    return numbers, kept


def _marginal(rows: Sequence[TextLine]) -> list[tuple[str, TextLine]]:
    """Return the lines that may be a page number: the first, the last, and those that a tagged file marks as no part
    of the text, as below the other lines of a header.
    """
    marked = [row for row in rows if row.artifact]
    return [("top", line) for line in (*rows[:1], *marked)] + [("bottom", line) for line in (*rows[-1:], *marked)]


def take_running_lines(
    contents: PageContents, rows: Sequence[TextLine]
) -> tuple[list[TextLine], list[TextLine], list[TextLine]]:
    """Return the running head of a page, its text and its running foot.

    They are the first and last lines that the file marks as no part of the text, but for the repeated head of a table.
    """
    marked = [row.artifact and cell_of(row, contents) is None for row in rows]
    start = next((at for at, is_marked in enumerate(marked) if not is_marked), len(rows))
    end = next((at for at in range(len(rows), start, -1) if not marked[at - 1]), start)
    return list(rows[:start]), list(rows[start:end]), list(rows[end:])


def _page_number(page: PageGeometry, line: TextLine, where: str) -> PageNumber:
    assert line.box is not None
    off = line.box.centre - page.width / 2
    align = "centre" if abs(off) < 14 else "left" if off < 0 else "right"
    paragraph = Paragraph((line,), "header" if where == "top" else "footer", align)
    shown = re.sub(r"^[Tt]rang", "", line.text.strip()).strip(" -–—")
    return PageNumber(where, align, page.number, paragraph, shown=shown)
