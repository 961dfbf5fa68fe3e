"""Models of signs: data/signage/<id>.yaml."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from congvan.model.field_types import (
    Count,
    Date,
    Decimal,
    Fact,
    Id,
    Integer,
    Text,
    YesNo,
    model_error,
    optional,
    text_like,
)

MOST_INK = 300  # per cent
PICTURES = "templates/signage/"
COLOURS = ("ground", "ground-light", "deep", "tint", "paper", "accent", "black")
LEAST_CAP = {"banner": 100, "standee": 60, "poster": 30, "leaflet": 0}  # mm
LEAST_TYPE = {"leaflet": 9}  # points
BLEED = {"banner": 20}  # mm; others 3
SAFE = {"banner": 100, "standee": 35, "poster": 10, "leaflet": 5}  # mm
PLACEHOLDERS = ("agency", "parent")

Length = Annotated[Decimal, Field(gt=0, le=50_000)]
"""Millimetres."""

Margin = Annotated[Decimal, Field(ge=0, le=1_000)]


def _placeholders(value: str) -> str:
    for name in re.findall(r"\{(.*?)\}", value):
        if name not in PLACEHOLDERS:
            known = ", ".join("{" + each + "}" for each in PLACEHOLDERS)
            raise model_error("sign-placeholder", name=name, known=known)
    rest = re.sub(r"\{(.*?)\}", "", value)
    for brace in "{}":
        if brace in rest:
            raise model_error("sign-brace", brace=brace)
    return value


Inks = Annotated[tuple[Annotated[Decimal, Field(ge=0, le=100)], ...], Field(min_length=4, max_length=4)]
"""Per cent of C, M, Y and K."""

ScreenColour = Annotated[Text, text_like("#[0-9A-Fa-f]{6}", "colour-screen")]


class Colour(Fact):
    """A colour for the press, in per cent of C, M, Y and K, and for the screen."""

    name: Text
    cmyk: Inks
    screen: ScreenColour

    @model_validator(mode="after")
    def _dries(self) -> Colour:
        if sum(self.cmyk) > MOST_INK:
            raise model_error("colour-ink", most=MOST_INK)
        return self


class Finishing(Fact):
    """Finishing after printing, in mm: hem, eyelets (diameter, inset, spacing), pole pockets, hidden foot."""

    hem: Margin = 0
    eyelet: Margin = 0
    inset: Margin = 25
    every: Margin = optional("0: at the corners only", 0)
    pocket: Margin = optional("width of a flat pole pocket at the left and right", 0)
    hidden_foot: Margin = optional("roll-up: what stays in the case", 0)


class SignItem(Fact):
    """One sign: size, lettering, material and number of copies."""

    id: Id
    name: Text
    kind: Literal["banner", "poster", "standee", "leaflet"]
    width: Length
    height: Length
    bleed: Margin = optional("default: 20 for banners, else 3", 3)
    safe: Margin = optional("default: by kind, at most an eighth of the shorter side", 5)
    message: Text | None = optional("other words than those of all signs")
    case: Literal["upper", "as-typed"] = "as-typed"
    cap_min: Margin | None = optional(
        "height of the message's capitals under which a warning is given; default: by kind"
    )
    type_min: Margin | None = optional("points under which a warning is given; default: by kind")
    qr: Margin = optional("side of the QR code without its quiet zone; 0: none", 0)
    qr_from_ground: tuple[Length, Length] | None = optional("lowest and highest place of the code")
    copies: Count = "1"
    material: Text
    finishing: Finishing = Finishing()
    crop_marks: YesNo = False
    twin: Annotated[Integer, Field(ge=2, le=20)] | None = optional("10: also a file at 1:10")
    tiles: YesNo = optional("also cut into A4 sheets, from the common set", False)
    artwork: Annotated[Text, text_like(r"[^/\\]+\.pdf", "artwork-name", quoted=False)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _margins_by_kind(cls, value: Any) -> Any:
        kind = value.get("kind") if isinstance(value, dict) else None
        if kind not in SAFE:
            return value
        try:
            least = min(float(value["width"]), float(value["height"])) / 8
        except (KeyError, TypeError, ValueError):  # which is reported where they are read
            return value
        return {"bleed": BLEED.get(kind, 3), "safe": min(SAFE[kind], least), **value}

    @property
    def artwork_asset(self) -> str:
        """The path of the finished artwork among the project's assets; "" if none."""
        return f"{PICTURES}{self.artwork}" if self.artwork else ""

    @property
    def least_cap(self) -> float:
        """Minimum height of the message's capitals, in mm."""
        return LEAST_CAP[self.kind] if self.cap_min is None else self.cap_min

    @property
    def least_type(self) -> float:
        """Minimum type size, in points."""
        return LEAST_TYPE.get(self.kind, 0) if self.type_min is None else self.type_min

    @model_validator(mode="after")
    def _has_room(self) -> SignItem:
        if 2 * self.safe >= min(self.width, self.height):
            raise model_error("sign-safe.room")
        if self.qr and self.qr > 0.5 * min(self.width, self.height):
            raise model_error("sign-qr")
        return self


