"""Projects of released versions build with this program: the same words and pages as when they were frozen.

What each file said is in the goldens beside its project, to be read by a person; CONGVAN_GOLDEN=1 writes them anew.
A project of 0.2.0 is migrated first (`congvan migrate`). What it says otherwise than when it was frozen:
- packs hold the letter itself, with all receivers, since every receiver gets an equal copy under one number;
- workbooks have their choices in the cells, no second sheet of districts; lists write days as 20/08/2020;
- the count of answers above the call list is in `status`; the number of people stands under a list, not above it;
- forms of youth unions wait for the list of health facilities in data/lists/, which `import` brings.
"""

from __future__ import annotations

import atexit
import difflib
import functools
import io
import json
import os
import shutil
import tempfile
import textwrap
import zipfile
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from tests.sample_project import Project, docx_words, pdf_words

HERE = Path(__file__).parent
VERSIONS = sorted(path.parent.name for path in HERE.glob("*/projects.zip"))
SELECTIONS: dict[str, tuple[tuple[str, ...], ...]] = {
    "sample": (
        ("letter", "send-list", "returned-people", "returned-leads", "call-list", "incoming-register"),
        ("report-forms", "--where", "enterprise=vnpt-lang-son"),
        ("rosters", "--where", "district=cao-loc", "--where", "enterprise=vnpt-lang-son"),
        ("packs-by-district", "returned-by-district", "union-forms", "--where", "district=cao-loc"),
        ("reminders", "--where", "sender=mobifone-lang-son"),
    ),
    "kinds": (
        ("letter", "appendices"),
        ("envelopes", "--where", "receiver=ubnd-tinh"),
        ("certified-copies", "--where", "copy=trich-sao"),
    ),
}
"""Project → what is selected on the command line: quick, and with every template at least once."""


@functools.cache
def built(version: str, name: str) -> Project:
    """A frozen project, with the files of its selections."""
    folder = Path(tempfile.mkdtemp(prefix="congvan-frozen-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with zipfile.ZipFile(HERE / version / "projects.zip") as package:
        wanted = (f"{name}/", "sample/templates/")
        package.extractall(folder, [member for member in package.namelist() if member.startswith(wanted)])
    if name != "sample":  # it uses the templates of the sample, as that has compiled them
        shutil.copytree(folder / "sample/templates", folder / name / "templates")
        for compiled in (built(version, "sample").root / ".cache/congvan").glob("*/"):
            shutil.copytree(compiled, folder / name / ".cache/congvan" / compiled.name)
    project = Project(folder / name)
    migrated = project.run("migrate")
    assert migrated.code == 0, migrated.out + migrated.err
    for words in SELECTIONS[name]:
        run = project.run(*words)
        assert run.code == 0, run.out + run.err
    return project


def said(path: str, data: bytes) -> tuple[str, list[str]]:
    """The number of pages or sheets of a file, in words, and the words themselves."""
    if path.endswith(".docx"):
        return "", docx_words(data)
    if path.endswith(".pdf"):
        with pypdfium2.PdfDocument(data) as document:
            return f"{len(document)} pages", pdf_words(data)
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)
    return f"{len(book.sheetnames)} sheets", " ".join(str(cell.value) for cell in cells).split()


def described(files: dict[str, bytes]) -> str:
    """What every file says; words that a file before it said as well are not repeated."""
    lines: list[str] = []
    first: dict[str, str] = {}
    for path, data in files.items():
        size, words = said(path, data)
        text = "\n".join(textwrap.wrap(" ".join(words), 118, break_long_words=False, break_on_hyphens=False))
        same = first.setdefault(text, path)
        lines += [f"== {path}{f', {size}' if size else ''}", text if same == path else f"(as {same})", ""]
    return "\n".join(lines)


@pytest.mark.full("long runs")
@pytest.mark.parametrize("name", SELECTIONS)
@pytest.mark.parametrize("version", VERSIONS)
def test_an_old_project_says_the_same_on_as_many_pages(version: str, name: str) -> None:
    files = {p: data for p, data in built(version, name).tree().items() if p.endswith((".docx", ".pdf", ".xlsx"))}
    text, golden = described(files), HERE / version / f"{name}.txt"
    if os.environ.get("CONGVAN_GOLDEN") == "1":
        golden.write_text(text, "utf-8")
    before = golden.read_text("utf-8")
    drift = difflib.unified_diff(before.splitlines(), text.splitlines(), "before", "now", lineterm="", n=1)
    assert text == before, "\n".join(drift)


@pytest.mark.full("long runs")
@pytest.mark.parametrize("version", VERSIONS)
def test_every_template_of_a_document_is_behind_a_golden(version: str) -> None:
    used: set[str] = set()
    for name in SELECTIONS:
        manifest = json.loads(built(version, name).read("outputs/manifest.json"))
        used |= {output["template"] for output in manifest["outputs"].values()}
    declared = built(version, "sample").read("data/documents.yaml")
    templates = built(version, "sample").root.glob("templates/*.*")
    assert {f"templates/{path.name}" for path in templates if path.name in declared} - used == set()


def test_a_version_is_frozen() -> None:
    assert VERSIONS
