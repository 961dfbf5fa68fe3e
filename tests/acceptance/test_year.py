"""A folder with what an office writes in years: what one dispatch costs and shows does not depend on the others."""

from __future__ import annotations

import dataclasses
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from benchmarks.year import make_year
from congvan.model import dates_and_numbers, loader
from congvan.model.dataset import Dataset
from congvan.model.project import assets
from congvan.pipeline import build as pipeline
from congvan.pipeline.plan.selection import Selection
from congvan.pipeline.request import BuildRequest
from congvan.returns.answers import facts as outcome
from congvan.returns.ledger.store import Event
from congvan.returns.records.fold import fold
from tests.sample_project import Project


def year(folder: Path, dispatches: int, **more: Any) -> Project:
    """So many dispatches, of which the letter as DOCX alone is made."""
    make_year(folder, dispatches, **more)
    made = Project(folder)
    text = made.read("data/documents.yaml")
    text = text[: text.index("- id: send-list\n")].replace("  path:", "  formats: [docx]\n  path:", 1)
    made.write("data/documents.yaml", text)
    time.sleep(0.02)  # what is read of a file that was written just now is not kept
    return made


def _calls(patch: pytest.MonkeyPatch, module: Any, name: str) -> list[Any]:
    """The words of each call of a function from now on."""
    function, calls = getattr(module, name), []

    def call(*words: Any) -> Any:
        calls.append(words)
        return function(*words)

    patch.setattr(module, name, call)
    return calls


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """How often data files are opened and parsed."""
    count: Counter[str] = Counter()
    with pytest.MonkeyPatch.context() as patch:
        opened, parsed = _calls(patch, assets, "_read_regular"), _calls(patch, loader, "scan")
        yield count
        count.update(opened=len(opened), parsed=len(parsed))


def build(project: Project, *dispatches: str, **more: Any) -> Any:
    return pipeline.build(BuildRequest(project.root, Selection(dispatches=dispatches, **more), workers=1))


# --- what one dispatch costs ------------------------------------------------------------------------------------------


def test_a_run_over_one_of_many_opens_and_parses_what_it_does_of_one(tmp_path: Path) -> None:
    costs = []
    for number in (1, 60):
        project = year(tmp_path / str(number), number)
        build(project, "mau-2018-so-0001")
        with counted() as count:
            build(project, "mau-2018-so-0001", documents=["letter"])
        costs.append(count)
    one, many = costs
    assert many["opened"] - one["opened"] <= 4  # beside its own, what bears its number in other years
    assert many["parsed"] - one["parsed"] <= 4
    assert one["parsed"] >= 4


def test_what_came_back_is_worked_out_for_each_dispatch_alone(tmp_path: Path) -> None:
    counts = []
    for number in (10, 40):
        project = year(tmp_path / str(number), number, returns=True)
        dataset = loader.load(assets.read(project.root))
        with pytest.MonkeyPatch.context() as patch:
            made = _calls(patch, outcome, "DispatchAnswers")
            facts = outcome.load_return_facts(dataset, project.root, None)
        assert [len(found["answers"]) for found in facts.values()] == [1] * number
        counts.append(len(made) / number)
    assert counts == [1, 1]


def test_the_numbers_of_all_are_compared_in_one_walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = loader.load(assets.read(year(tmp_path / "p", 90).root))
    asked = _calls(monkeypatch, dates_and_numbers, "_numbers")
    assert list(dates_and_numbers.check_dates(dataset, list(dataset.dispatches))) == []
    assert len(asked) == 2 * 90


# --- what one dispatch hears of the others ----------------------------------------------------------------------------


def test_what_is_wrong_in_another_file_is_told_by_the_run_over_all_alone(tmp_path: Path) -> None:
    project = year(tmp_path / "p", 3)
    project.write("data/dispatches/mau-2019-so-0001.yaml", "kind: [")
    run = project.run("--dispatch", "mau-2018-so-0001", "--format", "json")
    assert (run.code, run.codes()) == (0, [])
    assert {path.partition("/")[0] for path in project.tree()} == {"manifest.json", "index.html", "mau-2018-so-0001"}
    for words, code in ([], 1), (["validate"], 3):
        run = project.run(*words, "--format", "json")
        assert run.code == code
        assert "data/dispatches/mau-2019-so-0001.yaml" in {problem["file"] for problem in run.json["problems"]}


def test_an_unknown_dispatch_is_told_with_the_nearest_of_those_that_were_not_read(tmp_path: Path) -> None:
    project = year(tmp_path / "p", 3)
    run = project.run("--dispatch", "mau-2018-so-001", "--format", "json")
    assert run.codes() == ["want-unknown"]
    assert "mau-2018-so-0001" in run.json["problems"][0]["hint"]


def test_a_number_that_another_bears_is_told_though_the_other_is_not_read(tmp_path: Path) -> None:
    project = year(tmp_path / "p", 9)
    first, second = "data/dispatches/mau-2018-so-0001.yaml", "data/dispatches/mau-2018-so-0002.yaml"
    for old, new, told in (
        ("number: 2\n", "number: '01'  # đổi\n", True),
        ("number: '01'", "number:\n  1", True),
        ("number:\n  1", "number: blank\nnumbering: per-copy\nnumbers: {don-vi-mau-1: 1}", True),
        ("don-vi-mau-1: 1", "don-vi-mau-1: 7", False),
    ):
        project.replace(second, old, new)
        for _again in range(2):  # with the register, and without it
            problems = build(project, "mau-2018-so-0001", documents=["letter"]).problems
            assert [(p.code, p.place.file, p.also[0].file) for p in problems] == [("number-used", first, second)] * told


