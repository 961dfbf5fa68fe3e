"""The mark "./." at the end of the text, as the sample sheets of PL III have it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from congvan.core.messages import Message
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.patterns import is_omission
from congvan.nd30.rules.base import Answer, NotApplicable, violation

NO_BODY = Message("nd30.document-body-text")


def end_mark(document: DocumentComponents) -> Iterator[Answer]:
    """No clause requires the mark, but every sample sheet ends with it. An extract may omit the end, and a form that
    others fill in does not have the mark."""
    form = any("…" in p.text or "..." in p.text for p in document.issuer)
    if not document.body or not document.authority or form or any(is_omission(p) for p in document.body[-2:]):
        yield NotApplicable(NO_BODY)
    elif not re.search(r"\./\.?\s*\W?$|/\.$", document.body[-1].text) and not any(
        p.text.endswith("./.") for p in document.body[-4:]
    ):
        yield violation(document.body[-1])


def end_mark_once(document: DocumentComponents) -> Iterator[Answer]:
    """The mark closes the text, so it appears once."""
    if not document.body:
        yield NotApplicable(NO_BODY)
    for paragraph in document.body[:-1]:
        if paragraph.text.endswith("./.") and document.body[-1].text.endswith("./."):
            yield violation(paragraph)
            return


def end_mark_place(document: DocumentComponents) -> Iterator[Answer]:
    """The mark closes the text alone: it is not at the end of the trích yếu, of Kính gửi or of Nơi nhận."""
    listed = [p for entry in (*document.addressees, *document.recipients) for p in entry.paragraphs]
    around = [*document.title, *document.subject_line, *([document.greeting] if document.greeting else []), *listed]
    if not around:
        yield NotApplicable(NO_BODY)
    for paragraph in around:
        if paragraph.text.endswith("./."):
            yield violation(paragraph, text=paragraph.text[:60])
            return
