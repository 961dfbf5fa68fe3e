"""The project as the screens see it: read again after a change, and never an exception for what is wrong in data."""

from __future__ import annotations

from pathlib import Path

from congvan.web.facts.project import Project, read
from tests.sample_project import Project as Sample

NAME = "bluezone-2020"
FILE = f"data/dispatches/{NAME}.yaml"


def test_it_is_read_again_when_a_file_changed(project: Sample) -> None:
    seen = Project(project.root)
    first = seen.facts()
    assert seen.facts() is first
    project.replace(FILE, "number: blank", "number: 77")
    assert seen.facts().papers[NAME].number == "77"
    project.write("data/dispatches/khac.yaml", project.read(FILE))
    assert set(seen.facts().papers) == {NAME, "khac"}


def test_a_paper_with_an_error_is_still_a_line(project: Sample) -> None:
    project.replace(FILE, "signer: phuong-thi-huong-lan", "signer: khong-co-ai")
    facts = read(project.root)
    assert facts.dataset is not None
    assert not facts.dataset.dispatches
    paper = facts.papers[NAME]
    assert (paper.errors, paper.kind, paper.forms, paper.signage) == (1, "Công văn", 3, True)
    assert paper.named.startswith("tăng cường")
    assert [problem.code for problem in facts.problems_of(paper.file)]


def test_a_file_that_is_no_yaml_is_a_line_too(project: Sample) -> None:
    project.write(FILE, "kind: [\n")
    paper = read(project.root).papers[NAME]
    assert paper.errors
    assert paper.named == "bluezone 2020"


def test_of_a_file_that_is_no_yaml_its_whole_lines_are_known(project: Sample) -> None:
    project.write(FILE, "kind: cong-van\nnumber: '77'\nsubject: việc mẫu\nforms:\n  - id: x\nbody: [\n")
    paper = read(project.root).papers[NAME]
    assert (paper.number, paper.subject, paper.forms, paper.unread) == ("77", "việc mẫu", 1, False)
    (project.root / FILE).write_bytes(b"\xff\xfe")
    assert read(project.root).papers[NAME].unread


def test_a_project_that_has_lost_a_file_is_still_one(project: Sample) -> None:
    (project.root / "data/agency.yaml").unlink()
    facts = read(project.root)
    assert facts.started
    assert [problem.code for problem in facts.problems] == ["file-missing"]


def test_an_empty_folder_is_no_project(tmp_path: Path) -> None:
    assert not read(tmp_path).started
    (tmp_path / "data").mkdir()
    assert not read(tmp_path).started


def test_a_remark_behind_a_number_is_no_part_of_it_where_the_file_is_no_yaml(project: Sample) -> None:
    project.write(FILE, 'number: 77  # số cũ\nsubject: "a"\nkind: [\n')
    assert read(project.root).papers[NAME].number == "77"
    project.write(FILE, "number: blank # chưa có\nkind: [\n")
    assert read(project.root).papers[NAME].number == ""
