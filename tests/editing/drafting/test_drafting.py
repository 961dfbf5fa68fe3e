"""A dispatch is begun and numbered: drafts of every kind, the number stored in its place."""

from __future__ import annotations

import datetime
import resource
from pathlib import Path

import pytest

from congvan.core.job import Progress
from congvan.editing.drafting.dispatch_draft import draft, samples
from congvan.editing.drafting.scaffolding import InitRequest, NewRequest, init, new
from congvan.editing.drafting.starting import Office
from tests.editing.drafting.sample import DISPATCH, text_of
from tests.sample_project import letter_alone, new_project


def test_number_is_stored_in_place(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    before = project.read("data/dispatches/bluezone-2020.yaml")
    assert project.run("number", "123", "--date", "2020-08-19").code == 0
    after = project.read("data/dispatches/bluezone-2020.yaml")
    changed = [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
    assert [b.split("#")[0].strip() for _, b in changed] == ["number: 123", "date: 2020-08-19"]


def test_number_asks_which_dispatch_where_there_are_several(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    assert project.run("new", "mau", "--kind", "thong-bao").code == 0
    before = {name: project.read(f"data/dispatches/{name}.yaml") for name in ("mau", "bluezone-2020")}
    run = project.run("number", "5", "--format", "json")
    assert (run.code, run.codes()) == (3, ["dispatch-which"])
    assert "mau" in run.json["problems"][0]["hint"]
    assert before == {name: project.read(f"data/dispatches/{name}.yaml") for name in before}
    assert project.run("number", "5", "--dispatch", "mau").code == 0
    assert "\nnumber: 5" in project.read("data/dispatches/mau.yaml")
    assert project.read("data/dispatches/bluezone-2020.yaml") == before["bluezone-2020"]


def test_number_tells_that_copies_with_numbers_of_their_own_have_none(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    file = "data/dispatches/bluezone-2020.yaml"
    project.write(file, project.read(file).replace("number: blank", "number: blank\nnumbering: per-copy", 1))
    run = project.run("number", "123", "--date", "2020-08-19", "--format", "json")
    (told,) = [each for each in run.json["problems"] if each["code"] == "number-per-copy"]
    assert (run.code, told["severity"]) == (0, "warning")
    assert "17 " in told["message"]
    assert "numbers: {tinh-doan-lang-son: 124" in told["hint"]


@pytest.mark.full("long runs")
def test_number_warns_of_dates_and_of_a_number_used_twice(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    text = project.read("data/dispatches/bluezone-2020.yaml")
    project.write("data/dispatches/khac.yaml", text.replace("number: blank", "number: 123"))
    for date, codes in (
        ("2020-08-14", ["date-before-cited", "number-used"]),
        ("2020-08-21", ["date-after-deadline", "number-used"]),
        ("2020-08-19", ["number-used"]),
        ("2021-01-05", ["date-after-deadline"]),
    ):
        run = project.run("number", "123", "--date", date, "--dispatch", "bluezone-2020", "--format", "json")
        assert run.code == 0
        assert sorted(run.codes()) == codes
    project.run("number", "123", "--date", "2020-08-19", "--dispatch", "bluezone-2020")
    project.write("data/dispatches/thong-bao.yaml", draft("thong-bao", "phuong-thi-huong-lan", ["ubnd-tinh"], 8, 2020))
    run = project.run("number", "123", "--dispatch", "thong-bao", "--format", "json")
    assert "number-sample" in run.codes()  # nothing of the draft was overwritten
    letter_alone(project)
    for words in (("-n", "letter"), ("-n", "letter", "--dispatch", "bluezone-2020"), ("validate",)):
        told = [p for p in project.run(*words, "--format", "json").json["problems"] if p["code"] == "number-used"]
        assert [problem["severity"] for problem in told] == ["warning"], words
        assert all(f"dispatches/{name}.yaml" in str(told) for name in ("bluezone-2020", "khac")), words


def test_new_writes_a_draft_that_builds_and_never_over_another(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    assert project.run("new", "--kind", "thong-bao", "lich-hop").code == 0
    assert "kind: thong-bao" in project.read("data/dispatches/lich-hop.yaml")
    assert project.run("-n", "letter", "--dispatch", "lich-hop").code == 0
    for words, code in (
        (("--kind", "thong-bao", "lich-hop"), "new-exists"),
        (("--kind", "thong-bo", "khac"), "kind-unknown"),
        (("--kind", "thong-bao", "Lịch họp"), "new-name"),
    ):
        run = project.run("new", *words, "--format", "json")
        assert run.code == 3
        assert run.codes() == [code]


@pytest.mark.parametrize("kind", samples())
def test_each_draft_marks_what_is_a_sample(kind: str) -> None:
    assert "(mẫu)" in text_of(kind)


@pytest.mark.every(3)
@pytest.mark.parametrize("kind", ["quyet-dinh", "ke-hoach", "thong-cao", "cong-van", "giay-nghi-phep"])
def test_what_a_draft_offers_in_comments_builds(tmp_path: Path, kind: str) -> None:
    text, mark, offered = text_of(kind).partition("# Khi cần thì bỏ dấu # ở đầu dòng:\n")
    project = new_project(tmp_path)
    project.write(DISPATCH, text + "".join(line.removeprefix("# ") for line in offered.splitlines(keepends=True)))
    run = project.run("-n", "--dispatch", "mau", "--format", "json")
    assert mark
    assert (run.code, run.codes()) == (0, [])
    copies = [output["path"] for output in run.json["outputs"] if "/copies/trich-sao" in output["path"]]
    assert bool(copies) == (kind != "giay-nghi-phep")


def test_a_full_disk_leaves_no_half_draft_and_no_half_project(tmp_path: Path) -> None:
    """A file of 0 bytes would stop every later build."""
    root, fresh = tmp_path / "project", tmp_path / "fresh"
    assert init(InitRequest(root, "bluezone-2020")).exit_code == 0
    before = sorted(root.rglob("*"))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        drafted = new(NewRequest(root, "thong-bao", "y", datetime.date(2026, 11, 26)))
        started = init(InitRequest(fresh, "bluezone-2020"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [(o.exit_code, [p.code for p in o.problems]) for o in (drafted, started)] == [
        (4, ["new-failed"]),
        (4, ["init-failed"]),
    ]
    assert [str(o.problems[0].message.values["why"]) for o in (drafted, started)] == ["File too large"] * 2
    assert sorted(root.rglob("*")) == before
    assert list(fresh.iterdir()) == []


def test_a_draft_of_a_subject_has_an_id_made_of_it(tmp_path: Path) -> None:
    project = new_project(tmp_path / "project")
    names = []
    for said in ("họp  giao ban: tháng 12", "V/v họp giao ban: tháng 12"):
        request = NewRequest(project.root, "giay-moi", subject=said)
        names.append(new(request, Progress()).data["name"])
    assert names == ["hop-giao-ban-thang-12", "hop-giao-ban-thang-12-2"]
    assert all('subject: "họp giao ban' in project.read(f"data/dispatches/{name}.yaml") for name in names)


def test_the_name_of_the_agency_is_judged_before_anything_is_written(tmp_path: Path) -> None:
    office = Office("UBND xã Mẫu", "Mẫu", "Nguyễn Văn Mẫu", "Chủ tịch")
    outcome = init(InitRequest(tmp_path / "p", office=office, today=datetime.date(2026, 12, 3)))
    (problem,) = outcome.problems
    assert (outcome.exit_code, problem.code) == (2, "init-agency")
    assert problem.hint == "write “Ủy ban nhân dân xã Mẫu”"
    assert not (tmp_path / "p").exists()
