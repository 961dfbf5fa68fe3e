"""The inline content of a paragraph as pieces in order: texts and values with their format, tabs, breaks, fields."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, NamedTuple

from congvan.formats.docx_html.markup import VALUE, VALUE_END, R, W, child, tag_of
from congvan.formats.docx_html.styles.measures import width_before
from congvan.formats.docx_html.styles.run_format import RunFormat, Settings
from congvan.formats.docx_html.styles.stylesheet import WordStyles
from congvan.formats.docx_html.styles.symbol_faces import is_symbol_face, shown_symbols, symbol_of

TEXT, TAB, BREAK, PAGE_BREAK, COLUMN_BREAK = "text", "tab", "break", "page-break", "column-break"
FIELD, NOTE, DRAWING = "field", "note", "drawing"
"""The text of a drawing that is in a line without text."""
COUNTERS = {"PAGE": "page", "NUMPAGES": "pages"}
"""The fields that are counted when pages are laid out, by the name of the counter."""

NO_WIDTH = "\u2060"
"""A text that shows nothing, for a line as high as it."""
OWN_LINES = "\u00ad\u2002-\u2005\u2008-\u200a\u205f"
"""Characters behind which CSS breaks lines otherwise, as a set of a regular expression: the soft hyphen, whose line has
room for its hyphen, and spaces of fixed width, which don't hang over the edge. Lines that hold one are broken here."""
WRITTEN_HERE = re.compile(f"[{OWN_LINES}\u2011\u2028\u2029]")
"""Characters of a value that decide how its paragraph is written: no field can hold them."""

_MARKS = re.compile(f"([{VALUE}{VALUE_END}])")
_SEPARATORS = str.maketrans({"\u2028": "\u200b", "\u2029": "\u200b"})  # a place to break at, as for LibreOffice
_THROUGH = frozenset(["hyperlink", "smartTag", "ins", "sdt", "sdtContent", "moveTo", "dir", "bdo", "customXml"])
_BLANKS = " \u2003\u2005\u3000"  # as LibreOffice's `lcl_HasOnlyBlanks`
_DRAWINGS = frozenset(["drawing", "AlternateContent", "pict", "object"])
_BREAKS = {"page": PAGE_BREAK, "column": COLUMN_BREAK}


class Piece(NamedTuple):
    """A piece of inline content.

    `text`: that of a text; the counter of a field; the id of a note. `printed`: whether it is a value of the record.
    `element`: the drawing; of all others their run. `number`: what a field or a note is measured by.
    """

    kind: str
    format: RunFormat
    text: str = ""
    printed: bool = False
    element: Any = None
    link: str = ""
    number: str = "1"

    @property
    def is_blank(self) -> bool:
        """Whether this is a tab or nothing but spaces: no line is higher for it."""
        return self.kind == TAB or (self.kind == TEXT and not self.printed and not self.text.strip(_BLANKS))


class ListLabel(NamedTuple):
    """The label of a list's paragraph, what follows it ("tab", "space" or "nothing"), whether it is a symbol; `width`:
    what LibreOffice draws it in, in sizes of its letters, where that isn't the width of its text."""

    text: str
    format: RunFormat
    after: str
    is_symbol: bool = False
    width: float = 0.0


