"""Break the lines of a paragraph where CSS breaks them otherwise than a word processor does.

Three rules are not those of CSS. Word 2013 and later shrink the spaces of a justified line to take in one more word; a
soft hyphen ends a line where its hyphen has room as well; a space of fixed width does not hang over the edge.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from congvan.formats.docx_html.drawings import width_in_line
from congvan.formats.docx_html.markup import NO_BREAK_SPACE
from congvan.formats.docx_html.styles.measures import line_metrics, text_width, width_before
from congvan.formats.docx_html.styles.run_format import RunFormat
from congvan.formats.docx_html.text.inline import BREAK, DRAWING, NOTE, OWN_LINES, TAB, TEXT, Piece, between
from congvan.formats.docx_html.text.portions import PortionStep, behind, parted, room_before

_SHRINKAGE = 0.25  # of the natural width of a line's spaces
_TOLERANCE = 1e-6  # points
_SOFT_HYPHEN, _HARD_HYPHEN = "\u00ad", "\u2011"
_PARTS = re.compile(
    r" +|[\t\ufffb]|(?:[^ \t\ufffb]|(?<=\u2011)\ufffb)+?(?:[-–](?=[^\W\d])|(?<=\d)-(?=\d)"
    r"|(?<=[?!|…}—])(?=\w)|(?<=[^\w\s(\[“”‘’\"'/])(?=[(\[])|(?<=–)(?=\d)|(?<=\w)(?=—)"
    rf"|[{OWN_LINES}\u2006\u200b\u2010\u2012\u3000](?=[^ \t])|(?=[ \t])|(?<!\u2011)(?=\ufffb)|(?<=\ufffb)|$)"
)
_WHITE, _OBJECT = re.compile(r"[\t\r\n]"), "\ufffc"
_DRAWN = "\ufffb"  # in its line: lines may end before it and behind
_CLOSING = re.compile(r"[/)\],.;:!?}](?!\d)")  # no line begins with them, even behind spaces
_MEASURED = (TEXT, NOTE, DRAWING, BREAK)


class LineRules(NamedTuple):
    """How lines end. `shrinks`: justified ones, by shrinking spaces, as in Word 2013; `keeps_slant`: with room for the
    slant of italic text; `spreads_breaks`: a justified line that ends with a break is stretched as any other."""

    justified: bool = True
    shrinks: bool = False
    keeps_slant: bool = False
    spreads_breaks: bool = False


class TabEnd(NamedTuple):
    """Where a tab ends, in points from the left edge of the column; whether what is behind it begins there."""

    at: float
    is_left: bool = True


TabStops = Callable[[float, Sequence[Piece]], TabEnd | None]
"""Where a tab ends that begins at a place, with the pieces behind it; None where it has no room in its line."""


class OwnLine(NamedTuple):
    """A line: its pieces, and what is added to each of its spaces, behind its last tab, in points."""

    pieces: tuple[Piece, ...]
    spacing: float


@dataclass(slots=True)
class _Word:
    """What no line may break, with the spaces behind it."""

    pieces: list[Piece]
    width: float = 0.0
    spaces: Piece | None = None
    space: float = 0.0  # the width of the spaces
    ends: bool = False  # the text
    portion: int = 0  # in which it begins
    steps: tuple[PortionStep, ...] = ()  # of each piece, and of the spaces
    follows: bool = False  # right behind a tab

    @property
    def is_tab(self) -> bool:
        return bool(self.pieces) and self.pieces[0].kind == TAB

    @property
    def is_drawn(self) -> bool:
        return bool(self.pieces) and self.pieces[0].kind == DRAWING and width_in_line(self.pieces[0].element) > 0

    @property
    def hyphen(self) -> Piece | None:
        """The hyphen that is drawn where a line ends with this word."""
        last = self.pieces[-1] if self.pieces and not self.ends and not self.spaces else None
        return last._replace(text="-") if last and last.text.endswith(_SOFT_HYPHEN) else None

    @property
    def begins_closing(self) -> bool:
        """Whether it begins with a letter that belongs to what is before it; a figure right behind one doesn't."""
        return bool(self.pieces and _CLOSING.match(self.pieces[0].text))

    @property
    def end(self) -> float:
        """Its width at the end of a line."""
        hyphen = self.hyphen
        return self.width + _width(hyphen) if hyphen else self.width

    def end_from(self, x: float) -> float:
        """Return where it ends in a line that it ends, if it begins at `x`."""
        if not self.steps:
            return x + self.end
        begun = behind(x, self.steps[: len(self.pieces)])
        return begun + self.end - self.width

    def next_from(self, x: float) -> float:
        """Return where the next one begins."""
        return behind(x, self.steps) if self.steps else x + self.width + self.space


