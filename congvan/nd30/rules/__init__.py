"""The rules of Decree 30/2020/NĐ-CP, a family a file; which rules exist is this table."""

from __future__ import annotations

from congvan.nd30.rule import Rule
from congvan.nd30.rules import (
    appendix,
    body,
    capitals,
    citations,
    copies,
    dates,
    drawn,
    extras,
    face,
    head,
    marks,
    names,
    number,
    order,
    page,
    pagination,
    receivers,
    signer,
    structure,
    style,
    subject,
)

RULES: tuple[Rule, ...] = (
    *page.RULES,
    *face.RULES,
    *pagination.RULES,
    *head.RULES,
    *drawn.RULES,
    *order.RULES,
    *number.RULES,
    *dates.RULES,
    *subject.RULES,
    *receivers.RULES,
    *body.RULES,
    *citations.RULES,
    *structure.RULES,
    *signer.RULES,
    *copies.RULES,
    *appendix.RULES,
    *extras.RULES,
    *marks.RULES,
    *style.RULES,
    *capitals.RULES,
    *names.RULES,
)
BY_ID = {rule.id: rule for rule in RULES}
