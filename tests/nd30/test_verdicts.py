"""What every rule answers to whole documents and to documents without a part, in DOCX and in PDF.

The answers stand in verdicts.txt, to be read by a person; `python -m tests.nd30.test_verdicts` writes it again.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan import nd30
from congvan.nd30.rule import BROKEN, HOLDS
from tests.nd30 import letters
from tests.nd30.letters import Letter

VERDICTS = Path(__file__).parent / "verdicts.txt"
BASES = ("dispatch", "decision", "plan")
PARTS = ("head", "middle", "foot")


def documents() -> dict[str, Letter]:
    """Each correct document, each without one of its parts, and the text of one alone."""
    found = {}
    for base in BASES:
        found[base] = getattr(letters, base)()
        for part in PARTS:
            letter = getattr(letters, base)()
            if getattr(letter, part) not in ([], ((), ())):
                setattr(letter, part, ([], []) if part == "foot" else [])
                found[f"{base} without {part}"] = letter
    bare = letters.dispatch()
    bare.head, bare.middle, bare.foot, bare.appendix = [], [], ([], []), []
    found["the text of the dispatch alone"] = bare
    return found


CASES = [(name, form) for name in documents() for form in ("docx", "pdf")]


def verdicts(name: str, form: str) -> list[str]:
    """What is broken, then the rules that have nothing to judge, by their reason. The others hold."""
    letter = documents()[name]
    report = nd30.check(letters.to_docx(letter) if form == "docx" else letters.to_pdf(letter), "letter")
    assert not report.unreadable
    lines: list[str] = []
    silent: dict[str, list[str]] = {}
    for found in report.results:
        rule = found.id.removeprefix("ND30-")
        if found.verdict == BROKEN:
            lines.append(f"  broken: {rule}: {found.message} [“{found.spot.text[:30]}”]")
        elif found.verdict != HOLDS:
            assert found.reason
            silent.setdefault(f"{found.verdict}: {found.reason}", []).append(rule)
    lines += [f"  {reason}: {' '.join(rules)}" for reason, rules in sorted(silent.items())]
    return [f"{name}, {form}: {report.document_kind}", *lines]


def kept() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in VERDICTS.read_text("utf-8").splitlines():
        if not line.startswith("  "):
            name = line.rpartition(":")[0]
        found.setdefault(name, []).append(line)
    return found


@pytest.mark.parametrize(("name", "form"), CASES)
def test_what_every_rule_answers(name: str, form: str) -> None:
    assert verdicts(name, form) == kept()[f"{name}, {form}"]


if __name__ == "__main__":
    VERDICTS.write_text("\n".join(line for name, form in CASES for line in verdicts(name, form)) + "\n", "utf-8")
