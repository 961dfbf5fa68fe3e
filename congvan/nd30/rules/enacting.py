"""The enacting word of a decision (sheets 1.1 to 1.3 of PL III)."""

from __future__ import annotations

from collections.abc import Iterator

from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.measures import is_off_centre
from congvan.nd30.rules.base import MISSING, Answer, NotApplicable, violation


def lenh_colon(document: DocumentComponents) -> Iterator[Answer]:
    """A colon follows the enacting word between the legal bases and the articles, as on the sample sheets."""
    if document.command is None or not document.body:
        yield NotApplicable(MISSING)
    elif not document.command.text.endswith(":"):
        yield violation(document.command, text=document.command.text)


def lenh_centred(document: DocumentComponents) -> Iterator[Answer]:
    """The adopting authority and the enacting word are centred across the text, as on the sample sheets."""
    lines = [*document.adopter, *([document.command] if document.command is not None else [])]
    if not lines:
        yield NotApplicable(MISSING)
    for paragraph in lines:
        if is_off_centre(document, paragraph):
            yield violation(paragraph, text=paragraph.text[:60])
            return
