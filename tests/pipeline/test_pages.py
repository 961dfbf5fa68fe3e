"""A document whose entry names only a DOCX template: its PDF, what is told of it, and the ways out."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from congvan.core import libreoffice
from congvan.core.job import Job
from congvan.core.problems import Exit, ProblemsFound, Severity
from congvan.model.loader import load, load_sound
from congvan.model.project import assets
from congvan.pipeline.build import build
from congvan.pipeline.plan.selection import Selection
from congvan.pipeline.previews.draft_pages import DraftPages
from congvan.pipeline.rendering.renderer import Renderer
from congvan.pipeline.request import BuildRequest
from congvan.pipeline.validate import ValidateRequest, validate
from tests.formats.docx_samples import docx, p
from tests.sample_project import Project, new_project

SLIP = (
    "- {id: phieu, name: Phiếu, templates: {%s}, %spath: 'phieu/{{ enterprise.id }}', "
    "for_each: {enterprise: enterprises}}\n"
)
HYPHENATED = '<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:autoHyphenation/></w:settings>'


def slips(folder: Path, templates: str = "docx: phieu.docx", more: str = "", **files: str) -> Project:
    project = new_project(folder)
    project.write("data/documents.yaml", SLIP % (templates, more))
    members = {f"word/{name}.xml": text for name, text in files.items()}
    template = docx(p("Kính gửi: {{ enterprise.name }}"), p("☐ Đồng ý"), files=members)
    (project.root / "templates/phieu.docx").write_bytes(template)
    return project


def made(project: Project) -> list[str]:
    return sorted(path.name for path in (project.root / "outputs").rglob("*") if path.suffix in (".docx", ".pdf"))


def test_a_docx_template_alone_gives_docx_and_pdf(tmp_path: Path) -> None:
    project = slips(tmp_path)
    outcome = build(BuildRequest(project.root))
    assert outcome.problems == []
    files = made(project)
    assert [name.rpartition(".")[2] for name in files] == ["docx", "pdf"] * (len(files) // 2)
    assert outcome.data["fonts"]
    told = [str(remark) for remark in outcome.remarks]
    assert any(remark.startswith("Fonts in the PDFs: ") for remark in told)
    own = outcome.data["symbols"]["☐"]
    assert f"Symbols that the font of the text does not have: ☐ (U+2610), drawn from {own}." in told
    assert outcome.ways["templates/phieu.docx → PDF"].counts["laid out"] == 1


def test_what_is_published_has_been_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that does not open is named and not published, the older one stays; a build says what was opened."""
    project = slips(tmp_path, more="formats: [docx], ")
    for _again in range(2):  # what is unchanged was opened when it was published
        told = str(build(BuildRequest(project.root, workers=1)).remarks[-1])
        assert told == f"Opened {len(made(project))} files: all sound"
    before, name, bytes_of = project.tree(), made(project)[2], Renderer._bytes_of

    def damaged(renderer: Renderer, job: Job, read: Any = None) -> bytes:
        data = bytes_of(renderer, job, read)
        return data[:-40] if job.path.endswith(name) else data

    monkeypatch.setattr(Renderer, "_bytes_of", damaged)
    project.replace("data/documents.yaml", "name: Phiếu", "name: Phiếu mới")
    for keep_going, code in ((False, Exit.DATA), (True, Exit.FAILED)):
        outcome = build(BuildRequest(project.root, rebuild=True, workers=1, keep_going=keep_going))
        assert [(each.code, Path(each.place.file).name) for each in outcome.problems] == [("output-not-opened", name)]
        assert (outcome.exit_code, [each for each in outcome.remarks if "Opened" in str(each)]) == (code, [])
        (path,) = [path for path in before if path.endswith(name)]
        assert project.tree()[path] == before[path]


def test_docx_alone_where_it_is_asked_for(tmp_path: Path) -> None:
    project = slips(tmp_path, more="formats: [docx], ")
    assert build(BuildRequest(project.root)).problems == []
    assert {name.rpartition(".")[2] for name in made(project)} == {"docx"}


