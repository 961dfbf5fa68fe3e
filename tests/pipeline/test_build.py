"""What a build tells of its files."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from congvan.core.messages import Message
from congvan.core.problems import Exit, Place, Problem
from congvan.pipeline import build
from congvan.pipeline.build import MOST_ALIKE, _told_once
from congvan.pipeline.notices import merge_repeated
from congvan.pipeline.rendering import renderer
from congvan.pipeline.request import BuildRequest
from congvan.returns.ledger.store import Event
from tests.returns.office import keep
from tests.sample_project import Project, new_project

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
    message, place = Message("docx-unsupported.letters", font="Arial", letters="ạ"), Place("a.docx")
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


MEMORY = """
import sys
from pathlib import Path
from congvan.pipeline.build import build
from congvan.pipeline.request import BuildRequest

made = build(BuildRequest(Path(sys.argv[1]), workers=int(sys.argv[2]), rebuild=True))
assert not made.exit_code, made.problems
"""
MOST_MIB = 300


def memory_of(process: int) -> int:
    """Return the MiB of a process and its children; what several of them share is counted once."""
    proc, found = Path("/proc") / str(process), 0
    with suppress(OSError, IndexError):  # it has ended
        for task in (proc / "task").iterdir():
            found += sum(map(memory_of, map(int, (task / "children").read_text().split())))
        found += int((proc / "smaps_rollup").read_text().partition("\nPss:")[2].split()[0]) >> 10
    return found


def most_mib(project: Project, workers: int) -> int:
    """Build all anew in a process of its own; return the most MiB that it and its children take at a time."""
    most = 0
    with subprocess.Popen([sys.executable, "-c", MEMORY, str(project.root), str(workers)]) as made:
        while made.poll() is None:
            most = max(most, memory_of(made.pid))
            time.sleep(0.05)
    assert not made.returncode
    return most


@pytest.mark.full("long runs")
@pytest.mark.parametrize("workers", [0, 1])
def test_nine_thousand_rows_are_built_in_bounded_memory(tmp_path: Path, workers: int) -> None:
    """In three formats, with any number of processes: each file in one of its own, one after the other."""
    project = new_project(tmp_path)
    fields = "".join(f"    f{n}: {{type: text, label: Cột {n}}}\n" for n in range(7))
    head = (
        f"list:\n  label: Máy\n  source: may.csv\n  id: '{{{{ f0 }}}}'\n  fields:\n    name: {{type: text}}\n{fields}"
    )
    project.write("data/lists/may.yaml", head)
    rows = (f"Máy {n};m{n};{n % 60};{n % 28}/2/2026;{n * 7919 % 30000};Tốt;{n % 100};x\n" for n in range(9000))
    project.write("data/lists/may.csv", f"Name;{';'.join(f'Cột {n}' for n in range(7))}\n{''.join(rows)}")
    project.replace(DISPATCH, "\ntables:", "\ntables:\n  - {id: ds, of: may}\n#")
    project.write("data/documents.yaml", DOCUMENTS.replace("[docx, xlsx]", "[docx, pdf, xlsx]"))
    assert most_mib(project, workers) < MOST_MIB


UNITS, PARTS = 3000, ("chung", "rieng")
COLUMNS = {"ten": "text", "ma": "text", "phong": "text", "ngay": "date", "gia": "money", "tl": "text", "sl": "integer"}


@pytest.mark.full("long runs")
@pytest.mark.parametrize("workers", [0, 1])
def test_two_tables_of_three_thousand_units_are_built_in_bounded_memory(tmp_path: Path, workers: int) -> None:
    """Each unit has three rows in either; the first build, and one of all anew."""
    project = new_project(tmp_path)
    units = "".join(f"  - {{id: th-{n}, name: Trường số {n}}}\n" for n in range(UNITS))
    project.write("data/lists/truong.yaml", f"list: {{label: Trường, one: trường}}\nentries:\n{units}")
    columns = [{"id": name, "label": f"Cột {name}", "type": type_} for name, type_ in COLUMNS.items()]
    form = {"id": "tb", "name": "Biểu", "subject": "thiết bị", "per": {"truong": "truong"}, "due": "danh-sach"}
    form["sections"] = [{"id": part, "title": part, "columns": columns} for part in PARTS]
    project.replace(DISPATCH, "\nforms:\n", f"\nforms:\n  - {json.dumps(form)}\n")
    tables = "".join(f"\n  - {{id: {part}, of: tb.{part}}}" for part in PARTS)
    project.replace(DISPATCH, "\ntables:", f"\ntables:{tables}\n#")
    letter, table = DOCUMENTS.replace("[docx, xlsx]", "[docx, pdf, xlsx]").split("- {id: bang")
    papers = (f"- {{id: bang-{n}{table.replace('ds', part)}" for n, part in enumerate(PARTS))
    project.write("data/documents.yaml", letter + "".join(papers))
    keep(project.root, *map(_answer, range(UNITS)))
    assert most_mib(project, workers) < MOST_MIB
    assert most_mib(project, workers) < MOST_MIB


def _answer(unit: int) -> Event:
    """Return what a unit sent."""

    def row(part: str, at: int) -> dict[str, Any]:
        n = unit * 3 + at
        values = (f"{part} {n}", f"m{n}", f"{n % 60}", f"2026-02-{n % 28 + 1:02}", f"{n * 7919 % 30000}", "Tốt", "7")
        values_of = dict(zip(COLUMNS, values, strict=True))
        return {"n": at, "values": values_of, "cell": "", "entry": "", "issues": [], "state": "taken"}

    about = {"form": "tb", "keys": {"truong": f"th-{unit}"}, "period": "", "version": 1, "run": 1}
    file = {"format": "xlsx", "how": "form", "file": "a.xlsx", "signed": False, "nil": False}
    found: dict[str, Any] = {"asked": [], "findings": [], "missing": {}, "totals": {}}
    sections = {part: [row(part, at) for at in (1, 2, 3)] for part in PARTS}
    body = {**about, **file, **found, "sections": sections}
    return Event("answer", f"{unit:064x}", body, "bluezone-2020", who="x")
