"""A sign: composed from the data and drawn as plain operations in millimetres."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from congvan.core.text import upper
from congvan.documents.signage import wording
from congvan.documents.signage.schema import PressDocument, PressForm, PressPage
from congvan.model.directory import Agency
from congvan.model.signage import Signage, SignItem
from congvan.signs import finishing, operations, qr
from congvan.signs.draw import PlacedText, Shown, SignDrawing, SignTexts, draw
from congvan.signs.layouts import SignLayout, compose
from congvan.signs.legibility import Legibility
from congvan.signs.tiling import GRID

COMMON = "chung"
ROOM = 8  # mm of MediaBox, at least, beyond the bleed and the hem: for crop marks
SPOTS: dict[str, list[float]] = {finishing.SPOT: [0, 90, 0, 0]}


@dataclass(frozen=True, slots=True)
class SignOwner:
    """Owner of a set of signs: folder, name ("" for the common set), and where it is delivered.

    `maker`: the lines on its signs, the largest first; empty: its name, and below it the makers of all signs.
    `message`: other words than those of all signs; "" for none. `items`: the ids of its signs; none: all.
    """

    id: str
    name: str = ""
    address: str = ""
    deliver_to: str = ""
    phone: str = ""
    maker: tuple[str, ...] = ()
    message: str = ""
    items: tuple[str, ...] = ()


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


def compose_sign(signage: Signage, item: SignItem, owner: SignOwner, agency: Agency, shown: Shown) -> Sign:
    """Compose and draw one sign."""
    code = qr.encode(wording.full_url(signage.url)) if item.qr else None
    quiet = code.with_quiet(item.qr) if code else 0
    lowest = item.height - item.qr_from_ground[1] if item.qr_from_ground else 0
    layout = compose(item.width, item.height, item.safe, quiet, lowest, address=bool(owner.address))
    carry = finishing.allowance(item.finishing.model_dump(), item.bleed)
    drawing = draw(layout, sign_texts(signage, item, owner, agency), shown, inks(signage), code, carry)
    if item.artwork:
        drawn = [operations.artwork(item.artwork_asset, layout.face, item.bleed)]
        drawing = SignDrawing(drawn, drawing.settings, None)
    return Sign(item, owner, layout, drawing, _page(signage, item, drawing, carry))


def sign_texts(signage: Signage, item: SignItem, owner: SignOwner, agency: Agency) -> SignTexts:
    """Return the texts of a sign: message, address, owner, maker."""
    names = {"{agency}": agency.name, "{parent}": agency.parent or agency.place}
    maker = [re.sub(r"\{.*?\}", lambda match: names[match.group()], line) for line in signage.maker]
    message = owner.message or item.message or signage.message
    named = owner.maker or ((owner.name, *maker) if owner.name else tuple(maker))
    caption = filter(None, (owner.address, " – ".join(named[1:])))
    parts = {
        "message": upper(message) if item.case == "upper" else message,
        "url": signage.url,
        "mark": named[0],
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
