"""An SVG file as a picture for signs: its size, and its painted paths in the inks of the press."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fontTools.misc.transform import Identity, Transform

from congvan.core.messages import Message, foreign
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.signs import operations
from congvan.signs.rect import Rect
from congvan.signs.svg.path_data import Step, read_path, read_transform

Inks = Mapping[str, operations.Colour]
"""The ink for each colour of the screen, `#0B4EA2`."""

LARGEST = 1_000_000  # bytes
_SVG = "{http://www.w3.org/2000/svg}"
_SILENT = frozenset({"title", "desc", "metadata", "defs"})
_REFUSED = {
    "linearGradient": "gradient",
    "radialGradient": "gradient",
    "pattern": "gradient",
    "text": "text",
    "tspan": "text",
    "a": "link",
    "use": "link",
    "image": "link",
    "script": "link",
    "foreignObject": "link",
}
_NAMED = {"black": "#000000", "white": "#FFFFFF"}
_INHERITED = ("fill", "stroke", "stroke-width", "fill-rule", "stroke-linecap", "stroke-linejoin")
_PLAIN = {"opacity": "1", "fill-opacity": "1", "stroke-opacity": "1", "stroke-dasharray": "none", "filter": "none"}
_PLAIN |= {"mask": "none", "clip-path": "none", "mix-blend-mode": "normal"}
_CAPS = {"butt": 0, "round": 1, "square": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of `width` × `height` units; `ops` draws it from its upper left corner."""

    width: float
    height: float
    ops: tuple[operations.Op, ...]

    def on(self, box: Rect, side: float = 0.5) -> list[operations.Op]:
        """Return it as large as a box allows, between its sides (`side`: 0 left, ½ in the middle, 1 right)."""
        scale = min(box.w / self.width, box.h / self.height)
        x = box.x + (box.w - self.width * scale) * side
        y = box.y + (box.h - self.height * scale) / 2
        return [operations.group(list(self.ops), x=x, y=y, scale=scale)]


def read_picture(data: bytes, name: str, inks: Inks) -> Picture:
    """Return the picture in an SVG file. Raises ProblemsFound with all that the press can't print, by line."""
    reader = _Reader(name, inks)
    picture = reader.read(_root(data, name))
    if reader.problems:
        raise ProblemsFound(list(dict.fromkeys(reader.problems)))
    return picture


def _root(data: bytes, name: str) -> Any:
    """Parse the file without entities, a DTD or a network. Raises ProblemsFound."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        if len(data) > LARGEST:
            raise ValueError(f"{len(data)} bytes")
        root = etree.fromstring(data, parser)
        if root.tag != f"{_SVG}svg" or root.getroottree().docinfo.internalDTD is not None:
            raise ValueError("DOCTYPE" if root.tag == f"{_SVG}svg" else str(root.tag))
    except (etree.XMLSyntaxError, ValueError) as error:
        place = Place(name, getattr(error, "lineno", None) or 1)
        hint = Message("svg-damaged.hint")
        raise ProblemsFound(Problem(Message("svg-damaged", why=foreign(error)), place, hint)) from error
    return root


@dataclass(frozen=True, slots=True)
class _GraphicsState:
    """What an element hands down: the transform, and how shapes are painted."""

    matrix: Transform
    style: Mapping[str, str]


def _placed(step: Step, matrix: Transform) -> list[str | float]:
    """Return a step as an operation has it, transformed."""
    return [step.operator, *(part for point in step.points for part in matrix.transformPoint(point))]


def _refusal(kind: str) -> tuple[Message, Message]:
    """Return what is said of an element that can't be printed, and the remedy."""
    said = {
        "gradient": (Message("svg-gradient", name=kind), Message("svg-gradient.hint")),
        "text": (Message("svg-text", name=kind), Message("svg-text.hint")),
        "link": (Message("svg-link", name=kind), Message("svg-link.hint")),
        "element": (Message("svg-element", name=kind), Message("svg-element.hint")),
    }
    return said[_REFUSED.get(kind, "element")]