def _plain_picture(value: str) -> str:
    if not re.fullmatch(r"[^/\\]+\.svg", value):
        raise model_error("picture-name", value=value)
    return value


PictureName = Annotated[Text, AfterValidator(_plain_picture)]
"""The name of an SVG file in templates/signage/."""


class SignSet(Fact):
    """Sets of signs for the entries of a list, one for each that exists on the day of the dispatch.

    In `maker` and `message` the fields of the entry may be named, as in the head of the list: `{{ name }}`.
    """

    each: Id = Field(description="the id of a list")
    where: Text | None = optional("a condition: only for these entries")
    maker: tuple[Text, ...] = optional("who is named on them, the largest first; default: the entry and all makers", ())
    message: Text | None = optional("other words than those of all signs")
    items: tuple[Id, ...] = optional("only these signs; default: all", ())


class Delivery(Fact):
    """Delivery of the common set: contact, date needed, date to take down; unknown ones are left out."""

    contact: Id | None = None
    needed_by: Date | None = None
    take_down_by: Date | None = None


PALETTE = {
    "ground": Colour(name="xanh nền", cmyk=(100, 68, 0, 8), screen="#0B4EA2"),
    "ground-light": Colour(name="xanh sáng", cmyk=(92, 54, 0, 2), screen="#1F63B5"),
    "deep": Colour(name="xanh đậm", cmyk=(100, 85, 15, 35), screen="#0A2A5E"),
    "tint": Colour(name="xanh nhạt", cmyk=(18, 4, 0, 0), screen="#D5E8F7"),
    "paper": Colour(name="trắng", cmyk=(0, 0, 0, 0), screen="#FFFFFF"),
    "accent": Colour(name="vàng", cmyk=(0, 18, 95, 0), screen="#FFD116"),
    "black": Colour(name="đen", cmyk=(0, 0, 0, 100), screen="#1A1A1A"),
}
"""The colours of signs that state none."""


def _with_palette(value: Any) -> Any:
    return {**PALETTE, **value} if isinstance(value, dict) else value


class Signage(Fact):
    """The contents of data/signage/<id>.yaml: message, colours, picture, sets, signs, delivery."""

    message: Text
    url: Text
    maker: Annotated[tuple[Annotated[Text, AfterValidator(_placeholders)], ...], Field(min_length=1)]
    accent: tuple[Text, ...] = optional("words and phrases of the message in the accent colour", ())
    glue: tuple[Text, ...] = ()
    revised: Date
    colours: Annotated[dict[str, Colour], BeforeValidator(_with_palette)] = optional(
        "those that differ from the usual ones", PALETTE
    )
    picture: PictureName | None = optional("an SVG in templates/signage/, shown on signs that have room for one")
    logo: PictureName | None = optional("an SVG in templates/signage/, beside the name of the maker")
    picture_colours: dict[ScreenColour, Inks] = optional("inks of further colours in the pictures, by #RRGGBB", {})
    common: tuple[Id, ...] | None = optional("the signs of the common set; default: all; []: no common set")
    sets: tuple[SignSet, ...] = optional("further sets, beside the common one", ())
    items: Annotated[tuple[SignItem, ...], Field(min_length=1)]
    delivery: Delivery = Delivery()

    @model_validator(mode="after")
    def _colours_known(self) -> Signage:
        if set(self.colours) != set(COLOURS):
            odd = ", ".join(sorted(set(self.colours) ^ set(COLOURS)))
            raise model_error("colour-names", known=", ".join(COLOURS), odd=odd)
        names = [item.id for item in self.items]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise model_error("sign-twice", name=twice)
        named = [*(self.common or ()), *(name for each in self.sets for name in each.items)]
        odd_items = [name for name in named if name not in names]
        if odd_items:
            raise model_error("sign-unknown", name=odd_items[0], known=", ".join(names))
        return self

    @property
    def pictures(self) -> tuple[str, ...]:
        """The assets that it shows: picture and logo."""
        return tuple(f"{PICTURES}{name}" for name in (self.picture, self.logo) if name)

    @property
    def inks_by_screen(self) -> dict[str, list[float] | str]:
        """The ink of each colour that pictures may have, by its colour on screens; black and white always."""
        inks: dict[str, list[float] | str] = {"#000000": [0, 0, 0, 100], "#FFFFFF": [0, 0, 0, 0]}
        inks |= {colour.screen: list(colour.cmyk) for colour in self.colours.values()}
        return inks | {screen: list(cmyk) for screen, cmyk in self.picture_colours.items()}


RESERVED = ("chung", "tiles")
