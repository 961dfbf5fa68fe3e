"""What is not followed in the lines of a paragraph: LibreOffice breaks them elsewhere, or has their text lower."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from congvan.formats.docx.tags import Locations, location_message
from congvan.formats.docx_html.drawings import grows, holds_shape, is_in_line, width_in_line
from congvan.formats.docx_html.followed.not_followed import NotFollowed, text_parts
from congvan.formats.docx_html.heights import inline_height
from congvan.formats.docx_html.markup import WP, W, attribute, child
from congvan.formats.docx_html.pages import page_setup, sections_of
from congvan.formats.docx_html.styles.line_spacing import LineRule, percents
from congvan.formats.docx_html.styles.measures import line_metrics, text_width
from congvan.formats.docx_html.styles.paragraph_format import ParagraphFormat, TabStop
from congvan.formats.docx_html.styles.run_format import RunFormat
from congvan.formats.docx_html.styles.stylesheet import TextDefaults, WordStyles
from congvan.formats.docx_html.text.empty_lines import hidden_formats
from congvan.formats.docx_html.text.inline import (
    ALONE,
    BREAK,
    DRAWING,
    FIELD,
    NOTE,
    TAB,
    TEXT,
    Piece,
    PieceReader,
    by_letters,
    pages_of,
)
from congvan.formats.docx_html.text.own_lines import LineRules, Measure, own_lines
from congvan.formats.docx_html.text.shown_pieces import with_lone_drawings, with_wrapped_drawings
from congvan.formats.docx_html.word_template import MODE_2013
from congvan.opc.reader import parse
from congvan.units import points

_AROUND = TextDefaults()
_ANY = float("inf")  # points of a column whose width is not known
_BESIDE = 10.8  # points beside the text of a cell, by the margins that Word gives
_LONG = 720.0  # points that a value may have
_SINGLE, _WHOLE = 12.0, 100  # of a single line: points that stand for it, percents
_VISIBLE = 0.15  # points
_TABBED = (None, "tab")
_ANCHOR = f"{WP}anchor"
_PLAIN_LINES, _SHRUNK_LINES = LineRules(False, False, False, False), LineRules(True, True, True, False)
_TAG = re.compile(r"\{\{|\{%")
_LONE_STOP = re.compile(r"…\s+[.,;:!?]")
"""An ellipsis before a stop that stands alone."""


def of_lines(package: Mapping[str, bytes], styles: WordStyles, mode: int) -> Iterator[NotFollowed]:
    """Yield the paragraphs with raised text, tabs or words that LibreOffice has elsewhere."""
    for member, label in text_parts(package):
        root = parse(package[member])
        found = [(each, code) for each, width in _paragraphs(root) for code in _codes(each, width, styles, mode)]
        found += [(each, "section-shrink") for each in _shrunk_in_sections(root, styles) if mode >= MODE_2013]
        places = Locations(root) if found else None
        told = (NotFollowed(code, label, location_message(places.of(each))) for each, code in found if places)
        yield from dict.fromkeys(told)


def _paragraphs(root: Any) -> Iterator[tuple[Any, float]]:
    """Yield the paragraphs of a part with the width of their column; that of a header or a note is not known."""
    widths: dict[Any, float] = {}
    body = root.find(W + "body")
    for section in sections_of(body) if body is not None else ():
        width = page_setup(section.properties, None).text_width
        widths |= {each: width for each in section.blocks if each.tag == W + "p"}
    for paragraph in root.iter(W + "p"):
        cell = next(paragraph.iterancestors(W + "tc", W + "txbxContent"), None)
        if cell is not None and cell.tag == W + "tc" and attribute(cell, "tcPr/tcW", "type") == "dxa":
            yield paragraph, points(attribute(cell, "tcPr/tcW", "w")) - _BESIDE or _ANY
        else:
            yield paragraph, _ANY if cell is not None else widths.get(paragraph, _ANY)


def _shrunk_in_sections(root: Any, styles: WordStyles) -> Iterator[Any]:
    """Yield the first justified paragraph of each section that goes on upon a page with other margins at its sides:
    LibreOffice shrinks its lines to the margins of the page."""
    body = root.find(W + "body")
    before = paged = None
    for section in sections_of(body) if body is not None else ():
        setup = page_setup(section.properties, before)
        paged = setup if paged is None or not setup.goes_on(before) else paged
        if (setup.margins.left, setup.margins.right) != (paged.margins.left, paged.margins.right):
            texts = (each for each in section.blocks if each.tag == W + "p")
            justified = (each for each in texts if styles.paragraph(each, _AROUND).align == "justify")
            yield from itertools.islice(justified, 1)
        before = setup


def _codes(paragraph: Any, width: float, styles: WordStyles, mode: int) -> Iterator[str]:
    form = styles.paragraph(paragraph, _AROUND)
    pieces = PieceReader(styles, form.base, "").read(paragraph)
    if _is_as_high_as_hidden(paragraph, form, pieces, styles):
        yield "hidden-size"
    if not pieces:
        return
    room = width - form.left - form.right
    if form.rule == "auto" and percents(form.line) > _WHOLE and form.shows_its_end:
        yield "wide-line-rule"
    if _has_low_drawing(form, pieces, width, styles):
        yield "lone-picture"
    if _has_raised_apart(form, pieces, width):
        yield "raised-apart"
    if any(piece.kind == TAB for piece in pieces):
        if _has_stop_behind(form, pieces, width):
            yield "tab-behind-edge"
        if _has_long_centred(form, pieces, width):
            yield "centred-tab"
        if _has_late_tab(pieces, room):
            yield "late-tab"
        if _ends_with_tab(form, pieces, width, mode >= MODE_2013 and form.align == "justify"):
            yield "end-tab"
    if _LONE_STOP.search("".join(piece.text for piece in pieces if piece.kind == TEXT)):
        yield "lone-stop"
    if mode >= MODE_2013 and form.align == "justify" and _has_long_count(pieces, room):
        yield "count-in-line"
    if mode >= MODE_2013 and form.align == "justify" and _has_long_small_capitals(pieces, room):
        yield "small-capitals"
    if _has_box_behind_break(pieces) or any(_wraps_box(stretch, room) for stretch in _between_breaks(pieces)):
        yield "box-in-line"
    elif _has_grown_box_aside(form, pieces):
        yield "grown-box-in-line"
    yield from _at_hidden_text(paragraph, form, styles, mode >= MODE_2013 and _width(pieces) > room)
    yield from _at_page_breaks(paragraph, form, pieces, styles)
    if any(_is_cut(next(_words(stretch), []), room) for stretch in _between_breaks(pieces)):
        yield "cut-word"


# -- raised text


def _has_raised_apart(form: ParagraphFormat, pieces: Sequence[Piece], width: float) -> bool:
    """Whether raised text may be in a line without text of its size."""
    if form.rule == "exact" or not any(piece.format.level for piece in pieces if piece.kind == TEXT):
        return False
    measure = Measure(form.left + form.first, form.left, width - form.right)
    is_known = not any(_TAG.search(piece.text) for piece in pieces) and measure.first < measure.right < _ANY
    lines = own_lines(list(pieces), measure, _PLAIN_LINES) if is_known else None
    if lines is None:
        return any(map(_is_raised_apart, _between_breaks(pieces)))
    return any(_is_raised_apart(line.pieces) for line in lines)


def _is_raised_apart(line: Iterable[Piece]) -> bool:
    texts = [piece for piece in line if piece.kind == TEXT and not piece.is_blank]
    raised = [piece.format.size for piece in texts if piece.format.level]
    return bool(raised) and max(raised) > max((each.format.size for each in texts if not each.format.level), default=0)


def _width(pieces: Iterable[Piece]) -> float:
    """Return the width of texts; that of a tag is not known, and taken for a long one."""
    return sum(
        _LONG if _TAG.search(piece.text) else text_width(piece.text, piece.format)
        for piece in pieces
        if piece.kind == TEXT
    )


def _has_long_count(pieces: Sequence[Piece], room: float) -> bool:
    """Whether a page number is in lines that end by their spaces: it is not known before the pages are."""
    counted = any(piece.kind == FIELD for piece in pieces)
    return counted and any(_width(each) > room for each in _between_breaks(pieces))


def _has_long_small_capitals(pieces: Sequence[Piece], room: float) -> bool:
    """Whether small capitals are in lines that end by their spaces: LibreOffice shrinks the ones less."""
    if not any(piece.format.small_capitals for piece in pieces):
        return False
    return any(_width(by_letters(each)) > room for each in _between_breaks(pieces))


def _wraps_box(line: Sequence[Piece], room: float) -> bool:
    """Whether a text box beside text may be in another line than the text before it."""
    drawn = sum(width_in_line(piece.element) for piece in line if piece.kind == DRAWING and _holds_text(piece))
    return bool(drawn) and _width(line) > 0 and _width(line) + drawn > room


def _has_box_behind_break(pieces: Sequence[Piece]) -> bool:
    """Whether a text box is in a line behind a break: LibreOffice has its text in the first line."""
    behind = itertools.dropwhile(lambda piece: piece.kind != BREAK, pieces)
    return any(piece.kind == DRAWING and width_in_line(piece.element) and _holds_text(piece) for piece in behind)


def _has_grown_box_aside(form: ParagraphFormat, pieces: Sequence[Piece]) -> bool:
    """Whether a text box in a line that is as high as its text is not at the left edge of the text: LibreOffice has its
    text at that edge."""
    at = next((n for n, each in enumerate(pieces) if each.kind == DRAWING and width_in_line(each.element)), None)
    if at is None or not _holds_text(pieces[at]) or not grows(pieces[at].element):
        return False
    return form.align not in ("left", "justify") or form.left + form.first != 0 or _width(pieces[:at]) > 0


def _holds_text(drawing: Piece) -> bool:
    return next(drawing.element.iter(W + "txbxContent"), None) is not None


# -- symbols


# -- hidden text


def _at_hidden_text(paragraph: Any, form: ParagraphFormat, styles: WordStyles, shrinks: bool) -> Iterator[str]:
    """Yield what is not followed of hidden text: LibreOffice leaves out a drawing that is before it, and shrinks lines
    by its spaces too; `shrinks`: whether justified lines are shrunk."""
    runs = [run for run in paragraph.iter(W + "r") if next(run.iterancestors(W + "p")) is paragraph]
    hidden = [styles.run(form.base, child(run, "rPr")).hidden and run.find(W + "t") is not None for run in runs]
    if any(
        next(run.iter(_ANCHOR), None) is not None and is_hidden
        for run, is_hidden in zip(runs, hidden[1:], strict=False)
    ):
        yield "hidden-drawing"
    if shrinks and form.align == "justify":
        texts = (
            each.text or ""
            for run, is_hidden in zip(runs, hidden, strict=True)
            if is_hidden
            for each in run.iter(W + "t")
        )
        if any(" " in text for text in texts):
            yield "hidden-in-line"


def _is_as_high_as_hidden(paragraph: Any, form: ParagraphFormat, pieces: list[Piece], styles: WordStyles) -> bool:
    """Whether hidden text of another size changes the height of a line: before a break, behind a number without a tab,
    or larger than all text in lines wider than single."""
    hidden = {each.size for each in hidden_formats(paragraph, form, styles)}
    if not hidden or form.rule == "exact":
        return False
    shown = {piece.format.size for piece in pieces} or {form.mark.size}
    if any(piece.kind == BREAK for piece in pieces):
        return bool(hidden - shown)
    if max(hidden) <= max(shown):
        return False
    if form.list_level and not pieces and attribute(styles.numbering.level(*form.list_level), "suff") not in _TABBED:
        return True
    return bool(pieces or form.list_level) and form.rule == "auto" and percents(form.line) > _WHOLE


# -- drawings in lines


def _has_low_drawing(form: ParagraphFormat, pieces: list[Piece], width: float, styles: WordStyles) -> bool:
    """Whether a picture lower than text of the paragraph may be alone in a line of it, which LibreOffice has as high as
    text of the paragraph's style."""
    drawn = [piece for piece in pieces if piece.kind == DRAWING and not holds_shape(piece.element)]
    heights = [inline_height(piece) for piece in drawn if inline_height(piece)]
    texts = [_single(piece.format) for piece in pieces if piece.kind == TEXT and not piece.is_blank]
    least = _single(styles.run(form.base, None)) + _VISIBLE
    if not heights or form.rule == "exact" or min(texts, default=0.0) <= max(least, min(heights)):
        return False
    measure, elements = Measure(form.left + form.first, form.left, width - form.right), [each.element for each in drawn]
    if any(_TAG.search(piece.text) for piece in pieces):
        return True
    return any(
        piece.text == ALONE and piece.element in elements and inline_height(piece) < min(texts)
        for piece in with_wrapped_drawings(with_lone_drawings(pieces), measure, _PLAIN_LINES)
    )


