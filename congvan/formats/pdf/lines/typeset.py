"""Typeset values into a laid-out block: shaping, line breaking and alignment, exactly as WeasyPrint and Pango do it.

Why: a page need not be laid out again to change a name in it. But a line that breaks one word earlier than WeasyPrint
would break it is another document, so whatever is uncertain is refused here (None) and laid out by WeasyPrint. Lengths
are CSS pixels; advances are Pango units, 1/1024 of a pixel (glyph positions are not rounded to pixels).
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from congvan.fonts.faces import IN_REPERTOIRE, Face
from congvan.formats.pdf.lines.shaping import ShapedWords, UseWeasyPrint, shaped_words, tj_operand, width
from congvan.formats.pdf.tagging.operands import ShownText
from congvan.formats.pdf.tagging.spoken import SpokenWords, spoken_text

MARGIN = 0.05 / 0.75  # a line within 0.05 pt of the limit is left to WeasyPrint
MAX_REMEMBERED = 256  # cached results per block
BLANK = 1 << 30  # in a line's mask: nothing of it is painted
_DIGITS = re.compile(rb"<([0-9a-f]*)>")
_SPACES = re.compile(r"[ \t\n\r]+")
# A word with no opportunity to break inside, and one before which and after which a space may break (UAX 14, for the
# repertoire: letters and digits, a full stop, comma or colon between them, opening marks before, closing ones behind).
_UNBREAKABLE = re.compile(r"[(\[“‘\"']*[^\W_]+(?:[.,:][^\W_]+)*[.,:;)\]”’\"']*|[-–•+*]")


class Style(NamedTuple):
    """The style of a run: its face (by the name of its resource), size in CSS pixels, language, pairs kerned or not."""

    face: str
    size: float
    lang: str
    kerned: bool = True


class InlineItem(NamedTuple):
    """A stretch of a block's inline content: a fixed text, or the value of a field (`field` ≥ 0)."""

    style: int
    field: int
    text: str


class FieldBlock(NamedTuple):
    """A block that holds fields: its inline content, and the measure into which it is set.

    `followed`: a line of the same element follows the last one, so that there is a space between them.
    """

    items: tuple[InlineItem, ...]
    styles: tuple[Style, ...]
    x: float
    width: float
    indent: float
    align: str
    align_last: str
    wraps: bool
    followed: bool = False

    def moved(self, by: int) -> FieldBlock:
        """Return the same block for other fields, numbered so many on."""
        items = [item._replace(field=item.field + by) if item.field >= 0 else item for item in self.items]
        return self._replace(items=tuple(items))


class TypesetRun(NamedTuple):
    """A text box of one line: style, x, operand of TJ."""

    style: int
    x: float
    show: str


class TypesetLine(NamedTuple):
    """A typeset line: its styles (a mask, or BLANK), its runs, and its operators.

    The operators begin and end at x = 0 on the line's baseline; a line of one style leaves its font to the caller.
    """

    mask: int
    runs: tuple[TypesetRun, ...]
    operators: bytes


TypesetBlock = tuple[tuple[int, ...] | None, tuple[bytes, ...]]
TypesetMemory = dict[FieldBlock, dict[Any, TypesetBlock]]


def number(value: float) -> str:
    """Return a number as WeasyPrint writes it into content streams."""
    return str(int(value)) if value.is_integer() else f"{value:f}".rstrip("0")


