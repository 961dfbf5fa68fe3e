"""What can be printed, and the jobs it is cut into."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from congvan.core.job import Progress
from congvan.editing.whole_files.reminder import ReminderRequest, add_reminder
from congvan.formats.pdf.print_file import PagePart
from congvan.model.loader import load
from congvan.model.project import assets
from congvan.pipeline.printing.print_jobs import PrintPart, chosen_parts, jobs_of, printables, stale_files
from congvan.pipeline.rendering import build_key
from tests.made_pdf import pack_pdf, plain_pdf
from tests.sample_project import Project, built_project, new_project

A4, C5 = (210, 297), (162, 229)


def part(name: str, pages: int, copies: int = 1, size: tuple[int, int] = A4, inked: int = 0) -> PrintPart:
    return PrintPart(f"{name}.pdf", name, PagePart("", 0, pages, inked or pages, size), copies)


def cut(*parts: PrintPart, most: int = 0, two_sided: bool = True) -> list[tuple[str, int, int, int]]:
    jobs = jobs_of(parts, most=most, two_sided=two_sided)
    return [(" ".join(each.name for each in job.parts), job.sheets, job.sides, job.copies) for job in jobs]


@pytest.mark.parametrize(
    ("parts", "how", "jobs"),
    [
        ([part("a", 3), part("b", 1)], {}, [("a b", 3, 4, 1)]),
        ([part("a", 3), part("b", 1)], {"two_sided": False}, [("a b", 4, 4, 1)]),
        ([part("a", 3), part("b", 1)], {"most": 3}, [("a b", 3, 4, 1)]),
        ([part("a", 3), part("b", 1)], {"most": 2}, [("a", 2, 3, 1), ("b", 1, 1, 1)]),
        ([part("a", 9)], {"most": 2}, [("a", 2, 4, 1), ("a", 2, 4, 1), ("a", 1, 1, 1)]),
        ([part("a", 3, 5), part("b", 1)], {}, [("a", 10, 15, 5), ("b", 1, 1, 1)]),
        ([part("a", 3, 5)], {"most": 4}, [("a", 4, 6, 2), ("a", 4, 6, 2), ("a", 2, 3, 1)]),
        ([part("a", 3, 2)], {"most": 1}, [("a", 2, 3, 1), ("a", 2, 3, 1)]),
        ([part("a", 1), part("bì", 1, size=C5), part("b", 1)], {}, [("a", 1, 1, 1), ("bì", 1, 1, 1), ("b", 1, 1, 1)]),
        ([part("a", 2, inked=1)], {}, [("a", 1, 1, 1)]),
        ([], {"most": 1}, []),
    ],
)
def test_jobs(parts: list[PrintPart], how: dict[str, Any], jobs: list[tuple[str, int, int, int]]) -> None:
    assert cut(*parts, **how) == jobs


def test_pages_of_a_job_are_counted_with_the_blank_sides() -> None:
    parts = [part("a", 3), part("b", 2), part("c", 1)]
    (two,), (one,) = (list(jobs_of(parts, most=0, two_sided=two_sided)) for two_sided in (True, False))
    assert list(two.pages()) == [("a", 1, 3), ("b", 5, 6), ("c", 7, 7)]
    assert list(one.pages()) == [("a", 1, 3), ("b", 4, 5), ("c", 6, 6)]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = new_project(tmp_path_factory.mktemp("print"))
    for name, data in {
        "letter/cong-van.pdf": plain_pdf(3),
        "letter/cong-van.docx": b"PK",
        "letters/vnpt-lang-son.pdf": plain_pdf(2),
        "letters/viettel-lang-son.pdf": b"no pdf",
        "packs/cao-loc.pdf": pack_pdf({"Bìa": 1, "Biểu": 2}),
    }.items():
        path = made.root / "outputs/bluezone-2020" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return made


def test_what_a_dispatch_has_to_print(project: Project) -> None:
    found = printables(project.root, load(assets.read(project.root)), "bluezone-2020")
    by_name = {(each.document, each.name): each for each in found}
    assert {each.document for each in found} >= {"letter", "letters", "rosters", "packs-by-district"}
    assert "signage" not in {each.document for each in found}
    letter = by_name["letter", ""]
    assert [name.rpartition("/")[2] for name in letter.files] == ["cong-van.docx", "cong-van.pdf"]
    assert (letter.pdf, letter.sheets(), letter.sheets(two_sided=False), letter.sides) == (letter.files[1], 2, 3, 3)
    pack = by_name["packs-by-district", "Huyện Cao Lộc"]
    assert (pack.copies, pack.sheets(), pack.sides) == (1, 2, 3)
    assert [each.name for each in chosen_parts([pack])] == ["Huyện Cao Lộc – Bìa", "Huyện Cao Lộc – Biểu"]
    assert [each.pdf for each in found if each.document == "letters" and each.files] == [
        "bluezone-2020/letters/vnpt-lang-son.pdf",
        "",  # what is no PDF is not printed
    ]


def test_stale_is_what_the_data_make_anew_not_another_version_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = built_project(tmp_path / "built")
    paths = ("bluezone-2020/letter/cong-van.pdf", "bluezone-2020/letters/vnpt-lang-son.pdf")
    assert stale_files(made.root, "bluezone-2020", paths) == set()
    monkeypatch.setattr(build_key, "known_program_hash", lambda _cache: "a later version")
    assert stale_files(made.root, "bluezone-2020", paths) == set()
    made.replace("data/dispatches/bluezone-2020.yaml", "subject: ", "subject: lại ")
    assert stale_files(made.root, "bluezone-2020", paths[:1]) == set(paths[:1])


def test_copies_of_the_letter_are_those_of_noi_nhan(project: Project) -> None:
    found = printables(project.root, load(assets.read(project.root)), "bluezone-2020")
    (letter,) = (each for each in found if each.document == "letter")
    assert letter.copies > 10
    assert [each.copies for each in chosen_parts([letter])] == [letter.copies]
    assert [each.copies for each in chosen_parts([letter], 2)] == [2]


def test_one_reminder_to_all_is_printed_for_each_that_is_missing(tmp_path: Path) -> None:
    made = new_project(tmp_path / "reminded")
    add_reminder(ReminderRequest(made.root, "bluezone-2020", "10/12/2026"), Progress())
    found = printables(made.root, load(assets.read(made.root)), "bluezone-2020", "don-doc-2")
    assert [each.copies for each in found] == [5]  # three enterprises, the archive, the unit
