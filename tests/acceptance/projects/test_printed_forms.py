"""The forms of four tasks of an office as files: DOCX, PDF and XLSX say the same, and the workbook computes."""

from __future__ import annotations

import csv
import functools
import io
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from pypdfium2 import PdfDocument

from congvan.core import libreoffice
from congvan.core.problems import Problem
from congvan.documents.common.context import ContentContext
from congvan.documents.common.facts import dispatch_facts
from congvan.documents.contents import content_of, for_format
from congvan.formats.docx.template import compile_template as compile_docx
from congvan.formats.docx_html.template import compile_template as compile_pages
from congvan.formats.xlsx.template import compile_template as compile_xlsx
from congvan.forms.keys import FormKeys, form_id, form_path
from congvan.returns.intake.opened import opened
from congvan.returns.intake.sent import SentFile
from congvan.returns.reading.identity import KnownForms, candidate, sheet_of
from congvan.returns.reading.parts import parts_of
from congvan.returns.reading.texts import texts_of
from congvan.returns.reading.texts_around.around import above
from congvan.returns.reading.texts_around.printed import PrintedCheck
from tests.acceptance.projects.test_forms_of_projects import ANSWERS, SHEETS, forms
from tests.acceptance.templates.pages import read
from tests.sample_project import HOME

EVERY = [(project, name, keys) for project, sheets in SHEETS.items() for name, keys in sheets]
SOFFICE = shutil.which("soffice")
NO_SOFFICE = "LibreOffice is not there: apt-get install libreoffice-calc-nogui fonts-liberation"
pytestmark = pytest.mark.filterwarnings("ignore:.*sRGB2014:pytest.PytestUnraisableExceptionWarning")


@functools.cache
def template(kind: str) -> Any:
    name, compiled = {
        "docx": ("van-ban.docx", compile_docx),
        "pdf": ("van-ban.docx", compile_pages),
        "xlsx": ("bieu.xlsx", compile_xlsx),
    }[kind]
    return compiled((HOME / "templates" / name).read_bytes(), name=name)


def content(project: str, name: str, keys: FormKeys) -> Mapping[str, Any]:
    """The content of a form, as a document makes it."""
    form = forms(project)[name]
    returned = {project: {"answers": ANSWERS.get(project, [])}}
    dataset = replace(form.dataset, returned=returned)
    record = {"id": name, "entries": dict(keys.entries), "period": keys.period}
    facts = {**dispatch_facts(dataset, project, "corrected"), "form": record}
    context = ContentContext(dataset, project, "corrected", facts, {"form": record}, [])
    made = content_of(context, "form")
    assert context.problems == []
    return made


def file(kind: str, made: Mapping[str, Any]) -> bytes:
    data: bytes = template(kind).render(for_format(made, "form", "xlsx" if kind == "xlsx" else "docx"))
    return data


def squeezed(text: str) -> str:
    return "".join(text.split())


def docx_words(data: bytes) -> str:
    body = Document(io.BytesIO(data)).element.body
    return squeezed("".join(each.text or "" for each in body.iter("{*}t")))


def pdf_words(data: bytes) -> str:
    return "".join(glyph.char for glyph in read(data).glyphs if glyph.base > 20)


