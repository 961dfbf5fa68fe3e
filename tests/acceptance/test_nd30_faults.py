"""Of the deliberate faults that break a clause, 98 of 100 are told by a rule that owns it, in DOCX and in PDF alike."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import pytest

from congvan import nd30
from tests.acceptance.templates.making import printed_docx
from tests.nd30.faults import FAULTS, KINDS, NO_CLAUSE, Fault, base, cases, faulty

FULL = os.environ.get("CONGVAN_FULL") == "1"
SHARE = 0.98
Finding = tuple[str, str]


def batched(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """The rows in lists of a size (itertools.batched is of Python 3.12)."""
    left = iter(rows)
    while batch := list(islice(left, size)):
        yield batch


def findings(data: bytes) -> set[Finding]:
    """Rule and message of what is told of a file."""
    report = nd30.check(data, "paper")
    assert not report.unreadable
    return {(r.id.removeprefix("ND30-"), repr(r.message)) for r in report.broken}


def missed(told: Iterable[tuple[str, Fault, set[Finding]]]) -> list[str]:
    return [
        f"{kind}: {fault.name}: {fault.rules} expected, {sorted(rule for rule, _message in new)} told"
        for kind, fault, new in told
        if not {rule for rule, _message in new} & set(fault.rules.split())
    ]


def judged(form: str, told: list[tuple[str, Fault, set[Finding]]]) -> None:
    unseen = missed(told)
    print(f"{form}: {len(told) - len(unseen)} of {len(told)} faults seen", *unseen, sep="\n  ")
    assert len(unseen) <= (1 - SHARE) * len(told), "\n".join(unseen)


@pytest.mark.parametrize("kind", KINDS)
def test_the_papers_without_a_fault_are_good(kind: str) -> None:
    assert findings(base(kind)) == set()


def test_faults_are_seen_in_docx() -> None:
    told = [(kind, fault, findings(data)) for kind, fault, data in (cases(len(KINDS)) if FULL else cases(2, 4))]
    assert len(told) >= 200
    judged("DOCX", told)


@pytest.mark.full("LibreOffice")
def test_faults_are_seen_in_pdf() -> None:
    assert [kind for kind, page in printed_docx({kind: base(kind) for kind in KINDS}).items() if findings(page)] == []
    told = []
    for rows in batched(cases(2), 80):
        pages = printed_docx({str(number): data for number, (_kind, _fault, data) in enumerate(rows)})
        told += [(kind, fault, findings(pages[str(number)])) for number, (kind, fault, _data) in enumerate(rows)]
    assert len(told) >= 200
    judged("PDF", told)


@pytest.mark.parametrize("name", NO_CLAUSE)
def test_what_breaks_no_clause_is_left_alone(name: str) -> None:
    reason, kind, change = NO_CLAUSE[name]
    assert reason
    assert findings(faulty(kind, change)) == set()


def test_a_fault_names_rules_that_there_are() -> None:
    assert {f"ND30-{rule}" for fault in FAULTS for rule in fault.rules.split()} <= set(nd30.RULES)
