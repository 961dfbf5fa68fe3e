"""Types of the contents drawn by formats.press for signs, and of the order. Lengths are millimetres."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict

from congvan.signs.operations import Op


@dataclass(frozen=True, slots=True)
class SetMember:
    """A planned file of a set: its path below the document's own and, for a sign, its item, owner and variant.

    owner "" means a file outside the sets, item "" a file that shows several kinds.
    """

    path: str
    item: str = ""
    owner: str = ""
    variant: str = ""
    owner_name: str = ""


@dataclass(frozen=True, slots=True)
class SetFile:
    """A file of a set: path below the document's own, format, plain content, names of the assets it shows."""

    path: str
    format: str
    content: Mapping[str, Any]
    artwork: tuple[str, ...] = ()


class PressPage(TypedDict):
    """A page of a PDF for the press."""

    size: list[float]  # width and height of the trimmed sign
    bleed: float  # how far the ground goes beyond the trim
    carry: float  # how far the face goes on into what is folded or sewn
    margin: float  # how far the MediaBox is beyond what is carried
    scale: float  # 1, or 1/10 for a twin
    ops: list[Op]
    finishing: NotRequired[list[Op]]  # marks for cutting and sewing, on a layer that is not printed


class PressForm(TypedDict):
    """A drawing that pages show repeatedly."""

    box: list[float]  # x, y, width, height
    ops: list[Op]


class PressDocument(TypedDict):
    """A PDF for the press: a sign, its tiles, or the proof."""

    title: str
    lang: str
    date: str  # 2020-08-20
    outlines: bool  # whether text is drawn as outlines
    spots: dict[str, list[float]]  # spot inks, with their CMYK in per cent
    forms: dict[str, PressForm]  # by the name that operations give
    pages: list[PressPage]
    own_printer: NotRequired[bool]  # whether the office prints it itself: tiles, the proof


class OrderColumn(TypedDict):
    """A column of the order."""

    key: str
    heading: str
    width: int  # characters
    kind: str  # count, text, area, money


class OrderRow(TypedDict):
    """A sign of the order."""

    index: int
    file: str
    item: str
    size: str
    area: float  # m² of a copy
    copies: int
    material: str
    finishing: str
    deliver_to: str
    phone: str
    needed_by: str
    take_down_by: str


class Order(TypedDict):
    """The order for the print shop: a table with formulas, prices left blank."""

    title: str
    subtitle: str
    sheet: str  # name of the worksheet
    date: str  # 2020-08-20
    columns: list[OrderColumn]
    formulas: dict[str, str]  # by the key of a column; {key} is the cell of the row
    sums: list[str]  # keys of columns that are added up
    sum_heading: str
    rows: list[OrderRow]