def _single(form: RunFormat) -> float:
    return LineRule("auto", _SINGLE).spacing(form.size, line_metrics(form)).height


# -- page breaks


def _at_page_breaks(
    paragraph: Any, form: ParagraphFormat, pieces: Sequence[Piece], styles: WordStyles
) -> Iterator[str]:
    """Yield what is not followed of a paragraph that a page break divides: LibreOffice has what is behind it without
    the indents of its list, has drawings beside one on the other page, and space above the next one of its style."""
    pages = pages_of(list(pieces))
    if len(pages) < 2:
        return
    if any(piece.kind == DRAWING and not is_in_line(piece.element) for piece in pieces):
        yield "drawing-at-page-break"
    of_list = form.list_level and (form.left or form.first) and attribute(paragraph, "pPr/ind", "left") is None
    hidden = next(paragraph.iter(W + "vanish"), None) is not None  # text before the break may be
    if of_list and (pages[0] or hidden) and any(pages[1:]):
        yield "break-in-list"
    if pages[0] and any(pages[1:]) and _is_close_to_next(paragraph, form, styles):
        yield "break-in-style"


def _is_close_to_next(paragraph: Any, form: ParagraphFormat, styles: WordStyles) -> bool:
    """Whether no space is between a paragraph and the next one since they are of one style, unless it says both that
    and its spaces itself."""
    after = paragraph.getnext()
    if not form.contextual_spacing or after is None or after.tag != W + "p":
        return False
    following = styles.paragraph(after, _AROUND)
    itself = all(child(paragraph, f"pPr/{name}") is not None for name in ("contextualSpacing", "spacing"))
    spaced = following.before or following.before_auto or form.after or form.after_auto
    return bool(following.contextual_spacing and following.style == form.style and spaced and not itself)


