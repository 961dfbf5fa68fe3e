"""Letter, form and list read in the order of their DOCX by readers of three houses: Poppler, PDFium and pdf.js."""

from __future__ import annotations

import functools
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from congvan.job import Job
from congvan.model.loader import load
from congvan.plan.planner import Selection, plan
from tests.acceptance.browser import packages
from tests.acceptance.promises.line import sample, squeezed, warm
from tests.sample_project import docx_words, pdf_words

DOCUMENTS = ("letter", "rosters", "send-list")
SAID = " để trống "  # what a voice says of a gap for the pen, and who copies it gets


@functools.cache
def made(document: str) -> dict[str, bytes]:
    """The first record of a document, by format."""
    planned = plan(load(sample()), Selection(documents=[document], formats=["docx", "pdf"]))
    found: dict[str, bytes] = {}
    for job in planned.expand():
        if isinstance(job, Job) and job.format not in found:
            found[job.format] = warm().render(job).data
        if len(found) == 2:
            break
    return found


def words(pages: list[str]) -> str:
    """The text of pages without blanks, page numbers and what is said of gaps."""
    texts = [re.sub(r"\s+", " ", page).replace(SAID.strip(), "") for page in pages]
    numbered = enumerate(texts, 1)
    return "".join(squeezed(re.sub(rf"^\s*{n}\b|\b{n}\s*$", "", text) if n > 1 else text) for n, text in numbered)


def as_written(document: str) -> str:
    return squeezed("".join(docx_words(made(document)["docx"])))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_pdfium(document: str) -> None:
    assert squeezed("".join(pdf_words(made(document)["pdf"]))) == as_written(document)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_poppler(document: str) -> None:
    """`-raw`: in the order of the content; the other ways of pdftotext guess columns from the places of words."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is missing: apt-get install poppler-utils")
    command = ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"]
    read = subprocess.run(command, input=made(document)["pdf"], capture_output=True, check=True, timeout=60).stdout
    assert words(read.decode("utf-8").split("\f")) == as_written(document)


def test_pdf_js(tmp_path: Path) -> None:
    packages.installed("pdfjs-dist")
    files = [tmp_path / f"{document}.pdf" for document in DOCUMENTS]
    for document, file in zip(DOCUMENTS, files, strict=True):
        file.write_bytes(made(document)["pdf"])
    command = [packages.NODE, str(packages.HERE / "read_pdf.mjs"), *map(str, files)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    found = [words(pages) for pages in json.loads(done.stdout.splitlines()[-1])]
    assert found == [as_written(document) for document in DOCUMENTS]
