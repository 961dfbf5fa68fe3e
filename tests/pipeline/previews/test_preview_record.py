"""The record of a preview is kept between runs, as long as the data, the program and the database are the same."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from congvan.core.bootstrap.fingerprint import snapshot
from congvan.core.cache import FOLDER, DiskCache
from congvan.core.problems import ProblemsFound, UsageError
from congvan.model.project import assets, facts_key
from congvan.model.project.assets import Assets
from congvan.pipeline.previews import preview_choice
from congvan.pipeline.previews.preview_record import KIND, record_of
from congvan.pipeline.previews.preview_request import PreviewRecord, PreviewRequest
from tests.sample_project import HOME, Project, new_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return new_project(tmp_path_factory.mktemp("kept"), cold=True)


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Records that were worked out from the data."""
    found: list[str] = []
    choose = preview_choice.choose

    def noted(request: PreviewRequest, files: Assets) -> PreviewRecord:
        found.append(request.record)
        return choose(request, files)

    monkeypatch.setattr(preview_choice, "choose", noted)
    return found


def shown(project: Project, template: str = "letter", record: str = "") -> PreviewRecord:
    root = project.root
    return record_of(PreviewRequest(root, template, record), assets.read(root), DiskCache(root / FOLDER))


def test_a_record_is_worked_out_once(project: Project, chosen: list[str]) -> None:
    first = shown(project)
    assert shown(project) == first
    assert (first.job.document, first.job.format, first.path) == ("letter", "pdf", project.root / first.name)
    assert len(chosen) == 1
    assert shown(project, str(first.path), first.job.record) == first
    assert len(chosen) == 2


def test_other_data_another_list_of_templates_or_a_database_have_it_worked_out_anew(
    project: Project, chosen: list[str]
) -> None:
    first = shown(project)
    project.replace("data/agency.yaml", "name: Sở Thông tin", "name: Sở Các thông tin")
    chosen.clear()
    assert shown(project).job.content != first.job.content
    project.replace("data/agency.yaml", "name: Sở Các thông tin", "name: Sở Thông tin")
    assert shown(project) == first
    assert len(chosen) == 1
    project.write("templates/khac.txt", "…")
    assert shown(project) == first
    (project.root / "templates/khac.txt").unlink()
    (project.root / "office.db").touch()
    with contextlib.suppress(ProblemsFound):  # whatever is thought of an empty file
        shown(project)
    (project.root / "office.db").unlink()
    assert len(chosen) == 3


def test_another_program_works_it_out_anew(
    project: Project, chosen: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shown(project)
    chosen.clear()
    monkeypatch.setattr(facts_key, "program_state", lambda: snapshot(str(tmp_path), [""]))
    shown(project)
    assert len(chosen) == 1


def test_a_damaged_record_is_worked_out_anew(project: Project, chosen: list[str]) -> None:
    first = shown(project)
    cache = DiskCache(project.root / FOLDER)
    for path in (project.root / FOLDER / KIND).iterdir():
        cache.put(KIND, path.name, b"\x00")
    chosen.clear()
    assert shown(project) == first
    assert len(chosen) == 1


def test_what_is_asked_wrongly_is_told_each_time(project: Project) -> None:
    for _turn in range(2):
        with pytest.raises(UsageError):
            shown(project, record="không có")


HEAVY = ("pydantic", "yaml", "sqlalchemy", "alembic", "openpyxl", "docxtpl", "pikepdf", "rich", "phonenumbers", "segno")
ROOMS = (
    "model",
    "plan",
    "documents",
    "forms",
    "returns",
    "drafting",
    "expressions",
    "columns",
    "nd30",
    "signs",
    "ledger",
)


@pytest.mark.full("long runs")
def test_the_next_preview_imports_nothing_that_reads_data(project: Project, tmp_path: Path) -> None:
    words = ["preview", "letter", "-q", "-o", str(tmp_path), "--root", str(project.root)]
    code = (
        f"import json, sys; sys.path.insert(0, {str(HOME)!r}); from congvan.cli.app import main\n"
        f"assert main({words!r}) == 0; print(json.dumps(sorted(sys.modules)))"
    )
    loaded: set[str] = set()
    for _turn in range(2):
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        loaded = set(json.loads(run.stdout))
    assert "weasyprint" in loaded or "congvan.formats.pdf.template" in loaded
    assert not loaded & {*HEAVY, *(f"congvan.{room}" for room in ROOMS)}
