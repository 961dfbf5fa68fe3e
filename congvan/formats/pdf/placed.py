"""Drawings beside the text of a laid-out document: moved to their place on the page, and those found that hide text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

from congvan.core.fonts.times_metrics import text_width
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.formats.pdf.marks import SCHEME

_FROM_PAGE, _IN_FRONT = "__from_page", "__in_front"  # as WeasyPrint names the custom properties
_PX_PER_PT = 4 / 3
_INK = 0.25  # share of a line above and below in which letters have no ink that matters
_SPARE = 1.5  # pixels that a drawing may reach over letters from above or below
_BOLD = 600
_WORD = re.compile(r"\S+")
_OPAQUE = 128  # of 255, on the whole, from which a picture hides what is below it
_SHOWN = 60


class _Area(NamedTuple):
    """The edges of a box, in pixels from the corner of its page."""

    left: float
    top: float
    right: float
    bottom: float

    def shared(self, other: _Area) -> _Area:
        """Return what two boxes share; its edges are the wrong way round where they share nothing."""
        first, last = map(max, self[:2], other[:2]), map(min, self[2:], other[2:])
        return _Area(*first, *last)


def place_drawings(document: Any, html: str, name: str, assets: Mapping[str, bytes]) -> None:
    """Place the drawings of a laid-out document; `html`: its source. Raises ProblemsFound for those that hide text."""
    if "--from-page" in html:
        place_from_page(document)
    if "--in-front" in html:
        check_covered_text(document, name, assets)


def place_from_page(document: Any) -> None:
    """Move each drawing to where it is from the top of its page, as its style says (`--from-page: 12pt`).

    Why: CSS counts from the paragraph that a drawing belongs to, or from the top of the first page.
    """
    for page in document.pages:
        for box in _saying(page._page_box, _FROM_PAGE):
            box.translate(0, _values(box, _FROM_PAGE)[0] * _PX_PER_PT - box.position_y)


def check_covered_text(document: Any, name: str, assets: Mapping[str, bytes]) -> None:
    """Raise ProblemsFound where a drawing in front of text (`--in-front:1`) hides words: they would print blank."""
    problems = []
    for number, page in enumerate(document.pages, 1):
        for part in page._page_box.children:  # the text, and each margin
            drawings = list(_saying(part, _IN_FRONT))
            for n, drawing in enumerate(drawings):
                above = drawings[n:]  # with what is in them
                hides = _values(drawing, _IN_FRONT)[0]  # a line or an outline does not
                words = [each for each, area in _words(part, above) if _hides(drawing, area, assets)] if hides else []
                if words:
                    message = Message("drawing-covers-text", page=number, text=" ".join(words)[:_SHOWN].strip())
                    problems.append(Problem(message, Place(name)))
    if problems:
        raise ProblemsFound(problems)


def _hides(drawing: Any, word: _Area, assets: Mapping[str, bytes]) -> bool:
    """Whether a drawing hides half of a word, or more."""
    shared = word.shared(_area(drawing))
    wide, high = shared.right - shared.left, shared.bottom - shared.top
    return 2 * wide > word.right - word.left and high > _SPARE and _is_opaque(drawing, shared, assets)


def _saying(box: Any, name: str) -> Iterator[Any]:
    """Yield the boxes that say a custom property, which those within them inherit."""
    if _values(box, name):
        yield box
        return
    for child in _children(box):
        yield from _saying(child, name)


def _children(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", None) or ():
        yield getattr(child, "_box", child)  # of one that is placed absolutely


def _values(box: Any, name: str) -> list[float]:
    try:
        tokens = box.style[name]
    except KeyError:
        return []
    return [float(each.value) for each in tokens or () if getattr(each, "type", "") in ("dimension", "number")]


def _words(box: Any, without: list[Any]) -> Iterator[tuple[str, _Area]]:
    """Yield the words in a box, but for those in some boxes, each with where its letters are.

    That is estimated by the widths of Times New Roman: what the text is wider by is in its spaces.
    """
    for child in _children(box):
        if any(child is each for each in without):
            continue
        if text := getattr(child, "text", ""):
            high, bold = _INK * child.height, child.style["font_weight"] >= _BOLD
            wide = text_width(text, child.style["font_size"], bold)
            spaces = sum(map(str.isspace, text)) if child.width > wide else 0
            more, scale = (child.width - wide) / (spaces or 1), min(1.0, child.width / (wide or 1.0))
            top, bottom = child.position_y + high, child.position_y + child.height - high
            for word in _WORD.finditer(text):
                before = text[: word.start()]
                left = child.position_x + scale * text_width(before, child.style["font_size"], bold)
                left += more * sum(map(str.isspace, before)) if spaces else 0.0
                right = left + scale * text_width(word[0], child.style["font_size"], bold)
                yield word[0], _Area(left, top, right, bottom)
        yield from _words(child, without)


def _area(box: Any) -> _Area:
    left, top = box.border_box_x(), box.border_box_y()
    return _Area(left, top, left + box.border_width(), top + box.border_height())


def _is_opaque(drawing: Any, area: _Area, assets: Mapping[str, bytes]) -> bool:
    """Whether a drawing hides what is below it in an area; a picture may be transparent there, as most seals are."""
    picture = drawing.element.find("img")
    if picture is None:
        return True
    member = unquote((picture.get("src") or "").removeprefix(SCHEME))
    if not member.lower().endswith(".png"):
        return not member.lower().endswith(".svg")
    from PIL import Image

    whole = _area(drawing)
    with Image.open(io.BytesIO(assets[member])) as opened:
        alpha = opened.convert("RGBA").getchannel("A")
    across, down = alpha.width / (whole.right - whole.left), alpha.height / (whole.bottom - whole.top)
    left, top = int((area.left - whole.left) * across), int((area.top - whole.top) * down)
    right, bottom = int((area.right - whole.left) * across), int((area.bottom - whole.top) * down)
    points = alpha.crop((left, top, max(right, left + 1), max(bottom, top + 1))).histogram()
    return bool(sum(n * count for n, count in enumerate(points)) >= _OPAQUE * sum(points))
