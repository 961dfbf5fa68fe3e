"""What is seen of pages made by hand, and what a rule says of it."""

from __future__ import annotations

from typing import Any

from congvan.nd30.components.document import Part
from congvan.nd30.model.view import Numbering, Page, Paragraph, View
from congvan.nd30.rules.base import Broken
from tests.nd30.by_hand import answers, part


def sheet(number: int = 1, width: float = 210, height: float = 297, **more: Any) -> Page:
    return Page(number, width, height, **more)


def seen(
    form: str, *pages: Page, paragraphs: tuple[Paragraph, ...] = (), numbers: tuple[Numbering, ...] = (), **more: Any
) -> Part:
    """A document as a DOCX declares it or a PDF shows it."""
    made = part(**more)
    made.view = View(form, pages=pages, paragraphs=paragraphs, numbers=numbers)
    return made


def findings(rule: str, what: Part) -> list[dict[str, Any]]:
    return [answer.values for answer in answers(rule, what) if isinstance(answer, Broken)]
