"""LibreOffice makes the PDFs of a Word template by one act, and congvan again by another; packs keep their pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.core import libreoffice
from congvan.core.job import Outcome, Progress
from congvan.editing.whole_files.pdf_maker import DOCUMENTS, PdfMakerRequest, pdf_maker
from congvan.model.loader import load
from congvan.model.project import assets
from tests.sample_project import Project, new_project

THREE = """
- {id: a, name: Phiếu, templates: {docx: phieu.docx}, path: a}
- {id: b, name: Giấy mời, templates: {docx: phieu.docx, pdf: bia.html}, path: b}
- {id: c, name: Thư, templates: {docx: phieu.docx}, path: c}
- {id: d, name: Tập in, templates: {pdf: bia.html}, path: d, parts: [{document: c}]}
"""


def made(project: Project, template: str = "phieu.docx", own: bool = False) -> Outcome:
    return pdf_maker(PdfMakerRequest(project.root, template, own), Progress())


def of_templates(root: Path) -> dict[str, object]:
    return {each.id: each.templates.get("pdf") for each in load(assets.read(root)).documents}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(libreoffice, "program", lambda: "soffice")
    project = new_project(tmp_path)
    project.write(DOCUMENTS, THREE)
    for name in ("phieu.docx", "bia.html"):
        (project.root / "templates" / name).write_bytes(b"")
    return project


def test_libreoffice_makes_the_pages_of_a_template_and_no_more(project: Project) -> None:
    before = (project.root / DOCUMENTS).read_text("utf-8")
    outcome = made(project)
    assert outcome.exit_code == 0
    assert [str(each) for each in outcome.remarks][1:] == [
        "as before: “Thư”, since what is bound into one PDF takes no pages of LibreOffice"
    ]
    assert of_templates(project.root) == {"a": "libreoffice", "b": "bia.html", "c": None, "d": "bia.html"}
    assert "bound into one PDF (“Thư”)" in str(made(project).problems[0].message)
    assert made(project, own=True).exit_code == 0
    assert (project.root / DOCUMENTS).read_text("utf-8") == before
    for outcome in (made(project, own=True), made(project, "khac.docx")):
        assert str(outcome.problems[0].message) == "no PDF is made of this template by the other program"


def test_without_libreoffice_the_command_that_brings_it_is_named(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: "")
    outcome = made(project)
    assert outcome.problems[0].code == "libreoffice-missing"
    assert libreoffice.APT in str(outcome.problems[0].hint)
    assert of_templates(project.root)["a"] is None