class Typesetter:
    """Typesets one block; results are cached, since names and dates recur."""

    def __init__(
        self,
        unit: FieldBlock,
        faces: Mapping[str, Face],
        shared: TypesetMemory | None = None,
        spoken: SpokenWords | None = None,
    ) -> None:
        """`shared`: the cache that the blocks of one document share; it grows. `spoken`: of a tagged file, what a
        voice says for some words.
        """
        self.unit, self._spoken = unit, spoken
        self._said = spoken.search if spoken is not None else None
        self.fields = tuple(item.field for item in unit.items if item.field >= 0)
        self.words = [shaped_words(faces[style.face], style.size, style.lang, style.kerned) for style in unit.styles]
        alike = unit._replace(items=tuple(item._replace(field=min(item.field, 0)) for item in unit.items))
        memories: TypesetMemory = {} if shared is None else shared
        self.memory = memories.setdefault(alike, {})  # the cells of one column say the same in many rows
        self.one = self.fields[0] if len(self.fields) == 1 else -1

    def typeset(self, values: Sequence[str]) -> TypesetBlock:
        """Return masks and operators of the lines for one record's values; (None, ()): WeasyPrint has to do it."""
        key = values[self.one] if self.one >= 0 else tuple([values[k] for k in self.fields])
        block = self.memory.get(key)
        if block is None:
            if len(self.memory) >= MAX_REMEMBERED:
                self.memory.clear()
            lines = self.lines(values)
            if lines is None:
                block = (None, ())
            else:
                block = (tuple([line.mask for line in lines]), tuple([line.operators for line in lines]))
            self.memory[key] = block
        return block

    def masks(self, values: Sequence[str]) -> tuple[int, ...] | None:
        """Return the masks of the lines alone; None: WeasyPrint has to do it."""
        if "justify" in (self.unit.align, self.unit.align_last):
            return self.typeset(values)[0]
        try:
            texts = self._texts(values)
            return tuple([self._mask(box) for box in (self._boxes(texts) if texts else [])])
        except UseWeasyPrint:
            return None

    @staticmethod
    def _mask(texts: list[tuple[int, str]]) -> int:
        """Return the mask of a line."""
        mask = sum({1 << style for style, _text in texts})
        return mask if any(text.strip() for _style, text in texts) else mask | BLANK

    def lines(self, values: Sequence[str]) -> tuple[TypesetLine, ...] | None:
        """Return the lines for one record's values (HTML); None if uncertain: WeasyPrint has to do it."""
        try:
            texts = self._texts(values)
            boxes = self._boxes(texts) if texts else []
            last = len(boxes) - 1
            return tuple(
                [self._line(box, n == 0, n == last, self._after(boxes[n + 1 :])) for n, box in enumerate(boxes)]
            )
        except UseWeasyPrint:
            return None

    def _boxes(self, texts: list[tuple[int, str]]) -> list[list[tuple[int, str]]]:
        """Return the texts of each line."""
        unit = self.unit
        natural = unit.indent + sum([width(self.words[style].of(text)) for style, text in texts])
        if natural <= unit.width - MARGIN:
            return [texts]
        style, text = texts[0]
        if not unit.wraps or len(texts) > 1:
            raise UseWeasyPrint
        return [[(style, line)] for line in self._break(self.words[style], text)]

    def _texts(self, values: Sequence[str]) -> list[tuple[int, str]]:
        """Return (style, text) of the block, white space collapsed as in CSS; UseWeasyPrint for more than plain
        text."""
        texts: list[tuple[int, str]] = []
        spaced = True  # a space at the start of the block goes
        for style, field, fixed in self.unit.items:
            text = fixed
            if field >= 0:
                text = values[field]
                if "<" in text:
                    raise UseWeasyPrint
                if "&" in text:
                    text = html.unescape(text)
            text = _SPACES.sub(" ", text)
            if spaced and text[:1] == " ":
                text = text[1:]
            if text:
                spaced = text[-1] == " "
                texts.append((style, text))
                if not IN_REPERTOIRE.issuperset(text):
                    raise UseWeasyPrint
        if texts and texts[-1][1] == " ":
            texts.pop()
        return texts

    def _break(self, words: ShapedWords, text: str) -> list[str]:
        """Break one text box greedily at its spaces; UseWeasyPrint if another break, or a near miss, is possible.

        A line is measured twice, alone and inside the whole run (kerning with the space at its end differs): both have
        to agree, since Pango decides on the one and WeasyPrint on the other.
        """
        texts, inside = text.split(" "), words.of(text)
        if len(texts) != len(inside):
            raise UseWeasyPrint
        lines: list[str] = []
        start = 0
        limit = self.unit.width - self.unit.indent
        while start < len(texts):
            reach, end = 0, start
            while end < len(texts):
                measure = (reach + inside[end].bare) / 1024
                if measure > limit * 0.9 and not _fits(words, " ".join(texts[start : end + 1]), measure, limit):
                    break
                reach += inside[end].full
                end += 1
            if end == start or (end < len(texts) and not _may_break(texts[end - 1], texts[end])):
                raise UseWeasyPrint
            lines.append(" ".join(texts[start:end]))
            start, limit = end, self.unit.width
        return lines

    def _after(self, boxes: list[list[tuple[int, str]]]) -> str:
        """Return how the element goes on behind a line: with a space and the next letter; "" where it ends."""
        return f" {boxes[0][0][1][:1]}" if boxes else " " * self.unit.followed

    def _line(self, texts: list[tuple[int, str]], first: bool, last: bool, after: str) -> TypesetLine:
        """Place the runs of one line; `after`: as `_after` returns it."""
        unit = self.unit
        shaped = [self.words[style].of(text) for style, text in texts]
        widths = [width(words) for words in shaped]
        style, text = texts[-1]
        hanging = text[-1] == " "  # a space at the end is painted and not measured
        if hanging:
            widths[-1] = width(self.words[style].of(text[:-1]))
        indent = unit.indent if first else 0.0
        slack = unit.width - indent - sum(widths)
        align = unit.align if not last or unit.align_last == "auto" else unit.align_last
        x, spacing = unit.x + indent, 0.0
        if slack > 0:
            if align == "center":
                x += slack / 2
            elif align in ("right", "end"):
                x += slack
            elif align == "justify":
                spaces = sum(text.count(" ") + text.count("\u00a0") for _, text in texts)
                spacing = slack / spaces if spaces else 0.0
                if hanging:
                    raise UseWeasyPrint
        runs, mask, is_said = [], self._mask(texts), False
        for (style, text), words, wide in zip(texts, shaped, widths, strict=True):
            if text.strip():
                operand = self.words[style].justified(text, int(spacing * 1024)) if spacing else tj_operand(words)
                runs.append(TypesetRun(style, x, operand))
                if self._said is not None and self._said(text):
                    is_said = True
            x += wide + spacing * (text.count(" ") + text.count("\u00a0"))
        said: list[str] = []
        if is_said or (after and self._spoken is not None):
            said = [text for _style, text in texts if text.strip()]
        return TypesetLine(mask, tuple(runs), self._operators(runs, mask, said, after))

    def _operators(self, runs: Sequence[TypesetRun], mask: int, said: Sequence[str] = (), after: str = "") -> bytes:
        """Write a line. In a tagged file, `said`: the texts of its runs, `after`: as `_after` returns it."""
        out, last = [], "" if mask & (mask - 1) else font_of(self.unit.styles[mask.bit_length() - 1]) if runs else ""
        position = Decimal(0)
        for n, (style, x, operand) in enumerate(runs):
            font, target = font_of(self.unit.styles[style]), Decimal(number(x))
            if font != last:
                out.append(font.encode())
            shown = self._shown(style, operand, said[n], [*said[n + 1 :], after][0]) if said else compact(operand)
            out.append((b"%s 0 Td%s" if said else b"%s 0 Td[%s]TJ") % (distance(position, target), shown))
            if said and after and n == len(runs) - 1:
                out[-1] += b"[%s]TJ" % compact(f"<{self.words[style].face.space:04x}>")
            last, position = font, target
        return b" ".join([*out, b"%s 0 Td\n" % distance(position, Decimal(0))]) if out else b""

    def _shown(self, style: int, operand: str, text: str, after: str) -> bytes:
        """Return the operators that show a run, in a tagged file; `after`: the text behind it."""
        shown, face = b"[%s]TJ" % compact(operand), self.words[style].face
        if self._spoken is not None and self._spoken.search(text + after):
            parts = self._spoken.wrapped(ShownText(operand, face.texts), after=after)
            shown = b"".join([spoken_text(entry, b"[%s]TJ" % compact(part)) for entry, part in parts])
        return shown


