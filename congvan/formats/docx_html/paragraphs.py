"""Write a paragraph: its lines and indents as CSS, its content, and the fields that its values make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from congvan.formats.docx_html.drawings import LineRoom
from congvan.formats.docx_html.heights import surplus_at_end
from congvan.formats.docx_html.markup import NO_BREAK_SPACE, pt
from congvan.formats.docx_html.styles.families import css_families
from congvan.formats.docx_html.styles.line_spacing import LineRule, LineSpacing
from congvan.formats.docx_html.styles.measures import (
    has_face,
    has_lines_of,
    line_metrics,
)
from congvan.formats.docx_html.styles.paragraph_format import SIDES, Border, ParagraphFormat
from congvan.formats.docx_html.styles.run_format import RunFormat
from congvan.formats.docx_html.tables.layout import CellPlace
from congvan.formats.docx_html.text.empty_lines import sized_blank
from congvan.formats.docx_html.text.inline import (
    DRAWING,
    FIELD,
    NOTE,
    TAB,
    TEXT,
    WRITTEN_HERE,
    ListLabel,
    Piece,
    by_letters,
    pages_of,
    revealed,
    with_spaces_joined,
)
from congvan.formats.docx_html.text.own_lines import LineRules, slant
from congvan.formats.docx_html.text.shown_pieces import (
    has_wide_spaces,
    with_empty_lines,
    without_last_spaces,
)
from congvan.formats.docx_html.text.writer import InlineBoxes, PenLine, TextWriter
from congvan.formats.docx_html.word_template import MODE_2013, WordTemplate
from congvan.formats.pdf.marks import MARK

_FALLBACK = "Times New Roman"
_SINGLE = 12.0  # a line's height in points that stands for a single one
_NO_LINE = LineSpacing("0", 0.0, 0.0, 0.0)
"""A line of pictures alone is as high as they are with their margins."""


class TextColumn(NamedTuple):
    """The column that a paragraph is in, of a page or a cell."""

    width: float
    in_cell: bool


@dataclass(slots=True)
class ParagraphHtml:
    """A paragraph as HTML, not yet an element: a cell may take it in as its own content.

    `before`, `after`: the space above and below; `lead`: what is drawn at its place; `room`: for a drawing above the
    text; `sinks`: how much lower its first line is below a drawing than elsewhere; `at_end`: what its last line is
    higher by where it ends a cell, a header or a footer.
    """

    text_css: list[str]
    place_css: list[str]
    before: float
    after: float
    left: float
    right: float
    inner: str = ""
    is_field: bool = False
    lead: str = ""
    room: float = 0.0
    sinks: float = 0.0
    at_end: float = 0.0
    holds_blocks: bool = False
    is_empty: bool = False  # without any content, not even spaces
    is_joined: bool = False  # with the paragraph above, within one frame
    frame: Border | None = (
        None  # the rule above it at the top of a page, where one frame is around it and the one above
    )
    role: str = ""  # in the structure tree, as an attribute

    @property
    def has_borders(self) -> bool:
        return any(css.startswith("border") for css in self.place_css)


class ParagraphWriter:
    """Writes the paragraphs of one document."""

    def __init__(self, template: WordTemplate, reveal: Callable[[str], str]) -> None:
        self._classes, self._tab_distance, self._reveal = template.classes, template.tab_distance, reveal
        self._roles, self._styles = template.roles, template.styles
        self._adds, self._shrinks = template.adds_spaces, template.mode >= MODE_2013
        self._spreads_breaks = template.spreads_breaks

    def parts(
        self,
        form: ParagraphFormat,
        pieces: list[Piece],
        label: ListLabel | None,
        column: TextColumn,
        boxes: InlineBoxes,
    ) -> list[ParagraphHtml]:
        """Return the paragraph cut at its page breaks."""
        out = []
        for n, part in enumerate(pages_of(pieces)):
            if n:
                form = form._replace(first=0.0)
            out.append(self._part(form, part, None if n else label, column, boxes))
        return out

    def _part(
        self,
        form: ParagraphFormat,
        pieces: list[Piece],
        label: ListLabel | None,
        column: TextColumn,
        boxes: InlineBoxes,
    ) -> ParagraphHtml:
        is_empty = not pieces
        breaks_lines = self._shrinks and form.align == "justify"
        if breaks_lines or self._must_know_texts(form, pieces, label):
            pieces = revealed(pieces, self._reveal)
        form, pieces = sized_blank(form, by_letters(pieces), column.in_cell)
        pieces = with_empty_lines(without_last_spaces(with_spaces_joined(pieces)), form.mark)
        drawn = form.rule != "exact" and bool(pieces) and all(piece.kind == DRAWING for piece in pieces)
        line, pieces, sinks = self._line(form, pieces, column, drawn)
        text, spacing = line.text, line.spacing
        inner, own, writer = self._content(line, pieces, label, boxes, breaks_lines)
        align = "left" if own and form.align == "justify" else form.align
        spacing = _NO_LINE if inner and drawn else spacing
        css = [*_text_css(text, spacing), *_own_css(form, pieces, spacing, line.keeps_spaces, align)]
        is_field = writer.is_field and not own
        shown = inner if inner or is_field else NO_BREAK_SPACE
        return ParagraphHtml(
            css,
            _place_css(form),
            form.before,
            form.after,
            form.left - form.outside("left") - form.hung,
            form.right - form.outside("right") - (0.0 if own else self._overhang(form, pieces)),
            shown,
            is_field,
            at_end=surplus_at_end(form, pieces, spacing, self._styles),
            holds_blocks=any(piece.kind in (NOTE, DRAWING) for piece in pieces),
            is_empty=is_empty,
            sinks=sinks,
            role=self._roles.attribute(form),
        )

    def _line(
        self, form: ParagraphFormat, pieces: list[Piece], column: TextColumn, drawn: bool
    ) -> tuple[PenLine, list[Piece], float]:
        """Return what the lines of a paragraph are like, its pieces, and how much lower what is below drawings in a
        line begins; `drawn`: there is nothing but drawings.
        """
        text, spacing = self._text_format(form, pieces)
        justified = form.align == "justify"
        keeps, spreads = not justified and has_wide_spaces(pieces), self._spreads_breaks and justified
        room = _line_of_drawings(form, text, spacing) if drawn else LineRoom(above=-spacing.shift)
        sinks = 0.0
        if form.rule != "exact" and any(piece.kind == DRAWING for piece in pieces):
            single = _single(text)
            sinks = spacing.below if form.rule == "auto" else single.height - spacing.height
        line = PenLine(form, text, spacing, column.width, self._tab_distance, keeps, spreads, room)
        return line, pieces, sinks

    def _content(
        self, line: PenLine, pieces: list[Piece], label: ListLabel | None, boxes: InlineBoxes, breaks_lines: bool
    ) -> tuple[str, str, TextWriter]:
        """Return the content; the same where its lines are broken here, else ""; and what wrote it."""
        own = self._own_lines(line, pieces, label, boxes) if breaks_lines else ""
        writer = TextWriter(self._classes, line, boxes)
        inner = own or writer.write(pieces, label)
        return inner, own, writer

    def _own_lines(self, line: PenLine, pieces: list[Piece], label: ListLabel | None, boxes: InlineBoxes) -> str:
        """Return the content in lines that are broken here; "" where that can't be."""
        if all(piece.kind == DRAWING for piece in pieces):
            return ""
        justified = line.paragraph.align == "justify"
        rules = LineRules(justified, justified and self._shrinks, self._shrinks, self._spreads_breaks)
        return TextWriter(self._classes, line._replace(keeps_spaces=True), boxes).write_lines(pieces, label, rules)

    def _overhang(self, form: ParagraphFormat, pieces: list[Piece]) -> float:
        """Return how far lines that the page breaks run over the right edge: letter spacing behind the last letter
        takes no room in Word, the slant of italic text does from Word 2013 on."""
        texts = [piece for piece in pieces if piece.kind == TEXT]
        spacings = {piece.format.spacing for piece in texts if piece.printed or piece.text.strip()}
        over = spacings.pop() if len(spacings) == 1 else 0.0
        return over - self._kept(form, pieces)

    def _kept(self, form: ParagraphFormat, pieces: list[Piece]) -> float:
        """Return the room that all lines keep for the slant of italic text: none before Word 2013."""
        if not self._shrinks or form.align != "left":
            return 0.0
        return min((slant(piece.format) for piece in pieces if piece.kind == TEXT), default=0.0)

    @staticmethod
    def _must_know_texts(form: ParagraphFormat, pieces: list[Piece], label: ListLabel | None) -> bool:
        """Whether a tab is where its width depends on a value, or letters of a value look different or decide lines."""
        printed = [piece for piece in pieces if piece.printed]
        if any(piece.format.differs_by_letter or WRITTEN_HERE.search(piece.text) for piece in printed):
            return True
        tabs = [n for n, piece in enumerate(pieces) if piece.kind == TAB]
        values = [n for n, piece in enumerate(pieces) if piece.printed]
        tabbed = tabs or (label is not None and label.after == "tab")
        if not tabbed or not values:
            return False
        return (bool(tabs) and values[0] < tabs[-1]) or any(stop.kind not in ("left", "start") for stop in form.stops())

    def _text_format(self, form: ParagraphFormat, pieces: list[Piece]) -> tuple[RunFormat, LineSpacing]:
        """Return the format that the paragraph's own text has, and its lines.

        CSS has a strut, Word has none: the paragraph is of the size of its smallest run.
        """
        inked = [
            piece
            for piece in pieces
            if piece.kind in (TEXT, TAB, FIELD, NOTE) and (piece.text or piece.printed or piece.kind == TAB)
        ]
        texts = [piece.format for piece in inked if not piece.is_blank] or [piece.format for piece in inked]
        if texts:
            # of which no line is higher than it is of its own texts
            shares = ("descent", "single") if form.rule == "atLeast" else ("single",)
            least = min(texts, key=lambda each: [each.size * getattr(line_metrics(each), share) for share in shares])
            common = [each for each in texts if has_lines_of(each, least) and not each.level]
            text = max(common, key=common.count) if common else RunFormat(least.family, least.size)
        else:
            text = form.mark._replace(level="", hidden=False)
            if not has_face(text.family):
                text = text._replace(family=_FALLBACK)
        # an empty line at the left edge, without a number, is never lower
        never_low = not texts and not pieces and form.align == "left" and form.list_level is None
        line = max(form.line, _SINGLE) if never_low and form.rule == "auto" else form.line
        rule = LineRule(form.rule, line)
        spacing = rule.spacing(text.size, line_metrics(text))
        largest = max((each.size for each in texts), default=text.size)
        if largest > text.size:
            spacing = spacing.with_larger(rule.spacing(largest, line_metrics(text)))
        return text.of_lines._replace(small=False), spacing

    def element(self, part: ParagraphHtml, extra: str = "") -> str:
        """Return a paragraph as an element of its own; `extra`: further CSS."""
        kind = "padding" if self._adds and not part.has_borders else "margin"
        css = [*part.text_css, *part.place_css, extra]
        top = kind if part.before > 0 else "margin"
        if part.frame is not None:
            css += ["--frame:1", f"--frame-rule:{pt(part.frame.width)}", f"--frame-space:{pt(part.frame.space)}"]
        if part.frame is not None and part.is_joined:
            css = [each for each in css if not each.startswith("padding-top")]
            css.append(f"border-top:0 {part.frame.style} #{part.frame.colour}")
            top = "padding"
        below = kind if part.after > 0 else "margin"
        for kept, side, space in ((top, "top", part.before), (below, "bottom", part.after)):
            css += [f"{kept}-{side}:{pt(space)}"] if space else []
        if part.room:
            css.append(f"padding-top:{pt(part.room + (part.before if top == 'padding' else 0.0))}")
        for side, space in (("left", part.left), ("right", part.right)):
            css += [f"margin-{side}:{pt(space)}"] if space else []
        if part.lead:
            css.append("position:relative")
        tag = "div" if part.holds_blocks else "p"
        name = self._classes.name(css)
        if part.is_field:
            return f'<{tag} class="p {name}"{part.role} data-n="{MARK}">{MARK}{part.inner}{MARK}</{tag}>'
        return f'<{tag} class="p {name}"{part.role}>{part.lead}{part.inner}</{tag}>'

    def cell(self, part: ParagraphHtml, place: CellPlace) -> str:
        """Return a cell whose lines are those of its one paragraph."""
        top, right, bottom, left = place.padding
        padding = (top + part.before, right + part.right, bottom + part.after, left + part.left)
        css = [*place.css, f"padding:{' '.join(pt(max(0.0, side)) for side in padding)}", *part.text_css]
        css += [each for each in part.place_css if each.startswith("orphans")]
        spaces = (("before", part.before), ("after", part.after))
        css += [f"--{side}:{pt(space)}" for side, space in spaces if space > 0]
        opening = f'<td class="{self._classes.name(css)}"{place.attributes}{part.role}'
        if part.is_field:
            return f'{opening} data-n="{MARK}">{MARK}{part.inner}{MARK}</td>'
        return f"{opening}>{part.inner}</td>"


