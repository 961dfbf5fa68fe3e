"""Annotate a PDF: a copy with a note at the place of each violation."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from congvan.core.problems import Severity
from congvan.core.units import mm_to_pt
from congvan.nd30.check import CheckReport, RuleResult

_COLOURS = {Severity.ERROR: (0.85, 0.1, 0.1), Severity.WARNING: (0.95, 0.6, 0.0), Severity.NOTE: (0.2, 0.4, 0.8)}


def annotate(pdf: bytes, report: CheckReport) -> bytes:
    """Return the PDF with a text note for each violation; the same input gives the same bytes.

    A file that can't be opened is returned unchanged. Violations without a page (of the document as a whole) are noted
    at the top of page 1. Digital signatures of the original become invalid: the copy is for reading.
    """
    import pikepdf

    try:
        document = pikepdf.open(io.BytesIO(pdf))
    except (pikepdf.PdfError, ValueError):
        return pdf
    with document:
        stacked: dict[tuple[int, int], int] = {}
        for result in sorted(report.broken, key=lambda r: (r.page, r.line, r.id)):
            number = min(max(result.page, 1), len(document.pages)) - 1
            page = document.pages[number]
            corner = _corner(page, result)
            key = (number, round(corner[1]))
            shift = stacked[key] = stacked.get(key, -1) + 1
            _add(document, page, result, (corner[0] - 14 * shift, corner[1]))
        out = io.BytesIO()
        document.save(out, static_id=True, deterministic_id=False)
        return out.getvalue()


def _corner(page: Any, result: RuleResult) -> tuple[float, float]:
    """Return the lower left corner of a note in user space: in the left margin, beside the line."""
    left, bottom, right, top = (float(v) for v in page.mediabox)
    box = result.location.box
    turned = int(page.obj.get("/Rotate", 0)) % 360
    if box is None or turned:
        return left + 24, top - 30
    unit = float(page.obj.get("/UserUnit", 1)) or 1.0
    x = max(left + 6, left + mm_to_pt(box.x0) / unit - 26)
    y = top - mm_to_pt((box.y0 + box.y1) / 2) / unit - 9
    return min(x, right - 24), min(max(y, bottom + 2), top - 20)


def _add(document: Any, page: Any, result: RuleResult, corner: Sequence[float]) -> None:
    import pikepdf

    x, y = corner
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Text,
        Rect=[x, y, x + 18, y + 18],
        Contents=f"{result.message}\n{result.hint}\n{result.id}; {result.clause}".strip(),
        T="congvan",
        Subj=result.id,
        C=list(_COLOURS[result.severity]),
        Name=pikepdf.Name.Note,
        F=28,
    )
    if "/Annots" not in page.obj:
        page.obj.Annots = pikepdf.Array()
    page.obj.Annots.append(document.make_indirect(note))
