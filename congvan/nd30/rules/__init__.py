"""The rules of Decree 30/2020/NĐ-CP, one module per family; `RULES` lists all of them.

A rule is a row of `rules.toml` and a function of its family, both named by its id. May import components and model.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from types import ModuleType
from typing import Any

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
from congvan.nd30.rules.base import Rule, rule
from congvan.nd30.rules.capitals.spelling import spelling_check

FAMILIES = (
    (paper_and_margins, typeface, page_numbers),
    (
        national_header,
        ruled_lines,
        placement,
        number_and_symbol,
        place_and_date,
        subject_and_bases,
        enacting,
        addressees,
    ),
    (body_text, left_edge, end_mark, citations, articles_and_clauses, division_sequence),
    (signer, recipient_list, appendices, closing_lines, urgency_marks),
    (capitalisation, proper_names),
)
"""The paper, the head, the text, the foot, capitals."""


def _rules() -> Iterator[Rule]:
    """Yield the rules: those of the families' rows, and those on the typography of components before the capitals."""
    rows = tomllib.loads((files(__name__) / "rules.toml").read_text("utf-8"))
    for group in FAMILIES:
        if capitalisation in group:
            yield from typography.RULES
        for family in group:
            for ident, row in rows[family.__name__.rpartition(".")[2]].items():
                yield rule(ident, _check(family, ident), **row)


def _check(family: ModuleType, ident: str) -> Any:
    """Return the function that is named after a rule, or a search for misspelt names."""
    own = getattr(family, ident.lower().replace("-", "_"), None)
    return own or spelling_check(ident.removeprefix("VIET-HOA-"), family.FINDERS)


RULES = tuple(_rules())
BY_ID = {each.id: each for each in RULES}
SEEN_WITHOUT_WORDS = frozenset(each.id for each in RULES if each.check.__module__ in {f.__name__ for f in FAMILIES[0]})
"""The rules on paper, faces and page numbers, which need no word to find what they judge."""
