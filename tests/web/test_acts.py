"""The table of acts: whole, with commands that do the same, and examples that run."""

from __future__ import annotations

import dataclasses
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from congvan.cli.app import commands, parse
from congvan.core.problems import UsageError
from congvan.pipeline.plan.selection import Selection
from congvan.pipeline.request import BuildRequest
from congvan.web.act_requests import body_type, command_of, from_form, request_of
from congvan.web.acts import ACTS, BY_ID, ActRow, function_of, request_type
from congvan.web.routes.editing import EDITS
from tests.sample_project import HOME
from tests.web.client import settings_of

SETTINGS = settings_of(Path("/project"))
OTHERS = {"help", "merge", "serve"}
"""Commands that are no acts of the page: `merge` reads and writes any folder that its command line names."""


def test_every_command_has_its_act() -> None:
    named = {row.command.split()[0] for row in ACTS if row.command}
    assert named == set(commands()) - OTHERS


def test_every_act_of_the_documentation_is_there() -> None:
    table = (HOME / "docs/interfaces.md").read_text("utf-8").partition("## Acts")[2].partition("\n## ")[0]
    functions = {row.act.rpartition(":")[2] for row in ACTS}
    listed = [cell.strip() for line in table.splitlines() if line.startswith("| ") for cell in line.split("|")[1:2]]
    for command in ", ".join(listed[1:]).split(", "):
        assert any(
            row.command.split()[:2] == command.split()[:2] or (row.command or row.id).split()[0] == command.split()[0]
            for row in ACTS
        ), command
    for name in (
        "build",
        "validate",
        "check_template",
        "template_names",
        "preview",
        "number",
        "collect",
        "import_list",
    ):
        assert name in functions


def test_no_act_of_the_program_is_left_out() -> None:
    """Whatever is decorated as an act in the rooms below is a row."""
    rows = {row.act for row in ACTS}
    found = set()
    for file in sorted((HOME / "congvan").rglob("*.py")):
        module = ".".join(file.relative_to(HOME).with_suffix("").parts)
        names = re.findall(r'^@act\("[\w-]+"\)\ndef (\w+)\(', file.read_text("utf-8"), re.MULTILINE)
        found |= {f"{module}:{name}" for name in names}
    assert len(found) > 20
    assert found - {"congvan.pipeline.merge:merge_list"} <= rows


@pytest.mark.parametrize("row", ACTS, ids=lambda row: str(row.id))
def test_a_row_is_whole(row: ActRow) -> None:
    assert callable(function_of(row))
    assert row.summary
    kind = request_type(row)
    fields = {each.name for each in dataclasses.fields(kind)}
    assert set(row.given) | row.hidden | set(row.paths) <= fields
    offered = {each.name for each in dataclasses.fields(body_type(row.id))} - {"who"}
    options = {name.partition(".")[0] for name, _option in row.options}
    assert options == (offered - set(row.hidden) if row.command else set()), row.id
    if row.example or row.id not in ("template-check",):
        assert isinstance(request_of(row, SETTINGS, row.example), kind)


def test_acts_of_pages_and_programs_alone_have_no_command() -> None:
    assert command_of(BY_ID["save"], BY_ID["save"].example) == ""
    assert {row.id for row in ACTS if not row.command} == {
        *EDITS,
        "new-list",
        "new-signs",
        "add-reminder",
        "pdf-maker",
        "reopen",
    }


@pytest.mark.parametrize("row", [row for row in ACTS if row.command], ids=lambda row: str(row.id))
def test_the_command_is_one_that_the_program_takes(row: ActRow) -> None:
    """The words behind “Dành cho quản trị” are parsed by the command line, and hold every value of the example."""
    start = "python3 build.py "
    words = command_of(row, row.example)
    assert words.startswith(start)
    args = parse(shlex.split(words.removeprefix(start)))
    assert args.command == row.command.split()[0]
    given = str(vars(args))
    for value in _values(row.example):
        assert value in given


def _values(example: Any) -> list[str]:
    if isinstance(example, dict):
        return [value for each in example.values() for value in _values(each)]
    if isinstance(example, list):
        return [value for each in example for value in _values(each)]
    return [str(example)]


def test_a_form_becomes_a_request() -> None:
    row = BY_ID["build"]
    pairs = [
        ("selection.dispatches", "a"),
        ("selection.dispatches", "b"),
        ("selection.documents", ""),
        ("number", ""),
        ("rebuild", "on"),
    ]
    values = from_form(row, pairs)
    assert values == {"selection": {"dispatches": ["a", "b"]}, "rebuild": "on"}
    request = request_of(row, SETTINGS, values)
    assert request == BuildRequest(Path("/project"), Selection(dispatches=["a", "b"]), rebuild=True)
    assert command_of(row, values) == "python3 build.py build --dispatch a --dispatch b --rebuild"


def test_a_condition_is_written_as_the_command_takes_it() -> None:
    words = command_of(BY_ID["build"], {"selection": {"where": {"xa": ["cao-loc"], "": ["Cao Lộc"]}}})
    assert shlex.split(words)[3:] == ["--where", "xa=cao-loc", "--where", "Cao Lộc"]


@pytest.mark.parametrize(
    ("act", "values"),
    [
        ("build", {"root": "/etc"}),
        ("number", {}),
        ("number", {"number": "1", "database": "postgresql://elsewhere"}),
        ("preview", {"template": "letter", "folder": "/etc"}),
        ("verify", {"folder": "/"}),
        ("build", {"selection": {"dispatches": 5}}),
    ],
)
def test_what_is_no_field_is_refused(act: str, values: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as refused:
        request_of(BY_ID[act], SETTINGS, values)
    assert refused.value.problems[0].code == "web-request"


def test_files_of_a_program_lie_in_the_project() -> None:
    request = request_of(BY_ID["check"], settings_of(HOME), {"files": ["outputs/a.docx", "/tmp/b.pdf"]})
    assert request.files == (str(HOME / "outputs/a.docx"), "/tmp/b.pdf")
    assert request_of(BY_ID["backup"], SETTINGS, {}).file is None