# -- tabs


def _has_stop_behind(form: ParagraphFormat, pieces: Sequence[Piece], width: float) -> bool:
    """Whether a tab goes to a stop behind the indent on the right, and what is behind it has no room."""
    edge = width - form.right
    return any(stop.at > edge and x + behind > width for stop, x, behind in _ends_of_tabs(form, pieces))


def _has_long_centred(form: ParagraphFormat, pieces: Sequence[Piece], width: float) -> bool:
    """Whether text that is longer than its line is centred on a stop in the right half: LibreOffice centres its first
    line there, beyond the edge."""
    edge = width - form.right
    ends = _ends_of_tabs(form, pieces)
    return any(
        stop.kind == "center" and stop.at > (edge + form.left) / 2 and behind > edge - form.left
        for stop, _x, behind in ends
    )


def _ends_of_tabs(form: ParagraphFormat, pieces: Sequence[Piece]) -> Iterator[tuple[TabStop, float, float]]:
    """Yield the stops that tabs go to, where what is behind each tab begins, and how wide it is."""
    x, stops = form.left + form.first, form.stops()
    for n, piece in enumerate(pieces if stops else ()):
        if piece.kind == BREAK:
            x = form.left
        elif piece.kind == TEXT:
            x += text_width(piece.text, piece.format)
        elif piece.kind == TAB:
            stop = next((each for each in stops if each.at > x + 0.01), None)
            if stop is None:
                continue
            behind = _width(itertools.takewhile(lambda each: each.kind not in (TAB, BREAK), pieces[n + 1 :]))
            share = {"right": 1.0, "end": 1.0, "decimal": 1.0, "center": 0.5}.get(stop.kind, 0.0)
            x = max(x, stop.at - share * behind)
            yield stop, x, behind


