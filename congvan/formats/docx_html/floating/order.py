"""The order in which tables that float are laid out among paragraphs: a table is where its text is, not where its file
has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from congvan.formats.docx_html.floating.position import Position, floats, position
from congvan.formats.docx_html.heights import read_paragraph, table_height
from congvan.formats.docx_html.markup import W, attribute, child, pt
from congvan.formats.docx_html.pages import PageSetup, is_section_end
from congvan.formats.docx_html.styles.line_spacing import LineRule, LineSpacing
from congvan.formats.docx_html.styles.measures import line_metrics, text_width
from congvan.formats.docx_html.styles.neighbours import Neighbours, spaces
from congvan.formats.docx_html.styles.paragraph_format import ParagraphFormat, space_after
from congvan.formats.docx_html.styles.stylesheet import TextDefaults
from congvan.formats.docx_html.tables.columns import table_width
from congvan.formats.docx_html.text.inline import DRAWING, NOTE, PAGE_BREAK, TAB, TEXT, Piece
from congvan.formats.docx_html.text.shown_pieces import is_blank
from congvan.formats.docx_html.word_template import WordTemplate
from congvan.lazy import NamedTuple, pattern

_AROUND = TextDefaults()
_SINGLE = 12.0  # a line's height in points that stands for a single one
_LEAST_ROOM = 14.9  # points behind a table that an empty line has room in; before it, any are enough
_NARROWEST = 3.0  # points that the first letter of a value is wide, at least
_SURELY = 0.7  # of the height that a table is estimated to have
_ONE_LINE = 0.97  # of its width, which a text surely has room in
_NEAR = 0.025
_UNBROKEN = pattern(r"\w*")  # within which no line ends


class Floated(NamedTuple):
    """Where a table is in the flow: `left` in its column, `above` below the space after what is before it; how much
    lower the first line below it is than its own space above would have it."""

    left: float
    above: float
    below: float

    @property
    def css(self) -> list[str]:
        """The CSS of a box around the table; room between the table and what is below it is that one's."""
        above = f"{'margin' if self.above < 0 else 'padding'}-top:{pt(self.above)}"
        return [above, f"margin-bottom:{pt(self.below)}" * (self.below < 0)]


class PushedLine(NamedTuple):
    """A paragraph beside a table that floats: its format, its content, its first line; `is_single`: whether it surely
    has no other, whatever the record."""

    form: ParagraphFormat
    pieces: list[Piece]
    spacing: LineSpacing
    is_single: bool

    def own_space(self, before: ParagraphFormat | None, first: bool) -> float:
        """Return what it has above it beyond the space after the one before."""
        return max(0.0, spaces(self.form, Neighbours(before, None, first))[0] - space_after(before))

    @property
    def sinks(self) -> float:
        """How much lower its first line is below a table than elsewhere."""
        form, text = self.form, self.form.mark
        if form.rule == "auto":
            return self.spacing.below
        if form.rule == "exact":
            return 0.0
        largest = max((piece.format for piece in self.pieces if piece.text), key=lambda each: each.size, default=text)
        return LineRule("auto", _SINGLE).spacing(largest.size, line_metrics(largest)).height - self.spacing.height


