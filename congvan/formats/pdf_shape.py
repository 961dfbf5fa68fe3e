"""Setting a value into a laid-out block: shaping, line breaking and alignment, exactly as WeasyPrint and Pango do it.

Why: a page need not be laid out again to change a name in it. But a line that breaks one word earlier than WeasyPrint
would break it is another document, so whatever is not certain is refused here (None) and laid out by WeasyPrint.
Lengths are CSS pixels; advances are Pango units, 1/1024 of a pixel (glyph positions are not rounded to pixels).
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from congvan.formats.pdf_fonts import IN_REPERTOIRE, Face, Glyph

MARGIN = 0.05 / 0.75  # a line whose width comes nearer than 0.05 pt to the limit is not ours to judge
MEMORY = 256  # values that a unit remembers how to set
BLANK = 1 << 30  # in a line's mask: nothing of it is painted
_SPACES = re.compile(r"[ \t\n\r]+")
_LETTER = re.compile(r"[^\W\d_]")
# A word with no opportunity to break inside, and one before which and after which a space may break (UAX 14, for the
# repertoire: letters and digits, a full stop, comma or colon between them, opening marks before, closing ones behind).
_WHOLE = re.compile(r"[(\[“‘\"']*[^\W_]+(?:[.,:][^\W_]+)*[.,:;)\]”’\"']*|[-–•+*]")


class Style(NamedTuple):
    """How a run is painted: its face (by the name of its resource), size in CSS pixels, language."""

    face: str
    size: float
    lang: str


class Item(NamedTuple):
    """A stretch of a block's inline content: a fixed text, or the value of a field (`field` ≥ 0)."""

    style: int
    field: int
    text: str


class Unit(NamedTuple):
    """A block that holds fields: what it says, and the measure into which it is set."""

    items: tuple[Item, ...]
    styles: tuple[Style, ...]
    x: float
    width: float
    indent: float
    align: str
    align_last: str
    wraps: bool


class Run(NamedTuple):
    """A text box of one line, placed: style, x, what is shown."""

    style: int
    x: float
    show: str


class Line(NamedTuple):
    """One set line: which styles it holds (a mask, or BLANK), its runs, and its operators cut where y stands."""

    mask: int
    runs: tuple[Run, ...]
    operators: tuple[bytes, ...]


Known = tuple[tuple[int, ...] | None, tuple[tuple[bytes, ...], ...]]


def number(value: float) -> str:
    """A number as WeasyPrint writes it into content streams."""
    return str(int(value)) if value.is_integer() else f"{value:f}".rstrip("0")


