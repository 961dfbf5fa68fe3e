"""The bookmarks of a document: its headings, as objects of a file."""

from __future__ import annotations

from collections.abc import Sequence

from congvan.formats.pdf.objects import PdfObject, text_string
from congvan.formats.pdf.tagging.elements import PageHeading


def outline_objects(
    headings: Sequence[PageHeading], titles: Sequence[str], first: int, pages: Sequence[int]
) -> list[PdfObject]:
    """Return the outline, numbered `first`, and a bookmark for each heading behind it."""
    parents: list[int] = []  # of each heading the number of the one above it, -1 for the outline itself
    above: list[int] = []
    for n, heading in enumerate(headings):
        while above and headings[above[-1]].level >= heading.level:
            above.pop()
        parents.append(above[-1] if above else -1)
        above.append(n)
    kids: dict[int, list[int]] = {}
    for n, parent in enumerate(parents):
        kids.setdefault(parent, []).append(n)

    def family(parent: int) -> bytes:
        own = kids.get(parent)
        if not own:
            return b""
        count = len(own) if parent < 0 else -len(own)  # those below a heading are closed
        return b"/First %d 0 R/Last %d 0 R/Count %d" % (first + 1 + own[0], first + 1 + own[-1], count)

    out = [PdfObject(first, b"<</Type/Outlines%s>>" % family(-1))]
    for n, (heading, title) in enumerate(zip(headings, titles, strict=True)):
        siblings = kids[parents[n]]
        at = siblings.index(n)
        beside = b"/Prev %d 0 R" % (first + 1 + siblings[at - 1]) if at else b""
        beside += b"/Next %d 0 R" % (first + 1 + siblings[at + 1]) if at + 1 < len(siblings) else b""
        place = b"/Dest[%d 0 R/XYZ null %.0f null]" % (pages[heading.page], heading.top)
        body = b"<</Title%s/Parent %d 0 R%s%s%s>>" % (
            text_string(title),
            first + 1 + parents[n],
            place,
            beside,
            family(n),
        )
        out.append(PdfObject(first + 1 + n, body))
    return out
