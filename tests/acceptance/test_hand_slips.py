"""Slips of a clerk's hand in a dispatch of today, beside those of test_slips: lists, forms, tables, signs, documents.

They stand in hand_slips.yaml. One at a time is made in the sample project, which is read as `validate` reads it; tables
and papers are tried, nothing is built.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from congvan.cli.app import main
from congvan.core.i18n import using_language
from congvan.core.problems import Problem, ProblemsFound
from congvan.model.project import assets
from congvan.model.project.assets import Assets
from congvan.pipeline.parse import parse
from congvan.pipeline.plan.planner import plan
from congvan.pipeline.plan.selection import Selection
from congvan.pipeline.request import BuildRequest
from tests.acceptance.test_slips import FOREIGN

HERE = Path(__file__).parent
COMMUNES, VILLAGES = "data/lists/xa.yaml", "data/lists/thon.csv"


class Slip(NamedTuple):
    """What was typed in place of what; line and column, how the message begins, how the remedy begins."""

    file: str
    right: str
    typed: str
    at: str
    said: str
    remedy: str


SLIPS = [
    Slip(file, **row)
    for file, rows in yaml.safe_load((HERE / "hand_slips.yaml").read_text("utf-8")).items()
    for row in rows
]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Assets:
    folder = tmp_path_factory.mktemp("sample") / "project"
    assert main(["init", "--sample", "to-cong-nghe-so-2026", str(folder), "--quiet"]) == 0
    files = dict(assets.read(folder))
    for name, few in ((COMMUNES, 3), (VILLAGES, 0)):  # a few entries show as much as all of them
        lines = files[name].splitlines(keepends=True)
        head = next((n for n, line in enumerate(lines) if line.startswith(b"entries")), 0) + 1
        kept = [
            line for line in lines[head:] if any(each in line.decode() for each in ("Ba Sơn", "Bắc Sơn", "Cao Lộc"))
        ]
        files[name] = b"".join([*lines[:head], *(kept[:few] if few else kept)])
    return Assets(files)


def told(files: Assets) -> list[Problem]:
    request = BuildRequest(Path())
    try:
        dataset, problems = parse(files, request)
        problems = [*dataset.faults, *problems]
        planned = plan(dataset, Selection())
        planned.check()
        return [*problems, *(each for each in planned.expand() if isinstance(each, Problem))]
    except ProblemsFound as found:
        return list(found.problems)


def test_the_sample_itself_has_no_slip(sample: Assets) -> None:
    assert told(sample) == []


@pytest.mark.every(4)
@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.typed.strip().replace("\n", " ")[:60])
def test_a_slip_is_told_where_the_hand_slipped_with_what_to_write(slip: Slip, sample: Assets) -> None:
    text = sample[slip.file].decode("utf-8-sig")
    assert slip.right in text
    with using_language("vi"):
        problems = told(Assets({**sample, slip.file: text.replace(slip.right, slip.typed, 1).encode()}))
        assert problems, "nothing is told"
        first = problems[0]
        assert (first.place.file, f"{first.place.line}:{first.place.column}") == (slip.file, slip.at), first.text
        assert first.text.startswith(slip.said)
        assert str(first.hint or "").startswith(slip.remedy)
        for problem in problems:
            words = f"{problem.text} {problem.hint or ''}".replace(slip.typed, "")
            assert not FOREIGN.search(words), words
