"""The whole line in one process, from bytes of data/ and templates/ to finished files, with any file swapped."""

from __future__ import annotations

import functools
import json
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from congvan.core.job import Artifact
from congvan.core.problems import Problem, ProblemsFound
from congvan.model.dataset import Dataset
from congvan.model.loader import load
from congvan.model.project import assets
from congvan.pipeline.plan.planner import Selection, plan
from congvan.pipeline.rendering.renderer import Renderer
from tests.sample_project import HOME, compiled

LONG = os.environ.get("CONGVAN_LONG") == "1"
FIGURES = HOME / "tests/acceptance/promises/figures.json"
DISPATCH, CONTACTS, AGENCY, ENTERPRISES, DISTRICTS, DOCUMENTS = (
    f"data/{name}.yaml"
    for name in (
        "dispatches/bluezone-2020",
        "lists/dau-moi",
        "agency",
        "lists/doanh-nghiep",
        "lists/huyen",
        "documents",
    )
)
COMMUNES = "data/lists/xa.yaml"
NO_ENTRIES = "list: {also: communes, label: Xã, one: xã}\nentries: []\n"
"""The list of communes without any: they take most of the time of a test."""
Changes = Mapping[str, bytes | str]


@functools.cache
def sample() -> assets.Assets:
    """The files of the sample project."""
    return assets.read(HOME)


def text_of(name: str) -> str:
    return sample()[name].decode("utf-8")


def swapped(name: str, old: str, new: str) -> dict[str, str]:
    """A file of the sample with one passage replaced."""
    assert old in text_of(name), f"{name} holds no {old!r}"
    return {name: text_of(name).replace(old, new, 1)}


def with_changes(changes: Changes) -> assets.Assets:
    """The sample with files replaced."""
    new = {
        name: data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data for name, data in changes.items()
    }
    return assets.Assets({**sample(), **new})


def problems_of(changes: Changes) -> list[Problem]:
    """All that reading, checking and planning say of changed files, warnings too."""
    try:
        dataset = load(with_changes(changes))
        planned = plan(dataset, Selection())
        planned.check()
        found = [item for item in planned.expand() if isinstance(item, Problem)]
    except ProblemsFound as stop:
        return list(stop.problems)
    return [p for source in dataset.sources.values() for p in source.problems] + [*dataset.warnings, *found]


def loaded(changes: Changes) -> Dataset:
    return load(with_changes(changes))


def made(changes: Changes, selection: Selection, renderer: Renderer | None = None) -> Iterator[Artifact]:
    """The finished files of a changed sample; raises ProblemsFound as a build does."""
    files = with_changes(changes)
    renderer = renderer or Renderer(files, compiled())
    planned = plan(load(files), selection)
    planned.check()
    found = []
    for item in planned.expand():
        if isinstance(item, Problem):
            found.append(item)
        else:
            yield renderer.render(item)
    if found:
        raise ProblemsFound(found)


@functools.cache
def warm() -> Renderer:
    """A renderer of the sample's own templates, compiled once; good for any data."""
    return Renderer(sample(), compiled())


def first_form(enterprise: str = "viettel-lang-son", district: str = "cao-loc", only: Iterable[str] = ()) -> Selection:
    return Selection(["rosters"], {"enterprise": [enterprise], "district": [district]}, list(only))


def strings(value: Any) -> Iterator[str]:
    """Every text in plain content."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def squeezed(text: str) -> str:
    """A text without any blanks, as it can be compared whatever the lines and hyphens at their ends."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


def docx_text(data: bytes) -> str:
    """All words of a DOCX: body, headers, footers, notes."""
    import io
    import zipfile

    from lxml import etree

    pieces = []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml", name):
                tree = etree.fromstring(package.read(name))
                w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
                for node in tree.iter(f"{w}t", f"{w}noBreakHyphen"):
                    pieces.append("-" if node.tag == f"{w}noBreakHyphen" else node.text or "")
    return "".join(pieces)


def pdf_text(data: bytes) -> str:
    """All words of a PDF, as PDFium copies them."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    pieces = []
    for page in document:
        reader = page.get_textpage()
        pieces.append(reader.get_text_range().replace("\ufffe", "-").replace("\x02", "-"))
        reader.close()
        page.close()
    document.close()
    return "\n".join(pieces)


def xlsx_cells(data: bytes) -> list[Any]:
    """Every cell of a workbook that holds something, as openpyxl reads it."""
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    book.close()
    return cells


def xlsx_text(data: bytes) -> str:
    return "\n".join(str(cell.value) for cell in xlsx_cells(data))


READ = {"docx": docx_text, "pdf": pdf_text, "xlsx": xlsx_text}


def figure(promise: str, what: str, value: int | float) -> None:
    """Note a measured figure for the pages here; only where `make promises` runs the test at its full length (LONG).

    A figure stays until the same one is measured again, so that the promises may be run one at a time.
    """
    if not LONG:
        return
    import fcntl

    path = Path(FIGURES)
    with open(path, "a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        kept = json.loads(file.read() or "{}")
        kept.setdefault(promise, {})[what] = value
        file.truncate(0)
        file.write(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
