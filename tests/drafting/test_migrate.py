"""`migrate`: the lists of an older project move to data/lists/, byte by byte, and everything reads as before."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.drafting.migrate import MigrateRequest, migrate
from congvan.drafting.scaffolding import NewRequest, new
from congvan.model.dataset import Dataset
from congvan.model.lists.older import MODELS, facts_of, file_of, older_lists
from congvan.model.loader import load
from congvan.project import assets
from tests.sample_project import Project, new_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path, cold=True)


def read(project: Project) -> Dataset:
    return load(assets.read(project.root))


def test_every_list_moves_with_its_comments_and_reads_as_before(project: Project) -> None:
    before, texts = read(project), {name: project.read(file_of(name)) for name in MODELS}
    outcome = migrate(MigrateRequest(project.root))
    assert (outcome.exit_code, len(outcome.outputs)) == (0, len(MODELS))
    after = read(project)
    for name in MODELS:
        assert not (project.root / file_of(name)).exists()
        moved = project.read(f"data/lists/{older_lists()[name].id}.yaml")
        assert moved.startswith("# yaml-language-server: $schema=../schema/list.json\n")
        lines = [line for line in texts[name].split("\n")[1:] if line not in ("[]", "")]
        assert [line for line in moved.split("\n") if line in lines] == lines
        assert getattr(after, facts_of(name)) == getattr(before, facts_of(name))
        assert after.lists[name].values == before.lists[name].values
        assert after.lists[older_lists()[name].id] is after.lists[name]
    assert migrate(MigrateRequest(project.root)).outputs == []


def test_a_dry_run_moves_nothing_and_windows_line_ends_stay(project: Project) -> None:
    contacts = "data/contacts.yaml"
    data = project.read(contacts).replace("\n", "\r\n").encode("utf-8-sig")
    (project.root / contacts).write_bytes(data)
    assert [output.status for output in migrate(MigrateRequest(project.root, dry_run=True)).outputs].count(
        "would-build"
    )
    assert (project.root / contacts).read_bytes() == data
    migrate(MigrateRequest(project.root))
    moved = (project.root / "data/lists/dau-moi.yaml").read_bytes()
    assert moved.startswith(b"\xef\xbb\xbf#")
    assert b"\n" not in moved.replace(b"\r\n", b"")


def test_a_file_in_the_way_stops_all_of_it(project: Project) -> None:
    project.write("data/lists/xa.yaml", "- {id: a}\n")
    outcome = migrate(MigrateRequest(project.root))
    assert [problem.code for problem in outcome.problems] == ["list-moved"]
    assert all((project.root / file_of(name)).exists() for name in MODELS)


def test_a_draft_names_bodies_of_a_list_that_has_moved(project: Project) -> None:
    import datetime

    request = NewRequest(project.root, "cong-van", "mau-1", datetime.date(2020, 8, 1))
    assert new(request).exit_code == 0
    drafted = project.read("data/dispatches/mau-1.yaml")
    (project.root / "data/dispatches/mau-1.yaml").unlink()
    migrate(MigrateRequest(project.root))
    assert new(request).exit_code == 0
    assert project.read("data/dispatches/mau-1.yaml") == drafted


def test_the_outputs_of_a_migrated_project_are_those_of_before(project: Project) -> None:
    assert project.run("letter", "send-list", "--only", "docx").code == 0
    before = project.tree()
    assert project.run("migrate").code == 0
    assert project.run("letter", "send-list", "--only", "docx", "-F").code == 0
    after = project.tree()
    assert {name: data for name, data in after.items() if name.endswith(".docx")} == {
        name: data for name, data in before.items() if name.endswith(".docx")
    }
    assert project.run("rosters", "--where", "Cao Lộc", "--only", "xlsx").code == 0
