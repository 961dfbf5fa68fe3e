"""What a build tells of its files."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from congvan.messages import Message
from congvan.pipeline.build import MOST_ALIKE, _told_once
from congvan.problems import Place, Problem


def finding(path: str, code: str) -> Problem:
    return Problem(
        Message(code, name="dòng kèm theo"), Place(path, page=1), frame=Message("frame.clause", clause="Điều 8")
    )


@pytest.mark.parametrize(("files", "told"), [(1, 1), (MOST_ALIKE, MOST_ALIKE), (MOST_ALIKE + 1, 1), (900, 1)])
def test_what_many_files_of_a_document_have_in_common_is_told_once(files: int, told: int) -> None:
    paths = [f"bieu/{number:03d}.pdf" for number in range(files)]
    run: Any = SimpleNamespace(findings={path: [finding(path, "ND30-PHU-LUC-KEM-SLANT")] for path in paths})
    run.findings["letter/a.pdf"] = [finding("letter/a.pdf", "ND30-PHU-LUC-KEM-SLANT")]
    rows = {path: SimpleNamespace(document=path.partition("/")[0]) for path in run.findings}
    publisher: Any = SimpleNamespace(rows=rows)
    found = list(_told_once(run, publisher))
    assert len(found) == told + 1
    assert all(problem.code == "ND30-PHU-LUC-KEM-SLANT" for problem in found)
    assert (f"{files - 1} more files" in found[0].text) == (files > MOST_ALIKE)
