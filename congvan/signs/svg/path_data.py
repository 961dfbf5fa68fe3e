"""Path data of SVG (the attribute `d`, SVG 1.1, chapter 8.3) as moves, lines and Bézier curves in absolute numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from congvan.lazy import NamedTuple, pattern

_TOKEN = pattern(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[\s,]+")
_COUNTS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7, "z": 0}
_THIRD = 2 / 3  # how far a cubic's control points lie along those of the quadratic curve that it equals


class Step(NamedTuple):
    """One step of a path: `m`, `l`, `c` or `h` as in PDF, with the points it names, (x, y) each."""

    operator: str
    points: tuple[tuple[float, float], ...] = ()


def read_path(data: str) -> list[Step]:
    """Return the steps of a path. Raises ValueError where the data can't be read."""
    pen = _PathPen()
    for command, numbers in _commands(data):
        pen.draw(command, numbers)
    return pen.steps


def _commands(data: str) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield each command with the numbers of one use of it; a repeated move is a line."""
    tokens = _tokens(data)
    at = 0
    while at < len(tokens):
        command = tokens[at]
        if command.lower() not in _COUNTS:
            raise ValueError(command)
        at, count = at + 1, _COUNTS[command.lower()]
        numbers = []
        while at < len(tokens) and tokens[at].lower() not in _COUNTS:
            numbers.append(float(tokens[at]))
            at += 1
        if (count == 0 and numbers) or (count and (not numbers or len(numbers) % count)):
            raise ValueError(command)
        yield from _uses(command, numbers, count)


def _uses(command: str, numbers: Sequence[float], count: int) -> Iterator[tuple[str, tuple[float, ...]]]:
    if not count:
        yield command, ()
    for start in range(0, len(numbers), count or 1):
        follows = {"m": "l", "M": "L"}.get(command, command) if start else command
        yield follows, tuple(numbers[start : start + count])


def _tokens(data: str) -> list[str]:
    tokens, at = [], 0
    for match in _TOKEN.finditer(data):
        if match.start() != at:
            break
        at = match.end()
        if match.group().strip(" \t\r\n,"):
            tokens.append(match.group())
    if at != len(data):
        raise ValueError(data[at : at + 10])
    return tokens


class _PathPen:
    """Follows the commands of a path and keeps its steps."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.x = self.y = 0.0
        self._start = (0.0, 0.0)
        self._control: tuple[float, float] | None = None  # of the curve before, which S and T go on from
        self._curve = ""

    def draw(self, command: str, numbers: tuple[float, ...]) -> None:
        """Take one command. Raises ValueError for a path that does not begin with a move."""
        kind = command.lower()
        if not self.steps and kind != "m":
            raise ValueError(command)
        shift = (self.x, self.y) if command.islower() else (0.0, 0.0)
        if kind == "z":
            self.steps.append(Step("h"))
            self.x, self.y = self._start
        elif kind == "a":
            self._arc(numbers, shift)
        elif kind in "hv":
            x = numbers[0] + shift[0] if kind == "h" else self.x
            y = numbers[0] + shift[1] if kind == "v" else self.y
            self._to("l", (x, y))
        else:
            points = [(numbers[n] + shift[0], numbers[n + 1] + shift[1]) for n in range(0, len(numbers), 2)]
            self._straight_or_curved(kind, points)
        self._curve = kind
        if kind not in "csqt":
            self._control = None

    def _straight_or_curved(self, kind: str, points: list[tuple[float, float]]) -> None:
        if kind in "ml":
            self._to(kind, points[0])
            if kind == "m":
                self._start = points[0]
        elif kind in "cs":
            first = points[0] if kind == "c" else self._reflected("cs")
            second, end = points[-2], points[-1]
            self._control = second
            self._to("c", first, second, end)
        else:
            middle = points[0] if kind == "q" else self._reflected("qt")
            self._quadratic(middle, points[-1])

    def _to(self, operator: str, *points: tuple[float, float]) -> None:
        self.steps.append(Step(operator, points))
        self.x, self.y = points[-1]

    def _reflected(self, curves: str) -> tuple[float, float]:
        """Return the control point of the curve before, mirrored; the pen's place after anything else."""
        if self._control is None or self._curve not in curves:
            return self.x, self.y
        return 2 * self.x - self._control[0], 2 * self.y - self._control[1]

    def _quadratic(self, middle: tuple[float, float], end: tuple[float, float]) -> None:
        here = (self.x, self.y)
        first, second = (
            (near[0] + (middle[0] - near[0]) * _THIRD, near[1] + (middle[1] - near[1]) * _THIRD) for near in (here, end)
        )
        self._control = middle
        self._to("c", first, second, end)

    def _arc(self, numbers: tuple[float, ...], shift: tuple[float, float]) -> None:
        """Draw an elliptical arc as curves of at most a quarter of the ellipse (SVG 1.1, appendix F.6)."""
        rx, ry, turn, large, sweep, x, y = numbers
        end = (x + shift[0], y + shift[1])
        if (self.x, self.y) == end:
            return
        if not rx or not ry:
            self._to("l", end)
            return
        arc = _Ellipse.through(
            (self.x, self.y), end, (abs(rx), abs(ry), math.radians(turn)), (bool(large), bool(sweep))
        )
        for first, second, point in arc.curves():
            self._to("c", first, second, point)
        last = self.steps[-1]
        self.steps[-1] = Step("c", (*last.points[:2], end))
        self.x, self.y = end