def _has_late_tab(pieces: Sequence[Piece], room: float) -> bool:
    """Whether a tab is behind text of a paragraph that may be longer than its line and holds more than text."""
    drawn = any(piece.kind == DRAWING and width_in_line(piece.element) for piece in pieces)
    if not drawn and not any(piece.kind in (FIELD, NOTE) for piece in pieces):
        return False
    shown = list(itertools.dropwhile(lambda piece: piece.is_blank, pieces))
    return any(
        any(piece.kind == TAB for piece in stretch) and _width(stretch) > room for stretch in _between_breaks(shown)
    )


def _ends_with_tab(form: ParagraphFormat, pieces: Sequence[Piece], width: float, shrinks: bool) -> bool:
    """Whether a paragraph ends with a tab that may have no room behind its text: for LibreOffice it is a line of its
    own, or none, by the indent; `shrinks`: whether its spaces may be smaller."""
    last = list(pieces)
    while last and last[-1].is_blank and last[-1].kind == TEXT:
        last.pop()
    if not last or last[-1].kind != TAB or any(piece.kind == TAB for piece in last[:-1]):
        return False
    edge, distance = width - form.right, 36.0
    if any(_TAG.search(piece.text) for piece in last):
        return _width(last) > edge - form.left
    measure = Measure(form.left + form.first, form.left, edge)
    rules = _SHRUNK_LINES if shrinks else _PLAIN_LINES
    lines = own_lines(last[:-1], measure, rules) if measure.first < edge < _ANY else None
    if not lines:
        return False
    begin = measure.first if len(lines) == 1 else measure.left
    return begin + _width(lines[-1].pieces) > edge - distance


def _between_breaks(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    for is_break, group in itertools.groupby(pieces, lambda piece: piece.kind == BREAK):
        if not is_break:
            yield list(group)


# -- words


def _words(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Yield the words of a paragraph as pieces."""
    word: list[Piece] = []
    for piece in pieces:
        parts = re.split(r"([ \t])", piece.text) if piece.kind == TEXT else [""]
        for part in parts:
            if piece.kind == TEXT and part.strip():
                word.append(piece._replace(text=part))
            elif word and (part or piece.kind != TEXT):
                yield word
                word = []
    if word:
        yield word


def _is_cut(word: list[Piece], room: float) -> bool:
    """Whether a word with strokes is longer than the line that it begins: LibreOffice cuts it behind one of them."""
    text = "".join(piece.text for piece in word)
    return "/" in text and not _TAG.search(text) and _width(word) > room