class Measure(NamedTuple):
    """Where lines begin and end, from the left edge of the column: the first, the others, the right edge."""

    first: float
    left: float
    right: float


def own_lines(
    pieces: list[Piece], measure: Measure, rules: LineRules, stops: TabStops | None = None
) -> list[OwnLine] | None:
    """Return the lines of a paragraph; None where it holds more than text, notes and what is beside it, or tabs without
    `stops`."""
    if any(piece.kind not in _MEASURED and not (stops and piece.kind == TAB) for piece in pieces):
        return None
    stretches = between(pieces, BREAK)
    breaker = _LineBreaker(rules, measure.right, stops)
    out: list[OwnLine] = []
    first = measure.first
    for n, stretch in enumerate(stretches):
        lines = list(breaker.lines(list(_words(stretch)), first, measure.left))
        lines = lines or [_Line([], measure.left)]
        ends = n + 1 == len(stretches) or not rules.spreads_breaks  # its last line is not stretched
        out += (breaker.spread(line, ends and m + 1 == len(lines)) for m, line in enumerate(lines))
        first = measure.left
    return out


def _shown(piece: Piece) -> str:
    if piece.kind == TEXT:
        return _WHITE.sub(" ", piece.text)
    if piece.kind == TAB:
        return "\t"
    return _DRAWN if piece.kind == DRAWING and width_in_line(piece.element) else _OBJECT


def _words(pieces: list[Piece]) -> Iterator[_Word]:
    texts = [_shown(piece) for piece in pieces]
    whole, ends = "".join(texts), list(itertools.accumulate(map(len, texts)))
    rooms = [None, *(room_before(piece, before) for before, piece in itertools.pairwise(pieces))]
    numbers = list(itertools.accumulate(room is not None for room in rooms))
    is_parted = any(numbers)
    word, at = _Word([]), 0
    for match in _PARTS.finditer(whole):
        start, end = match.span()
        is_space = whole[start] == " "
        while start < end:  # a part may run over several pieces
            while ends[at] <= start:
                at += 1
            piece, stop = pieces[at], min(ends[at], end)
            room = rooms[at] if start == ends[at] - len(texts[at]) else None
            if not word.steps:
                word.portion = numbers[at]
                before = pieces[at - 1] if at and room is not None else None
                word.follows = bool(before and before.kind == TAB and not parted(before.element, piece.element))
            if piece.kind == TEXT:
                piece = piece._replace(text=whole[start:stop])
            if is_space:
                word.spaces, word.space = piece, _width(piece, whole[stop : stop + 1])
                word.steps += (PortionStep(word.space, room),) * is_parted
                yield word
                word = _Word([])
            else:
                word.pieces.append(piece)
                width = _width(piece, whole[stop : stop + 1])
                word.width += width
                word.steps += (PortionStep(width, room),) * is_parted
            start = stop
        if whole[start - 1] == "\t" or (not is_space and end < len(whole) and whole[end] != " "):
            yield word
            word = _Word([])
    if word.pieces:
        word.ends = True
        yield word


def _width(piece: Piece, after: str = "") -> float:
    """Return the width of a piece; `after`: the letter behind it."""
    if piece.kind == TEXT:
        return width_before(piece.text, after, piece.format)
    if piece.kind == DRAWING:
        return width_in_line(piece.element)
    return text_width(piece.number, piece.format) if piece.kind == NOTE else 0.0


