"""Finished artwork: place one page of a foreign PDF as a form XObject on the trim of a sign, and inspect it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from math import hypot
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound, Severity
from congvan.formats.press.foreign_parts import ForeignPart, dropped_parts, foreign_parts

RATIO_SLACK = 0.01  # sides may differ by 1 % in proportion: a trim rounded to the millimetre, never a stretched picture

SLACK = 0.5  # mm that may lack of the bleed
LARGE = 600  # mm; larger signs are read from afar
LEAST_PPI, LEAST_PPI_NEAR = 72, 150  # pixels to an inch of the finished sign: of a large one, of one held near
MAX_DEPTH, MAX_FORMS = 20, 10_000  # forms within forms, and all that are followed
_MALFORMED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)  # errors of malformed objects

Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float]  # without its shift, which makes nothing larger


def place_artwork(pdf: Any, data: bytes, op: Mapping[str, Any], *, outlines: bool) -> tuple[Any, Box]:
    """Return the first page of the artwork as a form in `pdf`, and its trim in the form's own units.

    Scripts and embedded files are removed. Raises `ProblemsFound` for a broken or locked file, for proportions that
    differ from the sign's, for what it would load from outside, and, if text is to be outlines, for fonts left in it.
    """
    import pikepdf

    name = op["asset"]
    try:
        art = pikepdf.open(io.BytesIO(data))
        page = art.pages[0]
        trim, media, rotation = _box(page.trimbox), _box(page.mediabox), int(page.obj.get("/Rotate", 0)) % 360
        ratio = (trim[2] - trim[0]) / (trim[3] - trim[1]) / (op["w"] / op["h"])
    except (pikepdf.PdfError, pikepdf.PasswordError, *_MALFORMED) as error:
        raise ProblemsFound(_problem(name, Message("artwork-broken.pdf"))) from error
    if rotation:
        raise ProblemsFound(_problem(name, Message("artwork-turned")))
    if abs(ratio - 1) > RATIO_SLACK:
        raise ProblemsFound(_problem(name, Message("artwork-size", w=round(op["w"]), h=round(op["h"]))))
    if outlines and font_names(page.obj.get("/Resources")):
        raise ProblemsFound(_problem(name, Message("artwork-fonts.holds")))
    try:
        foreign = [*foreign_parts(page.obj), *dropped_parts(art.Root, page.obj)]
    except (pikepdf.PdfError, *_MALFORMED) as error:
        raise ProblemsFound(_problem(name, Message("artwork-broken.pdf"))) from error
    refused = [_foreign_part(name, part) for part in foreign if part.shown]
    if refused:
        raise ProblemsFound(refused)
    for part in foreign:
        part.remove()
    form = page.as_form_xobject()
    form.BBox = pikepdf.Array(media)
    return pdf.copy_foreign(form), trim


def inspect_artwork(data: bytes, name: str, *, size: tuple[float, float], bleed: float) -> list[Problem]:
    """Return what is wrong with artwork for a sign of `size` and `bleed` in mm: as warnings what a print shop would
    object to, and what is removed; as errors what is refused.

    A file that cannot be opened gives none: placing it stops the run. One that is broken inside, or whose forms nest
    without end, gives those found before, and a warning that the rest was not inspected.
    """
    import pikepdf

    try:
        art = pikepdf.open(io.BytesIO(data))
        page = art.pages[0]
    except (pikepdf.PdfError, pikepdf.PasswordError, IndexError):
        return []
    messages, foreign = [Message("artwork-broken.repaired")] if art.get_warnings() else [], []
    with art:
        if len(art.pages) > 1:
            messages.append(Message("artwork-pages", pages=len(art.pages)))
        try:
            parts = (*dropped_parts(art.Root, page.obj), *foreign_parts(page.obj))
            foreign += [_foreign_part(name, part) for part in parts]
            for message in _objections(art, page, size, bleed):
                messages.append(message)
        except (pikepdf.PdfError, *_MALFORMED):
            messages.append(Message("artwork-broken.part"))
    return [*foreign, *(_problem(name, message)._replace(severity=Severity.WARNING) for message in messages)]


def _objections(art: Any, page: Any, size: tuple[float, float], bleed: float) -> Iterator[Message]:
    """Yield the messages of all objections."""
    trim, media = _box(page.trimbox), _box(page.mediabox)
    scale = size[0] / (trim[2] - trim[0])  # mm of the sign to a unit of the artwork
    beyond = min(a - b for a, b in zip((*trim[:2], *media[2:]), (*media[:2], *trim[2:]), strict=True)) * scale
    if beyond < bleed - SLACK:
        yield Message("artwork-bleed", found=round(max(beyond, 0)), bleed=round(bleed))
    painted = list(_painted(page, page.resources, (scale, 0.0, 0.0, scale)))
    if any(operator in ("rg", "RG") or (image is not None and _is_rgb(image)) for operator, image, _pixel in painted):
        yield Message("artwork-rgb")
    least = LEAST_PPI if max(size) > LARGE else LEAST_PPI_NEAR
    coarsest = min((25.4 / pixel for _operator, image, pixel in painted if image is not None and pixel), default=least)
    if coarsest < least:
        yield Message("artwork-coarse", found=round(coarsest), least=least)
    loose = [str(font.get("/BaseFont")) for font in art.objects if _lacks_font_file(font)]
    if loose:
        yield Message("artwork-fonts.fonts", names=", ".join(sorted(loose)))


def _painted(
    stream: Any, resources: Any, matrix: Matrix, depth: int = 0, seen: set[Any] | None = None
) -> Iterator[tuple[str, Any, float]]:
    """Yield (operator, image or None, side of its pixel in mm) of a page and the forms that it paints.

    A form painted again at the same scale is skipped; `seen`: those painted, with their matrices. Raises ValueError for
    too many.
    """
    import pikepdf

    seen = set() if seen is None else seen
    above: list[Matrix] = []
    for step in pikepdf.parse_content_stream(stream, "q Q cm Do rg RG"):
        named, operands = str(step.operator), step.operands
        if named == "q":
            above.append(matrix)
        elif named == "Q" and above:
            matrix = above.pop()
        elif named == "cm":
            matrix = _multiply([float(value) for value in operands], matrix)
        elif named == "Do":
            xobject = (resources or {}).get("/XObject", {}).get(str(operands[0]))
            if xobject is None:
                continue
            if xobject.get("/Subtype") == "/Image":
                width, height = (hypot(*matrix[n : n + 2]) for n in (0, 2))
                yield named, xobject, max(width / int(xobject.Width), height / int(xobject.Height))
            elif xobject.get("/Subtype") == "/Form":
                inner = _multiply([float(value) for value in xobject.get("/Matrix", (1, 0, 0, 1, 0, 0))], matrix)
                if (xobject.objgen, inner) in seen:
                    continue
                if depth == MAX_DEPTH or len(seen) == MAX_FORMS:
                    raise ValueError("forms within forms without end")
                seen.add((xobject.objgen, inner))
                yield from _painted(xobject, xobject.get("/Resources", resources), inner, depth + 1, seen)
            continue
        yield named, None, 0.0


def _multiply(inner: Sequence[float], outer: Matrix) -> Matrix:
    a, b, c, d, _x, _y = inner
    p, q, r, s = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s


def _is_rgb(image: Any) -> bool:
    """Whether an image is in RGB: by its colour space, or an ICC profile of three components."""
    import pikepdf

    kind, base = _colour_space(image.get("/ColorSpace"))
    if kind == "/Indexed":
        kind, base = _colour_space(base)
    if kind == "/ICCBased":
        return isinstance(base, pikepdf.Stream) and int(base.get("/N", 0)) == 3
    return kind in ("/DeviceRGB", "/CalRGB")


def _colour_space(space: Any) -> tuple[Any, Any]:
    """Return (family, base) of a colour space; None for what it does not define."""
    import pikepdf

    family, base, *_rest = [*space, None, None] if isinstance(space, pikepdf.Array) else [space, None]
    return family, base


def _lacks_font_file(thing: Any) -> bool:
    """Whether an object is a font that is not embedded."""
    import pikepdf

    if not isinstance(thing, pikepdf.Dictionary) or thing.get("/Type") != "/Font" or thing.get("/Subtype") == "/Type0":
        return False
    descriptor: Any = thing.get("/FontDescriptor", {})
    return thing.get("/Subtype") != "/Type3" and not any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))


def font_names(resources: Any) -> list[str]:
    """Return the names of the fonts in a resource dictionary and the forms below it, each form visited once."""
    names: list[str] = []
    pending, seen = [resources], set()
    for one in pending:  # it grows on the way
        if one is None:
            continue
        names += [str(name) for name in one.get("/Font", {})]
        for form in dict(one.get("/XObject", {})).values():
            if form.get("/Subtype") == "/Form" and form.objgen not in seen:
                seen.add(form.objgen)
                pending.append(form.get("/Resources"))
    return names


def _box(box: Any) -> Box:
    left, bottom, right, top = (float(side) for side in box)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _foreign_part(name: str, part: ForeignPart) -> Problem:
    place = Place(file=name, where=Message("artwork-object", number=part.number))
    severity = Severity.ERROR if part.shown else Severity.WARNING
    return _problem(name, Message(f"artwork-foreign.{part.what}"))._replace(place=place, severity=severity)


def _problem(name: str, message: Message) -> Problem:
    return Problem(message, Place(file=name), frame=Message("frame.artwork"))
