"""Typeset values into a laid-out block: shaping, line breaking and alignment, exactly as WeasyPrint and Pango do it.

Why: a page need not be laid out again to change a name in it. But a line that breaks one word earlier than WeasyPrint
would break it is another document, so whatever is uncertain is refused here (None) and left to WeasyPrint. Lengths
are CSS pixels; advances are Pango units, 1/1024 of a pixel (glyph positions are not rounded to pixels).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from congvan.core.fonts.faces import IN_REPERTOIRE, Face
from congvan.core.fonts.symbols import has_symbols, split_at_symbols, without_symbols
from congvan.formats.pdf.lines.greedy import MARGIN, at_spaces
from congvan.formats.pdf.lines.shaping import ShapedWords, UseWeasyPrint, compact, shaped_words, tj_operand, width
from congvan.formats.pdf.marks import unescaped
from congvan.formats.pdf.tagging.operands import ShownText
from congvan.formats.pdf.tagging.spoken import SpokenWords

_MILLION = 1_000_000  # WeasyPrint writes positions to a millionth
MAX_REMEMBERED = 256  # cached results per block
BLANK = 1 << 30  # in a line's mask: nothing of it is painted
_SPACES = re.compile(r"[ \t\n\r]+")


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

    `followed`: a line of the same element follows the last one, so that there is a space between them. `symbols`: those
    that are in its values here, so that their glyphs are embedded: a style, the style of its symbols, and these.
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
    symbols: tuple[tuple[int, int, str], ...] = ()

    def moved(self, by: int) -> FieldBlock:
        """Return the same block for other fields, numbered so many on."""
        items = [InlineItem(item[0], item[1] + by, item[2]) if item[1] >= 0 else item for item in self.items]
        return FieldBlock(tuple(items), *self[1:])


class MovedBlocks(Sequence[FieldBlock]):
    """Blocks of a long table, of which many are alike but for their fields: each is made when it is asked for."""

    def __init__(self) -> None:
        self._alike: list[FieldBlock] = []
        self._by: list[int] = []

    def add(self, blocks: Sequence[FieldBlock], by: int = 0) -> None:
        """Add the same blocks for other fields, numbered so many on."""
        self._alike += blocks
        self._by += [by] * len(blocks)

    def __len__(self) -> int:
        return len(self._alike)

    def __getitem__(self, at: Any) -> Any:
        return self._alike[at].moved(self._by[at])


class TypesetRun(NamedTuple):
    """A text box of one line: style, x, operand of TJ."""

    style: int
    x: float
    show: str


class TypesetLine(NamedTuple):
    """A typeset line: its styles (a mask, or BLANK), its runs, and its operators, cut where a voice says something
    otherwise than it is written: the entry that says each stretch, b"" for none.

    The operators begin and end at x = 0 on the line's baseline; a line of one style leaves its font to the caller.
    """

    mask: int
    runs: tuple[TypesetRun, ...]
    operators: tuple[bytes, ...]
    said: tuple[bytes, ...]


class BrokenText(NamedTuple):
    """A text that is broken into lines, and the measure into which it is set."""

    text: str
    style: Style
    width: float
    indent: float


KnownBreaks = dict[BrokenText, tuple[str, ...]]
"""The lines of texts as WeasyPrint broke them, where the typesetter could not tell."""

SaidLines = tuple[tuple[bytes, ...], ...]
"""Of each line of a block the entries of its stretches; () for a block that is said as it is written."""

TypesetBlock = tuple[tuple[int, ...] | None, tuple[bytes, ...], SaidLines]
"""Masks, operators and entries: first those of each line's first stretch, then the further ones in order."""

TypesetMemory = dict[FieldBlock, tuple[list[ShapedWords], dict[Any, TypesetBlock]]]

