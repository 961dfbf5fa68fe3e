"""Gửi nhà in: every sign in its true size, the words on it, and the order for the print shop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import ProblemsFound
from congvan.core.units import MM_PER_INCH
from congvan.documents.file_sets import signage_of
from congvan.documents.signage import wording
from congvan.documents.signage.file_set import composed
from congvan.documents.signage.print_order import order
from congvan.documents.signage.sign import Sign
from congvan.model.dataset import Dataset
from congvan.model.signage import Signage
from congvan.pipeline.plan.planner import plan
from congvan.pipeline.plan.selection import Selection
from congvan.publishing.manifest import OUTPUTS
from congvan.web.runs.outcomes import shown_problems
from congvan.web.views.paper import files_of, head, paper_of
from congvan.web.visit import Content, Visit

FOLDER = "signage"
CSS_INCH = 96
"""Pixels of an inch in a style sheet."""
TO_SHOP = {
    "order.xlsx": Message("web-signage.file-order"),
    "duyet-mau.pdf": Message("web-signage.file-proof"),
    "texts.txt": Message("web-signage.file-texts"),
}
"""The files about all signs, and what they are."""


def content(visit: Visit) -> Content:
    """Gửi nhà in: the signs by kind, their order, the files that go to the shop."""
    above = head(visit)
    facts, paper, dispatch = paper_of(visit)
    nothing: Content = {**above, "kinds": [], "order": {}, "downloads": [], "tiles": [], "built": False, "edit": ""}
    if facts.dataset is None or dispatch is None:
        return {**nothing, "problems": shown_problems(facts.refusal(paper.id))}
    try:
        made = _drawn(facts.dataset, paper.id)
    except ProblemsFound as stop:
        return {**nothing, "problems": shown_problems(stop.problems)}
    files = list(files_of(visit.settings.root, paper.id, FOLDER))
    by_name = {each["name"].partition("/")[2]: each for each in files}
    return {
        **above,
        "kinds": kinds_of(visit, facts.dataset, paper.id),
        "edit": dispatch.signage or "",
        "order": made["order"],
        "downloads": [{**by_name[name], "words": str(words)} for name, words in TO_SHOP.items() if name in by_name],
        "tiles": [each for name, each in by_name.items() if name.startswith("tiles/")],
        "built": bool(files),
    }


def drafts_of(dataset: Dataset, dispatch: str, version: str) -> list[Content]:
    """Return the first sign of each kind, with its picture as the data have it now. Raises `ProblemsFound`."""
    kinds = _kinds(_drawn(dataset, dispatch)["signs"])
    address = f"/van-ban-di/{dispatch}/bien-nhap/{version}"
    return [
        _shown(list(signs), [{**signs[0], "picture": f"{address}/{signs[0]['file']}", "href": ""}]) for signs in kinds
    ]


def kinds_of(visit: Visit, dataset: Dataset, dispatch: str) -> list[Content]:
    """Return the signs of a paper by kind, with the pictures that are made. Raises `ProblemsFound`."""
    folder = visit.settings.root / OUTPUTS / dispatch / FOLDER
    return [_kind(dispatch, folder, list(signs)) for signs in _kinds(_drawn(dataset, dispatch)["signs"])]


_last: dict[str, tuple[Dataset, Mapping[str, Any]]] = {}


def _drawn(dataset: Dataset, dispatch: str) -> Mapping[str, Any]:
    """Return the signs of a paper as plain values, and their order; composed again when the data changes."""
    kept = _last.get(dispatch)
    if kept is not None and kept[0] is dataset:
        return kept[1]
    context = plan(dataset, Selection(dispatches=[dispatch])).for_dispatch(dispatch).context({})
    signage = signage_of(context)
    signs = composed(signage, context) if signage else []
    made = {
        "signs": [_sign(each) for each in signs],
        "order": _order(signage, dataset, signs) if signage else {},
    }
    _last[dispatch] = (dataset, made)
    return made


def _order(signage: Signage, dataset: Dataset, signs: list[Sign]) -> Content:
    made = order(signage, dataset.agency, signs)
    rows = [
        {**each, "total": wording.number(each["area"] * each["copies"], 2), "area": wording.number(each["area"], 2)}
        for each in made["rows"]
    ]
    area = sum(each["area"] * each["copies"] for each in made["rows"])
    copies = sum(each["copies"] for each in made["rows"])
    return {"title": made["title"], "rows": rows, "copies": copies, "area": wording.number(area, 2)}


_ROLES = {
    "message": Message("web-signage.role-message"),
    "url": Message("web-signage.role-url"),
    "mark": Message("web-signage.role-mark"),
    "caption": Message("web-signage.role-caption"),
}


def _sign(sign: Sign) -> Content:
    """Return one sign: lengths in mm, the size of its picture on the screen in pixels, its lines as broken."""
    item = sign.item
    words = [
        {
            "role": str(_ROLES[each.role]),
            "lines": list(each.fitted.lines),
            "height": wording.number(each.fitted.cap / 10),
        }
        for each in (() if item.artwork else sign.drawing.settings)
    ]
    code = sign.drawing.code
    return {
        "file": sign.name,
        "kind": item.id,
        "item": item.name,
        "owner": sign.owner.name or str(Message("web-signage.common")),
        "size": wording.size(item),
        "width": round(item.width * CSS_INCH / MM_PER_INCH),
        "height": round(item.height * CSS_INCH / MM_PER_INCH),
        "copies": int(item.copies),
        "material": item.material,
        "finishing": wording.finishing(item),
        "reading": wording.letter_height(item, sign.legibility),
        "words": words,
        "code": wording.number(code.w / 10) if code else "",
    }


def _kinds(signs: list[Content]) -> Iterator[list[Content]]:
    """Yield the signs of each kind, in the order of the first set."""
    known = list(dict.fromkeys(each["kind"] for each in signs))
    ordered = sorted(signs, key=lambda each: known.index(each["kind"]))
    for _kind_id, group in groupby(ordered, key=lambda each: each["kind"]):
        yield list(group)


def _kind(dispatch: str, folder: Path, signs: list[Content]) -> Content:
    shown = [
        {
            **each,
            "picture": f"/van-ban-di/{dispatch}/bien/{each['file']}" if (folder / each["file"]).is_file() else "",
            "href": f"/tep/{dispatch}/{FOLDER}/{each['file']}",
        }
        for each in signs
    ]
    return _shown(signs, shown)


def _shown(signs: list[Content], shown: list[Content]) -> Content:
    """Return a kind with the signs of it that are shown."""
    first, copies = signs[0], sum(each["copies"] for each in signs)
    return {"id": first["kind"], "name": first["item"], "size": first["size"], "signs": shown, "copies": copies}
