"""The acts of printing: files below .congvan/print/, pages printed again, what is refused."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pytest

from congvan.core.job import Progress
from congvan.core.messages import Message
from congvan.core.problems import Severity
from congvan.pipeline.printing.printing import PrintRequest, ReprintRequest, print_files, reprint
from tests.made_pdf import plain_pdf
from tests.sample_project import Project, built_project, letter_alone, new_project

SENT = ("bluezone-2020/letters/vnpt-lang-son.pdf", "bluezone-2020/letters/viettel-lang-son.pdf")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = new_project(tmp_path / "project")
    for name, pages in zip((*SENT, "bluezone-2020/letter/cong-van.pdf"), (3, 2, 3), strict=True):
        path = made.root / "outputs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(plain_pdf(pages))
    return made


class Counted(Progress):
    """Keeps what it is told of steps that are done."""

    @contextmanager
    def bar(self, title: Message, total: int | None) -> Iterator[Callable[[int], object]]:
        self.done: list[int] = []
        yield self.done.append


def codes(project: Project, **given: object) -> list[str]:
    request = PrintRequest(project.root, "bluezone-2020", **given)
    outcome = print_files(request, Progress())
    assert (outcome.exit_code != 0) == bool(outcome.problems)
    return [each.code for each in outcome.problems]


def test_one_file_of_all_that_is_chosen(project: Project) -> None:
    before = project.tree()
    outcome = print_files(PrintRequest(project.root, "bluezone-2020", SENT), Progress())
    made = outcome.data["print"]
    (job,) = made["jobs"]
    assert (made["sheets"], made["sides"], job["sheets"], job["pages"]) == (3, 5, 3, 6)
    with pikepdf.open(project.root / ".congvan/print" / made["folder"] / job["file"]) as pdf:
        assert len(pdf.pages) == 6
    assert project.tree() == before


def test_long_ones_become_jobs_that_say_where_they_go_on(project: Project) -> None:
    counted = Counted()
    outcome = print_files(PrintRequest(project.root, "bluezone-2020", SENT, sheets=2), counted)
    assert counted.done == [1, 1]
    names = [(each["from"], each["to"], each["sheets"]) for each in outcome.data["print"]["jobs"]]
    assert [sheets for *_names, sheets in names] == [2, 1]
    assert names[0][0] == names[0][1] != names[1][0]


def test_copies_are_told_to_the_printer(project: Project) -> None:
    letter = "bluezone-2020/letter/cong-van.pdf"
    made = print_files(PrintRequest(project.root, "bluezone-2020", (letter,), copies=4), Progress()).data["print"]
    assert (made["sheets"], made["jobs"][0]["copies"]) == (8, 4)
    with pikepdf.open(project.root / ".congvan/print" / made["folder"] / "in-1.pdf") as pdf:
        assert int(pdf.Root.ViewerPreferences.NumCopies) == 4


def test_only_what_there_is_can_be_printed(project: Project) -> None:
    (project.root / "outputs/bluezone-2020/letter/cong-van.pdf").unlink()
    assert codes(project) == ["print-nothing"]
    assert codes(project, files=("../../etc/passwd",)) == ["print-unknown"]
    assert codes(project, files=("bluezone-2020/letters/buu-dien-tinh.pdf",)) == ["print-unknown"]
    assert not (project.root / ".congvan/print").exists()


def test_what_is_older_than_the_data_is_told_or_made_anew(tmp_path: Path) -> None:
    made = built_project(tmp_path / "built")
    letter_alone(made)
    request = PrintRequest(made.root)
    assert print_files(request, Progress()).problems == []
    made.replace("data/dispatches/bluezone-2020.yaml", "subject: ", "subject: lại ")
    before = made.tree()
    old = print_files(request, Progress())
    assert (old.exit_code, [(each.code, each.severity) for each in old.problems]) == (
        0,
        [("print-stale", Severity.WARNING)],
    )
    assert made.tree() == before
    assert print_files(PrintRequest(made.root, update=True), Progress()).problems == []
    assert made.tree() != before
    assert print_files(request, Progress()).problems == []
    made.write("templates/van-ban.docx", "none")
    failed = print_files(PrintRequest(made.root, update=True), Progress())
    assert (failed.exit_code != 0, failed.data) == (True, {})


def test_pages_again_are_whole_sheets(project: Project) -> None:
    made = print_files(PrintRequest(project.root, "bluezone-2020", SENT), Progress()).data["print"]
    name = f"{made['folder']}/in-1.pdf"
    again = reprint(ReprintRequest(project.root, name, 2, 3), Progress())
    assert again.data["reprint"] == {"folder": made["folder"], "file": "in-1-trang-1-4.pdf", "first": 1, "last": 4}
    assert [each.id for each in again.remarks if not isinstance(each, str)] == ["reprint.whole-sheets"]
    with pikepdf.open(project.root / ".congvan/print" / made["folder"] / "in-1-trang-1-4.pdf") as pdf:
        assert len(pdf.pages) == 4
    exact = reprint(ReprintRequest(project.root, name, 3, 4), Progress())
    assert (exact.remarks, exact.data["reprint"]["first"]) == ([], 3)


@pytest.mark.parametrize(
    ("job", "first", "last", "code"),
    [
        ("in-1.pdf", 0, 1, "reprint-pages"),
        ("in-1.pdf", 4, 3, "reprint-pages"),
        ("in-1.pdf", 6, 9, "reprint-pages"),
        ("in-9.pdf", 1, 1, "reprint-gone"),
        ("../in-1.pdf", 1, 1, "reprint-gone"),
    ],
)
def test_other_pages_are_refused(project: Project, job: str, first: int, last: int, code: str) -> None:
    made = print_files(PrintRequest(project.root, "bluezone-2020", SENT), Progress()).data["print"]
    outcome = reprint(ReprintRequest(project.root, f"{made['folder']}/{job}", first, last), Progress())
    assert [each.code for each in outcome.problems] == [code]


def test_what_was_made_some_days_ago_goes(project: Project) -> None:
    request = PrintRequest(project.root, "bluezone-2020", SENT)
    old = print_files(request, Progress()).data["print"]["folder"]
    os.utime(project.root / ".congvan/print" / old, (0, 0))
    new = print_files(request, Progress()).data["print"]["folder"]
    assert [each.name for each in (project.root / ".congvan/print").iterdir()] == [new]