class _Reader:
    """Walks the elements of a file and keeps its painted paths and problems."""

    def __init__(self, name: str, inks: Inks) -> None:
        self.name, self.problems = name, list[Problem]()
        self._inks = {colour.upper(): ink for colour, ink in inks.items()}

    def read(self, root: Any) -> Picture:
        box = self._box(root)
        start = _GraphicsState(
            Identity.translate(-box.x, -box.y), {"fill": "black", "stroke": "none", "stroke-width": "1"}
        )
        return Picture(box.w, box.h, tuple(self._element(root, start, 0)))

    def _box(self, root: Any) -> Rect:
        """Return the part of the drawing that is shown: viewBox, else width and height."""
        given = re.split(r"[\s,]+", root.get("viewBox", "").strip())
        if given == [""]:
            given = ["0", "0", root.get("width", ""), root.get("height", "")]
        try:
            x, y, width, height = map(number, given)
        except ValueError:
            width = height = 0.0
        if width <= 0 or height <= 0:
            raise ProblemsFound(
                Problem(Message("svg-size"), Place(self.name, root.sourceline), Message("svg-size.hint"))
            )
        return Rect(x, y, width, height)

    def _element(self, element: Any, above: _GraphicsState, depth: int) -> Iterator[operations.Op]:
        kind = str(element.tag).removeprefix(_SVG) if isinstance(element.tag, str) else ""
        if not kind or kind.startswith("{") or kind in _SILENT:  # comments, what drawing programs note for themselves
            yield from self._definitions(element) if kind == "defs" else ()
            return
        if kind not in (*SHAPES, "path", "g", "svg") or depth > 50:
            self._report(element, *_refusal(kind))
            return
        try:
            state = self._state(element, above)
            steps = self._steps(element, kind)
        except ValueError as error:
            self._report(element, Message("svg-value", value=str(error)[:60]), Message("svg-value.hint"))
            return
        if steps:
            yield from self._painted(element, steps, state)
        for child in element:
            yield from self._element(child, state, depth + 1)

    def _definitions(self, element: Any) -> Iterator[operations.Op]:
        """Report what is defined apart and can't be printed; yield nothing."""
        for child in element.iter():
            kind = str(child.tag).removeprefix(_SVG)
            if _REFUSED.get(kind) == "gradient":
                self._report(child, Message("svg-gradient", name=kind), Message("svg-gradient.hint"))
        yield from ()

    @staticmethod
    def _steps(element: Any, kind: str) -> Sequence[Step]:
        if kind == "path":
            return read_path(element.get("d", ""))
        return SHAPES[kind](element) if kind in SHAPES else ()

    def _state(self, element: Any, above: _GraphicsState) -> _GraphicsState:
        """Return how the element is painted. Raises ValueError for a value that can't be read."""
        stated = dict(pair for pair in element.attrib.items() if isinstance(pair[0], str))
        for declared in element.get("style", "").split(";"):
            key, _, value = declared.partition(":")
            stated |= {key.strip(): value.strip()} if value else {}
        if "class" in stated:
            self._report(element, Message("svg-class"), Message("svg-class.hint"))
        for key, plain in _PLAIN.items():
            value = stated.get(key, plain)
            if value != plain and not (plain == "1" and number(value) == 1):
                self._report(element, Message("svg-effect", name=key), Message("svg-effect.hint"))
        style = {**above.style, **{key: stated[key] for key in _INHERITED if key in stated}}
        matrix = above.matrix.transform(read_transform(stated.get("transform", "")))
        return replace(above, matrix=matrix, style=style)

    def _painted(self, element: Any, steps: Sequence[Step], state: _GraphicsState) -> Iterator[operations.Op]:
        style = state.style
        fill, stroke = (self._ink(element, style[key]) for key in ("fill", "stroke"))
        if fill is None and stroke is None:
            return
        matrix = state.matrix
        placed = [_placed(step, matrix) for step in steps]
        width = number(style["stroke-width"]) * math.sqrt(abs(matrix.xx * matrix.yy - matrix.xy * matrix.yx))
        op = operations.path(placed, fill, stroke=stroke, width=width)
        if style.get("fill-rule") == "evenodd":
            op["rule"] = "evenodd"
        if stroke is not None:
            op["cap"] = _CAPS.get(style.get("stroke-linecap", ""), 0)
            op["join"] = _JOINS.get(style.get("stroke-linejoin", ""), 0)
        yield op

    def _ink(self, element: Any, colour: str) -> operations.Colour | None:
        """Return the ink of a colour; None for no paint. One that no ink stands for is reported."""
        text = _NAMED.get(colour.strip().lower(), colour.strip())
        if text.lower() in ("none", "transparent"):
            return None
        if text.startswith("url("):
            self._report(element, Message("svg-gradient", name=text), Message("svg-gradient.hint"))
            return None
        short = re.fullmatch(r"#([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])", text)
        known = ("#" + "".join(each * 2 for each in short.groups()) if short else text).upper()
        if known not in self._inks:
            told = ", ".join(sorted(self._inks))
            self._report(element, Message("svg-colour", colour=colour), Message("svg-colour.hint", known=told))
            return None
        return self._inks[known]

    def _report(self, element: Any, message: Message, hint: Message | None = None) -> None:
        self.problems.append(Problem(message, Place(self.name, element.sourceline), hint))


