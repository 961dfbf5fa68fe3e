"""Warn about pictures and shapes on a sheet at the cell of their top left corner; their content is not read."""

from __future__ import annotations

from collections.abc import Mapping

from congvan.grids.grid import Grid, letters
from congvan.grids.intake import OfficePackage
from congvan.messages import Message
from congvan.opc.xml_stream import stream
from congvan.problems import Place, Problem, Severity

MOST = 50
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")


def drawings(package: OfficePackage, part: str, grid: Grid) -> list[Problem]:
    """Return a warning for each picture or shape of a drawing of a sheet."""
    problems: list[Problem] = []
    package.related(part)
    reader = _DrawingReader(grid, problems)
    stream(package.chunks(part), reader.start, reader.end, reader.text)
    return problems


class _DrawingReader:
    """SAX-style handler of the anchors of one drawing."""

    def __init__(self, grid: Grid, problems: list[Problem]) -> None:
        self.grid, self.problems = grid, problems
        self.corner = {"col": 0, "row": 0}
        self.inside = self.shape = ""
        self.from_ = False

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        if tag in ("from", "to"):
            self.from_ = tag == "from"
        elif tag in ("pic", "sp", "graphicFrame") and self.shape != "pic":
            self.shape = tag
        self.inside = tag

    def end(self, tag: str) -> None:
        self.inside = ""
        if tag in _ANCHORS:
            self._warn()

    def text(self, piece: str) -> None:
        number = piece.strip()
        if self.from_ and self.inside in self.corner and number.isdecimal() and len(number) < 8:
            self.corner[self.inside] = int(number)

    def _warn(self) -> None:
        cell = f"{letters(self.corner['col'] + 1)}{self.corner['row'] + 1}"
        message = Message("picture.picture" if self.shape == "pic" else "picture.shape")
        if len(self.problems) < MOST:
            place = Place(self.grid.file, sheet=self.grid.name, cell=cell)
            self.problems.append(Problem(message, place, severity=Severity.WARNING))
        self.shape, self.corner = "", {"col": 0, "row": 0}
