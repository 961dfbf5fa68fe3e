"""A mistyped command is told as one, a mistyped document as a document."""

from __future__ import annotations

from pathlib import Path

import pytest

from congvan.cli.app import commands
from congvan.cli.mistyped import refuse_mistyped
from congvan.core.problems import UsageError
from tests.sample_project import HOME, new_project


@pytest.mark.parametrize(
    ("word", "near"), [("verfy", "verify"), ("staus", "status"), ("colect", "collect"), ("Validate", "validate")]
)
def test_the_nearest_command_is_named(word: str, near: str) -> None:
    with pytest.raises(UsageError) as stop:
        refuse_mistyped(word, commands(), HOME)
    assert [(p.code, p.hint) for p in stop.value.problems] == [("command-unknown", f"did you mean “{near}”?")]


def test_a_command_behind_an_option_is_told() -> None:
    with pytest.raises(UsageError) as stop:
        refuse_mistyped("status", commands(), HOME)
    assert [(p.code, p.hint) for p in stop.value.problems] == [
        ("command-late", "write the command first: status --dispatch ID")
    ]


def test_a_word_near_to_nothing_gets_all_commands(tmp_path: Path) -> None:
    for root in (HOME, tmp_path):  # in a project, and outside of any
        with pytest.raises(UsageError) as stop:
            refuse_mistyped("ls", commands(), root)
        assert all(name in stop.value.problems[0].hint for name in commands())


@pytest.mark.parametrize("word", ["letter", "rosters", "packs", "returns", "rosters-by-enterprise", "leter", "signag"])
def test_documents_and_what_is_near_to_one_are_left_to_the_build(word: str) -> None:
    refuse_mistyped(word, commands(), HOME)


def test_only_a_word_that_stands_where_a_command_does_is_judged(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    first = project.run("verfy", "--format", "json")
    assert (first.code, first.codes()) == (2, ["command-unknown"])
    asked = project.run("build", "verfy", "--format", "json")
    assert (asked.code, asked.codes()) == (3, ["want-unknown"])
