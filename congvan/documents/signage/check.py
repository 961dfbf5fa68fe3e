"""What a sign painter would object to: letters too small, a code out of reach, text in the margin, no glyph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from congvan.fonts.faces import Face
from congvan.i18n import _
from congvan.problems import Place, Problem, Severity
from congvan.signs.layouts import MARK_SHARE
from congvan.signs.legibility import type_size

if TYPE_CHECKING:
    from congvan.documents.signage.sign import Sign

DATA = "data/signage.yaml"


def check(sign: Sign, faces: Mapping[str, Face]) -> list[Problem]:
    """Everything that is to be said about a sign; nothing about finished artwork, whose maker answers for it."""
    item, found = sign.item, []
    if item.artwork:
        return []
    cap = sign.legibility.cap
    if cap < item.least_cap:
        message = _("capitals are {cap} mm high, under {least} mm: hard to read from afar")
        found.append(
            _warning(
                sign,
                "sign-small",
                message.format(cap=round(cap), least=round(item.least_cap)),
                _("a larger sign, or fewer words"),
            )
        )
    smallest = min(sign.drawing.settings, key=lambda setting: setting.fitted.size)
    points = type_size(smallest.fitted.size)
    if points < item.least_type - 1e-6:
        message = _("“{text}” is set in {size} pt, under {least} pt")
        text = " ".join(smallest.fitted.lines)
        found.append(
            _warning(
                sign,
                "sign-type",
                message.format(text=text, size=round(points, 1), least=item.least_type),
                _("a larger sign, or fewer words"),
            )
        )
    if item.qr:
        found += _check_code(sign)
    for setting in sign.drawing.settings:
        if not sign.layout.safe.holds(setting.box, 0.01):
            message = _("“{text}” reaches into the safe margin of {safe} mm").format(
                text=" ".join(setting.fitted.lines), safe=item.safe
            )
            found.append(_problem(sign, "sign-safe", message, _("a larger sign, or a smaller margin")))
        if setting.role == "mark" and setting.box.area > MARK_SHARE * sign.layout.face.area:
            found.append(
                _problem(sign, "sign-mark", _("the mark takes more than a fifth of the face"), _("a shorter name"))
            )
        lacking = next(iter(faces.values())).missing("".join(setting.fitted.lines))
        if lacking:
            message = _("the typeface has no glyph for “{chars}”").format(chars=lacking)
            found.append(_problem(sign, "sign-glyph", message, _("write the text with other characters")))
    return found


def _check_code(sign: Sign) -> list[Problem]:
    code, item = sign.drawing.code, sign.item
    if code is None or code.w < item.qr - 0.01:
        message = _("the QR code has room for {side} mm only, not {wanted} mm").format(
            side=round(code.w if code else 0, 1), wanted=item.qr
        )
        return [_warning(sign, "sign-code", message, _("a larger sign, or a smaller code"))]
    if item.qr_from_ground:
        low, high = item.height - code.bottom, item.height - code.y
        if low < item.qr_from_ground[0] or high > item.qr_from_ground[1]:
            message = _("the QR code hangs {low} to {high} mm above the ground, out of reach").format(
                low=round(low), high=round(high)
            )
            return [_warning(sign, "sign-reach", message, _("a smaller code, or another height of the sign"))]
    return []


def _problem(sign: Sign, code: str, message: str, hint: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(code, message, Place(DATA, where=f"items: {sign.item.id}"), hint, severity, record=sign.name)


def _warning(sign: Sign, code: str, message: str, hint: str) -> Problem:
    return _problem(sign, code, message, hint, Severity.WARNING)