class FloatingTables:
    """The tables of a body that float. `places`: where those are that are followed."""

    def __init__(self, template: WordTemplate) -> None:
        self._template, self._styles = template, template.styles
        self.places: dict[Any, Floated] = {}

    def arranged(self, blocks: list[Any], setup: PageSetup, begins: str) -> list[Any]:
        """Return the blocks of a section in the order of the page; `begins`: the "text", another "page", or "" for one
        that goes on upon the page."""
        tables = [each for each in blocks if floats(each)]
        if not tables or setup.columns > 1 or self._template.adds_spaces:
            return blocks
        order = list(blocks)
        for table in tables:
            at = order.index(table)
            beside_other = any(map(floats, [*order[max(0, at - 1) : at], *order[at + 1 : at + 2]]))
            place = position(table, table_width(table, setup.text_width), setup, self._styles, self._template.mode)
            placed = None if beside_other or place is None else self._placed(order, at, place, setup, begins)
            if placed:
                to, floated = placed
                if to == 0:  # never off the page
                    floated = floated._replace(above=max(floated.above, -abs(setup.margins.top)))
                order.insert(to, order.pop(at))
                self.places[table] = floated
        return order

    def _placed(
        self, order: list[Any], at: int, place: Position, setup: PageSetup, begins: str
    ) -> tuple[int, Floated] | None:
        """Return where in the order a table is, and its place there; None where that can't be followed."""
        before = order[at - 1] if at else None
        down = place.down if place.anchor == "text" else self._from_text(order[:at], place, setup, begins)
        is_text = before is not None and before.tag == W + "p"
        if down is None or (before is None and not begins) or (is_text and self._ends_page(before)):
            return None
        if before is not None and self._free(before) + down - place.above < -_NEAR:
            return self._above(order, at, place, down, setup, begins) if is_text else None
        return self._below(order, at, place, down, setup, begins)

    def _from_text(self, blocks: list[Any], place: Position, setup: PageSetup, begins: str) -> float | None:
        """Return how far a table whose place is from the top of the page is below its anchor; None where that is not
        known: a header may push the text, and blocks before it may have any height.
        """
        at_top = self._from_top(blocks, setup.text_width)
        if begins != "text" or at_top is None or any(part == "header" for part, _kind in setup.parts):
            return None
        return place.down - at_top - (setup.margins.top if place.anchor == "page" else 0.0)

    def _below(
        self, order: list[Any], at: int, place: Position, down: float, setup: PageSetup, begins: str
    ) -> tuple[int, Floated] | None:
        """Return the place of a table that is below its anchor's top: below single lines that have room above it."""
        before = self._form(order[at - 1]) if at else None
        to = at
        for n in range(at + 1, len(order)):
            line = self._line(order[n], setup.text_width)
            if line is None:
                return None
            own, room = line.own_space(before, first=n == 1), down - place.above + _NEAR
            if own and n == 1 and begins == "page":
                return None  # how much of the space above it is its own hangs on the section before
            if own + line.spacing.height - line.spacing.below > room:
                if not self._is_pushed(line, place):
                    return None
                if -down > _SURELY * table_height(order[at], setup.text_width, self._styles):
                    return None
                return to, Floated(place.left, down, place.below + line.sinks)
            if not line.is_single or own + line.spacing.height > room:
                return None
            down -= own + line.spacing.height + space_after(line.form)
            before, to = line.form, n
        ends_section = child(order[-1], "pPr/sectPr") is not None
        return None if to == at or ends_section else (to, Floated(place.left, down, 0.0))

    def _above(
        self, order: list[Any], at: int, place: Position, down: float, setup: PageSetup, begins: str
    ) -> tuple[int, Floated] | None:
        """Return the place of a table that is over single lines before it, which are below it then."""
        width = setup.text_width
        pushed = self._line(order[at + 1], width) if at + 1 < len(order) else None
        to = at
        while pushed and to and self._free(order[to - 1]) + down - place.above < -_NEAR:
            to -= 1
            pushed, before = self._line(order[to], width), self._form(order[to - 1]) if to else None
            if pushed is None or not pushed.is_single or not self._is_pushed(pushed, place):
                return None
            own = pushed.own_space(before, first=to == 0)
            if own and not to and begins == "page":
                return None
            down += own + pushed.spacing.height + space_after(pushed.form)
        surely = _SURELY * table_height(order[at], width, self._styles)
        if pushed is None or -down > surely or (to == 0 and not begins) or self._ends_page(order[max(0, to - 1)]):
            return None
        return to, Floated(place.left, down, place.below + pushed.sinks)

    def _from_top(self, blocks: Sequence[Any], width: float) -> float | None:
        """Return how far below the top of the page's text a table's anchor is, below single lines; None for others."""
        total, before = 0.0, None
        for n, block in enumerate(blocks):
            line = self._line(block, width)
            if line is None or not line.is_single:
                return None
            own = line.own_space(before, first=n == 0)
            total += own + line.spacing.height + space_after(line.form)
            before = line.form
        return total

    def _free(self, block: Any) -> float:
        """Return the room below the text of a block: what its last line has beyond a single one, and the space after
        it."""
        if block.tag != W + "p":
            return 0.0
        form, _pieces, spacing = read_paragraph(block, self._styles)
        return spacing.below + space_after(form)

    def _form(self, block: Any) -> ParagraphFormat | None:
        """Return the format of a paragraph; None for a table."""
        return self._styles.paragraph(block, _AROUND) if block.tag == W + "p" else None

    def _line(self, block: Any, width: float) -> PushedLine | None:
        """Return a paragraph that may be beside a table; None for a table, and for one that has more than text."""
        if block.tag != W + "p" or is_section_end(block) or child(block, "pPr/framePr") is not None:
            return None
        form, pieces, spacing = read_paragraph(block, self._styles)
        kinds = {piece.kind for piece in pieces}
        if form.page_break_before or form.mark.hidden or form.borders or kinds & {PAGE_BREAK, NOTE, DRAWING}:
            return None
        if is_blank(pieces):
            spacing = LineRule(form.rule, form.line).spacing(form.mark.size, line_metrics(form.mark))
        return PushedLine(form, pieces, spacing, self._is_single(form, pieces, width))

    @staticmethod
    def _is_single(form: ParagraphFormat, pieces: list[Piece], width: float) -> bool:
        """Whether a text is surely of one line."""
        if any(piece.kind != TEXT or piece.printed or "{" in piece.text for piece in pieces):
            return False
        room = width - form.left - form.right - max(0.0, form.first)
        return sum(text_width(piece.text, piece.format) for piece in pieces) <= _ONE_LINE * room

    @staticmethod
    def _ends_page(paragraph: Any) -> bool:
        return any(attribute(each, name="type") == "page" for each in paragraph.iter(W + "br"))

    @staticmethod
    def _is_pushed(line: PushedLine, place: Position) -> bool:
        """Whether a first line has no room beside a table: that of an empty paragraph, or less than its first word."""
        before, behind = place.beside
        before -= line.form.left + min(0.0, line.form.first)
        room = max(before, behind - line.form.right)
        if is_blank(line.pieces):
            if line.form.rule == "atLeast" and line.sinks < 0:
                return False  # LibreOffice has some of these higher than others
            return before <= 0 and room < (_NARROWEST if line.pieces else _LEAST_ROOM)
        first = line.pieces[0]
        if first.kind == TAB:
            return room <= 0
        if first.kind != TEXT or "{" in first.text or first.printed or line.form.list_level:
            return room < _NARROWEST
        word = _UNBROKEN.match(first.text)
        return room < (text_width(word[0], first.format) if word and word[0] else _NARROWEST) - _NEAR