def foot_of_frame(rule: Border) -> str:
    """Return the CSS that closes the frame of a paragraph and the next one where a page ends between them."""
    room, own = pt(rule.width + rule.space), pt(rule.width)
    return f"--frame-foot:{room};--frame-foot-rule:{own};border-bottom:0 {rule.style} #{rule.colour}"


def _single(text: RunFormat) -> LineSpacing:
    return LineRule("auto", _SINGLE).spacing(text.size, line_metrics(text))


def _line_of_drawings(form: ParagraphFormat, text: RunFormat, spacing: LineSpacing) -> LineRoom:
    """Return the room around drawings that are alone in their line; the surplus of several times a single one is below
    them, that of a least height above."""
    if form.rule == "auto":
        return LineRoom(below=spacing.below, single=spacing.height - spacing.below)
    return LineRoom(single=_single(text).height, least=spacing.height)


def _text_css(text: RunFormat, spacing: LineSpacing) -> list[str]:
    """Return the CSS of the text and the lines of a paragraph."""
    return [
        f"font-size:{pt(text.shown_size)}",
        f"font-family:{css_families(text.family)}",
        f"line-height:{spacing.css}",
        spacing.shift_css,
        *text.plain_declarations(),
    ]


def _own_css(form: ParagraphFormat, pieces: list[Piece], spacing: LineSpacing, keeps: bool, align: str) -> list[str]:
    """Return the CSS of a paragraph beyond its text and lines; `keeps`: its spaces side by side."""
    wanted = (
        # the line of a record whose value is empty
        (any(piece.printed for piece in pieces), f"min-height:{pt(spacing.tallest)}"),
        (keeps, "white-space:pre-wrap"),
        (form.first, f"text-indent:{pt(form.first)}"),
        (align != "left", f"text-align:{align}"),
    )
    return [each for is_wanted, each in wanted if is_wanted]


def _place_css(form: ParagraphFormat) -> list[str]:
    """Return the CSS of borders, shade, breaks and keeps."""
    css = []
    hung = form.hung
    for side in SIDES:
        rule = (form.borders or {}).get(side)
        room = hung if side == "left" else 0.0
        if rule and rule.width:
            css.append(f"border-{side}:{rule.css};padding-{side}:{pt(rule.space + room)}")
        elif room or (rule and rule.space):
            css.append(f"padding-{side}:{pt(room or (rule.space if rule else 0.0))}")
    if css:
        css.append("box-decoration-break:clone")  # a frame is closed at the foot of a page, and opened on the next
    if form.shade:
        css.append(f"background:#{form.shade}")
    if form.keep_next:
        css.append("break-after:avoid")
    if form.keep_lines or form.keep_next:
        css.append("break-inside:avoid")
    if form.page_break_before:
        css.append("break-before:page")
    if not form.widow_control:
        css.append("orphans:1;widows:1")
    return css