class Setter:
    """Sets one unit; what was set once is remembered, since names and dates come again."""

    def __init__(self, unit: Unit, faces: Mapping[str, Face]) -> None:
        self.unit = unit
        self.fields = tuple(item.field for item in unit.items if item.field >= 0)
        self._faces = [faces[style.face] for style in unit.styles]
        self._fonts = [face.sized(s.size) for face, s in zip(self._faces, unit.styles, strict=True)]
        self.memory: dict[Any, Known] = {}
        self.one = self.fields[0] if len(self.fields) == 1 else -1

    def set(self, values: Sequence[str]) -> Known:
        """(mask of each line, operators of each line) for one record's values; (None, ()): WeasyPrint has to do it."""
        key = values[self.one] if self.one >= 0 else tuple([values[k] for k in self.fields])
        known = self.memory.get(key)
        if known is None:
            if len(self.memory) >= MEMORY:
                self.memory.clear()
            lines = self.lines(values)
            if lines is None:
                known = (None, ())
            else:
                known = (tuple([line.mask for line in lines]), tuple([line.operators for line in lines]))
            self.memory[key] = known
        return known

    def lines(self, values: Sequence[str]) -> tuple[Line, ...] | None:
        """The lines for one record's values (HTML); None: not certain, WeasyPrint has to do it."""
        texts = self._texts(values)
        if texts is None:
            return None
        if not texts:
            return ()
        shaped = [self._shape(style, text) for style, text in texts]
        widths = [_width(glyphs) for glyphs in shaped]
        unit = self.unit
        natural = unit.indent + sum(widths)
        if natural <= unit.width - MARGIN:
            boxes = [texts]
        elif unit.wraps and len(texts) == 1 and texts[0][1][-1] != " " and natural >= unit.width + MARGIN:
            broken = self._break(texts[0][0], texts[0][1], shaped[0])
            if broken is None:
                return None
            boxes = [[(texts[0][0], text)] for text in broken]
        else:
            return None
        lines = [self._line(box, first=n == 0, last=n == len(boxes) - 1) for n, box in enumerate(boxes)]
        return None if None in lines else tuple(line for line in lines if line)

    def _texts(self, values: Sequence[str]) -> list[tuple[int, str]] | None:
        """(style, text) of the unit with white space collapsed as CSS does; None for what is not plain text."""
        texts: list[tuple[int, str]] = []
        spaced = True  # a space at the start of the block goes
        for style, field, fixed in self.unit.items:
            text = fixed
            if field >= 0:
                text = values[field]
                if "<" in text:
                    return None
                if "&" in text:
                    text = html.unescape(text)
            text = _SPACES.sub(" ", text)
            if spaced and text[:1] == " ":
                text = text[1:]
            if text:
                spaced = text[-1] == " "
                texts.append((style, text))
                if not IN_REPERTOIRE.issuperset(text):
                    return None
        if texts and texts[-1][1] == " ":
            texts.pop()
        return texts

    def _shape(self, style: int, text: str, whole: str = "") -> list[Glyph]:
        """The glyphs of a text; its script is that of the whole text box that it is a word of."""
        script = "Latn" if _LETTER.search(whole or text) else "Zyyy"
        return self._faces[style].shape(text, self._fonts[style], self.unit.styles[style].lang, script)

    def _break(self, style: int, text: str, glyphs: list[Glyph]) -> list[str] | None:
        """Greedy breaking of one text box at its spaces; None where another break, or a near miss, is possible.

        A line is measured twice, alone and inside the whole run (kerning with the space at its end differs): both have
        to agree, since Pango decides on the one and WeasyPrint on the other.
        """
        reach = [0] * (len(text) + 1)  # advance of the whole run up to each character
        for glyph in glyphs:
            reach[glyph.cluster + 1] += glyph.advance
        for n in range(1, len(reach)):
            reach[n] += reach[n - 1]
        lines: list[str] = []
        start = 0
        limit = self.unit.width - self.unit.indent
        while start < len(text):
            end = start
            while True:
                after = text.find(" ", end + 1)
                after = len(text) if after < 0 else after
                fits = self._fits(style, text[start:after], (reach[after] - reach[start]) / 1024, limit)
                if fits is None:
                    return None
                if not fits:
                    break
                end = after
                if end == len(text):
                    return [*lines, text[start:]]
            if end == start:
                return None  # a word wider than the line
            if not _may_break(text[start:end].rpartition(" ")[2], text[end + 1 : after]):
                return None
            lines.append(text[start:end])
            start, limit = end + 1, self.unit.width
        return lines

    def _fits(self, style: int, text: str, inside: float, limit: float) -> bool | None:
        if inside < limit * 0.9:
            return True
        alone = _width(self._shape(style, text))
        if max(alone, inside) <= limit - MARGIN:
            return True
        return False if min(alone, inside) >= limit + MARGIN else None

    def _line(self, texts: list[tuple[int, str]], first: bool, last: bool) -> Line | None:
        """The runs of one line at their places."""
        unit = self.unit
        shaped = [self._shape(style, text) for style, text in texts]
        widths = [_width(glyphs) for glyphs in shaped]
        style, text = texts[-1]
        hanging = text[-1] == " "  # a space at the end is painted and not measured
        if hanging:
            widths[-1] = _width(self._shape(style, text[:-1]))
        indent = unit.indent if first else 0.0
        slack = unit.width - indent - sum(widths)
        align = unit.align if not last or unit.align_last == "auto" else unit.align_last
        x, spacing = unit.x + indent, 0.0
        if slack > 0:
            if align == "center":
                x += slack / 2
            elif align in ("right", "end"):
                x += slack
            elif align == "justify" and hanging:
                return None
            elif align == "justify":
                spaces = sum(text.count(" ") + text.count("\u00a0") for _, text in texts)
                spacing = slack / spaces if spaces else 0.0
        runs, mask = [], 0
        for (style, text), glyphs, width in zip(texts, shaped, widths, strict=True):
            face, size = self._faces[style], unit.styles[style].size
            pieces = [(0, glyphs)] if not spacing else self._spread(style, text, spacing)
            show = None if pieces is None else show_text(face, size, pieces)
            if show is None:
                return None
            if text.strip():
                runs.append(Run(style, x, show))
            mask |= 1 << style
            x += width + spacing * (text.count(" ") + text.count("\u00a0"))
        return Line(mask if runs else mask | BLANK, tuple(runs), self._operators(runs))

    def _spread(self, style: int, text: str, spacing: float) -> list[tuple[int, list[Glyph]]] | None:
        """Justified text: Pango shapes each space as a run of its own and pads it on both sides."""
        units = int(spacing * 1024)
        pieces: list[tuple[int, list[Glyph]]] = []
        parts = re.split("([ \u00a0])", text)
        if "" in parts[1:-1] or (parts and (not parts[0] or not parts[-1])):
            return None  # spaces side by side, or at the edge of a box
        for part in parts:
            pad = units if part in " \u00a0" else 0
            pieces.append((pad, self._shape(style, part, text)))
        return pieces

    def _operators(self, runs: Sequence[Run]) -> tuple[bytes, ...]:
        out, last = [""], ""
        for style, x, show in runs:
            font = f"/{self.unit.styles[style].face} {number(self.unit.styles[style].size)} Tf "
            out[-1] += ("" if font == last else font) + f"1 0 0 -1 {number(x)} "
            out.append(f" Tm[{show}]TJ\n")
            last = font
        return tuple(piece.encode() for piece in out)


