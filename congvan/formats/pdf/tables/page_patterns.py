"""Pages between the first and the last ones of a long table, made after a few that WeasyPrint laid out and painted.

Two things of such a page differ from those of another: where the borders of its rows are, and the texts in the
margins that tell its number. Both are found in a painted page and written again for others; another one that WeasyPrint
painted, with other heights, shows that this is right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from congvan.formats.pdf.boxes import line_block, margin_lines
from congvan.formats.pdf.layout_record import Content, LineSlot, PageRecord
from congvan.formats.pdf.lines.shaping import UseWeasyPrint
from congvan.formats.pdf.lines.typeset import FieldBlock, Typesetter, number
from congvan.formats.pdf.tables.row_boxes import BorderGrid
from congvan.formats.pdf.tagging.elements import ContentMark

SPARED = 16
"""Pages that have to be spared at least."""
_NEAR = 2e-6  # CSS pixels: WeasyPrint writes six digits
_WIDE = 1e4  # CSS pixels: wider than any page
_LINE_END = re.compile(rb"(?P<x>-?[\d.]+) (?P<y>-?[\d.]+) (?=[ml]\n)")
_NUMBER = re.compile(r"(\d+)")


def pages_to_paint(pages: Sequence[Sequence[Any]], whole: Sequence[int]) -> list[int]:
    """Return which of the `whole` pages to lay out and paint: the first of those that follow one another, one of each
    number of rows, and a second one of most.

    Where that spares few pages it is all of them.
    """
    known = set(whole)
    by_count: dict[int, list[int]] = {}
    for n in whole:
        by_count.setdefault(len(pages[n]), []).append(n)
    chosen = {n for found in by_count.values() for n in (found[0], found[-1])} | {*whole[:2], whole[len(whole) // 2]}
    chosen |= {n for n in whole if n - 1 not in known}
    return sorted(chosen) if len(whole) - len(chosen) >= SPARED else list(whole)


class ShownPages:
    """The pages of a table that an excerpt has, of all its pages, and the numbers of an excerpt's pages in the whole.

    `first`: the page on which the table begins.
    """

    def __init__(self, first: int, count: int, spared: Iterable[int]) -> None:
        self.first, self.spared = first, frozenset(spared)
        self.shown = [n for n in range(count) if n not in self.spared]
        self._at = {n: at for at, n in enumerate(self.shown)}

    @property
    def more(self) -> int:
        """How many pages the whole document has more."""
        return len(self.spared)

    def excerpt_page(self, page: int) -> int:
        """Return where a page of the table that is shown is in the excerpt, counted from the table's first."""
        return self._at[page]

    def whole_page(self, page: int) -> int:
        """Return the number in the whole document of an excerpt's page; both count from 0."""
        at = page - self.first
        if at < 0:
            return page
        return self.first + self.shown[at] if at < len(self.shown) else page + len(self.spared)


class _NumberRun(NamedTuple):
    """The place of a text that tells the number of the page: a run of a line in a margin."""

    line: int
    run: int


class _NumberedLine(NamedTuple):
    """A line in a margin: how it may stand; of each text the fixed pieces and, for numbers, what to add to the page's.

    It has several blocks if the pages that were seen do not tell whether it is centred or begins or ends at one place.
    """

    blocks: tuple[FieldBlock, ...]
    texts: tuple[tuple[str | int, ...], ...]

    def on(self, page: int) -> Iterator[FieldBlock]:
        """Yield the blocks of a page."""
        texts = ["".join(str(page + each) if isinstance(each, int) else each for each in text) for text in self.texts]
        for block in self.blocks:
            items = [item._replace(text=text) for item, text in zip(block.items, texts, strict=True)]
            yield block._replace(items=tuple(items))


