"""`migrate`: a project of before is brought up to today, its comments kept, and everything in it reads."""

from __future__ import annotations

import datetime
import shutil
import zipfile
from pathlib import Path

import pytest

from congvan.drafting.migrate import MigrateRequest, migrate
from congvan.drafting.scaffolding import NewRequest, new
from congvan.forms.answer_scopes import FormNames
from congvan.forms.form import forms_of
from congvan.forms.obligations import obligations
from congvan.forms.owed import OwedBy
from congvan.model.dataset import Dataset
from congvan.model.lists.older import file_of, older_lists
from congvan.model.loader import load
from congvan.model.validity import as_of
from congvan.plan.planner import Selection, plan
from congvan.project import assets
from tests.sample_project import HOME, Project

FROZEN = HOME / "tests/acceptance/projects/0.2.0/projects.zip"
DISPATCH, NAME = "data/dispatches/bluezone-2020.yaml", "bluezone-2020"
GONE = ("data/reports.yaml", "data/signage.yaml", *map(file_of, older_lists()))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The sample of 0.2.0, with templates of today."""
    with zipfile.ZipFile(FROZEN) as package:
        package.extractall(tmp_path, [name for name in package.namelist() if name.startswith("sample/data/")])
    root = tmp_path / "sample"
    shutil.copytree(HOME / "templates", root / "templates")
    with zipfile.ZipFile(FROZEN) as package:
        for name in package.namelist():
            path = tmp_path / name
            if name.startswith("sample/templates/") and not path.exists() and not name.endswith("/"):
                package.extract(name, tmp_path)
    return Project(root)


def read(project: Project) -> Dataset:
    return load(assets.read(project.root))


def comments(text: str) -> list[str]:
    """The comments of a file, but for the schema of the editor."""
    found = [line.partition("# ")[2].strip() for line in text.splitlines() if "# " in line and "$schema" not in line]
    return [each for each in found if each]


def test_everything_moves_with_its_comments_and_reads(project: Project) -> None:
    kept = [name for name in (*GONE, DISPATCH, "data/documents.yaml") if name != "data/reports.yaml"]
    before = {name: comments(project.read(name)) for name in kept}
    outcome = migrate(MigrateRequest(project.root))
    assert (outcome.exit_code, outcome.problems) == (0, [])
    assert not [name for name in GONE if (project.root / name).exists()]
    everything = "\n".join(path.read_text("utf-8") for path in (project.root / "data").rglob("*.yaml"))
    lost = {name: [each for each in said if each not in everything] for name, said in before.items()}
    assert not {name: said for name, said in lost.items() if said}
    dataset = read(project)
    assert [listed.id for name, listed in dataset.lists.items() if name == "districts"] == ["huyen"]
    assert dataset.lists["huyen"].entries[4].values["culture_office"] == {
        "id": "phong-vhtt-cao-loc",
        "name": "Phòng Văn hóa và Thông tin huyện Cao Lộc",
        "address": "",
    }
    assert dataset.dispatches[NAME].signage == NAME
    assert list(dataset.signage) == [NAME]
    assert migrate(MigrateRequest(project.root)).outputs == []


def test_what_the_program_knew_by_itself_stands_in_the_dispatch(project: Project) -> None:
    assert migrate(MigrateRequest(project.root)).exit_code == 0
    forms = forms_of(as_of(read(project), NAME), NAME)
    roster, report, union = forms["danh-sach"], forms["bao-cao-ngay"], forms["huyen-doan"]
    owed = list(obligations(roster))
    assert len(owed) == 11 * 3
    assert {each.rows for each in owed} == {2}
    assert {each.keys.entry("doanh_nghiep") for each in owed} == {
        "vnpt-lang-son",
        "viettel-lang-son",
        "mobifone-lang-son",
    }
    assert len(list(OwedBy(FormNames(report)).entries())) == 5
    assert list(obligations(union)) == []  # no health facility yet
    assert [leaf.type for leaf in roster.spec.leaves] == ["ordinal", "name", "text", "phone", "huyen", "mark"]
    assert roster.spec.signers[0].hint == "(Ký, ghi rõ họ tên, đóng dấu)"
    assert [leaf.sum for leaf in report.spec.leaves if leaf.id == "diem-mo"] == ["last"]


def test_the_paths_of_outputs_stay(project: Project) -> None:
    assert migrate(MigrateRequest(project.root)).exit_code == 0
    paths = plan(read(project), Selection()).check()
    for path in (
        *("letter/cong-van.docx", "letters/phong-vhtt-cao-loc.pdf", "rosters/cao-loc/cao-loc--viettel-lang-son.xlsx"),
        *("rosters/viettel-lang-son.xlsx", "packs/cao-loc.pdf", "packs/viettel-lang-son.pdf"),
        *("reports/buu-dien-tinh.xlsx", "signage/viettel-lang-son/poster-a2.pdf"),
    ):
        assert f"{NAME}/{path}" in paths


def test_a_dry_run_moves_nothing_and_windows_line_ends_stay(project: Project) -> None:
    contacts = "data/contacts.yaml"
    data = project.read(contacts).replace("\n", "\r\n").encode("utf-8-sig")
    (project.root / contacts).write_bytes(data)
    before = project.read(DISPATCH)
    outcome = migrate(MigrateRequest(project.root, dry_run=True))
    assert {output.status for output in outcome.outputs} == {"would-build"}
    assert (project.root / contacts).read_bytes() == data
    assert project.read(DISPATCH) == before
    migrate(MigrateRequest(project.root))
    moved = (project.root / "data/lists/dau-moi.yaml").read_bytes()
    assert moved.startswith(b"\xef\xbb\xbf#")
    assert b"\n" not in moved.replace(b"\r\n", b"")


def test_a_file_in_the_way_stops_all_of_it(project: Project) -> None:
    project.write("data/lists/xa.yaml", "- {id: a}\n")
    outcome = migrate(MigrateRequest(project.root))
    assert [problem.code for problem in outcome.problems] == ["list-moved"]
    assert all((project.root / name).exists() for name in GONE)


def test_a_draft_names_bodies_of_a_list_that_has_moved(project: Project) -> None:
    migrate(MigrateRequest(project.root))
    request = NewRequest(project.root, "cong-van", "mau-1", datetime.date(2020, 8, 1))
    assert new(request).exit_code == 0
    assert "  - to: tinh-doan-lang-son\n" in project.read("data/dispatches/mau-1.yaml")
