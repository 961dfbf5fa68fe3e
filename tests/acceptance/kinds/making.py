"""Sample dispatches of all kinds, built by the program's own stages in one project of its own."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from congvan.core.cache import FOLDER, DiskCache
from congvan.core.problems import Problem, ProblemsFound
from congvan.editing.drafting.dispatch_draft import draft, samples
from congvan.model.dataset import Dataset
from congvan.model.loader import load
from congvan.model.project import assets
from congvan.pipeline.plan.planner import Selection, plan
from congvan.pipeline.rendering.renderer import Renderer
from tests.sample_project import HOME, warm_up

HERE = Path(__file__).parent
AGENCY = """\
name: Sở Văn thư và Dữ liệu Mẫu
parent: UBND tỉnh Lạng Sơn
abbreviation: SVTDL
place: Lạng Sơn
address: Số 1, đường Mẫu, phường Đông Kinh
phone: 0205 3812 345
email: mau@example.vn
signers:
  - {id: giam-doc, name: Lê Văn Mẫu, title: Giám đốc}
  - id: ba-dong
    name: Trần Thị Mẫu
    title: Phó Chánh Văn phòng
    signs:
      - {form: TL, instead_of: Giám đốc}
      - {form: KT, instead_of: Chánh Văn phòng}
"""
"""Sample facts: no such body exists."""

BODIES = """\
list: {label: Cơ quan, one: cơ quan, receives: "{{ name }}"}
entries:
  - {id: ubnd-tinh, name: Ủy ban nhân dân tỉnh Lạng Sơn, address: "Số 1, đường Hùng Vương, phường Đông Kinh"}
  - {id: van-phong, name: Văn phòng Sở}
  - {id: so-cu, name: Sở Cũ, valid_to: 2025-02-28, successor: so-moi}
  - {id: so-moi, name: Sở Mới, valid_from: 2025-03-01}
"""


def sample(kind: str) -> str:
    """The draft of a kind, with a number and a date."""
    text = draft(kind, "giam-doc", ["ubnd-tinh", "van-phong"], 3, 2026)
    if kind != "thu-cong":  # the decree knows no symbol for it
        text = text.replace("number: blank ", "number: 12 ")
    return text.replace("date: {day: blank, month: 3, year: 2026}", "date: 2026-03-05")


def more() -> dict[str, str]:
    """The further samples beside this file, by name."""
    return {path.stem: path.read_text("utf-8") for path in sorted((HERE / "samples").glob("*.yaml"))}


def _documents() -> str:
    """The project's own declarations of what the kinds use, without what belongs to its one dispatch."""
    declared = (HOME / "data/documents.yaml").read_text("utf-8").split("\n- id: ")
    wanted = ("letter\n", "letters\n", "envelopes\n", "certified-copies\n", "appendices\n")
    return "".join(f"\n- id: {text}" for text in declared if text.startswith(wanted))


def lay_out(root: Path, dispatches: Mapping[str, str]) -> None:
    """Write a project with these dispatches, by name, into a folder."""
    shutil.copytree(HOME / "templates", root / "templates")
    for folder in ("dispatches", "lists"):
        (root / "data" / folder).mkdir(parents=True)
    for name in ("lists/xa.yaml", "lists/huyen.yaml"):
        shutil.copy(HOME / "data" / name, root / "data" / name)
    (root / "data/documents.yaml").write_text(_documents(), "utf-8")
    (root / "data/agency.yaml").write_text(AGENCY, "utf-8")
    (root / "data/lists/co-quan.yaml").write_text(BODIES, "utf-8")
    for name, text in dispatches.items():
        (root / f"data/dispatches/{name}.yaml").write_text(text, "utf-8")


@functools.cache
def project() -> Path:
    """A project with every sample as a dispatch."""
    root = Path(tempfile.mkdtemp(prefix="congvan-kinds-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    lay_out(root, {kind: sample(kind) for kind in samples()} | more())
    warm_up(root)
    return root


@functools.cache
def built() -> tuple[Dataset, Renderer, Any]:
    files = assets.read(project())
    return load(files), Renderer(files, DiskCache(project() / FOLDER)), files


@functools.cache
def make(dispatch: str, document: str = "letter") -> dict[str, bytes]:
    """Every file of a document of a dispatch: by format, or by path where it has records."""
    dataset, renderer, _files = built()
    planned = plan(dataset, Selection(documents=[document], dispatches=[dispatch]))
    planned.check()
    found = {}
    for item in planned.expand():
        if isinstance(item, Problem):
            raise ProblemsFound(item)
        found[item.format if document == "letter" else item.path.partition("/")[2]] = renderer.render(item).data
    return found