def _width(glyphs: Sequence[Glyph]) -> float:
    return sum(glyph.advance for glyph in glyphs) / 1024


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two words, and the second has no earlier break of its own."""
    return _WHOLE.fullmatch(after) is not None and before[-1] not in "([“‘\"'/" and after[0] not in ")]”’\"'"


def show_text(face: Face, size: float, pieces: Sequence[tuple[int, Sequence[Glyph]]]) -> str | None:
    """The operand of TJ for runs of glyphs, as WeasyPrint writes it: kerning cut to whole thousandths.

    A piece is (padding, glyphs); the padding of a space is shared out before and after it. None: a glyph outside the
    repertoire, or one that is raised.
    """
    out = ["<"]
    known = face.glyphs
    for pad, glyphs in pieces:
        left = pad // 2
        for n, glyph in enumerate(glyphs):
            if glyph.id not in known or glyph.y_offset:
                return None
            advance, offset = glyph.advance, glyph.x_offset
            if pad:
                advance += (left if n == 0 else 0) + (pad - left if n == len(glyphs) - 1 else 0)
                offset += left if n == 0 else 0
            shift = offset / size
            if shift:
                out.append(f">{-shift}<")
            out.append(f"{glyph.id:04x}")
            kern = int(face.width(glyph.id) + shift - advance * 1000 / 1024 / size)
            if kern:
                out.append(f">{kern}<")
        if pieces[-1][1] is not glyphs:
            out.append("><")
    return tidy("".join(out) + ">")


def tidy(show: str) -> str:
    """A TJ operand without what moves nothing: empty strings and kerns of 0."""
    return show.replace(">0<", "").replace("><", "").replace("<>", " ")
