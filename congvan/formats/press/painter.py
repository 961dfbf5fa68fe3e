"""Operations → PDF content streams.

    rect      x y w h radius fill stroke width
    circle    x y r fill stroke width
    line      points stroke width dash
    polygon   points fill
    path      steps fill stroke width rule cap join    curves of a picture
    text      x y(baseline) size(em) face fill text
    modules   x y side rows fill                  a QR code
    artwork   asset x y w h bleed                 a finished PDF page
    group     x y scale clip ops
    form      name x y scale clip

Lengths in mm, y downwards; colours are `[c, m, y, k]` in per cent or the name of a spot ink.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Problem, ProblemsFound
from congvan.formats.press.fonts import PressFont

MAX_INK = 300  # per cent of the four inks together
_ROUND = 0.5522847498  # of the radius: control points of a quarter circle

Resources = dict[str, dict[str, Any]]


def number(value: float, digits: int = 4) -> str:
    """Return a number as PDF writes it: no exponent, no trailing zeros, no negative zero."""
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _numbers(*values: float) -> str:
    return " ".join(number(value) for value in values)


class Painter:
    """Draws operations for one PDF; fonts, forms, spot inks and artwork are made once and shared by its pages."""

    def __init__(self, pdf: Any, content: Mapping[str, Any], assets: Mapping[str, bytes]) -> None:
        self._pdf = pdf
        self._assets = assets
        self._outlines = bool(content.get("outlines"))
        self._forms: Mapping[str, Any] = content.get("forms", {})
        self._spots: Mapping[str, Sequence[float]] = content.get("spots", {})
        self._fonts: dict[str, PressFont] = {}
        self._made: dict[str, Any] = {}
        self._steps: dict[str, Callable[[Mapping[str, Any], Resources], list[str]]] = {
            "rect": self._rect,
            "circle": self._circle,
            "line": self._line,
            "polygon": self._polygon,
            "path": self._path,
            "text": self._text,
            "modules": self._modules,
            "artwork": self._artwork,
            "group": self._group,
            "form": self._form,
        }

    def resources(self) -> Resources:
        """Return a new set of resources, to be filled while drawing."""
        return {}

    def dictionary(self, resources: Resources) -> Any:
        """Return the resources as a PDF dictionary."""
        from pikepdf import Dictionary

        return Dictionary(
            {
                f"/{kind}": Dictionary({f"/{name}": each for name, each in sorted(named.items())})
                for kind, named in sorted(resources.items())
            }
        )

    def draw(self, ops: Sequence[Mapping[str, Any]], resources: Resources) -> list[str]:
        """Return the operators of the operations, one text line each."""
        return [line for op in ops for line in self._steps[op["op"]](op, resources)]

    def finish(self) -> None:
        """Embed the glyphs used of each font; call once, after the last page."""
        for font in self._fonts.values():
            font.embed(self._pdf)

    def _rect(self, op: Mapping[str, Any], resources: Resources) -> list[str]:
        x, y, w, h, radius = op["x"], op["y"], op["w"], op["h"], op.get("radius")
        if not radius:
            return self._painted(op, [f"{_numbers(x, y, w, h)} re"], resources)
        r = min(radius, w / 2, h / 2)
        c = r * (1 - _ROUND)
        right, bottom = x + w, y + h
        path = [
            f"{_numbers(x + r, y)} m",
            f"{_numbers(right - r, y)} l",
            f"{_numbers(right - c, y, right, y + c, right, y + r)} c",
            f"{_numbers(right, bottom - r)} l",
            f"{_numbers(right, bottom - c, right - c, bottom, right - r, bottom)} c",
            f"{_numbers(x + r, bottom)} l",
            f"{_numbers(x + c, bottom, x, bottom - c, x, bottom - r)} c",
            f"{_numbers(x, y + r)} l",
            f"{_numbers(x, y + c, x + c, y, x + r, y)} c",
            "h",
        ]
        return self._painted(op, path, resources)

    def _circle(self, op: Mapping[str, Any], resources: Resources) -> list[str]:
        x, y, r = op["x"], op["y"], op["r"]
        k = r * _ROUND
        path = [
            f"{_numbers(x + r, y)} m",
            f"{_numbers(x + r, y + k, x + k, y + r, x, y + r)} c",
            f"{_numbers(x - k, y + r, x - r, y + k, x - r, y)} c",
            f"{_numbers(x - r, y - k, x - k, y - r, x, y - r)} c",
            f"{_numbers(x + k, y - r, x + r, y - k, x + r, y)} c",
            "h",
        ]
        return self._painted(op, path, resources)

    def _line(self, op: Mapping[str, Any], resources: Resources) -> list[str]:
        dash = [f"[{_numbers(*op['dash'])}] 0 d"] if op.get("dash") else []
        return [
            "q",
            "1 J 1 j" if not dash else "0 J 1 j",
            *dash,
            *self._painted(op, _polyline(op["points"]), resources),
            "Q",
        ]

    def _polygon(self, op: Mapping[str, Any], resources: Resources) -> list[str]:
        return self._painted(op, [*_polyline(op["points"]), "h"], resources)

    def _path(self, op: Mapping[str, Any], resources: Resources) -> list[str]:
        path = [" ".join([_fine_numbers(*step[1:]), step[0]]).strip() for step in op["steps"]]
        painted = self._painted(op, path, resources)
        if op.get("rule") == "evenodd" and op.get("fill") is not None:
            painted[-1] += "*"
        if op.get("stroke") is None:
            return painted
        return ["q", f"{op['cap']} J {op['join']} j", *painted, "Q"]

    def _modules(self, op: Mapping[str, Any], resources: Resources) -> list[str]:
        """Draw runs of dark modules as one path, filled once: no seam shows between rows."""
        rows = op["rows"]
        step = op["side"] / len(rows)
        path = []
        for down, row in enumerate(rows):
            along = 0
            for run in row.replace("01", "0 1").replace("10", "1 0").split(" "):
                if run[0] == "1":
                    path.append(f"{_numbers(op['x'] + along * step, op['y'] + down * step, len(run) * step, step)} re")
                along += len(run)
        return self._painted(op, path, resources)

    def _text(self, op: Mapping[str, Any], resources: Resources) -> list[str]:
        font = self._font(op["face"])
        run = font.shape(op["text"])
        if self._outlines:
            path = font.outlines(run, op["x"], op["y"], op["size"])
            return self._painted(op, path, resources)
        font.use(run)
        resources.setdefault("Font", {})[font.key] = font.reference(self._pdf)
        colour = self._ink(op["fill"], resources, stroke=False)
        array = font.tj_array(run)
        place = _numbers(op["x"], op["y"])
        return [colour, "BT", f"/{font.key} {number(op['size'])} Tf", f"1 0 0 -1 {place} Tm", f"[{array}] TJ", "ET"]

    def _group(self, op: Mapping[str, Any], resources: Resources) -> list[str]:
        return [*_transformed(op), *self.draw(op["ops"], resources), "Q"]

    def _form(self, op: Mapping[str, Any], resources: Resources) -> list[str]:
        from pikepdf import Array, Dictionary, Name, Stream

        key = f"form:{op['name']}"
        if key not in self._made:
            inner = self.resources()
            form = self._forms[op["name"]]
            operators = self.draw(form["ops"], inner)
            x, y, w, h = form["box"]
            stream = Stream(self._pdf, "\n".join(operators).encode("ascii"))
            stream.stream_dict = Dictionary(
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=Array([round(side, 4) for side in (x, y, x + w, y + h)]),
                Resources=self.dictionary(inner),
            )
            self._made[key] = f"Fm{len(self._made)}", self._pdf.make_indirect(stream)
        label, reference = self._made[key]
        resources.setdefault("XObject", {})[label] = reference
        return [*_transformed(op), f"/{label} Do", "Q"]

    def _artwork(self, op: Mapping[str, Any], resources: Resources) -> list[str]:
        from congvan.formats.press.artwork import place_artwork

        key = f"art:{op['asset']}"
        if key not in self._made:
            data = self._asset(op["asset"])
            self._made[key] = f"Fm{len(self._made)}", *place_artwork(self._pdf, data, op, outlines=self._outlines)
        label, reference, (left, bottom, right, top) = self._made[key]
        resources.setdefault("XObject", {})[label] = reference
        across, down = op["w"] / (right - left), op["h"] / (top - bottom)
        bleed = op.get("bleed", 0)
        clip = f"{_numbers(op['x'] - bleed, op['y'] - bleed, op['w'] + 2 * bleed, op['h'] + 2 * bleed)} re W n"
        matrix = _fine_numbers(across, 0, 0, -down, op["x"] - left * across, op["y"] + top * down)
        return ["q", clip, f"{matrix} cm", f"/{label} Do", "Q"]

    def _font(self, name: str) -> PressFont:
        if name not in self._fonts:
            self._fonts[name] = PressFont(name, self._asset(name), f"F{len(self._fonts) + 1}")
        return self._fonts[name]

    def _asset(self, name: str) -> bytes:
        if name not in self._assets:
            raise ProblemsFound(Problem(Message("press-asset", name=name)))
        return self._assets[name]

    def _painted(self, op: Mapping[str, Any], path: list[str], resources: Resources) -> list[str]:
        fill, stroke = op.get("fill"), op.get("stroke")
        state = []
        if fill is not None:
            state.append(self._ink(fill, resources, stroke=False))
        if stroke is not None:
            state += [self._ink(stroke, resources, stroke=True), f"{number(op['width'])} w"]
        operator = {(True, True): "B", (True, False): "f", (False, True): "S"}[fill is not None, stroke is not None]
        return [*state, *path, operator]

    def _ink(self, colour: Any, resources: Resources, *, stroke: bool) -> str:
        """Return the operator that selects a colour: CMYK, or a spot ink through its Separation space."""
        if isinstance(colour, str):
            label = f"Cs{sorted(self._spots).index(colour)}"
            if colour not in self._made:
                self._made[colour] = _separation(self._pdf, colour, self._spots[colour])
            resources.setdefault("ColorSpace", {})[label] = self._made[colour]
            return f"/{label} CS 1 SCN" if stroke else f"/{label} cs 1 scn"
        check_ink(colour)
        return f"{_numbers(*(part / 100 for part in colour))} {'K' if stroke else 'k'}"


def check_ink(colour: Sequence[float]) -> None:
    """Raise `ProblemsFound` for anything but a CMYK colour, or for more than 300 % of ink."""
    if len(colour) != 4 or not all(0 <= part <= 100 for part in colour):
        raise ProblemsFound(Problem(Message("press-colour", colour=colour)))
    if sum(colour) > MAX_INK:
        raise ProblemsFound(Problem(Message("press-ink", colour=colour, sum=round(sum(colour)), most=MAX_INK)))


def _transformed(op: Mapping[str, Any]) -> list[str]:
    scale = op.get("scale", 1)
    opened = ["q", f"{_fine_numbers(scale, 0, 0, scale, op.get('x', 0), op.get('y', 0))} cm"]
    return [*opened, f"{_fine_numbers(*op['clip'])} re W n"] if op.get("clip") else opened


def _fine_numbers(*values: float) -> str:
    """Return numbers to 8 digits: what is clipped and moved by whole pixels stays on them."""
    return " ".join(number(value, 8) for value in values)


def _polyline(points: Sequence[Sequence[float]]) -> list[str]:
    return [f"{_numbers(*point)} {'l' if index else 'm'}" for index, point in enumerate(points)]


def _separation(pdf: Any, name: str, alternate: Sequence[float]) -> Any:
    from pikepdf import Array, Dictionary, Name

    check_ink(alternate)
    shade = Dictionary(
        FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([part / 100 for part in alternate]), N=1
    )
    return pdf.make_indirect(Array([Name.Separation, Name(f"/{name}"), Name.DeviceCMYK, shade]))
