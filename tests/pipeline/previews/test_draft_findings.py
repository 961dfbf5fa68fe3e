"""Findings of a draft: on their lines, and each with the value of the file that it leads to."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound, Severity
from congvan.nd30.rules.base import Location
from congvan.pipeline.previews.draft_findings import draft_findings
from congvan.pipeline.previews.draft_pages import DraftPages
from tests.sample_project import Project, new_project

DISPATCH = "bluezone-2020"
FILE = f"data/dispatches/{DISPATCH}.yaml"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path / "project")


def test_a_finding_of_the_decree_is_beside_its_line_and_leads_to_its_text(project: Project) -> None:
    pages = DraftPages(project.root)
    project.replace(FILE, "địa bàn tỉnh Lạng Sơn", "địa bàn tỉnh lạng sơn")
    made = pages.show(DISPATCH)
    (found,) = [each for each in pages.findings(made.version) if "lạng sơn" in each.problem.text]
    assert (found.page, found.field) == (1, "/body")
    assert 0.2 < found.down < 0.6
    assert 0 < found.across < 0.5
    project.write("data/check.yaml", f"{found.problem.code}: mẫu của tỉnh\n")
    kept = pages.findings(pages.show(DISPATCH).version)
    assert found.problem.code not in {each.problem.code for each in kept}


def test_a_finding_of_the_data_is_where_the_value_is_printed(project: Project) -> None:
    pages = DraftPages(project.root)
    project.replace(FILE, "date: {day: blank, month: 8, year: 2020}", "date: 2020-08-25")
    made = pages.show(DISPATCH)
    assert {each.field for each in pages.findings(made.version)} == {"/date"}  # it is later than what is due by it
    told = Problem(Message("value-empty", key="subject"), made.source.place(("subject",)), severity=Severity.WARNING)
    found = draft_findings(made.pdf, made.job.path, made.sizes, [told], made.source)[0]
    assert (found.page, found.field) == (1, "/subject")
    assert 0.1 < found.down < 0.2


def test_what_keeps_a_draft_from_being_drawn_leads_to_its_field_too(project: Project) -> None:
    pages = DraftPages(project.root)
    project.replace(FILE, "signer: phuong-thi-huong-lan", "signer: khong-co")
    with pytest.raises(ProblemsFound) as stop:
        pages.show(DISPATCH)
    assert set(pages.fields(DISPATCH, stop.value.problems).values()) == {"/signer"}
    text = project.read(FILE)
    project.write(FILE, "".join(line for line in text.splitlines(True) if not line.startswith("subject:")))
    with pytest.raises(ProblemsFound) as stop:
        pages.show(DISPATCH)
    assert "/subject" in pages.fields(DISPATCH, stop.value.problems).values()


def test_what_the_template_decides_is_no_advice_for_word(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [
        Problem(Message(rule, count=1, total=1, text="a", wanted="b")) for rule in ("ND30-BODY-ALIGN", "ND30-VV-WORD")
    ]
    monkeypatch.setattr(
        "congvan.pipeline.previews.draft_findings.decree_findings", lambda *_: [(each, Location()) for each in told]
    )
    pages = DraftPages(project.root)
    layout, words = pages.findings(pages.show(DISPATCH).version)[-2:]
    assert layout.problem.remedy == Message("draft-of-template")
    assert words.problem.remedy is None


def test_a_certificate_or_list_is_not_judged_by_the_decree(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate with few words on a page-wide picture was told to be a scan."""
    told = (Problem(Message("nd30-unreadable", why="a scan"), Place("a.pdf")), Location())
    monkeypatch.setattr("congvan.pipeline.previews.draft_findings.decree_findings", lambda *_given: (told,))
    pages = DraftPages(project.root)
    found = [pages.findings(pages.show(DISPATCH, each).version) for each in ("letter", "send-list")]
    assert list(map(len, found)) == [1, 0]
