"""An older project is told as one, once, with the command that brings it up to today."""

from __future__ import annotations

import pytest

from congvan.i18n import using_language
from congvan.model.loader import load
from congvan.problems import ProblemsFound
from tests.acceptance.promises.line import DISPATCH, Changes, swapped, with_changes


@pytest.mark.parametrize(
    ("changes", "file"),
    [
        (swapped(DISPATCH, "signage: bluezone-2020", "signs: true"), DISPATCH),
        ({"data/signage.yaml": "message: x\n"}, "data/signage.yaml"),
    ],
)
def test_a_project_of_before_is_told_once(changes: Changes, file: str) -> None:
    with pytest.raises(ProblemsFound) as caught:
        load(with_changes(changes))
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file) == ("older-project", file)
    with using_language("vi"):
        assert "migrate" in problem.hint
