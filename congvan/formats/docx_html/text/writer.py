"""Write the pieces of a paragraph as HTML: spans for formats, boxes for tab stops, fields for values."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from markupsafe import escape

from congvan.formats.docx_html.css import CssClasses
from congvan.formats.docx_html.drawings import LineRoom, width_in_line
from congvan.formats.docx_html.markup import NO_BREAK_SPACE, VALUE, VALUE_END, pt
from congvan.formats.docx_html.styles.line_spacing import LineRule, LineSpacing
from congvan.formats.docx_html.styles.measures import (
    SYMBOL_SPACE,
    SYMBOLS,
    LineMetrics,
    has_lines_of,
    line_metrics,
    portion_width,
    raising,
    text_width,
)
from congvan.formats.docx_html.styles.paragraph_format import ParagraphFormat
from congvan.formats.docx_html.styles.run_format import RunFormat
from congvan.formats.docx_html.text.inline import BREAK, DRAWING, FIELD, NOTE, TAB, TEXT, ListLabel, Piece, joined
from congvan.formats.docx_html.text.own_lines import LineRules, Measure, OwnLine, own_lines
from congvan.formats.docx_html.text.portions import room_behind
from congvan.formats.docx_html.text.shown_pieces import kept_together
from congvan.formats.docx_html.text.tab_stops import TabRuler
from congvan.formats.pdf.lines.line_breaks import JOINER
from congvan.formats.pdf.marks import MARK

_SPACES, _SPACE = re.compile(r"[ \t\r\n]+"), re.compile(r"[\t\r\n]")
_NO_BREAK_HYPHEN = "\u2011"
_BREAK = "<br>"
_LEADERS = {"dot": ".", "hyphen": "-", "underscore": "_", "heavy": "_", "middleDot": "·"}


class InlineBoxes(NamedTuple):
    """What other writers make of pieces that are no text: notes and drawings."""

    note: Callable[[Piece], str]
    drawing: Callable[[Piece, LineRoom], str]


class PenLine(NamedTuple):
    """Where the lines of a paragraph run: its format, the format of its text and the spacing of lines of it, the width
    of the column, tab distance."""

    paragraph: ParagraphFormat
    text: RunFormat
    spacing: LineSpacing
    width: float
    tab_distance: float
    keeps_spaces: bool = False
    spreads_breaks: bool = False  # a justified line that ends with a break is stretched as any other
    room: LineRoom = LineRoom()  # above and below a drawing in a line


class TextWriter:
    """Writes one paragraph. `x`: where the pen is, from the left edge of the column, in points."""

    def __init__(self, classes: CssClasses, line: PenLine, boxes: InlineBoxes) -> None:
        self._classes, self._line, self._boxes = classes, line, boxes
        self._x = line.paragraph.left + line.paragraph.first
        self._start = True  # of a line
        self._space = False  # the text so far ends with a space
        self._tabs = TabRuler(line.paragraph, line.width, line.tab_distance)
        self._line_at = 0  # where the line begins in what is written
        self._breaks_lines = False  # lines are broken here, not by the page
        self._parts = False  # letters closer together have their room where portions meet
        self.is_field = False
        self._content: list[Piece] = []
        self._out: list[str] = []
        self._rule = LineRule(line.paragraph.rule, line.paragraph.line)

    def write(self, pieces: list[Piece], label: ListLabel | None) -> str:
        """Return the inner HTML. Where all of it is text of one format, the paragraph itself is the field of its
        values (`is_field`); otherwise each stretch of a format that holds values is."""
        self._measured = label is not None or any(piece.kind == TAB for piece in pieces)
        self._content, self._parts = pieces, True
        if label:
            self._label(label)
        self._pieces(pieces, len(pieces), label)
        spread = self._line.spreads_breaks and _BREAK in self._out
        inner = self._joined_lines() if spread else "".join(self._out)
        if self._tabs.overhangs and not any(piece.kind == BREAK for piece in pieces):
            kept = "pre" if self._line.keeps_spaces else "nowrap"
            return f'<span class="{self._classes.name(f"white-space:{kept}")}">{inner}</span>'
        return inner

    def _joined_lines(self) -> str:
        """Return what was written, each stretch between two breaks as a block, so that its last line is stretched too,
        but for that of the paragraph."""
        form = self._line.paragraph
        kept = kept_together(self._content, self._line.width - form.left - form.right - max(0.0, form.first))
        stretches, out = ("\0" if each == _BREAK else each for each in self._out), []
        for n, each in enumerate("".join(stretches).split("\0")):
            css = ["display:block", "text-align-last:justify" * (n + 1 < len(kept)), "text-indent:0" * bool(n)]
            css += kept[n] if form.widow_control else []
            out.append(f'<span class="{self._classes.name(css)}">{each or NO_BREAK_SPACE}</span>')
        return "".join(out)

    def _pieces(self, pieces: list[Piece], count: int, label: ListLabel | None) -> None:
        """Write the first pieces of a paragraph, or of a line."""
        groups = list(joined(pieces[:count]))
        alone = len(groups) == 1 and not label and not groups[0][0].link
        after = 0
        for group in groups:
            after += len(group)
            if group[0].kind == TEXT:
                self._texts(group, alone, room_behind(pieces, after) if self._parts else 0.0)
            else:
                self._other(group[0], pieces, after)

    def write_lines(self, pieces: list[Piece], label: ListLabel | None, rules: LineRules) -> str:
        """Return the inner HTML of a paragraph in lines of its own; "" where it holds more than text and tabs."""
        form = self._line.paragraph
        self._measured = self._breaks_lines = True
        self._content = pieces
        if label:
            self._label(label)
        measure = Measure(self._x, form.left, self._line.width - form.right)
        lines = own_lines(pieces, measure, rules, self._tabs.end) if measure.first < measure.right else None
        if not lines or self._tabs.overhangs:
            return ""
        lead, out = self._out, []
        for line in lines:
            out.append(self._written_line(line, label))
            self._begin_line()
        if lead:  # stays with its line, which may be as wide as the column
            out[0] = self._unbroken("".join(lead) + out[0])
        return _BREAK.join(out)

    def _written_line(self, line: OwnLine, label: ListLabel | None) -> str:
        """Return a line; what is behind its last tab is spread."""
        pieces = list(line.pieces)
        tabs = [n + 1 for n, piece in enumerate(pieces) if piece.kind == TAB]
        self._out, self._line_at = [], 0
        if not tabs:
            self._pieces(pieces, len(pieces), label)
            return self._line_of(line.spacing)
        self._pieces(pieces, tabs[-1], label)
        lead, self._out = self._line_of(0.0), []
        self._pieces(pieces[tabs[-1] :], len(pieces) - tabs[-1], label)
        return self._unbroken(lead + self._line_of(line.spacing))

    def _unbroken(self, html: str) -> str:
        return f'<span class="{self._classes.name("white-space:nowrap")}">{html}</span>'

    def _line_of(self, spacing: float) -> str:
        """Return what is written as a line that is not broken; `spacing`: what is added to its spaces."""
        name = self._classes.name(f"white-space:pre;word-spacing:{pt(spacing)}")
        return f'<span class="{name}">{"".join(self._out)}</span>'

    def _label(self, label: ListLabel) -> None:
        text, room = label.text + " " * (label.after == "space"), 0.0
        if label.width:  # a space is drawn from the face of the symbol
            width = label.width + SYMBOL_SPACE * (label.after == "space")
            room = width * label.format.shown_size - text_width(text, label.format)
        declared = self._declared(label.format, SYMBOLS if label.is_symbol else None)
        declared += f";margin-right:{pt(room)}" if room else ""
        shown = self._span(self._escaped(text), declared.lstrip(";"))
        self._out.append(f'<span data-role="Lbl">{shown}</span>' if shown else "")
        self._advance(text, label.format)
        self._x += room
        self._start = False
        if label.after == "tab":
            stop = self._tabs.stop_of_label(self._x)
            place = self._tabs.begin(stop, self._content) if stop.kind in ("center", "right", "end") else stop.at
            self._tabs.overhangs &= place > self._x
            self._tab_to(place, label.format if stop.leader in _LEADERS else None, _LEADERS.get(stop.leader, ""))

    def _texts(self, group: list[Piece], alone: bool, room: float) -> None:
        """Write neighbouring texts of one format; `room`: what is between them and the next ones."""
        form, link = group[0].format, group[0].link
        inner = "".join(self._escaped(piece.text, piece.printed) for piece in group)
        if self._measured:
            self._advance("".join(piece.text for piece in group), form)
        self._start = False
        if not any(piece.printed for piece in group):
            low = all(piece.is_blank for piece in group)
            css = (self._low(form) if low else self._declared(form)) + f";margin-right:{pt(room)}" * bool(room)
            self._out.append(self._span(inner, css.lstrip(";"), link))
            self._x += room
        elif alone and not self._declared(form):
            self.is_field = True
            self._out.append(inner)
        else:
            name = self._classes.name(self._declared(form))
            span = f'<span class="{name}" data-n="{MARK}">{MARK}{inner}{MARK}</span>'
            self._out.append(f'<a href="{escape(link)}">{span}</a>' if link else span)

    def _declared(self, form: RunFormat, line: LineMetrics | None = None) -> str:
        """Return the CSS that makes a format of that of the paragraph; `line`: the metrics of its lines, where they are
        not those of its face."""
        own, spacing, exact = self._line.text, self._line.spacing, self._line.paragraph.rule == "exact"
        raised = raising(form) if form.raised else 0.0
        shown = form._replace(raised=raised if exact else 0.0)
        same = has_lines_of(form, own)
        if form.level or (same and not line and not form.small and (exact or not raised)):
            return shown.declarations(own, exact)
        drawn, line = line_metrics(form), line or line_metrics(form)
        if raised and not exact and form.size:
            line = line.raised(raised / form.size)
        place = self._rule.beside(spacing, form.size, line, drawn, form.shown_size)
        css = place.css if exact else place._replace(lift=place.lift - raised).css
        return f"{shown.declarations(own, exact, place.lift)};{css}".lstrip(";")

    def _low(self, form: RunFormat) -> str:
        """Return the CSS of spaces or a tab: their line is no higher for them."""
        css = form.declarations(self._line.text, self._line.paragraph.rule == "exact").lstrip(";")
        return f"{css};line-height:0" if "font-" in css and "line-height" not in css else css

    def _span(self, inner: str, declared: str, link: str = "") -> str:
        shown = f'<span class="{self._classes.name(declared)}">{inner}</span>' if declared and inner else inner
        return f'<a href="{escape(link)}">{shown}</a>' if link else shown

    def _escaped(self, text: str, printed: bool = False) -> str:
        """Return a text as HTML. Spaces that HTML would drop stay as no-break spaces; a value is taken as it is."""
        if printed:
            self._start = self._space = False
            return f"{VALUE}{escape(text)}{VALUE_END}"
        if self._line.keeps_spaces:
            shown = _SPACE.sub(" ", text)
        else:
            shown = _SPACES.sub(self._spaces, text)
        if text:
            self._start, self._space = False, text[-1] == " "
        shown = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return shown.replace(_NO_BREAK_HYPHEN, f"-{JOINER}")

    def _spaces(self, match: re.Match[str]) -> str:
        count = match.end() - match.start()
        if match.start() == 0 and (self._start or self._space):
            return NO_BREAK_SPACE * count
        return NO_BREAK_SPACE * (count - 1) + " "

    def _other(self, piece: Piece, pieces: list[Piece], after: int) -> None:
        if piece.kind == BREAK:
            self._out.append(_BREAK)
            self._begin_line()
            return
        self._start = self._space = False
        if piece.kind == TAB:
            self._tab(piece.format, pieces[after:])
        elif piece.kind == FIELD:
            declared = self._declared(piece.format)
            own = self._classes.name(declared) if declared else ""
            self._out.append(f'<span class="{f"{own} {piece.text}".strip()}"></span>')
            self._x += text_width("1", piece.format) if self._measured else 0
        elif piece.kind == NOTE:
            self._out.append(self._boxes.note(piece))
            self._x += text_width(piece.number, piece.format) if self._measured else 0
        elif piece.kind == DRAWING:
            room = self._line.room
            self._out.append(self._boxes.drawing(piece, room))
            self._x += width_in_line(piece.element)

    def _begin_line(self) -> None:
        self._x, self._start, self._space = self._line.paragraph.left, True, False

    # -- tab stops

    def _advance(self, text: str, form: RunFormat) -> None:
        self._x += portion_width(text, form)

    def _tab(self, form: RunFormat, following: list[Piece]) -> None:
        """Move to the next stop: what is behind it up to the next one is centred on it, or ends at it."""
        stop = self._tabs.next_stop(self._x)
        if stop is None:
            self._tab_to(self._tabs.next_default(self._x), form)
        else:
            self._tab_to(self._tabs.begin(stop, following), form, _LEADERS.get(stop.leader, ""))

    def _tab_to(self, place: float, form: RunFormat | None = None, leader: str = "") -> None:
        """Move the pen to a place; `form`: the format of the tab, whose leader or underline fills the way."""
        width = max(place - self._x, 0.1)
        filled = self._fill(width, form, leader) if form and (leader or form.underline) else ""
        name = self._classes.name(f"display:inline-block;text-indent:0;width:{pt(width)}" + _FILLED * bool(filled))
        self._out.append(f'<span class="{name}" data-role="space">{filled}</span>')
        self._x = max(place, self._x)

    def _fill(self, width: float, form: RunFormat, leader: str) -> str:
        """Return what fills the way to a tab stop."""
        if leader:
            wide = text_width(leader, form)
            count = int(width / wide + 0.001) + (leader == "_")  # strokes make one line up to the stop
            return self._span(leader * count, self._spaced(form, width / count - wide)) if count else ""
        return self._span(NO_BREAK_SPACE, self._spaced(form, width - text_width(" ", form._replace(spacing=0.0))))

    def _spaced(self, form: RunFormat, spacing: float) -> str:
        return self._low(form._replace(spacing=spacing))


_FILLED = ";white-space:pre;text-align:left;--shift:0pt"
