"""The rules that an office leaves out of the check: read, refused where unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.model.check_rules import FILE, read_left_out
from congvan.problems import ProblemsFound
from tests.sample_project import new_project


def read(root: Path, text: str) -> dict[str, str]:
    (root / "data").mkdir(exist_ok=True)
    (root / FILE).write_text(text, "utf-8")
    return dict(read_left_out(root))


def test_ids_with_reasons(tmp_path: Path) -> None:
    assert read_left_out(tmp_path) == {}
    assert read(tmp_path, "ND30-VV-GAP: mẫu của tỉnh\nND30-SO-SIZE: theo văn bản số 12\n") == {
        "ND30-VV-GAP": "mẫu của tỉnh",
        "ND30-SO-SIZE": "theo văn bản số 12",
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ND30-VV-GAB: x\n", {("rule-unknown", 1, "ND30-VV-GAP")}),
        ("ND30-SO-SIZE: x\nQUITE-ELSE: y\n", {("rule-unknown", 2, "")}),
        ("ND30-SO-SIZE:\n", {("value-empty", 1, "")}),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, told: set[tuple[str, int, str]]) -> None:
    with pytest.raises(ProblemsFound) as stopped:
        read(tmp_path, text)
    found = {
        (p.code, p.place.line, str(p.remedy.values.get("found", "")) if p.remedy else "")
        for p in stopped.value.problems
    }
    assert found == told


def test_the_whole_project_is_told_the_same(tmp_path: Path) -> None:
    project = new_project(tmp_path / "p")
    project.write(FILE, "ND30-VV-GAB: x\n")
    assert [p["code"] for p in project.run("validate", "--format", "json").json["problems"]] == ["rule-unknown"]
    run = project.run("check", ".", "--format", "json")
    assert ([(p["code"], p["file"], p["line"]) for p in run.json["problems"]], run.code) == (
        [("rule-unknown", FILE, 1)],
        3,
    )
