"""The files of the sample's signs, with an item changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from congvan.documents.common.context import ContentContext
from congvan.documents.signage.file_set import SignageFiles, make_files
from congvan.documents.signage.schema import SetFile
from congvan.formats.press import pdfx
from congvan.model.loader import load as load_dataset
from congvan.model.project import assets
from congvan.model.project.assets import Assets
from congvan.pipeline.plan.dispatch_plan import DispatchPlan
from congvan.pipeline.plan.selection import Selection
from congvan.signs.typeface import installed
from tests.sample_project import HOME

DATA = HOME / "data"


ITEMS = ("bang-ron-300x80", "bang-ron-600x100", "poster-a2", "standee-80x180", "to-roi-a5")


ENTERPRISES = ("vnpt-lang-son", "viettel-lang-son", "mobifone-lang-son", "buu-dien-tinh", "buu-chinh-viettel")


SIZES = {
    "bang-ron-300x80": (3000, 800, 20),
    "bang-ron-600x100": (6000, 1000, 20),
    "bang-ron-600x100-ty-le-1-10": (600, 100, 2),
    "poster-a2": (420, 594, 3),
    "standee-80x180": (800, 1800, 3),
    "to-roi-a5": (148, 210, 3),
}


POINT = {
    "id": "diem-thu",
    "name": "Điểm giao dịch thử",
    "address": "Thôn thử, xã thử, huyện thử, tỉnh thử",
    "district": "cao-loc",
    "enterprise": "vnpt-lang-son",
    "phone": "0205 3812 345",
}


def load(name: str) -> Any:
    return yaml.load((DATA / name).read_text(encoding="utf-8"), yaml.BaseLoader)


SIGNAGE = "data/signage/bluezone-2020.yaml"


def context_of(
    changes: dict[str, Any] | None = None, points: Sequence[dict[str, Any]] = (), *, outlines: bool = False
) -> ContentContext:
    """The dispatch of the sample with other values in the file of its signs, and with support points."""
    files = assets.read(HOME)
    listed = {"list": {"label": "Điểm", "fields": {"district": {}, "enterprise": {}}}, "entries": list(points)}
    said = load("signage/bluezone-2020.yaml")
    own = {"sets": [*said["sets"], {"each": "diem"}]}
    texts = {"data/lists/diem.yaml": listed, SIGNAGE: said | own | (changes or {})}
    written = {name: yaml.safe_dump(value, allow_unicode=True, sort_keys=False) for name, value in texts.items()}
    kept = {name: files[name] for name in files}
    dataset = load_dataset(Assets({**kept, **{name: text.encode() for name, text in written.items()}}, files.unread))
    return DispatchPlan(dataset, "bluezone-2020", Selection(outlines=outlines)).context({})


def changed(item: str, **changes: Any) -> dict[str, Any]:
    """The items of the data with one of them changed."""
    items = load("signage/bluezone-2020.yaml")["items"]
    return {"items": [each | changes if each["id"] == item else each for each in items]}


def made_of(*, points: tuple[dict[str, Any], ...] = (), outlines: bool = False, **changes: Any) -> SignageFiles:
    context = context_of(changes, points, outlines=outlines)
    return make_files(context.dataset.signage["bluezone-2020"], context)


def file(made: SignageFiles, path: str) -> SetFile:
    return next(each for each in made.files if each.path == path)


def rendered(made: SignageFiles, path: str) -> bytes:
    return pdfx.render(file(made, path).content, installed())


def press_page(data: bytes) -> Any:
    import pypdfium2

    return pypdfium2.PdfDocument(data)[0]


def read(data: bytes) -> str:
    """The text of a PDF, page after page."""
    import pypdfium2

    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
