"""The pages of offices' own papers against LibreOffice's: others drew them, so only a floor is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.libreoffice_version import is_26
from tests.sample_project import HOME
from tools.judge_pages import judged, with_free_faces

PAPERS = HOME.parent / "shared/samples/real"
PAGES, LINES = 46, 0.77 if is_26() else 0.94
"""Papers with as many pages, of 51; share of lines that are the same: version 26 shrinks lines in another way."""


@pytest.mark.skipif(not PAPERS.is_dir(), reason="../shared (real papers) is absent")
@pytest.mark.full("LibreOffice")
def test_most_papers_have_the_same_pages_and_lines() -> None:
    papers: list[Path] = sorted(PAPERS.glob("*.docx"))
    found = judged({path.name: with_free_faces(path.read_bytes()) for path in papers}).values()
    lines, same = sum(each.lines[0] for each in found), sum(each.same for each in found)
    assert sum(each.pages[0] == each.pages[1] for each in found) >= PAGES, f"of {len(papers)}"
    assert same / lines >= LINES
