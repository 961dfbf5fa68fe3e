"""Layouts of signs: one for horizontal signs, one for posters, one for standees.

Each layout divides the safe area into panels in fixed proportions, so a larger sign has larger panels; texts are fitted
to them afterwards. The owner's mark is at the right of a horizontal sign or at the bottom of a vertical one and
takes at most a fifth of the face.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from congvan.signs.rect import Rect, face

MARK_SHARE = 0.2  # of the face, at most
STANDEE_RATIO = 1.9  # height to width from which a vertical sign is a standee


@dataclass(frozen=True, slots=True)
class SignLayout:
    """A sign in mm. `panels` hold its texts by role (the caption names its maker); `qr` is the square of the code
    including its quiet zone.

    `fields` are coloured areas that reach the edges of `face` and are extended into bleed and hems; `cards` lie inside
    the safe area. `rings` are centre, radius and clip of the ornament.
    """

    face: Rect
    safe: Rect
    panels: dict[str, Rect]
    qr: Rect | None = None
    picture: Rect | None = None
    centred: bool = True
    fields: tuple[tuple[Rect, str], ...] = ()
    cards: tuple[Rect, ...] = ()
    rings: tuple[tuple[float, float, float, Rect], ...] = ()
    inks: dict[str, str] = field(default_factory=dict)


def compose(
    width: float, height: float, safe: float, qr: float = 0, qr_top: float = 0, *, address: bool = False
) -> SignLayout:
    """Return the layout of a sign of `width` × `height` mm with a margin of `safe` mm.

    `qr` is the side of the code including its quiet zone, 0 for none; `qr_top` is the smallest y at which it may begin
    (standees: so that it stays within reach of a hand). With `address` the caption has room for two lines.
    """
    whole = face(width, height)
    inner = whole.inset(safe)
    if width >= height:
        return _wide(whole, inner, qr) if qr else _banner(whole, inner)
    if height / width >= STANDEE_RATIO:
        return _standee(whole, inner, qr, qr_top, address)
    return _poster(whole, inner, qr, address)


def _banner(whole: Rect, safe: Rect) -> SignLayout:
    """Message over a white bar with address and mark."""
    message, bar, caption = safe.rows([0.69, 0.175, 0.065], gap=safe.h * 0.035)
    pad = bar.h * 0.45
    left, right = bar.inset(pad, bar.h * 0.17).columns([0.5, 0.5], gap=pad * 2)
    return SignLayout(
        whole,
        safe,
        {"message": message, "url": left, "mark": right, "caption": caption.inset(pad, 0)},
        fields=((whole, "ground"),),
        cards=(bar,),
        rings=((whole.w * 0.02, whole.h * 1.02, whole.h * 0.62, whole), (whole.w * 0.985, 0, whole.h * 0.5, whole)),
        inks={"message": "paper", "url": "ground", "mark": "deep", "caption": "paper"},
    )


def _wide(whole: Rect, safe: Rect, qr: float) -> SignLayout:
    """Message and address at the left, a white field with code and mark at the right."""
    margin = safe.x
    side = min(max(qr + margin * 1.8, whole.w * 0.17), whole.w * MARK_SHARE)
    white = Rect(whole.w - side, 0, side, whole.h)
    column = Rect(white.x + margin * 0.8, safe.y, side - margin * 1.8, safe.h)
    left = Rect(safe.x, safe.y, white.x - margin * 0.8 - safe.x, safe.h)
    message, foot = left.rows([0.76, 0.17], gap=left.h * 0.07)
    url, caption = foot.columns([0.48, 0.52], gap=margin * 0.5)
    code = Rect(column.x + (column.w - qr) / 2, column.y, qr, qr)
    mark = Rect(column.x, code.bottom + safe.h * 0.04, column.w, safe.bottom - code.bottom - safe.h * 0.04)
    stripe = Rect(white.x - margin * 0.2, 0, margin * 0.2, whole.h)
    ground = Rect(0, 0, white.x, whole.h)
    return SignLayout(
        whole,
        safe,
        {"message": message, "url": url, "mark": mark, "caption": caption},
        qr=code,
        fields=((ground, "ground"), (white, "paper"), (stripe, "accent")),
        rings=((whole.w * 0.01, whole.h * 1.02, whole.h * 0.7, ground), (stripe.x, 0, whole.h * 0.55, ground)),
        inks={"message": "paper", "url": "accent", "mark": "deep", "caption": "paper"},
    )


def _poster(whole: Rect, safe: Rect, qr: float, address: bool) -> SignLayout:
    """Message on the upper three fifths, code and address on white, the mark in a band at the bottom."""
    head, band = Rect(0, 0, whole.w, whole.h * 0.605), Rect(0, whole.h * 0.87, whole.w, whole.h * 0.13)
    stripe = Rect(0, head.bottom, whole.w, whole.h * 0.011)
    white = Rect(0, stripe.bottom, whole.w, band.y - stripe.bottom)
    quiet = 0.11  # of the code's square, about: its white edge is hung out so that the code lines up with the words
    margin = max(whole.w * 0.06, safe.x + qr * quiet)
    top = max(margin * 0.7, safe.y)
    message = Rect(margin, top, whole.w - 2 * margin, head.h - top - margin * 0.8)
    side = min(qr, white.h - whole.h * 0.012) if qr else 0
    code = Rect(margin - side * quiet, white.y + (white.h - side) / 2, side, side) if qr else None
    start = code.right + margin * 0.15 if code else margin
    column = Rect(start, white.y + white.h * 0.14, whole.w - margin - start, white.h * 0.72)
    picture, url = column.rows([0.64, 0.28], gap=column.h * 0.08)
    foot = Rect(
        margin, band.y + band.h * 0.16, whole.w - 2 * margin, band.h - band.h * 0.16 - max(safe.x, margin * 0.55)
    )
    mark, caption = foot.rows([0.46, 0.46] if address else [0.64, 0.26], gap=foot.h * 0.08)
    return SignLayout(
        whole,
        safe,
        {"message": message, "url": url, "mark": mark, "caption": caption},
        qr=code,
        picture=picture,
        centred=False,
        fields=((head, "ground"), (white, "paper"), (stripe, "accent"), (band, "deep")),
        rings=((whole.w * 1.0, head.bottom, whole.w * 0.62, head),),
        inks={"message": "paper", "url": "ground", "mark": "paper", "caption": "paper"},
    )


def _standee(whole: Rect, safe: Rect, qr: float, qr_top: float, address: bool) -> SignLayout:
    """Message at eye level, code within reach of a hand, the mark at the bottom."""
    top = max(whole.h * 0.37, qr_top + whole.h * 0.012)
    head, band = Rect(0, 0, whole.w, top), Rect(0, whole.h * 0.87, whole.w, whole.h * 0.13)
    stripe = Rect(0, head.bottom, whole.w, whole.h * 0.008)
    white = Rect(0, stripe.bottom, whole.w, band.y - stripe.bottom)
    message = Rect(safe.x, safe.y, safe.w, head.bottom - safe.y - safe.x * 0.8)
    code = Rect((whole.w - qr) / 2, stripe.bottom + whole.h * 0.003, qr, qr) if qr else None
    below = code.bottom if code else white.y + safe.x
    url, picture = Rect(safe.x * 2, below + safe.x * 0.2, whole.w - safe.x * 4, band.y - below - safe.x * 1.2).rows(
        [0.16, 0.72], gap=safe.x * 1.2
    )
    foot = Rect(safe.x, band.y + safe.x, safe.w, band.h - 2.4 * safe.x)
    mark, caption = foot.rows([0.5, 0.4] if address else [0.66, 0.24], gap=foot.h * 0.1)
    return SignLayout(
        whole,
        safe,
        {"message": message, "url": url, "mark": mark, "caption": caption},
        qr=code,
        picture=picture,
        fields=((head, "ground"), (white, "paper"), (stripe, "accent"), (band, "deep")),
        rings=((whole.w, head.bottom, whole.w * 0.75, head),),
        inks={"message": "paper", "url": "ground", "mark": "paper", "caption": "paper"},
    )