@pytest.mark.parametrize(
    ("templates", "more", "code"),
    [
        ("docx: phieu.docx", "formats: [xlsx], ", "formats-without-template"),
        ("pdf: libreoffice", "", "libreoffice-without-docx"),
    ],
)
def test_a_format_that_nothing_makes_is_told(tmp_path: Path, templates: str, more: str, code: str) -> None:
    project = slips(tmp_path, templates, more)
    assert code in {problem.code for problem in build(BuildRequest(project.root)).problems}


def test_pages_of_libreoffice_are_not_bound_into_one_file(tmp_path: Path) -> None:
    project = slips(tmp_path)
    bound = SLIP % ("docx: phieu.docx, pdf: libreoffice", "together: true, ")
    project.write("data/documents.yaml", bound.replace("phieu/{{ enterprise.id }}", "phieu"))
    assert [problem.code for problem in build(BuildRequest(project.root)).problems] == ["libreoffice-together"]


def test_a_preview_shows_the_pages_of_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: "soffice")
    monkeypatch.setattr(libreoffice, "convert", lambda *_words: empty_pdf())
    project = slips(tmp_path, "docx: phieu.docx, pdf: libreoffice")
    dispatch = next(iter(load(assets.read(project.root)).dispatches))
    assert len(DraftPages(project.root).show(dispatch, "phieu").sizes) == 1


def empty_pdf() -> bytes:
    written = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(written)
    return written.getvalue()


def test_what_pages_do_not_follow_is_told_once_by_build_and_validate(tmp_path: Path) -> None:
    project = slips(tmp_path, settings=HYPHENATED)
    outcome = build(BuildRequest(project.root))
    told = [problem for problem in outcome.problems if problem.code == "docx-unsupported"]
    assert [str(problem.place.file) for problem in told] == ["templates/phieu.docx"]
    assert outcome.exit_code == 0
    assert [problem.code for problem in validate(ValidateRequest(project.root)).problems] == ["docx-unsupported"]


def test_pdf_by_libreoffice_is_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: "soffice")
    monkeypatch.setattr(libreoffice, "convert", lambda *_words: empty_pdf())
    project = slips(tmp_path, "docx: phieu.docx, pdf: libreoffice")
    outcome = build(BuildRequest(project.root))
    assert outcome.problems == []
    count = sum(name.endswith(".pdf") for name in made(project))
    assert any(str(remark).startswith(f"Made by LibreOffice: {count} PDFs.") for remark in outcome.remarks)
    rows = json.loads((project.root / "outputs/manifest.json").read_text("utf-8"))["outputs"]
    assert {path.rpartition(".")[2] for path, row in rows.items() if "made_by" in row} == {"pdf"}
    assert {output.status for output in build(BuildRequest(project.root)).outputs} == {"unchanged"}


def test_a_list_with_an_error_is_the_one_reason_of_templates_that_read_it(tmp_path: Path) -> None:
    project = slips(tmp_path)
    (project.root / "templates/phieu.docx").write_bytes(
        docx(p("{%p for k in khoan_thu %}"), p("{{ k.name }}"), p("{%p endfor %}"))
    )
    project.write(
        "data/lists/khoan-thu.yaml", "list:\n  label: Khoản thu\n  fields: {tien: {type: number}}\nentries: []\n"
    )
    for outcome in (
        build(BuildRequest(project.root, Selection(documents=["phieu"]))),
        build(BuildRequest(project.root)),
        validate(ValidateRequest(project.root)),
    ):
        told = [problem for problem in outcome.problems if problem.severity is Severity.ERROR]
        assert [problem.code for problem in told] == ["type-unknown", "left-out"]
        assert "“Khoản thu”" in str(told[1].message)
    with pytest.raises(ProblemsFound) as stop:
        DraftPages(project.root).show(next(iter(load_sound(assets.read(project.root)).dispatches)), "phieu")
    assert [problem.code for problem in stop.value.problems] == ["left-out"]