class _Line(NamedTuple):
    """The words of a line, and where its text ends before it is spread; `begin`: of the words that are spread, those
    behind its last tab; `is_spread`: whether they may be; `last_spaces`: of the last word, which are spread where a tab
    is behind them that begins the next line."""

    words: list[_Word]
    end: float
    begin: int = 0
    is_spread: bool = True
    last_spaces: int = 0


class _LineBreaker:
    """Breaks words into lines up to the right edge."""

    def __init__(self, rules: LineRules, right: float, stops: TabStops | None) -> None:
        self._rules, self._right, self._stops = rules, right, stops
        self._surpluses: dict[tuple[RunFormat, int], float] = {}

    def lines(self, words: list[_Word], first: float, left: float) -> Iterator[_Line]:
        """Yield the lines."""
        x = first
        while words:
            shrunk = 0
            count, reached = self._fitting(words, 0, x, 0)
            if self._rules.shrinks and count < len(words) and self._may_shrink(words, count, reached):
                shrunk = 1 + sum(len(word.spaces.text) for word in words[: max(count - 1, 0)] if word.spaces)
                count, _reached = self._fitting(words, count, reached, shrunk)
            count = self._kept(words, count, x, shrunk)
            if not count:
                words, count = [*self._cut(words[0], self._right - x, shrunk), *words[1:]], 1
            if 1 < count < len(words) and words[count].follows:  # a tab goes with the word behind it
                count -= 1
            yield self._line(words[:count], words, x)
            words, x = words[count:], left

    def _may_shrink(self, words: list[_Word], count: int, reached: float) -> bool:
        """Whether the portion that fills a line is not right behind a tab, and no tab or drawing ends the line;
        `count`: of the words that have room, up to `reached`."""
        if words[count].is_tab or words[count].is_drawn:
            return False
        begins = [word.portion for word in words[: count + 1] if word.follows]
        return not begins or self._portion(words[count], reached) != begins[-1]

    def _line(self, line: list[_Word], words: list[_Word], x: float) -> _Line:
        """Return a line that begins at a place; `words`: its own and all behind them."""
        begin, is_spread = 0, True
        for n, word in enumerate(line):
            if word.is_tab:
                end = self._tab_end(words, n, self._reached(line[begin:n], x))
                x, begin, is_spread = end.at if end else x, n + 1, end is not None and end.is_left
        text = line[begin:]
        end_at = x + sum(word.width + word.space for word in text[:-1]) + text[-1].end if text else x
        last = text[-1].spaces if text and len(line) < len(words) and words[len(line)].is_tab else None
        if not last or end_at + text[-1].space > self._right:
            return _Line(line, end_at, begin, is_spread)
        return _Line(line, end_at + text[-1].space, begin, is_spread, len(last.text))

    @staticmethod
    def _reached(words: list[_Word], x: float) -> float:
        for word in words:
            x = word.next_from(x)
        return x

    def _tab_end(self, words: list[_Word], n: int, x: float) -> TabEnd | None:
        """Return where a tab ends, by its number among words that begin a line."""
        next_ones = itertools.takewhile(lambda word: not word.is_tab, words[n + 1 :])
        pieces = [piece for word in next_ones for piece in (*word.pieces, *([word.spaces] if word.spaces else []))]
        return self._stops(x, pieces) if self._stops else None

    def _fitting(self, words: list[_Word], count: int, x: float, shrunk: int) -> tuple[int, float]:
        """Return how many words go into a line, and where the next would begin; `count`: of those that do in any case;
        `shrunk`: how many of its spaces may shrink, but for a no-break hyphen behind a word."""
        for n, word in enumerate(words[count:], count):
            if word.is_tab:
                end = self._tab_end(words, n, x)
                if not end:
                    break
                count, x = count + 1, end.at
                continue
            last = word.pieces[-1] if word.pieces else None
            surplus = self._surplus(last.format, 0 if last.text.endswith(_HARD_HYPHEN) else shrunk) if last else 0.0
            if word.end_from(x) > self._right + surplus:
                break
            count += 1
            x = word.next_from(x)
        return count, x

    def _kept(self, words: list[_Word], count: int, x: float, shrunk: int) -> int:
        """Return how many words are left in a line so that the next one doesn't begin with a closing letter; a space
        without room ends it all the same."""
        kept = count
        while 0 < kept < len(words) and (words[kept].begins_closing or (kept < count and not words[kept].pieces)):
            kept -= 1
        if kept in (0, count) or any(word.is_tab for word in words[kept - 1 : count]):
            return count
        x = self._place(words, count, x)
        edge = self._right + self._surplus(words[kept].pieces[-1].format, shrunk)
        return count if x > edge else kept

    def _place(self, words: list[_Word], count: int, x: float) -> float:
        """Return where the words behind some of a line would begin; `x`: where it begins."""
        for n, word in enumerate(words[:count]):
            end = self._tab_end(words, n, x) if word.is_tab else None
            x = end.at if end else word.next_from(x)
        return x

    def _portion(self, word: _Word, x: float) -> int:
        """Return the portion that fills the line; `word`: the one that has no room in it."""
        portion = word.portion
        for n in range(1, len(word.pieces)):
            if word.steps and behind(x, word.steps[:n]) > self._right:
                break
            portion += bool(word.steps) and word.steps[n].room is not None
        return portion

    def _surplus(self, last: RunFormat, shrunk: int) -> float:
        """Return by how much a line may be wider than its column; `last`: the format of its end."""
        known = self._surpluses.get((last, shrunk))
        if known is not None:
            return known
        kept = slant(last) if self._rules.keeps_slant else 0.0
        space = int(20 * text_width(" ", last._replace(spacing=0.0)) + _TOLERANCE) if shrunk else 0  # whole twips
        shrinks = int(shrunk * _SHRINKAGE * space) / 20  # reckoned in whole twips, cut off
        found = self._surpluses[last, shrunk] = last.spacing + shrinks - kept + _TOLERANCE
        return found

    def _cut(self, word: _Word, room: float, shrunk: int) -> Iterator[_Word]:
        """Yield a word that is longer than its line as what fits, a letter at least, and the rest."""
        begin, rest = _Word([]), _Word([], spaces=word.spaces, space=word.space, ends=word.ends)
        for piece in word.pieces:
            stop = 0 if rest.pieces else 1
            if stop and piece.kind == TEXT:
                letters = itertools.accumulate(text_width(letter, piece.format) for letter in piece.text)
                surplus = self._surplus(piece.format, shrunk)
                stop = max(sum(begin.width + width <= room + surplus for width in letters), not begin.pieces)
            for text, part in ((piece.text[:stop], begin), (piece.text[stop:], rest)):
                if text or (piece.kind != TEXT and part is begin):
                    part.pieces.append(piece._replace(text=text))
                    part.width += _width(part.pieces[-1])
        yield begin
        if rest.pieces:
            yield rest

    def spread(self, line: _Line, last: bool) -> OwnLine:
        """Return a line with its spaces stretched or shrunk to the right edge; the last one is not stretched."""
        words, text = line.words, line.words[line.begin :]
        between = "".join(piece.text for word in text for piece in word.pieces if piece.kind == TEXT)
        count = between.count(NO_BREAK_SPACE)  # which CSS stretches too
        count += sum(len(word.spaces.text) for word in text[:-1] if word.spaces) + line.last_spaces
        is_full = line.end > self._right
        stretched = self._rules.justified and count and (is_full or (line.is_spread and not last))
        spacing = (self._right - line.end) / count if stretched else 0.0
        pieces: list[Piece] = []
        for word in words:
            pieces += word.pieces
            if word is not words[-1]:
                pieces += [word.spaces] if word.spaces else []
            elif word.hyphen:
                pieces[-1:] = [pieces[-1]._replace(text=pieces[-1].text[:-1] + "-")]
        return OwnLine(tuple(pieces), spacing)


def slant(form: RunFormat) -> float:
    """Return the room that Word 2013 keeps for the slant of text at the end of a line, as LibreOffice has it: a twelfth
    of the line's height, in whole twips."""
    if not form.italic:
        return 0.0
    return int(round(20 * line_metrics(form).single * form.size) / 12) / 20
