"""What is seen of pages made by hand, and what a rule says of it."""

from __future__ import annotations

from typing import Any

from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.model.view import PageGeometry, PageNumber, Paragraph, View
from congvan.nd30.rules.base import Violation
from tests.nd30.by_hand import answers, part


def sheet(number: int = 1, width: float = 210, height: float = 297, **more: Any) -> PageGeometry:
    return PageGeometry(number, width, height, **more)


def seen(
    form: str,
    *pages: PageGeometry,
    paragraphs: tuple[Paragraph, ...] = (),
    numbers: tuple[PageNumber, ...] = (),
    **more: Any,
) -> DocumentComponents:
    """A document as a DOCX declares it or a PDF shows it."""
    made = part(**more)
    made.view = View(form, pages=pages, paragraphs=paragraphs, numbers=numbers)
    return made


def findings(rule: str, what: DocumentComponents) -> list[dict[str, Any]]:
    return [answer.values for answer in answers(rule, what) if isinstance(answer, Violation)]
