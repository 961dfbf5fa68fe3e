"""Checks of a sign: small letters, a QR code out of reach, text in the margin, missing glyphs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from congvan.core.fonts.faces import Face
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, Severity
from congvan.model.dataset import Dataset
from congvan.model.project.assets import Assets
from congvan.signs.layouts import MARK_SHARE
from congvan.signs.legibility import type_size

if TYPE_CHECKING:
    from congvan.documents.signage.sign import Sign


def check_artwork(dataset: Dataset, files: Assets, inspect: Callable[..., list[Problem]]) -> Iterator[Problem]:
    """Yield print-shop problems in the finished artwork of signs. `inspect`: calls a function within limits."""
    for item in [item for signage in dataset.signage.values() for item in signage.items]:
        name = item.artwork_asset
        if name in files:
            from congvan.formats.press.artwork import inspect_artwork

            size = (item.width, item.height)
            yield from inspect(inspect_artwork, files[name], name, size=size, bleed=item.bleed)


def check(sign: Sign, faces: Mapping[str, Face], file: str) -> list[Problem]:
    """Return all problems of a sign of a data file; none for finished artwork, for which its maker is responsible."""
    item, problems = sign.item, []
    if item.artwork:
        return []
    cap = sign.legibility.cap
    if cap < item.least_cap:
        problems.append(_warning(sign, file, Message("sign-small", cap=round(cap), least=round(item.least_cap))))
    smallest = min(sign.drawing.settings, key=lambda setting: setting.fitted.size)
    points = type_size(smallest.fitted.size)
    if points < item.least_type - 1e-6:
        text = " ".join(smallest.fitted.lines)
        problems.append(
            _warning(sign, file, Message("sign-type", text=text, size=round(points, 1), least=item.least_type))
        )
    if item.qr:
        problems += _check_code(sign, file)
    for setting in sign.drawing.settings:
        if not sign.layout.safe.holds(setting.box, 0.01):
            problems.append(
                _problem(sign, file, Message("sign-safe", text=" ".join(setting.fitted.lines), safe=item.safe))
            )
        if setting.role == "mark" and setting.box.area > MARK_SHARE * sign.layout.face.area:
            problems.append(_problem(sign, file, Message("sign-mark")))
        missing_glyphs = next(iter(faces.values())).missing("".join(setting.fitted.lines))
        if missing_glyphs:
            problems.append(_problem(sign, file, Message("sign-glyph.name", chars=missing_glyphs)))
    return problems


def _check_code(sign: Sign, file: str) -> list[Problem]:
    code, item = sign.drawing.code, sign.item
    if code is None or code.w < item.qr - 0.01:
        return [_warning(sign, file, Message("sign-code", side=round(code.w if code else 0, 1), wanted=item.qr))]
    if item.qr_from_ground:
        low, high = item.height - code.bottom, item.height - code.y
        if low < item.qr_from_ground[0] or high > item.qr_from_ground[1]:
            return [_warning(sign, file, Message("sign-reach", low=round(low), high=round(high)))]
    return []


def _problem(sign: Sign, file: str, message: Message, severity: Severity = Severity.ERROR) -> Problem:
    place = Place(file, where=f"items: {sign.item.id}")
    return Problem(message, place, severity=severity, record=sign.name)


def _warning(sign: Sign, file: str, message: Message) -> Problem:
    return _problem(sign, file, message, Severity.WARNING)
