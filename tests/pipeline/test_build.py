"""What a build tells of its files."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from congvan.messages import Message
from congvan.pipeline import build
from congvan.pipeline.build import MOST_ALIKE, _told_once
from congvan.pipeline.notices import merge_repeated
from congvan.pipeline.request import BuildRequest
from congvan.problems import Exit, Place, Problem
from congvan.rendering import renderer
from tests.sample_project import new_project

DISPATCH = "data/dispatches/bluezone-2020.yaml"
DOCUMENTS = """\
- {id: letter, name: Công văn, task: sign, content: letter, templates: {docx: van-ban.docx}, formats: [docx],
   path: letter}
- {id: bang, name: Bảng, task: returns, content: table, table: ds, path: bang/ds,
   templates: {docx: van-ban.docx, xlsx: bang.xlsx}, formats: [docx, xlsx]}
"""


def finding(path: str, code: str) -> Problem:
    return Problem(
        Message(code, name="dòng kèm theo"), Place(path, page=1), frame=Message("frame.clause", clause="Điều 8")
    )


def told_once(problems: dict[str, list[Problem]]) -> list[Problem]:
    run: Any = SimpleNamespace(findings=problems)
    publisher: Any = SimpleNamespace(rows={path: SimpleNamespace(document=path.partition("/")[0]) for path in problems})
    return list(_told_once(run, publisher))


@pytest.mark.parametrize(("files", "told"), [(1, 1), (MOST_ALIKE, MOST_ALIKE), (MOST_ALIKE + 1, 1), (900, 1)])
def test_what_many_files_of_a_document_have_in_common_is_told_once(files: int, told: int) -> None:
    paths = [f"bieu/{number:03d}.pdf" for number in range(files)]
    found = told_once({path: [finding(path, "ND30-PHU-LUC-KEM-SLANT")] for path in [*paths, "letter/a.pdf"]})
    assert len(found) == told + 1
    assert all(problem.code == "ND30-PHU-LUC-KEM-SLANT" for problem in found)
    assert (f"{files - 1} more files" in found[0].text) == (files > MOST_ALIKE)


def test_what_is_of_no_clause_is_told_once_without_one() -> None:
    cut = {f"bieu/{n}.pdf": [Problem(Message("table-cut"), Place(f"bieu/{n}.pdf"))] for n in range(9)}
    (found,) = told_once(cut)
    assert found.text == f"{found.message.text('en')}; and in 8 more files of this document"


def test_what_a_template_as_a_whole_has_is_told_of_no_record() -> None:
    """An error that ends every paper was told of each of them: “letter and 94 others and 1 others”."""
    message, place = Message("docx-not-followed.no-letters", element="Arial (ạ)"), Place("a.docx")
    found = [Problem(message, place, record=record) for record in ("letter", "letters", "")]
    assert merge_repeated(merge_repeated(found[:2]) + found[2:]) == [Problem(message, place)]
    other = [each._replace(message=Message("template-undefined")) for each in found[:2]]
    assert [str(each.record) for each in merge_repeated(other)] == ["letter and 1 others"]


def test_a_table_too_long_for_its_papers_fails_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The workbook of the table, which the remedy names, and the letter are published."""
    project = new_project(tmp_path)
    project.replace(DISPATCH, "\ntables:", "\ntables:\n  - {id: ds, of: xa}\n#")
    project.write("data/documents.yaml", DOCUMENTS)
    monkeypatch.setattr(renderer, "MOST_CELLS", 5)
    outcome = build.build(BuildRequest(project.root))
    (problem,) = [each for each in outcome.problems if each.code == "table-too-long"]
    assert outcome.exit_code == Exit.FAILED
    assert str(problem.place.file).endswith("bang/ds.docx")
    assert sorted(name for name in project.tree() if name.endswith(("docx", "xlsx"))) == [
        "bluezone-2020/bang/ds.xlsx",
        "bluezone-2020/letter.docx",
    ]