@lru_cache(maxsize=256)
def font_of(style: Style) -> str:
    """Return the operator that selects a style's font."""
    return f"/{style.face} {number(style.size)} Tf"


def distance(position: Decimal, target: Decimal) -> bytes:
    """Return the distance between two positions, exact to the last digit of what WeasyPrint writes as two positions."""
    return format((target - position).normalize(), "f").encode()


def compact(operand: str) -> bytes:
    """Return a TJ operand with its strings as bytes, half as long as hexadecimal digits."""
    return _DIGITS.sub(_literal, operand.encode())


def _literal(match: re.Match[bytes]) -> bytes:
    text = bytes.fromhex(match[1].decode()).replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    return b"(" + text.replace(b"\r", rb"\r") + b")"


def _fits(words: ShapedWords, text: str, inside: float, limit: float) -> bool:
    """Whether a line fits, by both measures; UseWeasyPrint if it is too close to call."""
    alone = width(words.of(text))
    if max(alone, inside) <= limit - MARGIN:
        return True
    if min(alone, inside) >= limit + MARGIN:
        return False
    raise UseWeasyPrint


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two words, and the second has no earlier break of its own."""
    return _UNBREAKABLE.fullmatch(after) is not None and before[-1] not in "([“‘\"'/" and after[0] not in ")]”’\"'"
