"""Finished artwork: one page of somebody's PDF, made a form that is laid on the trim of ours."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from congvan.locale import _
from congvan.problems import Place, Problem, Severity, Stop

RATIO_SLACK = 0.01  # sides may differ by 1 % in proportion: a trim rounded to the millimetre, never a stretched picture

Box = tuple[float, float, float, float]


def place(pdf: Any, data: bytes, op: Mapping[str, Any], *, outlines: bool) -> tuple[Any, Box]:
    """The first page of the artwork as a form in `pdf`, and its trim in the form's own measure.

    Raises `Stop` for a broken or locked file, other proportions than the sign's, and, where text is to be outlines, for
    fonts that the artwork still holds.
    """
    import pikepdf

    name = op["asset"]
    try:
        art = pikepdf.open(io.BytesIO(data))
        page = art.pages[0]
    except (pikepdf.PdfError, pikepdf.PasswordError, IndexError) as error:
        raise Stop(
            _problem("artwork-broken", name, _("this is no PDF that can be opened"), _("export it again as PDF"))
        ) from error
    trim, shown = _box(page.trimbox), _box(page.mediabox)
    if page.obj.get("/Rotate", 0) % 360:
        raise Stop(_problem("artwork-turned", name, _("its page is turned"), _("export it upright")))
    ratio = (trim[2] - trim[0]) / (trim[3] - trim[1]) / (op["w"] / op["h"])
    if abs(ratio - 1) > RATIO_SLACK:
        message = _("its trim has other proportions than the sign of {w} × {h} mm").format(
            w=round(op["w"]), h=round(op["h"])
        )
        raise Stop(_problem("artwork-size", name, message, _("ask for artwork of that size")))
    if outlines and fonts(page.obj.get("/Resources")):
        raise Stop(
            _problem(
                "artwork-fonts",
                name,
                _("it holds fonts, and text is to be outlines"),
                _("ask for a copy with outlines"),
            )
        )
    form = page.as_form_xobject()
    form.BBox = pikepdf.Array(shown)
    return pdf.copy_foreign(form), trim


def inspect(data: bytes, name: str) -> list[Problem]:
    """What a print shop would object to in artwork, as warnings: colours in RGB, fonts that are not embedded."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as art:
        used = _operators(art.pages[0])
        found = []
        if used & {"rg", "RG"}:
            found.append(_warning("artwork-rgb", name, _("it holds colours in RGB"), _("ask for a copy in CMYK")))
        loose = [str(font.get("/BaseFont")) for font in art.objects if _is_loose(font)]
        if loose:
            message = _("fonts are not embedded: {names}").format(names=", ".join(sorted(loose)))
            found.append(
                _warning("artwork-fonts", name, message, _("export it again with its fonts, or with outlines"))
            )
    return found


def _operators(page: Any) -> set[str]:
    """The operators of a page and of the forms that it shows directly."""
    import pikepdf

    streams = [page, *(form for form in page.resources.get("/XObject", {}).values() if form.get("/Subtype") == "/Form")]
    return {str(step.operator) for stream in streams for step in pikepdf.parse_content_stream(stream)}


def _is_loose(thing: Any) -> bool:
    import pikepdf

    if not isinstance(thing, pikepdf.Dictionary) or thing.get("/Type") != "/Font" or thing.get("/Subtype") == "/Type0":
        return False
    held: Any = thing.get("/FontDescriptor", {})
    return thing.get("/Subtype") != "/Type3" and not any(f"/FontFile{kind}" in held for kind in ("", "2", "3"))


def _warning(code: str, name: str, message: str, hint: str) -> Problem:
    return replace(_problem(code, name, message, hint), severity=Severity.WARNING)


def fonts(resources: Any, depth: int = 0) -> list[str]:
    """Names of the fonts in a resource dictionary and the forms below it."""
    if resources is None or depth > 20:
        return []
    found = [str(name) for name in resources.get("/Font", {})]
    for form in dict(resources.get("/XObject", {})).values():
        if form.get("/Subtype") == "/Form":
            found += fonts(form.get("/Resources"), depth + 1)
    return found


def _box(box: Any) -> Box:
    left, bottom, right, top = (float(side) for side in box)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _problem(code: str, name: str, message: str, hint: str) -> Problem:
    return Problem(code, _("artwork: {why}").format(why=message), Place(file=name), hint)
