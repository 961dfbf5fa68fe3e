"""The sample contents, and the templates rendered with them by the program's own renderers (and LibreOffice)."""

from __future__ import annotations

import copy
import functools
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from congvan.core import libreoffice
from congvan.documents.letter.ready_lines import with_ready_lines
from congvan.formats import compile_template
from congvan.formats.docx import template as docx
from tests.sample_project import HOME

HERE = Path(__file__).parent
TEMPLATES = HOME / "templates"
LETTERS = ("corrected", "as_issued", "addressed", "quyet_dinh")
NAMES = (*LETTERS, "roster", "send_list")
LIBREOFFICE = shutil.which("soffice")
NO_LIBREOFFICE = "LibreOffice is not there: apt-get install libreoffice-writer-nogui fonts-liberation"


def content(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((HERE / f"content_{name}.json").read_text(encoding="utf-8"))
    return data


def changed(name: str, **values: Any) -> dict[str, Any]:
    """A sample content with other values at dotted paths, written with two underscores: head__issuer=[…]."""
    data = copy.deepcopy(content(name))
    for path, value in values.items():
        *parents, last = path.split("__")
        place: Any = data
        for key in parents:
            place = place[int(key) if key.isdigit() else key]
        place[last] = value
    return data


def _template(name: str) -> str:
    return {"send_list": "danh-sach-gui", "cover": "bia-tap"}.get(name, "van-ban")


@functools.cache
def docx_template(name: str) -> Any:
    return docx.compile_template((TEMPLATES / f"{name}.docx").read_bytes(), name=f"{name}.docx")


@functools.cache
def pdf_template(name: str) -> Any:
    path = next(
        TEMPLATES / f"{name}{suffix}" for suffix in (".docx", ".html") if (TEMPLATES / f"{name}{suffix}").exists()
    )
    return compile_template("pdf", path.read_bytes(), name=path.name)


def ready(data: Mapping[str, Any]) -> dict[str, Any]:
    """A sample content as a template is given it: the samples hold what the boxes say, not what is made ready of it."""
    made = with_ready_lines(data)
    if "total" in data:
        made["table"] = {**{key: data[key] for key in ("columns", "rows", "total")}, "row_mm": 9.0}
    return made


def make_docx(data: Mapping[str, Any], name: str = "") -> bytes:
    made: bytes = docx_template(_template(name)).render(ready(data))
    return made


def make_pdf(data: Mapping[str, Any], name: str = "") -> bytes:
    made: bytes = pdf_template(_template(name)).render(ready(data))
    return made


def printed_docx(documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Each DOCX as LibreOffice prints it."""
    return _converted(documents, "pdf")


def saved_docx(documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Each DOCX as LibreOffice saves it."""
    return _converted(documents, "docx")


def _converted(documents: Mapping[str, bytes], form: str) -> dict[str, bytes]:
    made = libreoffice.convert_all({f"{name}.docx": data for name, data in documents.items()}, form)
    return {name: made[f"{name}.docx"] for name in documents}


def paragraphs(document: Any) -> Iterator[Any]:
    """The paragraphs of a DOCX body as they are read: a table's cells row by row."""
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from paragraphs(cell)
        else:
            yield block