_PLAIN = (b"",)


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
        breaks: KnownBreaks | None = None,
    ) -> None:
        """`shared`: the cache that the blocks of one document share; it grows. `spoken`: of a tagged file, what a
        voice says for some words. `breaks`: lines of texts that are too close to call.
        """
        self.unit, self._spoken, self._breaks = unit, spoken, breaks or {}
        self._said = spoken.search if spoken is not None else None
        self.fields = tuple([item.field for item in unit.items if item.field >= 0])
        items = tuple([InlineItem(item.style, min(item.field, 0), item.text) for item in unit.items])
        alike = FieldBlock(items, *unit[1:])  # the cells of one column say the same in many rows
        known = None if shared is None else shared.get(alike)
        if known is None:
            words = [shaped_words(faces[style.face], style.size, style.lang, style.kerned) for style in unit.styles]
            known = words, {}
            if shared is not None:
                shared[alike] = known
        self.words, self.memory = known
        self._single_field = self.fields[0] if len(self.fields) == 1 else -1

    def typeset(self, values: Sequence[str]) -> TypesetBlock:
        """Return the lines for one record's values; masks None: WeasyPrint has to do it."""
        block = self.memory.get(self._key(values))
        if block is None:
            if len(self.memory) >= MAX_REMEMBERED:
                self.memory.clear()
            block = self.remember(values, self.lines(values))
        return block

    def remember(self, values: Sequence[str], lines: Sequence[TypesetLine] | None) -> TypesetBlock:
        """Cache the lines for one record's values."""
        block: TypesetBlock = (None, (), ()) if lines is None else _block(lines)
        self.memory[self._key(values)] = block
        return block

    def _key(self, values: Sequence[str]) -> Any:
        return values[self._single_field] if self._single_field >= 0 else tuple([values[k] for k in self.fields])

    def masks(self, values: Sequence[str]) -> tuple[int, ...] | None:
        """Return the masks of the lines; None: WeasyPrint has to do it.

        The lines are cached however many there are: a list that asks this of all its rows is written of them next.
        """
        block = self.memory.get(self._key(values)) or self.remember(values, self.lines(values))
        return block[0]

    @staticmethod
    def _mask(texts: list[tuple[int, str]]) -> int:
        """Return the mask of a line."""
        if len(texts) == 1:
            ((style, text),) = texts
            return 1 << style if text.strip() else 1 << style | BLANK
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
        known = self._breaks.get(self._broken(style, text)) if self._breaks else None
        return [[(style, line)] for line in known or at_spaces(self.words[style], text, unit.indent, unit.width)]

    def broken(self, values: Sequence[str]) -> BrokenText | None:
        """Return what is broken into lines for one record's values; None for anything but one text that may wrap."""
        try:
            texts = self._texts(values)
        except UseWeasyPrint:
            return None
        return self._broken(*texts[0]) if len(texts) == 1 and self.unit.wraps else None

    def _broken(self, style: int, text: str) -> BrokenText:
        return BrokenText(text, self.unit.styles[style], self.unit.width, self.unit.indent)

    def _texts(self, values: Sequence[str]) -> list[tuple[int, str]]:
        """Return (style, text) of the block, white space collapsed as in CSS; UseWeasyPrint for more than plain
        text."""
        texts: list[tuple[int, str]] = []
        missing = {symbol for _of, _style, symbols in self.unit.symbols for symbol in symbols}
        spaced = True  # a space at the start of the block goes
        for style, field, fixed in self.unit.items:
            text = fixed
            if field >= 0:
                text = values[field]
                if "<" in text:
                    raise UseWeasyPrint
                text = unescaped(text)
            text = _SPACES.sub(" ", text)
            if spaced and text[:1] == " ":
                text = text[1:]
            if text:
                spaced = text[-1] == " "
                if IN_REPERTOIRE.issuperset(text) or (field < 0 and not without_symbols(text)):
                    texts.append((style, text))
                else:
                    texts += self._with_symbols(style, text)
                    missing.difference_update(text)
        if texts and texts[-1][1] == " ":
            texts.pop()
        if missing:  # which the file would have in vain
            raise UseWeasyPrint
        return texts

    def _with_symbols(self, style: int, text: str) -> Iterator[tuple[int, str]]:
        """Yield a text in parts, those of symbols in the style of the face that draws them. UseWeasyPrint: for any
        other character, and for symbols that the layout does not embed.
        """
        for n, part in enumerate(split_at_symbols(text)):
            if n % 2:
                drawn = (other for of, other, known in self.unit.symbols if of == style and set(part) <= set(known))
                other = next(drawn, None)
                if other is None:
                    raise UseWeasyPrint
                yield other, part
            elif part:
                if not IN_REPERTOIRE.issuperset(part):
                    raise UseWeasyPrint
                yield style, part

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
                if self._said is not None and not after and self._said(text):  # else it is looked for with what follows
                    is_said = True
            x += wide + (spacing and spacing * (text.count(" ") + text.count("\u00a0")))
        said: list[str] = []
        if is_said or (after and self._spoken is not None):
            said = [text for _style, text in texts if text.strip()]
        return TypesetLine(mask, tuple(runs), *self._stretches(runs, mask, said, after))

    def _stretches(
        self, runs: Sequence[TypesetRun], mask: int, texts: Sequence[str] = (), after: str = ""
    ) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
        """Write a line: the operators of its stretches, and the entry that says each. In a tagged file, `texts`: of its
        runs, `after`: as `_after` returns it.
        """
        if len(runs) == 1 and not mask & (mask - 1) and (not texts or self._is_said_as_written(texts[0], after)):
            style, x, operand = runs[0]
            there, back = _there_and_back(x)
            space = b"[%s]TJ" % compact(f"<{self.words[style].face.space:04x}>") if texts and after else b""
            return (b"%s 0 Td[%s]TJ%s %s 0 Td\n" % (there, compact(operand), space, back),), _PLAIN
        last = "" if mask & (mask - 1) else font_of(self.unit.styles[mask.bit_length() - 1]) if runs else ""
        position = 0
        out: list[tuple[bytes, list[bytes]]] = []
        for n, (style, x, operand) in enumerate(runs):
            font, target = font_of(self.unit.styles[style]), in_millionths(number(x))
            moved = b"%s 0 Td" % distance(position, target)
            moved = moved if font == last else b"%s %s" % (font.encode(), moved)
            parts = self._shown(style, operand, texts[n], [*texts[n + 1 :], after][0]) if texts else [(b"", operand)]
            if texts and after and n == len(runs) - 1:
                parts.append((b"", f"<{self.words[style].face.space:04x}>"))
            for entry, part in parts:
                shown = b"%s[%s]TJ" % (moved, compact(part))
                if entry or not out or out[-1][0]:
                    out.append((entry, [shown]))
                elif moved:
                    out[-1][1].append(shown)
                else:
                    out[-1][1][-1] += shown
                moved = b""
            last, position = font, target
        if not out:
            return _PLAIN, _PLAIN
        out[-1][1].append(b"%s 0 Td\n" % distance(position, 0))
        *stretches, end = [b" ".join(operators) for _entry, operators in out]
        return (*[stretch + b"\n" for stretch in stretches], end), tuple([entry for entry, _operators in out])

    def _shown(self, style: int, operand: str, text: str, after: str) -> list[tuple[bytes, str]]:
        """Return the operands that show a run, in a tagged file, each with what says it; `after`: the text behind."""
        if self._spoken is None or self._is_said_as_written(text, after):
            return [(b"", operand)]
        return self._spoken.wrapped(ShownText(operand, self.words[style].face.texts), after=after)

    def _is_said_as_written(self, text: str, after: str) -> bool:
        """Whether a voice says a text as it is written; `after`: the text behind."""
        return self._spoken is None or not self._spoken.search(text + after) or has_symbols(text)


