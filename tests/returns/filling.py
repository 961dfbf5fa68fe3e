"""Blank forms of the real dispatch, and people (invented, for tests) to fill them with."""

from __future__ import annotations

import functools
import io
import random
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from congvan.formats import compile_template
from congvan.model.dataset import Dataset
from congvan.model.loader import load
from congvan.model.project import assets
from congvan.pipeline.plan.planner import Selection, plan
from congvan.returns.inboxes import read_file
from congvan.returns.intake.opened import opened
from congvan.returns.intake.sent import SentFile, read_bytes
from congvan.returns.reading.identity import KnownForms
from tests.planned import jobs_of
from tests.sample_project import HOME

SHEET = "Biểu"
COLUMNS = {"name": "B", "title": "C", "phone": "D", "district": "E", "lead": "F"}
FIRST = 9  # first row of the table on a district's form
Person = Mapping[str, Any]
_SURNAMES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Nông", "Lường", "Vi", "Đặng", "Bế", "Hứa", "Đoàn"]
_GIVEN = [
    "An",
    "Bình",
    "Chiến",
    "Dung",
    "Đạt",
    "Giang",
    "Hạnh",
    "Khoa",
    "Lệ",
    "Mỵ",
    "Nghĩa",
    "Oanh",
    "Phúc",
    "Quỳnh",
    "Sáng",
    "Thủy",
    "Uyên",
    "Vượng",
    "Xuân",
    "Yến",
]


@functools.cache
def files() -> assets.Assets:
    return assets.read(HOME)


@functools.cache
def dataset() -> Dataset:
    return load(files())


@functools.cache
def known() -> KnownForms:
    """The forms of the sample."""
    return KnownForms(dataset())


@functools.cache
def _template(format_: str) -> Any:
    name = {"xlsx": "templates/bieu.xlsx", "docx": "templates/van-ban.docx"}[format_]
    return compile_template(format_, files()[name], name=name, assets=files().under("templates/"))


@functools.cache
def blank(enterprise: str, district: str = "", format_: str = "xlsx") -> bytes:
    """The form of an enterprise, of a district or ("") over all."""
    where = {"enterprise": [enterprise]} | ({"district": [district]} if district else {})
    document = "rosters" if district else "rosters-by-enterprise"
    job = next(jobs_of(plan(dataset(), Selection([document], where, [format_]))))
    made: bytes = _template(format_).render(job.content)
    return made


def people(seed: int, count: int = 2) -> list[dict[str, Any]]:
    """So many people with phones of their own; the first is the lead."""
    rng = random.Random(seed)
    return [
        {
            "name": f"{rng.choice(_SURNAMES)} {rng.choice(['Văn', 'Thị', 'Đức'])} {rng.choice(_GIVEN)}",
            "title": rng.choice(["Nhân viên", "Tổ trưởng", "Kỹ thuật viên", ""]),
            "phone": f"09{30_000_000 + seed * 100 + index}",
            "lead": "x" if index == 0 else "",
        }
        for index in range(count)
    ]


def fill(
    form: bytes, rows: Iterable[Person], change: Callable[[Any, Any], None] | None = None, first: int = FIRST
) -> bytes:
    """The form filled in by openpyxl, as a clerk would type; `change` may do more to the book and sheet."""
    import openpyxl

    book: Any = openpyxl.load_workbook(io.BytesIO(form))
    sheet = book[SHEET]
    for number, person in enumerate(rows, first):
        for key, column in COLUMNS.items():
            if key in person and person[key] != "":
                cell = sheet[f"{column}{number}"]
                cell.value = person[key]
                if isinstance(person[key], str):
                    cell.data_type = "s"
    if change:
        change(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def slots() -> list[tuple[str, str]]:
    """Every (enterprise, district), in order."""
    lists = dataset().lists
    return [(unit, place) for place in lists["huyen"].ids for unit in lists["doanh-nghiep"].ids]


def read(tmp_path: Path, data: bytes, name: str = "a.xlsx") -> Any:
    """What a file of the sample is read as."""
    path = tmp_path / name
    path.write_bytes(data)
    return read_path(path, name)


def read_path(path: Path, name: str) -> Any:
    """What a file at a path is read as."""
    (file, *_more) = read_file(opened(SentFile(name, lambda: read_bytes(path, name)), {}), known())
    return file
