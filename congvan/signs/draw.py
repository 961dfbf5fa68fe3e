"""Turn a layout and its texts into drawing operations, and record the size of each text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from congvan.core.fonts.faces import Face
from congvan.signs import operations
from congvan.signs.fit_text import Fitted, fit
from congvan.signs.layouts import SignLayout
from congvan.signs.qr import Code
from congvan.signs.rect import Rect
from congvan.signs.svg.picture import Picture
from congvan.signs.typeface import BOLD, HEAVY, PLAIN

CUTS = {"message": HEAVY, "url": BOLD, "mark": BOLD, "caption": PLAIN}
LARGEST = {"url": 0.62, "mark": 0.62, "caption": 0.3}  # maximum, relative to the message's em: the message dominates

PICTURE_SHARE = 0.9424  # of its panel's width, at most
LOGO_SHARE = 0.35  # of the width of the panel of the maker's name, at most


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text placed on the sign: its role, its fitted lines, and the bounding box of its ink in mm."""

    role: str
    fitted: Fitted
    box: Rect


@dataclass(frozen=True, slots=True)
class SignDrawing:
    """A drawn sign: operations, placed texts, and the square of the QR code without its quiet zone, if any."""

    ops: list[operations.Op]
    settings: tuple[PlacedText, ...]
    code: Rect | None


@dataclass(frozen=True, slots=True)
class SignTexts:
    """Texts of a sign by role (`message`, `url`, `mark`, `caption`; "" for none), phrases kept on one line, and words
    set in the accent colour.
    """

    parts: Mapping[str, str]
    glue: Sequence[str] = ()
    accent: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What signs of a set share: the faces by cut, the picture and the logo."""

    faces: Mapping[str, Face]
    picture: Picture | None = None
    logo: Picture | None = None


def draw(
    layout: SignLayout,
    words: SignTexts,
    shown: Shown,
    inks: Mapping[str, operations.Colour],
    code: Code | None,
    carry: float,
) -> SignDrawing:
    """Draw a sign; fields touching the edge are extended by `carry` mm."""
    drawn = _areas(layout, inks, carry)
    square = code.inside(layout.qr) if layout.qr and code else None
    if layout.qr and code and square:
        drawn += [operations.rect(layout.qr, inks["paper"]), operations.modules(code.rows, square, inks["black"])]
    if layout.picture and shown.picture:
        drawn += shown.picture.on(layout.picture.centred(layout.picture.w * PICTURE_SHARE, layout.picture.h))
    settings: list[PlacedText] = []
    largest = 1e9
    for role, panel in layout.panels.items():
        if role == "mark" and shown.logo:
            logo, panel = _logo_and_mark(panel, shown.logo)
            drawn += shown.logo.on(logo)
        if not words.parts.get(role):
            continue
        accent = words.accent if role == "message" else ()
        style = _TextStyle(role, shown.faces[CUTS[role]], inks[layout.inks[role]], inks["accent"], accent)
        fitted = fit(words.parts[role], panel, style.face, glue=words.glue, largest=largest * LARGEST.get(role, 1))
        if role == "message":
            largest = fitted.size
        setting, placed = _place_text(fitted, panel, style, _side(role, layout))
        settings.append(setting)
        drawn += placed
    return SignDrawing(drawn, tuple(settings), square)


def _logo_and_mark(panel: Rect, logo: Picture) -> tuple[Rect, Rect]:
    """Divide the panel of the maker's name: the logo at its left, as high as the panel, and the name."""
    width = min(panel.h * logo.width / logo.height, panel.w * LOGO_SHARE)
    gap = panel.h * 0.2
    return Rect(panel.x, panel.y, width, panel.h), Rect(panel.x + width + gap, panel.y, panel.w - width - gap, panel.h)


def _areas(layout: SignLayout, inks: Mapping[str, operations.Colour], carry: float) -> list[operations.Op]:
    """Draw fields, cards and the ornament, which is on the first field, under the others."""
    drawn: list[operations.Op] = []
    for index, (field, ink) in enumerate(layout.fields):
        drawn.append(operations.rect(_extended(field, layout.face, carry), inks[ink]))
        if index == 0:
            drawn += [
                rings(x, y, r, inks["ground-light"], _extended(box, layout.face, carry))
                for x, y, r, box in layout.rings
            ]
    return drawn + [operations.rect(card, inks["paper"], radius=card.h / 2) for card in layout.cards]


