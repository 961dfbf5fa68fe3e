"""Letter, form and list read in the order of their DOCX by readers of three houses: Poppler, PDFium and pdf.js; the
structure tree with every word by Poppler.
"""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from congvan.core.job import Job
from congvan.model.loader import load
from congvan.pipeline.plan.planner import Selection, plan
from tests.acceptance.browser import packages
from tests.acceptance.poppler_tree import needs_poppler, poppler_faults, poppler_tree
from tests.acceptance.promises.line import sample, squeezed, warm
from tests.sample_project import docx_words, pdf_words

DOCUMENTS = ("letter", "rosters", "send-list")
TOLD = ("letter", "rosters", "print-slip", *(("letters", "send-list") if os.environ.get("CONGVAN_FULL") == "1" else ()))
"""Poppler reads a page again for each element of it: a second for a letter; `make test-full` asks it more."""


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
    """The text of pages without blanks and page numbers."""
    texts = [re.sub(r"\s+", " ", page) for page in pages]
    numbered = enumerate(texts, 1)
    return "".join(squeezed(re.sub(rf"^\s*{n}\b|\b{n}\s*$", "", text) if n > 1 else text) for n, text in numbered)


def as_written(document: str) -> str:
    return squeezed("".join(docx_words(made(document)["docx"])))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_pdfium(document: str) -> None:
    assert squeezed("".join(pdf_words(made(document)["pdf"]))) == as_written(document)


@pytest.mark.full("Poppler")
@pytest.mark.parametrize("document", DOCUMENTS)
def test_poppler(document: str) -> None:
    """`-raw`: in the order of the content; the other ways of pdftotext guess columns from the places of words."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is missing: apt-get install poppler-utils")
    command = ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"]
    read = subprocess.run(command, input=made(document)["pdf"], capture_output=True, check=True, timeout=60).stdout
    assert words(read.decode("utf-8").split("\f")) == as_written(document)


@needs_poppler
@pytest.mark.parametrize("document", TOLD)
def test_every_word_is_in_the_tree_as_poppler_tells_it(document: str) -> None:
    """Not only the first words: it takes the end of content within other content for that of the whole."""
    pdf, docx = made(document)["pdf"], made(document)["docx"]
    assert poppler_faults(pdf) == []
    told = Counter(word for _kind, text in poppler_tree(pdf) for word in text.split())
    assert told == Counter(word for text in docx_words(docx) for word in text.split())


@pytest.mark.full("Node.js")
def test_pdf_js(tmp_path: Path) -> None:
    packages.installed("pdfjs-dist")
    files = [tmp_path / f"{document}.pdf" for document in DOCUMENTS]
    for document, file in zip(DOCUMENTS, files, strict=True):
        file.write_bytes(made(document)["pdf"])
    command = [packages.NODE, str(packages.HERE / "read_pdf.mjs"), *map(str, files)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    found = [words(pages) for pages in json.loads(done.stdout.splitlines()[-1])]
    assert found == [as_written(document) for document in DOCUMENTS]
