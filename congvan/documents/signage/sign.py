"""A sign: composed from the data and drawn as plain operations in millimetres."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from congvan.documents.signage import wording
from congvan.documents.signage.schema import PressDocument, PressForm, PressPage
from congvan.documents.text.interpolate import merge
from congvan.fonts.faces import Face
from congvan.model.dataset import Dataset
from congvan.model.directory import Agency
from congvan.model.lists.choosing import chosen
from congvan.model.lists.entries import Entry
from congvan.model.signage import Signage, SignItem, SignSet
from congvan.problems import Place, Problem
from congvan.signs import finishing, operations, qr
from congvan.signs.draw import PlacedText, SignDrawing, SignTexts, draw
from congvan.signs.layouts import SignLayout, compose
from congvan.signs.legibility import Legibility
from congvan.signs.tiling import GRID
from congvan.text import upper

COMMON = "chung"
ROOM = 8  # mm of MediaBox, at least, beyond the bleed and the hem: for crop marks
SPOTS: dict[str, list[float]] = {finishing.SPOT: [0, 90, 0, 0]}


@dataclass(frozen=True, slots=True)
class SignOwner:
    """Owner of a set of signs: folder, name on the sign ("" for the common set), and delivery address.

    `maker`, `message`: those of its own, where they are not those of the common set.
    """

    id: str
    name: str = ""
    address: str = ""
    deliver_to: str = ""
    phone: str = ""
    maker: tuple[str, ...] = ()
    message: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """One composed and drawn sign of one set."""

    item: SignItem
    owner: SignOwner
    layout: SignLayout
    drawing: SignDrawing
    page: PressPage

    @property
    def name(self) -> str:
        """Path of the file relative to `signage/`."""
        return f"{self.owner.id}/{self.item.id}.pdf"

    @property
    def message(self) -> PlacedText:
        return self.drawing.settings[0]

    @property
    def legibility(self) -> Legibility:
        return Legibility(self.message.fitted.cap)

    @property
    def artwork(self) -> tuple[str, ...]:
        """The asset used as the sign, if it was designed elsewhere."""
        return (self.item.artwork_asset,) if self.item.artwork else ()


def owners(signage: Signage, dataset: Dataset) -> list[SignOwner]:
    """Return the sets: the common one, and one for each entry of the lists that `sets` names."""
    contacts = dataset.lists.get("contacts")
    contact = contacts.get(signage.delivery.contact or "") if contacts else None
    known: Mapping[str, Any] = contact.values if contact else {}
    unit = ", ".join(part for part in (known.get("unit"), dataset.agency.name) if part)
    sets = [SignOwner(COMMON, deliver_to=unit, phone=str(known.get("phone") or ""))]
    return sets + [_owner(each, entry, dataset) for each, entry in set_entries(signage, dataset)]


def set_entries(signage: Signage, dataset: Dataset) -> Iterator[tuple[SignSet, Entry]]:
    """Yield the entries that have a set of their own, each with what is said of the set."""
    for each in signage.sets:
        listed = dataset.lists.get(each.each)
        if listed is None:
            continue
        there = chosen(listed, each.where, dataset.lists) if each.where else None
        yield from ((each, entry) for entry in listed.entries if there is None or entry.id in there)


def _owner(said: SignSet, entry: Entry, dataset: Dataset) -> SignOwner:
    values = entry.values
    name, address = str(values.get("name") or entry.id), str(values.get("address") or "")
    problems: list[Problem] = []
    facts = {"agency": {"name": dataset.agency.name, "parent": dataset.agency.parent or ""}, **values}
    maker = tuple(merge(text, facts, problems, lambda _offset: Place("")) for text in said.maker)
    to = ", ".join(filter(None, (name, address)))
    phone = str(values.get("phone") or "")
    return SignOwner(entry.id, name, address, to, phone, tuple(filter(None, maker)), said.message or "")


def compose_sign(signage: Signage, item: SignItem, owner: SignOwner, agency: Agency, faces: Mapping[str, Face]) -> Sign:
    """Compose and draw one sign."""
    code = qr.encode(wording.full_url(signage.url)) if item.qr else None
    quiet = code.with_quiet(item.qr) if code else 0
    lowest = item.height - item.qr_from_ground[1] if item.qr_from_ground else 0
    layout = compose(item.width, item.height, item.safe, quiet, lowest, address=bool(owner.address))
    carry = finishing.allowance(item.finishing.model_dump(), item.bleed)
    drawing = draw(layout, sign_texts(signage, item, owner, agency), faces, inks(signage), code, carry)
    if item.artwork:
        drawn = [operations.artwork(item.artwork_asset, layout.face, item.bleed)]
        drawing = SignDrawing(drawn, drawing.settings, None)
    return Sign(item, owner, layout, drawing, _page(signage, item, drawing, carry))


def sign_texts(signage: Signage, item: SignItem, owner: SignOwner, agency: Agency) -> SignTexts:
    """Return the texts of a sign: message, address, owner, maker."""
    names = {"{agency}": agency.name, "{parent}": agency.parent or agency.place}
    maker = list(owner.maker) or [
        re.sub(r"\{.*?\}", lambda match: names[match.group()], line) for line in signage.maker
    ]
    message = item.message or owner.message or signage.message
    caption = filter(None, (owner.address, " – ".join(maker))) if owner.name else [" – ".join(maker[1:])]
    parts = {
        "message": upper(message) if item.case == "upper" else message,
        "url": signage.url,
        "mark": owner.name or maker[0],
        "caption": " · ".join(caption),
    }
    return SignTexts(parts, signage.glue, signage.accent)


def document(
    signage: Signage, name: str, pages: Sequence[PressPage], forms: Mapping[str, PressForm] | None = None
) -> PressDocument:
    """Return the content of a PDF for the press."""
    return {
        "title": name,
        "lang": "vi",
        "date": signage.revised.isoformat(),
        "outlines": False,
        "spots": SPOTS,
        "forms": dict(forms or {}),
        "pages": list(pages),
    }


def title(sign: Sign) -> str:
    return f"{sign.item.name} – {sign.owner.name or 'dùng chung'}"


def inks(signage: Signage) -> dict[str, operations.Colour]:
    return {name: list(colour.cmyk) for name, colour in signage.colours.items()}


def _page(signage: Signage, item: SignItem, drawing: SignDrawing, carry: float) -> PressPage:
    drawn = list(drawing.ops)
    if item.crop_marks:
        drawn += finishing.crop_marks(item.width, item.height, max(item.bleed, carry), inks(signage)["black"])
    work = item.finishing.model_dump()
    weight = max(item.width, item.height) / 3000
    return {
        "size": [item.width, item.height],
        "bleed": item.bleed,
        "carry": carry,
        "margin": margin(carry),
        "scale": 1,
        "ops": drawn,
        "finishing": finishing.marks(item.width, item.height, work, weight) if any_work(item) else [],
    }


def margin(carry: float) -> float:
    """Return how far the MediaBox extends beyond the extended face, so that the trim begins on the tiling grid."""
    return math.ceil((carry + ROOM) / GRID) * GRID - carry


def any_work(item: SignItem) -> bool:
    """Whether there is any finishing besides cutting."""
    work = item.finishing
    return bool(work.hem or work.eyelet or work.pocket or work.hidden_foot)


def form_of(sign: Sign) -> PressForm:
    """Return the extended face of a sign as a drawing to be shown on other pages."""
    edge = float(sign.page["carry"])
    box = sign.layout.face.inset(-edge)
    return {"box": [box.x, box.y, box.w, box.h], "ops": sign.drawing.ops}
