"""Papers that nobody here wrote: the findings on them, each looked at beside the page.

The real papers lie in ../shared; where they are absent these tests say so.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from congvan import nd30
from congvan.core.problems import Severity
from tests.sample_project import HOME

SHARED = HOME.parent / "shared"
needs = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared (real papers) is absent")


VERIFIED = Path(__file__).parents[1] / "nd30" / "real_docx_findings.txt"
"""Errors and warnings on the real Word files: file, paragraph, rule, and whether the page shows it ("?": not yet looked
at). `python -m tests.acceptance.test_issued_papers` writes the rows again and keeps what was said of them."""


def findings(path: Path) -> list[str]:
    report = nd30.check(path.read_bytes(), path.name)
    assert not report.unreadable
    return [f"{r.page}:{r.line} {r.severity} {r.id.removeprefix('ND30-')}" for r in report.broken]


@needs
def test_a_signed_dispatch_with_its_number_stamped_in() -> None:
    """Quốc hiệu, Tiêu ngữ and date are all 13 pt (the note wants 12, 13, 13 or 13, 14, 14); the rest is in order."""
    assert findings(SHARED / "samples" / "cong-van-507.pdf") == ["1:4 warning SIZE-COUPLING"]


@needs
def test_a_signed_notice_of_four_pages() -> None:
    """All 13 pt in the head; "I. Đánh giá chung" in lower case; "cao nhất. kế hoạch" in the text; the entry of the
    departments ends with a comma; the drafter's mark is 7 pt."""
    assert sorted(findings(SHARED / "samples" / "thong-bao-565.pdf")) == [
        "1:26 warning MUC-CAPS",
        "1:4 warning SIZE-COUPLING",
        "1:41 warning MUC-CAPS",
        "3:26 warning VIET-HOA-CAU",
        "4:38 error NOI-NHAN-SEMICOLON",
        "4:46 note NGUOI-SOAN-SIZE",
    ]


@needs
def test_a_school_plan_in_word() -> None:
    """Căn cứ upright and closed by a semicolon; page number 12 pt; date 13 beside a Tiêu ngữ of 14; no end mark."""
    assert sorted(findings(SHARED / "samples" / "ke-hoach-2026.docx")) == [
        "0:111 note END-MARK",
        "0:12 error CAN-CU-SLANT",
        "0:129 error PAGE-NUMBER-STYLE",
        "0:13 error CAN-CU-STOP",
        "0:4 warning SIZE-COUPLING",
    ]


@needs
def test_the_decrees_own_sheets() -> None:
    """The sheets as LibreOffice draws them: the rules under body and trích yếu are a quarter of the words, not a third;
    captions of the sheets in another face; sheet 1.5 has 12, 14, 14 and no 6 pt over V/v; the sheet of the appendix is
    page 15 of the booklet."""
    found = findings(SHARED / "nd30" / "appendix-3-samples.pdf")
    rules = {f.split()[2] for f in found}
    assert rules == {"BAN-HANH-RULE", "TRICH-YEU-RULE", "FONT-FACE", "SIZE-COUPLING", "VV-GAP", "PHU-LUC-PAGES"}
    assert [f for f in found if f.endswith(("SIZE-COUPLING", "VV-GAP", "PHU-LUC-PAGES", "FONT-FACE"))] == [
        "4:3 error FONT-FACE",
        "9:9 warning SIZE-COUPLING",
        "9:13 warning VV-GAP",
        "15:1 warning PHU-LUC-PAGES",
    ]


@needs
def test_the_decrees_own_appendix_of_layout() -> None:
    """A booklet of clauses; its table of examples shows a Quốc hiệu, "Nơi nhận" and "Phụ lục I", and is no document."""
    assert findings(SHARED / "nd30" / "appendix-1-layout.pdf") == []


def reported() -> list[str]:
    """The errors and warnings on the real Word files, as rows."""
    rows = []
    for path in sorted((SHARED / "samples" / "real").glob("*.docx")):
        for found in nd30.check(path.read_bytes(), path.name).broken:
            if found.severity is not Severity.NOTE:
                rows.append(f"{path.stem} {found.line} {found.id.removeprefix('ND30-')}")
    return rows


@pytest.mark.full("long runs")
@needs
def test_word_files_of_many_offices_give_no_new_alarm() -> None:
    rows = [row.rsplit(" ", 1) for row in VERIFIED.read_text("utf-8").splitlines()]
    assert {said for _row, said in rows} == {"true"}, "look at the page, then write true or mend the rule"
    said, known = Counter(reported()), Counter(row for row, _said in rows)
    assert sorted((said - known).elements()) == [], "look at the page: a false alarm, or a row to be added?"
    assert sorted((known - said).elements()) == [], "these are true and no longer told"


if __name__ == "__main__":
    looked_at = dict(row.rsplit(" ", 1) for row in VERIFIED.read_text("utf-8").splitlines())
    VERIFIED.write_text("".join(f"{row} {looked_at.get(row, '?')}\n" for row in reported()), "utf-8")