class PageNumbers:
    """The lines in the margins of a document's pages that tell their numbers."""

    def __init__(self, samples: Sequence[tuple[int, Any]], faces: Any) -> None:
        """`samples`: pages with their numbers in the document, from 0. Raises UseWeasyPrint: they differ otherwise."""
        self._faces = faces
        self._lines: list[_NumberedLine] = []
        found = [[*margin_lines(page)] for _number, page in samples]
        if len(samples) < 3 or len({len(lines) for lines in found}) != 1:
            raise UseWeasyPrint
        for lines in zip(*found, strict=True):
            texts = [[box.text for box in boxes] for boxes in lines]
            if any(each != texts[0] for each in texts):
                self._lines.append(_numbered(lines, [page for page, _box in samples], faces))

    def runs(self, page: int) -> dict[_NumberRun, tuple[bytes, bytes]]:
        """Return x and operator of each run that tells the number of a page. Raises UseWeasyPrint."""
        runs = {}
        for n, line in enumerate(self._lines):
            ways = [Typesetter(block, self._faces.by_name(block)).lines(()) for block in line.on(page)]
            first = ways[0]
            if first is None or len(first) != 1:
                raise UseWeasyPrint
            for at, run in enumerate(first[0].runs):
                if any(way is None or abs(way[0].runs[at].x - run.x) > _NEAR for way in ways[1:]):
                    raise UseWeasyPrint
                runs[_NumberRun(n, at)] = number(run.x).encode(), b"[%s] TJ" % run.show.encode()
        return runs


def _numbered(lines: Sequence[list[Any]], pages: Sequence[int], faces: Any) -> _NumberedLine:
    """Return what lines in the margins of several pages share. Raises UseWeasyPrint: they differ in other things."""
    if len({len(boxes) for boxes in lines}) != 1:
        raise UseWeasyPrint
    starts = [boxes[0].position_x for boxes in lines]
    widths = [sum(box.width for box in boxes) for boxes in lines]
    blocks = []
    for align, share in (("left", 0.0), ("center", 0.5), ("right", 1.0)):
        kept = [start + share * width for start, width in zip(starts, widths, strict=True)]
        if max(kept) - min(kept) < _NEAR:
            found = [line_block(boxes, kept[0] - share * _WIDE, _WIDE, align, faces.found) for boxes in lines]
            if any(each.styles != found[0].styles for each in found):
                raise UseWeasyPrint
            blocks.append(found[0])
    if not blocks:
        raise UseWeasyPrint
    texts = zip(*([box.text for box in boxes] for boxes in lines), strict=True)
    return _NumberedLine(tuple(blocks), tuple(_pattern(same, pages) for same in texts))


def _pattern(texts: Sequence[str], pages: Sequence[int]) -> tuple[str | int, ...]:
    """Return fixed pieces and, as numbers, what is added to that of a page. Raises UseWeasyPrint."""
    pattern: list[str | int] = []
    split = [_NUMBER.split(text) for text in texts]
    if len({len(pieces) for pieces in split}) != 1:
        raise UseWeasyPrint
    for same in zip(*split, strict=True):
        if len(set(same)) == 1:
            pattern.append(same[0])
            continue
        added = {int(piece) - page if piece.isdecimal() else None for piece, page in zip(same, pages, strict=True)}
        first = added.pop()
        if added or first is None or any(str(int(piece)) != piece for piece in same):
            raise UseWeasyPrint
        pattern.append(first)
    return tuple(pattern)


class _RowLines:
    """The borders of a page's rows in its content: a text with a gap for each height at which a line ends."""

    def __init__(self, content: bytes, tops: Sequence[float], halves: Sequence[float]) -> None:
        """`tops`: where the rows begin, and the last one ends. `halves`: how far lines reach beyond that."""
        known = {}
        for at, top in enumerate(tops):
            for half in halves:
                known[round((top + half) * 1e5)] = at, half
        self._places: list[tuple[int, float]] = []
        self._gaps: list[int] = []
        numbers: dict[tuple[int, float], int] = {}
        pieces: list[bytes] = []
        done, least = 0, tops[0] - max(halves) - _NEAR
        for match in _LINE_END.finditer(content):
            y = float(match["y"])
            if y < least:
                continue
            key = round(y * 1e5)
            place = next((known[each] for each in (key, key - 1, key + 1) if each in known), None)
            if place is None or abs(tops[place[0]] + place[1] - y) > _NEAR:
                raise UseWeasyPrint
            if place not in numbers:
                numbers[place] = len(self._places)
                self._places.append(place)
            pieces += (content[done : match.start("y")].replace(b"%", b"%%"), b"%s")
            self._gaps.append(numbers[place])
            done = match.end("y")
        self._text = b"".join([*pieces, content[done:].replace(b"%", b"%%")])

    def at(self, tops: Sequence[float]) -> bytes:
        """Return the borders of rows that begin elsewhere."""
        texts = [number(tops[at] + half).encode() for at, half in self._places]
        return self._text % tuple([texts[gap] for gap in self._gaps])


