"""Each rule finds its own mutant, in DOCX and in PDF, and nothing else; the correct documents give no finding.

What is said of each, and where, stands in findings.txt, to be read by a person; `python -m tests.nd30.test_nd30`
writes it again.
"""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from congvan import nd30
from congvan.core.i18n import LANGUAGES
from congvan.nd30.rules.base import NOT_APPLICABLE, NOT_EVALUATED
from tests.examples import FULL
from tests.nd30 import letters
from tests.nd30.as_docx import to_docx
from tests.nd30.as_pdf import to_pdf
from tests.nd30.mutants.mutant import Mutant, make
from tests.nd30.mutants.table import ELSEWHERE, MUTANTS


def _tried(forms: list[str], number: int) -> list[str]:
    return forms if FULL else [forms[-1 if number % 4 == 1 else 0]]


FINDINGS = Path(__file__).parent / "findings.txt"
# `make test-full` tries a mutant in each format in which it shows, `make test` in one: each fourth in PDF, which takes
# four times as long to make. A rule knows of neither (the contract of imports), what reads PDF has tests of its own.
CASES = [
    pytest.param(mutant, form, id=f"{mutant.name}-{form}")
    for number, mutant in enumerate(MUTANTS)
    for form in _tried(mutant.formats.split(), number)
]


def checked(mutant: Mutant, form: str) -> nd30.CheckReport:
    letter = make(mutant)
    report = nd30.check(to_docx(letter) if form == "docx" else to_pdf(letter), "letter")
    assert not report.unreadable
    assert all(r.reason for r in report.results if r.verdict in (NOT_APPLICABLE, NOT_EVALUATED))
    assert all(r.message.text(each) and r.hint.text(each) for r in report.broken for each in LANGUAGES)
    return report


def said(mutant: Mutant, form: str, report: nd30.CheckReport) -> list[str]:
    """What the report says of a mutant: where, the words there, the id and the values of the finding."""
    lines = []
    for found in report.broken:
        where = f"page {found.page}" if form == "pdf" else f"paragraph {found.line}"
        words = f"{where} “{found.location.text[:40]}”" if found.location.text else "the paper"
        lines.append(f"  {words}: {found.message!r} [{found.severity}]")
    return [f"{mutant.name} {form}", *lines]


@functools.cache
def kept() -> dict[str, list[str]]:
    """Case → its lines in findings.txt."""
    found: dict[str, list[str]] = {}
    for line in FINDINGS.read_text("utf-8").splitlines():
        if not line.startswith("  "):
            name = line
        found.setdefault(name, []).append(line)
    return found


@pytest.mark.parametrize("base", ["dispatch", "decision", "plan", "minutes"])
def test_a_correct_document_gives_no_finding(base: str) -> None:
    letter = getattr(letters, base)()
    for data in (to_docx(letter), to_pdf(letter)):
        report = nd30.check(data, base)
        assert [r.message for r in report.broken] == []
        assert report.good


@pytest.mark.every(33)
@pytest.mark.parametrize(("mutant", "form"), CASES)
def test_a_mutant_gives_exactly_its_rule(mutant: Mutant, form: str) -> None:
    report = checked(mutant, form)
    assert {r.id for r in report.broken} == {f"ND30-{mutant.rule}"}
    name = f"{mutant.name} {form}"
    assert said(mutant, form, report) == kept().get(name), "is that right? then type: python -m tests.nd30.test_nd30"


def test_every_rule_has_a_mutant_or_a_test_of_its_own() -> None:
    tried = {f"ND30-{m.rule}" for m in MUTANTS}
    assert tried | ELSEWHERE == set(nd30.RULES)
    assert not tried & ELSEWHERE


if __name__ == "__main__":
    cases = [(mutant, form) for mutant in MUTANTS for form in mutant.formats.split()]
    everything = [line for mutant, form in cases for line in said(mutant, form, checked(mutant, form))]
    FINDINGS.write_text("\n".join(everything) + "\n", "utf-8")