class _Ellipse(NamedTuple):
    """A part of an ellipse: its centre, radii and turn, the angle at which it starts, and how far it goes."""

    centre: tuple[float, float]
    radii: tuple[float, float]
    turn: float
    start: float
    angle: float

    @classmethod
    def through(
        cls,
        here: tuple[float, float],
        end: tuple[float, float],
        shape: tuple[float, float, float],
        flags: tuple[bool, bool],
    ) -> _Ellipse:
        """Return the arc between two points; `shape`: radii and turn; `flags`: the larger part, clockwise."""
        rx, ry, turn = shape
        cos, sin = math.cos(turn), math.sin(turn)
        dx, dy = (here[0] - end[0]) / 2, (here[1] - end[1]) / 2
        x, y = cos * dx + sin * dy, -sin * dx + cos * dy
        size = math.sqrt(max(1.0, (x / rx) ** 2 + (y / ry) ** 2))  # radii too small for the distance grow
        rx, ry = rx * size, ry * size
        left = max(0.0, (rx * ry) ** 2 - (rx * y) ** 2 - (ry * x) ** 2)
        factor = math.sqrt(left / ((rx * y) ** 2 + (ry * x) ** 2)) * (-1 if flags[0] == flags[1] else 1)
        cx, cy = factor * rx * y / ry, -factor * ry * x / rx
        centre = (cos * cx - sin * cy + (here[0] + end[0]) / 2, sin * cx + cos * cy + (here[1] + end[1]) / 2)
        start = math.atan2((y - cy) / ry, (x - cx) / rx)
        angle = math.atan2((-y - cy) / ry, (-x - cx) / rx) - start
        if flags[1] and angle < 0:
            angle += 2 * math.pi
        elif not flags[1] and angle > 0:
            angle -= 2 * math.pi
        return cls(centre, (rx, ry), turn, start, angle)

    def curves(self) -> Iterator[tuple[tuple[float, float], tuple[float, float], tuple[float, float]]]:
        """Yield the control points and the end of each curve."""
        count = max(1, math.ceil(abs(self.angle) / (math.pi / 2) - 1e-9))
        step = self.angle / count
        reach = 4 / 3 * math.tan(step / 4)
        for number in range(count):
            low = self.start + number * step
            high = low + step
            first = (math.cos(low) - reach * math.sin(low), math.sin(low) + reach * math.cos(low))
            second = (math.cos(high) + reach * math.sin(high), math.sin(high) - reach * math.cos(high))
            yield self._placed(first), self._placed(second), self._placed((math.cos(high), math.sin(high)))

    def _placed(self, point: tuple[float, float]) -> tuple[float, float]:
        """Return a point of the unit circle on this ellipse."""
        x, y = point[0] * self.radii[0], point[1] * self.radii[1]
        cos, sin = math.cos(self.turn), math.sin(self.turn)
        return self.centre[0] + cos * x - sin * y, self.centre[1] + sin * x + cos * y
