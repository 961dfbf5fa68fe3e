"""Cut a painted page into pieces: fixed stretches, lines of fields, marks of the structure tree.

Text that a tagged file writes otherwise (a space at the end of a line, a label apart from its item, words for a voice)
is a piece with two readings. Without marks, and in the plain reading, the pieces are the page as painted untagged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from congvan.formats.pdf.layout_record import Content, LineSlot
from congvan.formats.pdf.lines.typeset import TypesetLine
from congvan.formats.pdf.tagging.elements import (
    END,
    ContentMark,
    ElementText,
    MarkedOperator,
    TwoReadings,
)
from congvan.formats.pdf.tagging.operands import ShownText
from congvan.formats.pdf.tagging.spoken import SpokenWords

if TYPE_CHECKING:
    from congvan.core.fonts.faces import Face
    from congvan.formats.pdf.boxes import MeasuredBlocks

FIRST_MARKED_X = 1_000_000  # x of a text box that may become a slot, while WeasyPrint paints
MAX_BOXES = 1000  # text boxes of a block that such an x can tell apart
_FONT = re.compile(rb"/([A-Z]{6}) ([\d.]+) Tf")
_FONT_NAME = re.compile(rb"/(\w+) ([\d.]+) Tf")
_MATRIX = re.compile(rb"1 0 0 -1 (-?[\d.]+) (-?[\d.]+) Tm")
_OF_TEXT = frozenset((b"Tf", b"Tm", b"TJ"))  # the operators that name a font, place and show a text
_NOTHING = re.compile(rb"(?<=>)-?0(?=[<\]])")  # a kern of nothing after a string


class PageCutter:
    """Cuts the pages of one document.

    `names`: WeasyPrint's names of fonts → ours; `faces`: by our names; `followed`: the blocks whose last line has a
    line of the same element behind it.
    """

    def __init__(
        self,
        names: Mapping[bytes, bytes],
        faces: Mapping[bytes, Face],
        measured: MeasuredBlocks,
        lines: Sequence[tuple[TypesetLine, ...] | None],
        spoken: SpokenWords,
    ) -> None:
        self.names, self.faces, self.measured, self.lines, self.spoken = names, faces, measured, lines, spoken
        self.followed: set[int] = set()

    def cut(self, operators: Sequence[MarkedOperator]) -> tuple[list[Content], set[int]]:
        """Cut a page where a line of a block is painted; also return the blocks that are painted differently.

        Each stretch of text names its font again, so that the fixed pieces do not depend on the contents of the slots.
        """
        page = _Page(self)
        for operator in operators:
            page.take(operator)
        page.out.append(b"\n".join(page.fixed))
        return [piece for piece in page.out if piece], page.unfit

    def marked_box(self, matrix: re.Match[bytes]) -> tuple[tuple[int, int] | None, bytes]:
        """Return (block, box) of a text box that may become a slot; None and its true x for fixed text."""
        x = float(matrix[1])
        if x < FIRST_MARKED_X:
            return None, matrix[1]
        unit, n = divmod(int(x) - FIRST_MARKED_X, MAX_BOXES)
        if self.lines[unit] is None:
            return None, as_bytes(self.measured.places[unit][n].x)
        return (unit, n), b""

    def is_painted_alike(self, run: tuple[int, int], font: bytes, operand: bytes) -> bool:
        """Whether WeasyPrint painted a text box with the font and operand that the typesetter would write."""
        unit, n = run
        lines = self.lines[unit]
        assert lines is not None
        own = [r for line in lines for r in line.runs][n]
        style = self.measured.units[unit].styles[own.style]
        named = _FONT_NAME.match(font)
        return bool(
            named
            and named[1].decode() == style.face
            and abs(float(named[2]) - style.size) < 1e-3
            and operand == b"[%s] TJ" % own.show.encode()
        )


class _Page:
    """A page that is being cut."""

    def __init__(self, cutter: PageCutter) -> None:
        self._cutter = cutter
        self.out: list[Content] = []
        self.fixed: list[bytes] = []
        self.unfit: set[int] = set()
        self._font = self._named_font = b""
        self._run: tuple[int, int] | None = None  # the unit and box whose operators are passing
        self._fixed_since = True  # something fixed was painted since the last slot

    def take(self, operator: MarkedOperator) -> None:
        """Take the next operator."""
        if isinstance(operator, ContentMark):
            self._flush()
            self.out.append(operator)
        elif isinstance(operator, ElementText):
            self._shown(operator.operator, operator)
        elif operator[-2:] not in _OF_TEXT:
            self._keep(operator)
        elif operator.endswith(b" Tf"):
            names = self._cutter.names
            self._font = _FONT.sub(lambda m: b"/%s %s Tf" % (names[m[1]], m[2]), operator)
        elif matrix := _MATRIX.fullmatch(operator):
            self._placed(matrix)
        elif operator.endswith(b"] TJ"):
            self._shown(operator, None)
        else:
            self._keep(operator)

    def _keep(self, operator: bytes) -> None:
        self._fixed_since = True  # WeasyPrint writes one BT … ET for boxes that follow one another
        if operator in (b"q", b"Q", b"ET"):
            self._named_font = b""
        self.fixed.append(operator)

    def _placed(self, matrix: re.Match[bytes]) -> None:
        self._run, x = self._cutter.marked_box(matrix)
        if self._run is None:
            self.fixed.append(b"1 0 0 -1 %s %s Tm" % (x, matrix[2]))
            self._fixed_since = True
        elif not self._open_slot(self._run, matrix[2]):
            self.unfit.add(self._run[0])
        else:
            self._fixed_since, self._named_font = False, b""

    def _open_slot(self, run: tuple[int, int], y: bytes) -> bool:
        """Open the slot of this line, or continue it; False if its parts do not follow one another."""
        unit, n = run
        places = self._cutter.measured.places[unit]
        line = places[n].line
        last = self.out[-1] if self.out else None
        if isinstance(last, LineSlot) and (last.unit, last.line) == (unit, line):
            return not self._fixed_since and last.y == y
        if n and places[n - 1].line == line:
            return False
        self._flush()
        self.out.append(LineSlot(unit, line, y))
        return True

    def _flush(self) -> None:
        if self.fixed:
            self.out.append(b"\n".join(self.fixed) + b"\n")
            self.fixed.clear()

    def _shown(self, operator: bytes, text: ElementText | None) -> None:
        operand, run = tidy_bytes(operator), self._run
        if run is not None:
            if not self._cutter.is_painted_alike(run, self._font, operand):
                self.unfit.add(run[0])
            if text is not None and text.spaced and run[1] == len(self._cutter.measured.places[run[0]]) - 1:
                self._cutter.followed.add(run[0])
            return
        if self._font != self._named_font:
            self.fixed.append(self._font)
            self._named_font = self._font
        face = self._cutter.faces.get(self._font[1:].split(b" ")[0])
        if text is None or face is None:
            self.fixed.append(operand)
            return
        self._said(operand, text, face)

    def _said(self, operand: bytes, text: ElementText, face: Face) -> None:
        """Add a text of an element, as a piece with two readings where a tagged file writes it otherwise."""
        shown = ShownText(operand[1:-4].decode(), face.texts)
        space = space_operand(face) if text.spaced else b""
        start = text.label if text.label < len(shown.text) and shown.is_cut(text.label) else 0
        if text.label:
            self._flush()
            label = b"[%s] TJ\n" % shown.operand(0, start).encode() if start else b""
            self.out += [TwoReadings(label, b""), ContentMark(END), ContentMark(text.body)]
        parts = self._cutter.spoken.wrapped(shown, start, " " * text.spaced + text.after)
        if not (text.label or space or any(entry for entry, _operand in parts)):
            self.fixed.append(operand)
            return
        self._flush()
        stretches = [(entry, b"[%s] TJ\n" % part.encode()) for entry, part in parts]
        if stretches and not stretches[-1][0]:
            stretches[-1] = (b"", stretches[-1][1] + space)
        elif space or not stretches:
            stretches.append((b"", space))
        for n, (entry, shown_there) in enumerate(stretches):
            self.out.append(TwoReadings(shown_there, b"" if n else operand + b"\n", entry))


def space_operand(face: Face) -> bytes:
    """Return what shows a space at the end of a line, where nothing follows that it would move."""
    return b"[<%04x>] TJ\n" % face.space


def tidy_bytes(operator: bytes) -> bytes:
    """Return `[…] TJ` without empty strings and kerns of 0."""
    return _NOTHING.sub(b"", operator).replace(b"><", b"").replace(b"<>", b" ")


def as_bytes(item: Any) -> bytes:
    """Return an operator as pydyf writes it."""
    if isinstance(item, bytes):
        return item
    if isinstance(item, float):
        return (str(int(item)) if item.is_integer() else f"{item:f}".rstrip("0")).encode()
    if hasattr(item, "data"):
        data: bytes = item.data
        return data
    return str(item).encode()