def _block(lines: Sequence[TypesetLine]) -> TypesetBlock:
    """Return lines in the form in which they are cached."""
    masks = tuple([line.mask for line in lines])
    operators = [line.operators[0] for line in lines]
    said: SaidLines = tuple([line.said for line in lines])
    if all(entries == _PLAIN for entries in said):
        return masks, tuple(operators), ()
    return masks, (*operators, *[each for line in lines for each in line.operators[1:]]), said


@lru_cache(maxsize=256)
def font_of(style: Style) -> str:
    """Return the operator that selects a style's font."""
    return f"/{style.face} {number(style.size)} Tf"


def in_millionths(position: str | bytes) -> int:
    """Return a position in millionths, the precision in which WeasyPrint writes it."""
    return round(float(position) * _MILLION)


def distance(position: int, target: int) -> bytes:
    """Return the distance between two positions in millionths, as a number in a content stream."""
    whole, rest = divmod(abs(target - position), _MILLION)
    return f"{'-' * (target < position)}{whole}.{rest:06}".rstrip("0").rstrip(".").encode()


@lru_cache(maxsize=1024)
def _there_and_back(x: float) -> tuple[bytes, bytes]:
    """Return the distances from 0 to where a run begins, and back."""
    target = in_millionths(number(x))
    return distance(0, target), distance(target, 0)