class PieceReader:
    """Reads the pieces of one paragraph."""

    def __init__(self, styles: WordStyles, base: Settings, note: str) -> None:
        """`note`: the number of the note in which the paragraph is."""
        self._styles, self._base, self._note = styles, base, note
        self._fields: list[list[Any]] = []  # of each open field its instruction, and whether its result has begun
        self._inside = False  # a printed value
        self._empty = False  # whether it has had no text yet
        self._link = ""
        self._of: Any = None  # the run of what is read
        self._pieces: list[Piece] = []

    def read(self, paragraph: Any) -> list[Piece]:
        self._walk(paragraph)
        return _with_high_marks(self._pieces)

    def _walk(self, element: Any) -> None:
        for inner in element:
            name = tag_of(inner)
            if name == "r":
                self._run(inner)
            elif name == "fldSimple":
                counter = COUNTERS.get(_field_name(inner.get(W + "instr") or ""))
                if counter:
                    run = inner.find(W + "r")
                    self._add(FIELD, self._styles.run(self._base, child(run, "rPr")), counter)
                else:
                    self._walk(inner)
            elif name == "hyperlink" and inner.get(R + "id"):
                self._link, before = inner.get(R + "id"), self._link
                self._walk(inner)
                self._link = before
            elif name in _THROUGH:
                begin = len(self._pieces)
                self._walk(inner)
                if name == "sdt":
                    self._end_control(begin)

    def _end_control(self, begin: int) -> None:
        """Add an empty text at both ends of a content control that begins or ends with a drawing; `begin`: of its
        pieces.

        Why: the ends are text for LibreOffice, in the format of the paragraph; no drawing is alone beside them.
        """
        if any(piece.kind == DRAWING for piece in (self._pieces[begin:][:1] + self._pieces[begin:][-1:])):
            edge = Piece(TEXT, self._styles.run(self._base, None), NO_WIDTH, False, self._of, self._link)
            self._pieces[begin:] = [edge, *self._pieces[begin:], edge]

    def _add(self, kind: str, form: RunFormat, text: str = "", element: Any = None) -> None:
        source = self._of if element is None else element
        self._pieces.append(Piece(kind, form, text, kind == TEXT and self._inside, source, self._link))

    def _run(self, run: Any) -> None:
        form = self._styles.run(self._base, child(run, "rPr"))
        self._of = run
        symbols = form.family if is_symbol_face(form.family) else ""
        if symbols:
            form = form._replace(family=self._styles.run(self._base, None).family)
        for inner in run:
            name = tag_of(inner)
            if name == "fldChar":
                self._field_mark(inner.get(W + "fldCharType") or "", form)
            elif name == "instrText":
                if self._fields:
                    self._fields[-1][0] += inner.text or ""
            elif not form.hidden and not self._in_field():
                self._content(inner, name, form, symbols)

    def _field_mark(self, kind: str, form: RunFormat) -> None:
        if kind == "begin":
            self._fields.append(["", False])
        elif self._fields and kind == "separate":
            self._fields[-1][1] = True
        elif self._fields and kind == "end":
            counter = COUNTERS.get(_field_name(self._fields.pop()[0]))
            if counter:
                self._add(FIELD, form, counter)

    def _in_field(self) -> bool:
        """Whether what is here is an instruction, or a result that is counted again."""
        return any(not begun or _field_name(text) in COUNTERS for text, begun in self._fields)

    def _content(self, element: Any, name: str, form: RunFormat, symbols: str) -> None:
        """Read an element of a run; `symbols`: the face of symbols that the run is in, or ""."""
        if name == "t":
            text = element.text or ""
            self._text(shown_symbols(text, symbols) if symbols else text, form)
        elif name in ("tab", "ptab"):
            self._add(TAB, form)
        elif name in ("br", "cr"):
            self._break(_BREAKS.get(element.get(W + "type") or "", BREAK), form)
        elif name == "noBreakHyphen":
            self._text("\u2011", form)
        elif name == "softHyphen":
            self._text("\u00ad", form)
        elif name == "sym":
            shown = symbol_of(element.get(W + "font") or "", element.get(W + "char") or "") or "•"
            self._text(shown, form)
        elif name == "footnoteReference":
            raised = form._replace(level=form.level or "superscript")  # as LibreOffice has it
            self._add(NOTE, raised, element.get(W + "id") or "")
        elif name == "footnoteRef":
            self._number(element, form)
        elif name in _DRAWINGS:
            self._add(DRAWING, form, element=element)

    def _number(self, element: Any, form: RunFormat) -> None:
        """Add the number of a footnote. Its line is as high as text of its size, though it is raised: where the note
        names sizes, an empty text of that size is behind it.
        """
        number = self._of_number(form)
        self._text(self._note, number)
        paragraph = next(element.iterancestors(W + "p"), None)
        if number.level and paragraph is not None and next(paragraph.iter(W + "sz"), None) is not None:
            self._text(NO_WIDTH, number._replace(level=""))

    def _of_number(self, form: RunFormat) -> RunFormat:
        """Return the format of a footnote's number: LibreOffice has it as the style of these numbers says, whatever its
        run does."""
        of_style = self._styles.run({**self._base, **self._styles.note_number}, None)
        return of_style._replace(colour=form.colour)

    def _break(self, kind: str, form: RunFormat) -> None:
        """Add a break; page breaks side by side are one, as for LibreOffice."""
        if kind != PAGE_BREAK or not self._pieces or self._pieces[-1].kind != PAGE_BREAK:
            self._add(kind, form)

    def _text(self, text: str, form: RunFormat) -> None:
        """Add a text, cut where a printed value begins and ends; an empty value is a piece too."""
        text = text.translate(_SEPARATORS)
        for part in _MARKS.split(text) if VALUE in text or VALUE_END in text else (text,):
            if part == VALUE:
                self._inside = self._empty = True
            elif part == VALUE_END:
                if self._empty:
                    self._add(TEXT, form)
                self._inside = self._empty = False
            elif part:
                self._empty = False
                self._add(TEXT, form, part)


