"""PDFs that offices issued: what is found in each was looked at beside its page, and nothing else may be found.

The papers lie in ../shared and are no part of the project; where they are absent the test says so. What was found
stands in real_pdf_findings.txt: file, page and line, rule. `python -m tests.nd30.pdf.test_reader` writes it again; look
at the page of every row that is new before you keep it.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from congvan import nd30
from congvan.nd30.rules.base import NOT_APPLICABLE, NOT_EVALUATED
from tests.examples import FULL
from tests.sample_project import HOME

PAPERS = HOME.parent / "shared/samples/real"
VERIFIED = Path(__file__).parents[1] / "real_pdf_findings.txt"
NOT_TOLD = 0.015  # share of the rules that apply whose answer the pages may leave open

needs_papers = pytest.mark.skipif(not PAPERS.is_dir(), reason="../shared/samples/real (issued papers) is absent")


def reports(every: int = 1) -> list[nd30.CheckReport]:
    """Of every paper, or of each third, fourth, …"""
    return [nd30.check(path.read_bytes(), path.stem) for path in sorted(PAPERS.glob("*.pdf"))[::every]]


def rows(papers: list[nd30.CheckReport]) -> list[str]:
    return [f"{paper.path} {r.page}:{r.line} {r.id.removeprefix('ND30-')}" for paper in papers for r in paper.broken]


@pytest.mark.full("long runs")
@needs_papers
def test_papers_of_many_offices_give_no_new_alarm() -> None:
    papers = reports(1 if FULL else 3)
    names = {paper.path for paper in papers}
    lines = VERIFIED.read_text("utf-8").splitlines()
    found, verified = Counter(rows(papers)), Counter(line for line in lines if line.rsplit(" ", 2)[0] in names)
    assert verified
    assert sorted((found - verified).elements()) == [], "look at the page: a false alarm, or a row to be added?"
    assert sorted((verified - found).elements()) == [], "these are true and no longer told"
    read = [paper for paper in papers if not paper.unreadable]
    applying = sum(len({r.id for r in paper.results if r.verdict != NOT_APPLICABLE}) for paper in read)
    unevaluated = sum(r.verdict == NOT_EVALUATED for paper in read for r in paper.results)
    share = NOT_TOLD if FULL else 2 * NOT_TOLD  # of a few papers one weighs more
    assert unevaluated < share * applying, "not by silence"


if __name__ == "__main__":
    VERIFIED.write_text("".join(f"{row}\n" for row in rows(reports())), "utf-8")
