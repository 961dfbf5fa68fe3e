"""Contents that count the pages of another document: the marks in them are replaced when that is laid out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from congvan.job import MARK
from congvan.threads import one_at_a_time

_MARK = re.compile(MARK)
UNKNOWN = "……"
"""Stands for a count that is not known, to be written by hand."""


@one_at_a_time
def page_count(data: bytes) -> int:
    """Return how many pages a PDF has, by PDFium, which is loaded to check the file in any case."""
    import pypdfium2.raw as pdfium

    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    try:
        return int(pdfium.FPDF_GetPageCount(document))
    finally:
        pdfium.FPDF_CloseDocument(document)


def with_counts(content: Any, pages: Sequence[int]) -> Any:
    """Return a content with every mark replaced by its count."""
    if isinstance(content, str):
        return _MARK.sub(lambda mark: _count(mark, pages), content)
    if isinstance(content, dict):
        return {key: with_counts(value, pages) for key, value in content.items()}
    if isinstance(content, list):
        return [with_counts(value, pages) for value in content]
    return content


def _count(mark: re.Match[str], pages: Sequence[int]) -> str:
    part = int(mark[2])
    if part >= len(pages):
        return UNKNOWN
    each = pages[part]
    return str((each if mark[1] == "pages" else (each + 1) // 2) * int(mark[3]))
