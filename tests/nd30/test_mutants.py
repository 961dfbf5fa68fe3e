"""Each rule finds its own mutant, in DOCX and in PDF, and nothing else; the correct documents give no finding."""

from __future__ import annotations

import pytest

from congvan import nd30
from tests.nd30 import letters
from tests.nd30.mutants import ELSEWHERE, MUTANTS, Mutant, make


def broken(data: bytes) -> set[str]:
    report = nd30.check(data, "letter")
    assert not report.unreadable
    return {r.id for r in report.broken}


@pytest.mark.parametrize("base", ["dispatch", "decision", "plan"])
def test_a_correct_document_gives_no_finding(base: str) -> None:
    letter = getattr(letters, base)()
    for data in (letters.to_docx(letter), letters.to_pdf(letter)):
        report = nd30.check(data, base)
        assert [r.message for r in report.broken] == []
        assert report.good


@pytest.mark.parametrize(
    ("mutant", "form"), [pytest.param(m, f, id=f"{m.name}-{f}") for m in MUTANTS for f in m.formats.split()]
)
def test_a_mutant_gives_exactly_its_rule(mutant: Mutant, form: str) -> None:
    letter = make(mutant)
    data = letters.to_docx(letter) if form == "docx" else letters.to_pdf(letter)
    assert broken(data) == {f"ND30-{mutant.rule}"}


def test_every_rule_has_a_mutant_or_a_test_of_its_own() -> None:
    tried = {f"ND30-{m.rule}" for m in MUTANTS}
    assert tried | ELSEWHERE == set(nd30.RULES)
    assert not tried & ELSEWHERE
