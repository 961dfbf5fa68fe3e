"""The left edge of the text: which paragraphs show it, how far off is too far."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.nd30.model.view import Box, Paragraph, StyledRun, TextLine, View
from tests.nd30.by_hand import line, part, said

TEXT = "Các doanh nghiệp viễn thông trên địa bàn tỉnh thực hiện"


def declared(*edges: tuple[float, float]) -> Any:
    """Paragraphs of a DOCX, each with the indent of its first line and of the others."""
    return part(body=[line(TEXT, first=first, left=left, align="justify") for first, left in edges])


USUAL = (12.7, 0.0)


@pytest.mark.parametrize(
    ("edges", "found"),
    [
        ((USUAL, USUAL), "?"),
        ((USUAL, USUAL, USUAL), None),
        ((USUAL, USUAL, (15.2, 2.5)), "+2.5"),
        ((USUAL, USUAL, (10.2, -2.5)), "-2.5"),
        ((USUAL, USUAL, (14.0, 1.3)), None),  # too little to be seen
        ((USUAL, USUAL, (20.7, 8.0)), None),  # a quotation set apart
        ((USUAL, USUAL, USUAL, (0.0, 5.0)), None),  # a list with hanging lines
        (((13.7, 1.0), (15.7, 3.0), (12.7, 0.0), (17.7, 5.0), (20.7, 8.0)), None),  # no common edge
    ],
)
def test_the_edge_that_a_docx_declares(edges: tuple[tuple[float, float], ...], found: str | None) -> None:
    answer = said("BODY-EDGE", declared(*edges))
    assert (answer["found"] if isinstance(answer, dict) else answer) == found


def test_a_document_without_text_has_no_edge() -> None:
    assert said("BODY-EDGE", part(body=[])) == "–"


def printed(page: int, top: float, first: float, second: float, text: str = TEXT) -> Paragraph:
    """A paragraph of two lines that begin there, in mm."""
    run = StyledRun(text, "Times New Roman", 14.0)
    boxes = (Box(first, top, 195, top + 5), Box(second, top + 6, 150, top + 11))
    lines = [TextLine((run,), page, at, box, box.y1) for at, box in enumerate(boxes, 1)]
    return Paragraph(tuple(lines), align="justify", first=first - second, left=0.0)


@pytest.mark.parametrize(
    ("last", "found"),
    [
        ((42.7, 30.0, TEXT), None),
        ((45.2, 32.5, TEXT), "+2.5"),
        ((32.0, 35.0, f"- {TEXT}"), None),  # a list
        ((45.2, 32.5, f"• {TEXT}"), None),
        ((45.2, 32.5, f"{TEXT}."), None),  # the sentence ends: the next line is another paragraph
    ],
)
def test_the_edge_that_a_pdf_shows(last: tuple[float, float, str], found: str | None) -> None:
    first, second, text = last
    body = [printed(1, top, 42.7, 30.0) for top in (50, 65, 80)] + [printed(1, 95, first, second, text)]
    document = part(body=body)
    document.view = View("pdf", paragraphs=tuple(body))
    answer = said("BODY-EDGE", document)
    assert (answer["found"] if isinstance(answer, dict) else answer) == found
