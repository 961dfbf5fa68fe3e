from __future__ import annotations

import pytest

from congvan.pipeline.plan.dispatch_plan import DispatchPlan
from congvan.pipeline.plan.planner import Tried, plan, rehearse, wrong_papers
from congvan.pipeline.plan.selection import Selection
from tests.acceptance.promises.line import DISPATCH, loaded, text_of
from tests.forms.office import office as office_dataset
from tests.pipeline.plan.sample import HERE

PAPER = "data/papers/don-doc.yaml"


def told(file: str, right: str, typed: str) -> list[tuple[str, str]]:
    text = text_of(file)
    assert right in text
    return rehearsed({file: text.replace(right, typed, 1)})


def rehearsed(changes: dict[str, str]) -> list[tuple[str, str]]:
    planned, papers = plan(loaded(changes), Selection()).for_dispatch(HERE), Tried()
    found = [*rehearse(planned, papers), *wrong_papers(papers)]
    return [(problem.code, problem.place.file) for problem in found]


def test_the_sample_has_nothing_wrong() -> None:
    assert rehearsed({}) == []


@pytest.mark.parametrize(
    ("file", "right", "typed", "code"),
    [
        (PAPER, "{{ owing_names }}", "{{ owing_names }", "brace-lost"),
        (PAPER, "{{ sender.name }}", "{{ sendr.name }}", "merge-unknown"),
        (PAPER, "{{ tables.con_thieu }}", "{{ tables.conthieu }}", "table-unknown"),
        (DISPATCH, "of: danh-sach", "of: danhsach", "of-unknown"),
        (DISPATCH, "where: dau_moi", "where: dau_mo", "expression-name"),
    ],
)
def test_what_no_record_asks_for_yet_is_tried(file: str, right: str, typed: str, code: str) -> None:
    assert told(file, right, typed) == [(code, file)]


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("{id: a, of: owing, columns: [sender, ky, phone]}", []),
        ("{id: a, of: owing, columns: [sender, tuan]}", ["column-unknown"]),
        ("{id: a, of: tuan, columns: [xa, n, m]}", ["column-unknown"]),
        ("{id: a, of: tuann, columns: [xa]}", ["of-unknown"]),
    ],
)
def test_tables_are_looked_at_before_anything_has_come(table: str, codes: list[str]) -> None:
    forms = """\
forms:
  - {id: tuan, name: A, subject: B, per: {xa: xa}, period: week, lines: ["{{ ky.name }}"],
     columns: [{id: n, label: N, type: integer}]}
"""
    made = DispatchPlan(office_dataset(f"{forms}tables: [{table}]\n"), "cv", Selection())
    assert [problem.code for problem in rehearse(made, {})] == codes