# --- first screens and their index ------------------------------------------------------------------------------------


def rows(page: str) -> list[tuple[str, ...]]:
    """(year, open or not, number, date, link, state) of each row of the index."""
    found = []
    for years in re.findall(r"<details[^>]*?( open)?>\n<summary><h2>(.*?)</h2>(.*?)</details>", page, re.DOTALL):
        for row in re.findall(r"<tr[^>]*><td.*?</tr>", years[2]):
            number, date, _title, state = (re.sub("<.*?>", "", cell) for cell in re.findall(r"<td.*?</td>", row))
            link = re.findall(r'href="(.*?)"', row)
            found.append((years[1], years[0].strip(), number, date, *link, state))
    return found


@pytest.mark.full("long runs")
def test_the_index_folds_all_by_year_and_a_first_screen_knows_nothing_of_the_others(tmp_path: Path) -> None:
    project = year(tmp_path / "p", 3)
    project.replace("data/dispatches/mau-2019-so-0001.yaml", "number: 1\n", "number: blank\n")
    assert project.run("-q").code == 0
    before = project.tree()
    page = before["index.html"].decode()
    assert rows(page) == [
        ("Năm 2020", "open", "1/STTTT-BCVT", "2/2/2020", "mau-2020-so-0001/index.html", "đã cấp số"),
        ("Năm 2019", "", "", "2/2/2019", "mau-2019-so-0001/index.html", "dự thảo"),
        ("Năm 2018", "", "1/STTTT-BCVT", "2/2/2018", "mau-2018-so-0001/index.html", "đã cấp số"),
    ]
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!mau-|#)', page)
    assert json.loads(before["manifest.json"])["outputs"]["index.html"]["document"] == "index"

    text = project.read("data/dispatches/mau-2020-so-0001.yaml")
    project.write(
        "data/dispatches/khac.yaml", text.replace("date: 2020-02-02", "date: {day: blank, month: 3, year: 2020}")
    )
    assert project.run("--dispatch", "khac", "-q").code == 0
    after = project.tree()
    assert {path for path in before if before[path] != after[path]} == {"index.html", "manifest.json"}
    added = ("Năm 2020", "open", "1/STTTT-BCVT", "3/2020", "khac/index.html", "đã cấp số trùng số")
    twice = ("Năm 2020", "open", "1/STTTT-BCVT", "2/2/2020", "mau-2020-so-0001/index.html", "đã cấp số trùng số")
    assert rows(after["index.html"].decode()) == [added, twice, *rows(page)[1:]]
    assert project.run("-q").code == 0
    assert project.tree() == after
    assert project.run("-n", "--format", "json").json["outputs"][-1] == {
        **project.run("-n", "--format", "json").json["outputs"][-1],
        "path": "index.html",
        "status": "would-keep",
    }


@pytest.mark.full("long runs")
def test_a_partial_build_sets_a_row_anew_and_one_dispatch_has_no_index(tmp_path: Path) -> None:
    project = year(tmp_path / "p", 2)
    assert project.run("letter", "-q").code == 0
    assert "index.html" not in project.tree()
    assert project.run("-q").code == 0
    assert project.run("letter", "--dispatch", "mau-2018-so-0001", "--number", "77", "-q").code == 0
    numbers = [row[2] for row in rows(project.tree()["index.html"].decode())]
    assert numbers == ["1/STTTT-BCVT", "77/STTTT-BCVT"]
    (project.root / "data/dispatches/mau-2019-so-0001.yaml").unlink()
    assert project.run("-q").code == 0
    assert "index.html" not in project.tree()


# --- what came back ---------------------------------------------------------------------------------------------------


def test_what_came_back_belongs_to_its_dispatch_and_a_file_to_where_it_was_read_last() -> None:
    body = {"form": "f", "keys": {"xa": "a"}, "file": "a.xlsx", "sections": {}}
    events = [
        Event("answer", "sha", body, "one", number=1),
        Event("evidence", "scan", {"file": "b.jpg", "form": "", "keys": {}}, "", number=2),
        Event("answer", "sha", body, "two", number=3),
    ]
    records = fold(events)
    assert [list(records.answers_to(name, "f")) for name in ("one", "two", "three")] == [[], [""], []]
    assert records.evidence["scan"].dispatch == ""


def test_the_known_dispatches_are_those_read_and_those_not(tmp_path: Path) -> None:
    project = year(tmp_path / "p", 3)
    dataset: Dataset = loader.load(assets.read(project.root, ["mau-2019-so-0001"]))
    assert list(dataset.dispatches) == ["mau-2019-so-0001"]
    assert dataset.known == ["mau-2018-so-0001", "mau-2019-so-0001", "mau-2020-so-0001"]
    assert dataclasses.replace(dataset, unread=()).known == ["mau-2019-so-0001"]
