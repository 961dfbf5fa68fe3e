"""A dispatch made of another: what belongs to one issue is emptied, what it changes is named."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from congvan.core.job import Progress
from congvan.editing.drafting.scaffolding import NewRequest, new
from congvan.model.project.yaml_reader import parse
from tests.sample_project import Project, letter_alone, new_project

OLD = "data/dispatches/bluezone-2020.yaml"
DAY = datetime.date(2026, 12, 2)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = new_project(tmp_path / "project")
    made.replace(OLD, "number: blank", "number: 456")
    made.replace(OLD, "date: {day: blank, month: 8, year: 2020}", "date: 2020-08-19")
    return made


def copy_of(project: Project, **given: str) -> dict[str, Any]:
    outcome = new(NewRequest(project.root, today=DAY, **{"source": "bluezone-2020", **given}), Progress())
    assert outcome.problems == []
    text = project.read(outcome.outputs[0].path)
    found = parse(text.encode(), "").data
    assert isinstance(found, dict)
    return found


def test_a_copy_has_no_number_date_or_deadline(project: Project) -> None:
    old: Any = parse(project.read(OLD).encode(), "").data
    made = copy_of(project)
    assert (made["number"], made["date"]) == ("blank", {"day": "blank", "month": "12", "year": "2026"})
    assert [set(each) for each in made["deadlines"]] == [{"id", "what"}, {"id", "what", "time"}]
    assert "errata" in old
    assert "errata" not in made
    assert {each["number"] for each in made.get("certified_copies", ())} <= {"blank"}
    same = old.keys() - {"number", "date", "deadlines", "errata", "forms", "certified_copies"}
    assert {key: made[key] for key in same} == {key: old[key] for key in same}
    letter_alone(project)
    assert "deadline-empty" in project.run("validate", "--format", "json").codes()


def test_periods_of_forms_and_hours_of_one_issue_are_emptied(project: Project) -> None:
    same = "per: {huyen: huyen}, sender: huyen.ubnd, columns: [{id: n, label: N, type: integer}]"
    lines = "lines: ['{{ huyen.name }}', '{{ ky.name }}']"
    form = f"forms:\n  - {{id: tuan, name: Biểu, subject: Tuần, {same}, {lines},"
    form += " period: {each: week, from: 31/8/2026, to: 27/12/2026}, due: {day: thứ Sáu}}\n"
    form += f"  - {{id: mot, name: Biểu, subject: Lần, {same}, lines: ['{{{{ huyen.name }}}}'], due: 31/8/2026}}\n"
    project.replace(OLD, "\nforms:\n", f"\n{form}")
    made = copy_of(project)["forms"][:2]
    assert [(each.get("period"), each.get("due")) for each in made] == [
        ({"each": "week"}, {"day": "thứ Sáu"}),
        (None, None),
    ]


def test_one_that_replaces_or_amends_names_the_other(project: Project) -> None:
    named = "Công văn số 456/STTTT-BCVT ngày 19 tháng 8 năm 2020"
    made = copy_of(project, relation="replace")
    assert made["subject"] == f"thay thế {named}"
    assert made["body"].startswith(f"Công văn này thay thế {named}.\n\n")
    assert made["cites"][-1] == {"what": named, "date": "2020-08-19"}
    amended = copy_of(project, relation="amend", subject="về việc sửa hạn")
    assert (amended["subject"], "(mẫu)" in amended["body"]) == ("sửa hạn", True)


def test_a_correction_is_a_short_cong_van_to_the_same(project: Project) -> None:
    old: Any = parse(project.read(OLD).encode(), "").data
    made = copy_of(project, relation="correct")
    assert made["kind"] == "cong-van"
    assert "đính chính Công văn số 456/STTTT-BCVT" in made["body"]
    assert (made["receivers"], made["copies"]) == (old["receivers"], old["copies"])
    assert not {"forms", "deadlines", "appendices", "facts"} & made.keys()


def test_a_decision_is_replaced_by_an_article(project: Project) -> None:
    assert project.run("new", "qd", "--kind", "quyet-dinh").code == 0
    assert project.run("number", "7", "--date", "2020-08-19", "--dispatch", "qd").code == 0
    body = copy_of(project, source="qd", relation="replace")["body"]
    assert body.count("./.") == 1
    assert body.rstrip().endswith(
        "Điều #. Quyết định này thay thế Quyết định số 07/QĐ-STTTT ngày 19 tháng 8 năm 2020./."
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"source": "bluezone-202"}, "want-unknown"),
        ({"relation": "replaces"}, "relation-unknown"),
        ({"relation": "amend"}, "relation-unnumbered"),
    ],
)
def test_what_can_not_be_copied_is_refused(project: Project, given: dict[str, str], code: str) -> None:
    if code == "relation-unnumbered":
        project.replace(OLD, "number: 456", "number: blank")
    outcome = new(NewRequest(project.root, today=DAY, **{"source": "bluezone-2020", **given}), Progress())
    assert [each.code for each in outcome.problems] == [code]
    assert len(list((project.root / "data/dispatches").iterdir())) == 1
