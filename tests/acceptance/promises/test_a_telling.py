"""A. Reading data: each error is told at its place, all of them at once, with the nearest known key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from congvan.core.problems import Problem, ProblemsFound, Severity
from tests.acceptance.promises.line import (
    COMMUNES,
    CONTACTS,
    DISPATCH,
    DISTRICTS,
    LONG,
    NO_ENTRIES,
    figure,
    problems_of,
    text_of,
)
from tests.acceptance.promises.places import DATA, errors, true_place
from tests.cli.test_cli import BAD
from tests.sample_project import new_project

#: A key that the model has not, and a field that the list has not.
UNKNOWN = {"key-unknown", "field-unknown"}


@pytest.mark.parametrize("name", BAD)
def test_a7_every_error_has_a_place_that_exists(name: str, tmp_path: Path) -> None:
    """Every error has a place that exists: the line is in the file, and holds the offending key or value."""
    from congvan.model.project import assets

    change, code, file, needle = BAD[name]
    project = new_project(tmp_path, cold=True)
    project.write(COMMUNES, NO_ENTRIES)
    change(project)
    files = assets.read(tmp_path)
    changes: dict[str, bytes | str] = dict(files)
    found = [p for p in _all_of(files) if p.severity is Severity.ERROR]
    for problem in found:
        if problem.place.file.endswith(".yaml") and problem.place.file in changes:
            true_place(problem, files[problem.place.file])
    if file.endswith(".yaml") and needle and found:
        lines = project.read(file).splitlines()
        assert any(code in p.code and needle in lines[p.place.line - 1] for p in found if p.place.file == file)


def _all_of(files: object) -> list[Problem]:
    from congvan.model.loader import load
    from congvan.pipeline.plan.planner import Selection, plan

    try:
        planned = plan(load(files), Selection())
        planned.check()
        return [item for item in planned.expand() if isinstance(item, Problem)]
    except ProblemsFound as stop:
        return list(stop.problems)


def keys_of(name: str) -> list[tuple[int, str]]:
    """Line (from 0) and name of the keys that stand plainly at the start of a line, outside texts of several lines."""
    found, block = [], -1
    for index, line in enumerate(text_of(name).splitlines()):
        depth = len(line) - len(line.lstrip())
        if block >= 0 and (not line.strip() or depth > block):
            continue
        block = -1
        match = re.match(r"(?:\s*- )?\s*([a-z_]+):(\s|$)", line)
        if match and not line.lstrip().startswith("#"):
            found.append((index, match[1]))
        if re.search(r": [|>]", line):
            block = depth
    return found


def test_a7_each_misspelt_key_is_found_on_its_line() -> None:
    """Each key of each data file, misspelt alone, is an error on its own line (keys that the clerk may name freely
    excepted), and A9: the right spelling is offered.
    """
    tried = hit = offered = 0
    free = {"facts", "words", "colors", "colours", "when", "for_each", "templates", "owes"}
    for name in DATA:
        lines = text_of(name).splitlines()
        for index, key in keys_of(name)[:: 1 if LONG else 14]:
            if key in free or len(key) < 3:
                continue
            wrong = key[0] + key[2] + key[1] + key[3:] if key[1] != key[2] else key + "x"
            changed = list(lines)
            changed[index] = re.sub(rf"\b{key}:", f"{wrong}:", changed[index], count=1)
            found = problems_of({COMMUNES: NO_ENTRIES, name: "\n".join(changed) + "\n"})
            tried += 1
            mine = [p for p in found if p.place.file == name and p.place.line == index + 1 and p.code in UNKNOWN]
            if mine:
                hit += 1
                offered += key in mine[0].hint
            else:  # a key that is free: its name is used somewhere else, or it stands in a free mapping
                assert not errors(found) or any(wrong in lines[0] or key in p.text + p.hint for p in found), (
                    name,
                    index + 1,
                    key,
                )
    assert hit > tried * 0.6
    assert offered > hit * 0.9
    figure("A7", "keys misspelt", tried)


MISTAKES = {
    CONTACTS: [("0934.531.666", "0934.531.66"), ("phone: 0942", "phnoe: 0942"), ("- id: bao-cao", "- id: Báo Cáo")],
    DISTRICTS: [
        ("kind: thành phố", "knid: thành phố"),
        ("id: binh-gia", "id: Bình Gia"),
        ("valid_to: 2025-06-30", "valid_to: 2025-06-31"),
        ("id: van-lang", "idd: van-lang"),
    ],
    DISPATCH: [
        ("medium: paper", "medium: papre"),
        ("signage: bluezone", "signage: Bluezone"),
        ("date: 2020-08-20", "date: 2020-02-30"),
        ("day: blank", "day: 32"),
        ("number: blank", "number: 12a"),
    ],
}


def _mistaken(leave: tuple[str, int] | None = None) -> dict[str, str]:
    changes = {}
    for name, pairs in MISTAKES.items():
        text = text_of(name)
        for index, (old, new) in enumerate(pairs):
            assert old in text, (name, old)
            if (name, index) != leave:
                text = text.replace(old, new, 1)
        changes[name] = text
    return changes


def test_a8_all_errors_at_once_and_mending_one_removes_that_one() -> None:
    """All errors come in one run: twelve mistakes in three files give twelve Problems, sorted; mending any one removes
    exactly that one. (What one file says of another is looked at once every file has its shape.)
    """
    whole = errors(problems_of(_mistaken()))
    assert whole == sorted(whole, key=Problem.sort_key)
    assert len(whole) == sum(len(pairs) for pairs in MISTAKES.values()), [f"{p.place} {p.code}" for p in whole]
    seen = set()
    for name, pairs in MISTAKES.items():
        for index in range(len(pairs)):
            left = errors(problems_of(_mistaken((name, index))))
            gone = [p for p in whole if p not in left]
            assert len(left) == len(whole) - 1, (name, pairs[index])
            assert len(gone) == 1
            assert gone[0].place.file == name
            seen.add(gone[0])
    assert seen == set(whole)
    figure("A8", "mistakes at once", len(whole))


@pytest.mark.parametrize(("wrong", "right"), [("phnoe", "phone"), ("nmae", "name"), ("rloe", "role"), ("unti", "unit")])
def test_a9_unknown_keys_are_refused_with_the_nearest_known_one(wrong: str, right: str) -> None:
    """Unknown keys are refused, and the nearest known one is offered."""
    found = problems_of({CONTACTS: re.sub(rf"(?m)^  {right}:", f"  {wrong}:", text_of(CONTACTS), count=1)})
    assert any(p.code in UNKNOWN and right in p.hint for p in found), found