@dataclass(frozen=True, slots=True)
class _TextStyle:
    """How a text is set: its role, face, colour, and the words set in the accent colour."""

    role: str
    face: Face
    ink: operations.Colour
    accent_ink: operations.Colour
    accent: Sequence[str]


def _place_text(fitted: Fitted, panel: Rect, style: _TextStyle, side: float) -> tuple[PlacedText, list[operations.Op]]:
    """Place a fitted text in its panel: centred vertically by its ink; `side`: 0 left, ½ centred, 1 right."""
    top = panel.y + (panel.h - fitted.height) / 2
    drawn, boxes, accented = [], [], _accented(fitted.lines, style.accent)
    for index, line in enumerate(fitted.lines):
        advance, bounds = style.face.measure(line)
        width, over = advance * fitted.size, bounds.overhang * fitted.size
        start = panel.x + over + (panel.w - width - 2 * over) * side
        baseline = top + fitted.ascent + index * fitted.pitch
        drawn += _line_operations(line, accented[index], start, baseline, fitted.size, style)
        height = (bounds.ascent + bounds.descent) * fitted.size
        boxes.append(Rect(start - over, baseline - bounds.ascent * fitted.size, width + 2 * over, height))
    left, right = min(box.x for box in boxes), max(box.right for box in boxes)
    box = Rect(left, boxes[0].y, right - left, max(box.bottom for box in boxes) - boxes[0].y)
    return PlacedText(style.role, fitted, box), drawn


def _side(role: str, layout: SignLayout) -> float:
    """Return the horizontal alignment: 0 left, ½ centred, 1 right."""
    if not layout.centred:
        return 0
    if layout.cards:  # a bar: address left, mark right
        return {"url": 0.0, "mark": 1.0, "caption": 1.0}.get(role, 0.5)
    if layout.face.w > layout.face.h:  # a field at the right
        return {"url": 0.0, "caption": 1.0}.get(role, 0.5)
    return 0.5


def _accented(lines: Sequence[str], phrases: Sequence[str]) -> list[list[bool]]:
    """Return for each word of each line whether it belongs to an accented word or phrase, also across lines."""
    words = [_bare(word) for line in lines for word in line.split(" ")]
    marked = [False] * len(words)
    for phrase in phrases:
        wanted = [_bare(word) for word in phrase.split()]
        for at in range(len(words) - len(wanted) + 1):
            if wanted and words[at : at + len(wanted)] == wanted:
                marked[at : at + len(wanted)] = [True] * len(wanted)
    found = iter(marked)
    return [[next(found) for _word in line.split(" ")] for line in lines]


def _bare(word: str) -> str:
    """Return a word as phrases are compared: in small letters, without the punctuation around it."""
    return word.casefold().strip(".,;:!?…“”\"'()")


def _line_operations(
    line: str, accented: Sequence[bool], x: float, y: float, size: float, style: _TextStyle
) -> list[operations.Op]:
    """Return a line as one operation, or as several if some words are set in the accent colour."""
    pieces: list[tuple[str, bool]] = []
    for word, marked in zip(line.split(" "), accented, strict=True):
        if pieces and pieces[-1][1] == marked:
            pieces[-1] = (f"{pieces[-1][0]} {word}", marked)
        else:
            pieces.append((word, marked))
    drawn, before = [], ""
    for piece, marked in pieces:
        start = style.face.advance(before) if before else 0
        ink = style.accent_ink if marked else style.ink
        drawn.append(operations.text(piece, x + start * size, y, size, CUTS[style.role], ink))
        before += f"{piece} "
    return drawn


def _extended(box: Rect, whole: Rect, carry: float) -> Rect:
    """Return a field with the sides on the edge of the face moved out by `carry` mm."""
    left = box.x - (carry if abs(box.x - whole.x) < 1e-6 else 0)
    top = box.y - (carry if abs(box.y - whole.y) < 1e-6 else 0)
    right = box.right + (carry if abs(box.right - whole.right) < 1e-6 else 0)
    bottom = box.bottom + (carry if abs(box.bottom - whole.bottom) < 1e-6 else 0)
    return Rect(left, top, right - left, bottom - top)


def rings(x: float, y: float, radius: float, ink: operations.Colour, box: Rect) -> operations.Op:
    """Draw concentric rings around a point, like a phone signal: the ornament of the signs."""
    width = radius * 0.075
    return operations.group(
        [operations.circle(x, y, radius * (0.34 + 0.22 * step), stroke=ink, width=width) for step in range(4)], clip=box
    )
