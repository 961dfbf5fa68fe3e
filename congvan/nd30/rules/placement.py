"""Repeated and misplaced components, reported once instead of by the rules that they would break in turn."""

from __future__ import annotations

from collections.abc import Iterator

from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.rules.base import MISSING, Answer, NotApplicable, violation


def twice(document: DocumentComponents) -> Iterator[Answer]:
    """Each component has one place in the diagram: Quốc hiệu, Tiêu ngữ, the bodies' names, number, date, type, Kính
    gửi, Nơi nhận and the signer's name appear once."""
    if document.national_name is None:
        yield NotApplicable(MISSING)
    for paragraph in document.duplicates:
        yield violation(paragraph, text=paragraph.text[:60])


def chu_quan_order(document: DocumentComponents) -> Iterator[Answer]:
    """The issuing body's name is under its superior's. Evaluated for people's committees, departments and their units,
    whose order is known."""
    if not document.superior:
        yield NotApplicable(MISSING)
    elif document.superior_below:
        over, under = sorted((document.superior, document.issuer), key=lambda names: names[0].ordinal)
        yield violation(over[0], own=" ".join(p.text for p in over), above=" ".join(p.text for p in under))


def kinh_gui_place(document: DocumentComponents) -> Iterator[Answer]:
    """Kính gửi is above the text, under the head, or under the trích yếu of a named type."""
    if document.greeting is None:
        yield NotApplicable(MISSING)
    elif document.text_before_greeting:
        yield violation(document.greeting)


def can_cu_place(document: DocumentComponents) -> Iterator[Answer]:
    """The legal bases of a decision or resolution are under its trích yếu, above the enacting word."""
    if document.command is None:
        yield NotApplicable(MISSING)
    elif document.misplaced_bases:
        yield violation(
            document.misplaced_bases[0], text=document.misplaced_bases[0].text[:50], command=document.command.text
        )