# The simple shapes of SVG as paths: rect, circle, ellipse, line, polyline, polygon.

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?:px)?")


def number(text: str) -> float:
    """Return a number without a unit, or in px. Raises ValueError."""
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError(text)
    return float(text.strip().removesuffix("px"))


def _of(element: Any, *names: str) -> list[float]:
    return [number(element.get(name, "0")) for name in names]


def _rect(element: Any) -> list[Step]:
    x, y, width, height = _of(element, "x", "y", "width", "height")
    rx, ry = (element.get(name) for name in ("rx", "ry"))
    across = min(number(rx or ry or "0"), width / 2)
    down = min(number(ry or rx or "0"), height / 2)
    if not across or not down:
        return read_path(f"M{x} {y} h{width} v{height} h{-width} z")
    w, h = width - 2 * across, height - 2 * down
    corner = f"a{across} {down} 0 0 1"
    return read_path(
        f"M{x + across} {y} h{w} {corner} {across} {down} v{h} {corner} {-across} {down} "
        f"h{-w} {corner} {-across} {-down} v{-h} {corner} {across} {-down} z"
    )


def _ellipse(element: Any) -> list[Step]:
    x, y = _of(element, "cx", "cy")
    radius = element.get("r")
    rx, ry = _of(element, "rx", "ry") if radius is None else [number(radius)] * 2
    if rx <= 0 or ry <= 0:
        return []
    arc = f"a{rx} {ry} 0 1 1"
    return read_path(f"M{x - rx} {y} {arc} {2 * rx} 0 {arc} {-2 * rx} 0 z")


def _line(element: Any) -> list[Step]:
    x1, y1, x2, y2 = _of(element, "x1", "y1", "x2", "y2")
    return read_path(f"M{x1} {y1} L{x2} {y2}")


def _points(element: Any) -> list[Step]:
    closed = " z" if str(element.tag).endswith("polygon") else ""
    given = element.get("points", "").strip()
    return read_path(f"M{given}{closed}") if given else []


SHAPES: Mapping[str, Callable[[Any], list[Step]]] = {
    "rect": _rect,
    "circle": _ellipse,
    "ellipse": _ellipse,
    "line": _line,
    "polyline": _points,
    "polygon": _points,
}
"""By the name of the element: its path."""