def workbook_words(data: bytes) -> list[str]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    return [squeezed(str(cell.value)) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def printed(made: Mapping[str, Any]) -> Iterator[str]:
    """What stands on a form whatever the format: its titles, lines, heads, known cells, closing words, signers."""
    (page,) = made["attachments"]
    yield from (page["label"], *page["title"], *page["subtitle"], page["reference"], *page["facts"])
    for section in made["form"]["sections"]:
        yield from (section["title"], section["closing"], *section["codes"])
        yield from (line["label"].partition(" (")[0].rstrip(":") for line in section["lines"])
        yield from (head["text"] for line in section["heads"] for head in line)
    yield from (made["form"]["nil"], made["form"]["note"])
    yield from (text for signer in made["form"]["signers"] for text in (signer["title"], signer["hint"]))


@pytest.mark.every(12)
@pytest.mark.parametrize(("project", "name", "keys"), EVERY)
def test_a_form_says_the_same_in_every_format(project: str, name: str, keys: FormKeys) -> None:
    made = content(project, name, keys)
    document = file("docx", made)
    words, cells = docx_words(document), workbook_words(file("xlsx", made))
    pages = file("pdf", made)
    repeated = len(PdfDocument(pages)) > 1  # heads stand on every page
    assert repeated or pdf_words(pages) == words
    for said in map(squeezed, filter(None, printed(made))):
        assert said in words, said
        assert any(said in cell for cell in cells), said
    assert words.endswith(form_id(forms(project)[name], keys))


def head_questions(data: bytes, file_name: str, known: KnownForms) -> list[str]:
    """What is asked or told of the texts around the tables of a form that came back."""
    filled = opened(SentFile(file_name, lambda: data), {}).filled
    assert filled is not None
    found, problems = candidate(filled, known)
    assert found is not None, problems
    (part,) = parts_of(filled, found.heads, lambda _new, _old: False, texts_of(found.form).ends)
    answered = sheet_of(part, found, known, filled.file, part.texts)
    assert not isinstance(answered, Problem), answered
    check = PrintedCheck(known.rules(found.form), answered.keys, found.version, answered.asked)
    return [str(each.message) for each in (*answered.asked, *check.check(filled, part, above(part), alone=True))]


def again(kind: str, data: bytes) -> bytes:
    """A file as the library that people's programs use saves it again."""
    out = io.BytesIO()
    (openpyxl.load_workbook(io.BytesIO(data)) if kind == "xlsx" else Document(io.BytesIO(data))).save(out)
    return out.getvalue()


FILLED = [each for each in EVERY if all(each[2].entries.values())]


@pytest.mark.every(4)
@pytest.mark.parametrize(("project", "name", "keys"), FILLED)
def test_a_form_that_comes_back_as_it_was_printed_asks_nothing(project: str, name: str, keys: FormKeys) -> None:
    form = forms(project)[name]
    made, known = content(project, name, keys), KnownForms(form.dataset)
    for kind in ("xlsx", "docx", "pdf"):
        data = file(kind, made)
        for returned in (data, *([] if kind == "pdf" else [again(kind, data)])):
            assert head_questions(returned, f"{form_path(form, keys)}.{kind}", known) == []


@pytest.mark.full("LibreOffice")
def test_nor_does_one_that_libreoffice_saved_again() -> None:
    files = {f"{number}.xlsx": file("xlsx", content(*each)) for number, each in enumerate(FILLED)}
    saved = libreoffice.convert_all(files, "xlsx")
    for number, (project, name, _keys) in enumerate(FILLED):
        known = KnownForms(forms(project)[name].dataset)
        assert head_questions(saved[f"{number}.xlsx"], f"{number}.xlsx", known) == []


def entered(data: bytes, cells: Mapping[str, Any]) -> bytes:
    """A workbook as its sender fills it in."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for place, value in cells.items():
        assert not book.active[place].protection.locked, place
        book.active[place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.full("LibreOffice")
def test_a_workbook_computes_rows_and_totals(tmp_path: Path) -> None:
    keys = FormKeys({"thon": "ban-mau-1"}, "2026-d1")
    data = file("xlsx", content("cung-cau-lao-dong-2026", "bieu-thon", keys))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    first = next(cell.row for cell in sheet["A"] if cell.value == "15–24 tuổi")
    filled = {
        f"B{first + 1}": 10,
        f"C{first + 1}": 20,
        f"E{first}": 9,
        f"F{first}": 1,
        f"E{first + 1}": 11,
        f"F{first + 1}": 3,
    }
    (tmp_path / "bieu.xlsx").write_bytes(entered(data, filled))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
        "bieu.xlsx",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    rows = {row[0]: row[1:] for row in csv.reader((tmp_path / "bieu.csv").open(encoding="utf-8")) if row}
    assert [re.sub(r"[.,]0$", "", cell) for cell in rows["15–24 tuổi"]] == ["41", "38", "79", "9", "1", "10"]
    assert [cell.replace(",", ".") for cell in rows["25–34 tuổi"]] == ["10", "20", "30", "11", "3", "21.4"]
    assert rows["35–54 tuổi"][2:] == ["", "", "", ""]
    assert [cell.replace(",", ".") for cell in rows["Cộng"]] == ["51", "58", "109", "20", "4", "16.7"]
