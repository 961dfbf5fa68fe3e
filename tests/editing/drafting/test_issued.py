"""Editions below issued/: kept at the first build of a number, never changed, but where nothing was issued yet."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from congvan.core.job import Outcome, Progress
from congvan.editing.drafting.issued import OPEN, ReopenRequest, edition_of, reopen
from congvan.editing.drafting.scaffolding import NewRequest, new
from congvan.pipeline.build import build
from congvan.pipeline.plan.selection import Selection
from congvan.pipeline.request import BuildRequest
from tests.sample_project import Project, letter_alone, new_project

OLD = "data/dispatches/bluezone-2020.yaml"
FOLDER = "issued/2020/2020-08-19_456_bluezone-2020"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = new_project(tmp_path / "project")
    letter_alone(made)
    return made


def number(project: Project) -> None:
    project.replace(OLD, "number: blank", "number: 456")
    project.replace(OLD, "date: {day: blank, month: 8, year: 2020}", "date: 2020-08-19")


def built(project: Project, **given: Any) -> Outcome:
    outcome = build(BuildRequest(project.root, **given), Progress())
    assert outcome.exit_code == 0
    return outcome


def warned(outcome: Outcome) -> bool:
    return "issued-changed" in {each.code for each in outcome.problems}


def kept(project: Project) -> dict[str, bytes]:
    folder = project.root / "issued"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_numbered_edition_is_kept_with_hash_and_date(project: Project) -> None:
    built(project, number="456", date="2020-08-19")  # for this run alone: no number was given to it
    assert kept(project) == {}
    number(project)
    assert not warned(built(project))
    told = json.loads((project.root / FOLDER / "edition.json").read_bytes())
    assert (told["number"], told["date"], told["said"]) == ("456", "2020-08-19", "")
    assert set(told["files"]) == {"letter/cong-van.docx", "letter/cong-van.pdf"}
    for name, digest in told["files"].items():
        data = (project.root / FOLDER / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == digest
        assert data == (project.root / "outputs/bluezone-2020" / name).read_bytes()


def test_a_number_without_a_day_is_no_edition(project: Project) -> None:
    project.replace(OLD, "number: blank", "number: 456")
    built(project)
    assert reopen(ReopenRequest(project.root, "bluezone-2020"), Progress()).exit_code == 0
    assert kept(project) == {}


def test_a_build_that_would_change_it_warns_and_leaves_it(project: Project) -> None:
    number(project)
    built(project)
    before = kept(project)
    project.replace(OLD, "subject: ", "subject: lại ")
    assert warned(built(project))
    assert kept(project) == before
    project.replace(OLD, "subject: lại ", "subject: ")
    assert not warned(built(project))
    project.replace(OLD, "date: 2020-08-19", "date: 2020-08-18")
    assert warned(built(project))
    assert kept(project) == before


def test_what_was_not_issued_follows_the_builds(project: Project) -> None:
    number(project)
    built(project)
    before = kept(project)
    assert reopen(ReopenRequest(project.root, "bluezone-2020"), Progress()).problems == []
    project.replace(OLD, "date: 2020-08-19", "date: 2020-08-18")
    assert not warned(built(project))
    after = kept(project)
    assert {name.partition("/")[2].partition("_")[0] for name in after} == {"2020-08-18"}
    assert not set(after.values()) & set(before.values())
    known = edition_of(project.root, "bluezone-2020", "456")
    assert known is not None
    assert known.said == OPEN


def test_one_that_is_replaced_was_issued(project: Project) -> None:
    number(project)
    made = new(NewRequest(project.root, source="bluezone-2020", relation="replace"), Progress())
    assert made.problems == []
    known = edition_of(project.root, "bluezone-2020", "456")
    assert known is not None
    assert (known.said, known.files) == ("issued", {})
    built(project, selection=Selection(dispatches=["bluezone-2020"]))
    known = edition_of(project.root, "bluezone-2020", "456")
    assert known is not None
    assert len(known.files) == 2


@pytest.mark.parametrize("data", [b"", b"[]", b'{"files": 1}', b'{"dispatch": "x"}'])
def test_what_can_not_be_read_is_none(data: bytes, project: Project) -> None:
    path = project.root / FOLDER / "edition.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    assert edition_of(project.root, "bluezone-2020", "456") is None


@pytest.mark.parametrize("day", ["2020-08-19/../../../data", "../data", "/tmp", "2020-08-18", 20200819])
def test_an_edition_that_lies_elsewhere_than_it_says_is_none(day: object, project: Project) -> None:
    """What it says of itself names the folder that is removed and written: it is not trusted."""
    path = project.root / FOLDER / "edition.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"dispatch": "x", "number": "1", "date": day, "said": OPEN, "files": {}}))
    assert edition_of(project.root, "bluezone-2020", "456") is None


@pytest.mark.every(4)
@pytest.mark.parametrize("where", ["issued", "issued/2020", FOLDER, f"{FOLDER}/letter"])
def test_links_below_issued_are_not_followed(where: str, project: Project, tmp_path: Path) -> None:
    number(project)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (project.root / where).parent.mkdir(parents=True, exist_ok=True)
    (project.root / where).symlink_to(elsewhere, target_is_directory=True)
    outcome = build(BuildRequest(project.root), Progress())
    assert outcome.exit_code != 0
    assert list(elsewhere.iterdir()) == []


def test_lists_for_one_run_are_not_what_was_issued(project: Project) -> None:
    number(project)
    entries = [{"id": "mot", "name": "Doanh nghiệp thử"}]
    built(project, lists={"doanh-nghiep": entries})
    assert kept(project) == {}


def test_a_folder_that_can_not_be_written_is_told(project: Project) -> None:
    number(project)
    (project.root / "issued").write_text("no folder")
    outcome = build(BuildRequest(project.root), Progress())
    assert "issued-unwritable" in {each.code for each in outcome.problems}
    assert (project.root / "outputs/bluezone-2020/letter/cong-van.pdf").is_file()
