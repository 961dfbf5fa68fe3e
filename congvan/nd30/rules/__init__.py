"""The rules of Decree 30/2020/NĐ-CP, one module per family; `RULES` lists all of them.

May import components and model.
"""

from __future__ import annotations

from congvan.nd30.rules import (
    addressees,
    appendices,
    articles_and_clauses,
    body_text,
    capitalisation,
    citations,
    closing_lines,
    division_sequence,
    enacting,
    end_mark,
    left_edge,
    national_header,
    number_and_symbol,
    page_numbers,
    paper_and_margins,
    place_and_date,
    placement,
    proper_names,
    recipient_list,
    ruled_lines,
    signer,
    subject_and_bases,
    typeface,
    typography,
    urgency_marks,
)
from congvan.nd30.rules.base import Rule

RULES: tuple[Rule, ...] = (
    *paper_and_margins.RULES,
    *typeface.RULES,
    *page_numbers.RULES,
    *national_header.RULES,
    *ruled_lines.RULES,
    *placement.RULES,
    *number_and_symbol.RULES,
    *place_and_date.RULES,
    *subject_and_bases.RULES,
    *enacting.RULES,
    *addressees.RULES,
    *body_text.RULES,
    *left_edge.RULES,
    *end_mark.RULES,
    *citations.RULES,
    *articles_and_clauses.RULES,
    *division_sequence.RULES,
    *signer.RULES,
    *recipient_list.RULES,
    *appendices.RULES,
    *closing_lines.RULES,
    *urgency_marks.RULES,
    *typography.RULES,
    *capitalisation.RULES,
    *proper_names.RULES,
)
BY_ID = {rule.id: rule for rule in RULES}
SEEN_WITHOUT_WORDS = frozenset(
    rule.id for family in (paper_and_margins, typeface, page_numbers) for rule in family.RULES
)
"""The rules on paper, faces and page numbers, which need no word to find what they judge."""