def _with_high_marks(pieces: list[Piece]) -> list[Piece]:
    """Return pieces with an empty text behind each mark of a note that is larger than some text: for LibreOffice its
    line is as high as text of its size, though it is raised.
    """
    marks = [piece for piece in pieces if piece.kind == NOTE]
    least = min((piece.format.size for piece in pieces if piece.kind == TEXT), default=0.0) if marks else 0.0
    if not any(mark.format.size > least > 0 for mark in marks):
        return pieces
    out: list[Piece] = []
    for piece in pieces:
        out.append(piece)
        if piece.kind == NOTE:
            out.append(Piece(TEXT, piece.format._replace(level=""), NO_WIDTH, False, piece.element, piece.link))
    return out


def numbered(pieces: list[Piece], first: int) -> list[Piece]:
    """Return pieces with the numbers of their notes."""
    if not any(piece.kind == NOTE for piece in pieces):
        return pieces
    numbers = count(first)
    return [piece._replace(number=str(next(numbers))) if piece.kind == NOTE else piece for piece in pieces]


def by_letters(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces, cut where letters of one text look different. Their values must be revealed.

    Why: WeasyPrint measures `font-variant: small-caps` as another text than it draws, and CSS can't underline words
    alone.
    """
    if not any(piece.format.differs_by_letter for piece in pieces):
        return pieces
    out: list[Piece] = []
    for piece in pieces:
        form = piece.format
        if piece.kind != TEXT or not form.differs_by_letter:
            out.append(piece)
            continue
        for text, own in _small_capitals(piece.text, form) if form.small_capitals else [(piece.text, form)]:
            out += (piece._replace(text=each, format=shown) for each, shown in _underlined_words(text, own))
    return out


def _small_capitals(text: str, form: RunFormat) -> Iterator[tuple[str, RunFormat]]:
    """Yield a text in small capitals as capitals of two sizes."""
    plain = form._replace(small_capitals=False)
    small = plain._replace(small=True)
    for lower, letters in itertools.groupby(text, str.islower):
        yield "".join(letters).upper(), small if lower else plain


def _underlined_words(text: str, form: RunFormat) -> Iterator[tuple[str, RunFormat]]:
    """Yield a text whose words alone are underlined, with the format of each stretch."""
    if form.underline != "words":
        yield text, form
        return
    for space, letters in itertools.groupby(text, str.isspace):
        yield "".join(letters), form._replace(underline="" if space else "single")


def with_spaces_joined(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces, each that is nothing but spaces in the format of the text before it where both look the same.

    Why: a text of spaces alone is not painted, so that whoever copies the line would get two words as one.
    """
    out = pieces[:1]
    for piece, after in itertools.zip_longest(pieces[1:], pieces[2:]):
        if piece.kind == TEXT and not piece.printed and piece.text.strip(" ") == "" and piece.format != out[-1].format:
            before, letter = out[-1], after.text[:1] if after and after.kind == TEXT else ""
            if before.kind == TEXT and not before.printed and _spaced_alike(before.format, piece.format, letter):
                piece = piece._replace(format=before.format)
        out.append(piece)
    return out


def _spaced_alike(one: RunFormat, other: RunFormat, letter: str) -> bool:
    """Whether spaces of two formats look the same in front of a letter."""
    if one.of_lines != one or other.of_lines != other or _spaces_of(one) != _spaces_of(other):
        return False
    return width_before(" ", letter, one) == width_before(" ", letter, other)


def _spaces_of(form: RunFormat) -> RunFormat:
    """Return a format without what only letters show."""
    return form._replace(bold=False, italic=False, colour="", capitals=False)


def _field_name(instruction: str) -> str:
    return next(iter(instruction.split()), "").upper()


def joined(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces, neighbouring texts of one format together."""
    group: list[Piece] = []
    for piece in pieces:
        if group and not (
            piece.kind == group[0].kind == TEXT and (piece.format, piece.link) == (group[0].format, group[0].link)
        ):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def pages_of(pieces: list[Piece]) -> list[list[Piece]]:
    """Return the pieces before and after each page break."""
    return between(pieces, PAGE_BREAK)


def between(pieces: Sequence[Piece], kind: str) -> list[list[Piece]]:
    """Return the pieces before, between and after those of a kind."""
    stretches: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.kind == kind:
            stretches.append([])
        else:
            stretches[-1].append(piece)
    return stretches


def revealed(pieces: list[Piece], reveal: Any) -> list[Piece]:
    """Return the pieces with their values as fixed texts."""
    return [piece._replace(text=reveal(piece.text), printed=False) if piece.printed else piece for piece in pieces]
