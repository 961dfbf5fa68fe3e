"""A project's data as a whole: which files there must be, what they are called, what becomes of them."""

from __future__ import annotations

import pytest

from congvan.core.problems import ProblemsFound
from congvan.model.directory import Signer, WithValidity, fact_as_plain
from congvan.model.loader import load
from congvan.model.project.assets import Assets
from tests.acceptance.promises.line import (
    DISPATCH,
    sample,
)


def test_a_folder_without_dispatches_is_told() -> None:
    left = {name: data for name, data in sample().items() if not name.startswith("data/dispatches/")}
    with pytest.raises(ProblemsFound) as caught:
        load(Assets(left))
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file) == ("file-missing", "data/dispatches/….yaml")
    assert "init FOLDER" in problem.hint


def test_the_name_of_a_file_is_the_id_of_its_dispatch() -> None:
    left = {name: data for name, data in sample().items() if name != DISPATCH}
    with pytest.raises(ProblemsFound) as caught:
        load(Assets({**left, "data/dispatches/Công văn 1.yaml": sample()[DISPATCH]}))
    (problem,) = [p for p in caught.value.problems if p.code == "dispatch-name"]
    assert problem.place.file == "data/dispatches/Công văn 1.yaml"
    assert "“Công văn 1” is not a valid id" in problem.text
    assert "khai-giang-2026.yaml" in problem.hint


def test_facts_as_plain_values() -> None:
    signer = fact_as_plain(Signer.model_validate({"id": "a", "name": "A", "title": "B"}))
    assert (signer["id"], signer["title"], signer["signs"]) == ("a", "B", [])
    assert fact_as_plain(WithValidity.model_validate({"valid_from": "2020-08-19"}))["valid_from"] == "2020-08-19"