class PagePattern:
    """A painted page of so many rows, after which others are made."""

    def __init__(
        self,
        page: PageRecord,
        blank: int,
        tops: Sequence[float],
        grid: BorderGrid,
        runs: dict[_NumberRun, tuple[bytes, bytes]],
    ) -> None:
        """`blank`: the block that stands for its rows; `runs`: what tells its number. Raises UseWeasyPrint: it holds
        what no other page could be made of."""
        if b"/Annots" in page.entries:
            raise UseWeasyPrint
        self.entries = page.entries
        halves = _halves(grid)
        self._pieces: list[Content | _RowLines | _Numbered] = []
        found: Counter[_NumberRun] = Counter()
        for at, piece in enumerate(page.content):
            if isinstance(piece, LineSlot) and piece.unit != blank:
                raise UseWeasyPrint
            if isinstance(piece, ContentMark) and piece.element >= 0:
                following = page.content[at + 1]
                if not isinstance(following, LineSlot) or following.unit != blank:
                    raise UseWeasyPrint
            if not isinstance(piece, bytes):
                self._pieces.append(piece)
                continue
            numbered = _Numbered(piece, runs)
            found.update(numbered.runs)
            if numbered.runs:
                self._pieces.append(numbered)
            else:
                lines = _RowLines(piece, tops, halves) if _LINE_END.search(piece) else None
                self._pieces.append(lines or piece)
        if any(found[run] != 1 for run in runs):
            raise UseWeasyPrint

    def content(self, tops: Sequence[float], runs: dict[_NumberRun, tuple[bytes, bytes]]) -> list[Content]:
        """Return the content of a page with rows there and a number of its own; its rows are still to be put in."""
        out: list[Content] = []
        for piece in self._pieces:
            if isinstance(piece, _RowLines):
                out.append(piece.at(tops))
            else:
                out.append(piece.with_runs(runs) if isinstance(piece, _Numbered) else piece)
        return out


class _Numbered:
    """A piece of a page's content with gaps for the texts that tell its number."""

    def __init__(self, content: bytes, runs: dict[_NumberRun, tuple[bytes, bytes]]) -> None:
        places = []
        for run, (x, shown) in runs.items():
            pattern = rb"1 0 0 -1 (?P<x>%s) -?[\d.]+ Tm\n(?:/\w+ [\d.]+ Tf\n)?(?P<shown>%s)\n" % (
                re.escape(x),
                re.escape(shown),
            )
            places += [(match.span("x"), match.span("shown"), run) for match in re.finditer(pattern, content)]
        self.runs = [run for _x, _shown, run in sorted(places)]
        self._pieces: list[bytes | tuple[_NumberRun, int]] = []
        done = 0
        for spans in sorted(places):
            for n in range(2):
                start, end = spans[n]
                self._pieces += (content[done:start], (spans[2], n))
                done = end
        self._pieces.append(content[done:])

    def with_runs(self, runs: dict[_NumberRun, tuple[bytes, bytes]]) -> bytes:
        return b"".join([piece if isinstance(piece, bytes) else runs[piece[0]][piece[1]] for piece in self._pieces])


def _halves(grid: BorderGrid) -> list[float]:
    """Return how far the lines between rows may reach beyond them: half a border, by each width that there is."""
    rows = (*grid.vertical, *grid.horizontal, grid.row_vertical, grid.row_horizontal)
    widths = {width for row in rows for _score, (_style, width, _color) in row}
    return [0.0, *(sign * width / 2 for width in sorted(widths) for sign in (-1, 1) if width)]
