"""The enacting word of a decision (sheets 1.1 to 1.3 of PL III)."""

from __future__ import annotations

from collections.abc import Iterator

from congvan.messages import Message
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.rules.base import MISSING, WARNING, Answer, NotApplicable, rule, violation


@rule(
    "LENH-COLON",
    Message("clause.pl-iii-sample"),
    WARNING,
    right=("QUYẾT ĐỊNH:",),
    wrong=("QUYẾT ĐỊNH",),
)
def lenh_colon(document: DocumentComponents) -> Iterator[Answer]:
    """A colon follows the enacting word between the legal bases and the articles, as on the sample sheets."""
    if document.command is None or not document.body:
        yield NotApplicable(MISSING)
    elif not document.command.text.endswith(":"):
        yield violation(document.command, text=document.command.text)


RULES = (lenh_colon,)
