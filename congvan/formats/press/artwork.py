"""Finished artwork: one page of somebody's PDF, made a form that is laid on the trim of ours."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import hypot
from typing import Any

from congvan.messages import Message
from congvan.problems import Place, Problem, ProblemsFound, Severity

RATIO_SLACK = 0.01  # sides may differ by 1 % in proportion: a trim rounded to the millimetre, never a stretched picture

SLACK = 0.5  # mm that may lack of the bleed
LARGE = 600  # mm; larger signs are read from afar
LEAST_PPI, LEAST_PPI_NEAR = 72, 150  # pixels to an inch of the finished sign: of a large one, of one held near
DEEPEST, MOST = 20, 10_000  # forms within forms, and all that are followed
_MALFORMED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)  # of what is not where it should be

Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float]  # without its shift, which makes nothing larger


def place(pdf: Any, data: bytes, op: Mapping[str, Any], *, outlines: bool) -> tuple[Any, Box]:
    """The first page of the artwork as a form in `pdf`, and its trim in the form's own measure.

    Raises `ProblemsFound` for a broken or locked file, other proportions than the sign's, and, where text is to be outlines, for
    fonts that the artwork still holds.
    """
    import pikepdf

    name = op["asset"]
    try:
        art = pikepdf.open(io.BytesIO(data))
        page = art.pages[0]
        trim, shown, turned = _box(page.trimbox), _box(page.mediabox), int(page.obj.get("/Rotate", 0)) % 360
        ratio = (trim[2] - trim[0]) / (trim[3] - trim[1]) / (op["w"] / op["h"])
    except (pikepdf.PdfError, pikepdf.PasswordError, *_MALFORMED) as error:
        raise ProblemsFound(_problem(name, Message("artwork-broken.pdf"))) from error
    if turned:
        raise ProblemsFound(_problem(name, Message("artwork-turned")))
    if abs(ratio - 1) > RATIO_SLACK:
        raise ProblemsFound(_problem(name, Message("artwork-size", w=round(op["w"]), h=round(op["h"]))))
    if outlines and fonts(page.obj.get("/Resources")):
        raise ProblemsFound(_problem(name, Message("artwork-fonts.holds")))
    form = page.as_form_xobject()
    form.BBox = pikepdf.Array(shown)
    return pdf.copy_foreign(form), trim


def inspect(data: bytes, name: str, *, size: tuple[float, float], bleed: float) -> list[Problem]:
    """What a print shop would object to in artwork for a sign of `size` and `bleed` in mm, as warnings.

    Nothing of a file that can't be opened: placing it stops the run. Of one broken within, or whose forms show one
    another without end, what was seen before, and that the rest was not.
    """
    import pikepdf

    try:
        art = pikepdf.open(io.BytesIO(data))
        page = art.pages[0]
    except (pikepdf.PdfError, pikepdf.PasswordError, IndexError):
        return []
    found = []
    with art:
        try:
            for each in _faults(art, page, size, bleed):
                found.append(each)
        except (pikepdf.PdfError, *_MALFORMED):
            found.append(Message("artwork-broken.part"))
    return [replace(_problem(name, each), severity=Severity.WARNING) for each in found]


def _faults(art: Any, page: Any, size: tuple[float, float], bleed: float) -> Iterator[Message]:
    trim, shown = _box(page.trimbox), _box(page.mediabox)
    scale = size[0] / (trim[2] - trim[0])  # mm of the sign to a unit of the artwork
    beyond = min(a - b for a, b in zip((*trim[:2], *shown[2:]), (*shown[:2], *trim[2:]), strict=True)) * scale
    if beyond < bleed - SLACK:
        yield Message("artwork-bleed", found=round(max(beyond, 0)), bleed=round(bleed))
    drawn = list(_drawn(page, page.resources, (scale, 0.0, 0.0, scale)))
    if any(operator in ("rg", "RG") or (image is not None and _is_rgb(image)) for operator, image, _pixel in drawn):
        yield Message("artwork-rgb")
    least = LEAST_PPI if max(size) > LARGE else LEAST_PPI_NEAR
    coarsest = min((25.4 / pixel for _operator, image, pixel in drawn if image is not None and pixel), default=least)
    if coarsest < least:
        yield Message("artwork-coarse", found=round(coarsest), least=least)
    loose = [str(font.get("/BaseFont")) for font in art.objects if _is_loose(font)]
    if loose:
        yield Message("artwork-fonts.fonts", names=", ".join(sorted(loose)))


def _drawn(
    stream: Any, resources: Any, matrix: Matrix, depth: int = 0, seen: set[Any] | None = None
) -> Iterator[tuple[str, Any, float]]:
    """(operator, image, side of its pixel in mm) of a page and the forms that it shows; no image but for pictures.

    A form that is shown again in the same size tells nothing new; `seen`: those that were shown, with their matrices.
    Raises ValueError where there are too many of them.
    """
    import pikepdf

    seen = set() if seen is None else seen
    above: list[Matrix] = []
    for step in pikepdf.parse_content_stream(stream):
        named, operands = str(step.operator), step.operands
        if named == "q":
            above.append(matrix)
        elif named == "Q" and above:
            matrix = above.pop()
        elif named == "cm":
            matrix = _times([float(value) for value in operands], matrix)
        elif named == "Do":
            shown = (resources or {}).get("/XObject", {}).get(str(operands[0]))
            if shown is None:
                continue
            if shown.get("/Subtype") == "/Image":
                width, height = (hypot(*matrix[n : n + 2]) for n in (0, 2))
                yield named, shown, max(width / int(shown.Width), height / int(shown.Height))
            elif shown.get("/Subtype") == "/Form":
                inner = _times([float(value) for value in shown.get("/Matrix", (1, 0, 0, 1, 0, 0))], matrix)
                if (shown.objgen, inner) in seen:
                    continue
                if depth == DEEPEST or len(seen) == MOST:
                    raise ValueError("forms within forms without end")
                seen.add((shown.objgen, inner))
                yield from _drawn(shown, shown.get("/Resources", resources), inner, depth + 1, seen)
            continue
        yield named, None, 0.0


def _times(inner: Sequence[float], outer: Matrix) -> Matrix:
    a, b, c, d, _x, _y = inner
    p, q, r, s = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s


def _is_rgb(image: Any) -> bool:
    """Whether a picture is in RGB: by its name, or an ICC profile of three components."""
    import pikepdf

    kind, base = _space(image.get("/ColorSpace"))
    if kind == "/Indexed":
        kind, base = _space(base)
    if kind == "/ICCBased":
        return isinstance(base, pikepdf.Stream) and int(base.get("/N", 0)) == 3
    return kind in ("/DeviceRGB", "/CalRGB")


def _space(space: Any) -> tuple[Any, Any]:
    """(family, what it rests on) of a colour space; None for what it does not tell."""
    import pikepdf

    family, base, *_rest = [*space, None, None] if isinstance(space, pikepdf.Array) else [space, None]
    return family, base


def _is_loose(thing: Any) -> bool:
    import pikepdf

    if not isinstance(thing, pikepdf.Dictionary) or thing.get("/Type") != "/Font" or thing.get("/Subtype") == "/Type0":
        return False
    held: Any = thing.get("/FontDescriptor", {})
    return thing.get("/Subtype") != "/Type3" and not any(f"/FontFile{kind}" in held for kind in ("", "2", "3"))


def fonts(resources: Any) -> list[str]:
    """Names of the fonts in a resource dictionary and the forms below it, of which each is looked into once."""
    found: list[str] = []
    held, seen = [resources], set()
    for one in held:  # it grows on the way
        if one is None:
            continue
        found += [str(name) for name in one.get("/Font", {})]
        for form in dict(one.get("/XObject", {})).values():
            if form.get("/Subtype") == "/Form" and form.objgen not in seen:
                seen.add(form.objgen)
                held.append(form.get("/Resources"))
    return found


def _box(box: Any) -> Box:
    left, bottom, right, top = (float(side) for side in box)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _problem(name: str, message: Message) -> Problem:
    return Problem(message, Place(file=name), frame=Message("frame.artwork"))
