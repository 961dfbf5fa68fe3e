from __future__ import annotations

import pytest

from congvan.plan.planner import plan
from congvan.plan.rehearsal import rehearse
from congvan.plan.selection import Selection
from tests.acceptance.promises.line import DISPATCH, loaded, text_of
from tests.plan.sample import HERE

PAPER = "data/papers/don-doc.yaml"


def told(file: str, right: str, typed: str) -> list[tuple[str, str]]:
    text = text_of(file)
    assert right in text
    planned = plan(loaded({file: text.replace(right, typed, 1)}), Selection())
    return [(problem.code, problem.place.file) for problem in rehearse([planned.for_dispatch(HERE)])]


def test_the_sample_has_nothing_wrong() -> None:
    planned = plan(loaded({}), Selection())
    assert list(rehearse([planned.for_dispatch(HERE)])) == []


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
