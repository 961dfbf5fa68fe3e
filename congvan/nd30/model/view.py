"""The measured document that rules check: pages, paragraphs, lines, runs and drawn lines, as plain values.

Why: a rule that depends on neither XML nor PDF operators serves both formats. Lengths are in mm from the top left
corner of the page as displayed, font sizes in points. A value that the file doesn't show is None (in a run "" or 0),
and a rule that needs it answers "not evaluated".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from congvan.core.messages import Message


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in mm, y downwards."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


def enclosing_box(boxes: Iterable[Box]) -> Box | None:
    """Return the smallest box that encloses all the boxes; None if there are none."""
    all_boxes = list(boxes)
    if not all_boxes:
        return None
    return Box(
        min(b.x0 for b in all_boxes),
        min(b.y0 for b in all_boxes),
        max(b.x1 for b in all_boxes),
        max(b.y1 for b in all_boxes),
    )


@dataclass(frozen=True, slots=True)
class StyledRun:
    """Text in one style. `size` in points, 0 when unknown; `colour` 0xRRGGBB, None for automatic.

    `raised`: super- or subscript. `overlay`: added to the page by a stamp or a signature, so not set by the document.
    `coding`: how the file codes it other than in composed Unicode, see `coding.in_unicode`.
    """

    text: str
    family: str = ""
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    underline: bool = False
    colour: int | None = None
    raised: bool = False
    overlay: bool = False
    coding: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as printed (PDF) or a paragraph's text between breaks (DOCX, `box` None).

    `artifact`: whether a tagged PDF marks all of it as no part of the text.
    """

    runs: tuple[StyledRun, ...]
    page: int = 0
    number: int = 0
    box: Box | None = None
    baseline: float = 0.0
    artifact: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class CellPosition:
    """The table cell of a paragraph: table, row and column from 1, its left and right edges in mm.

    `pad`: the left and right cell margins together, in mm. `ruled`: whether it has vertical borders.
    """

    table: int
    row: int
    column: int
    x0: float = 0.0
    x1: float = 0.0
    ruled: bool = False
    pad: float = 3.8

    @property
    def room(self) -> float:
        """The width inside the cell margins, in mm."""
        return self.x1 - self.x0 - self.pad


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of lines with its formatting.

    `align`: left, centre, right, justify, or "" if it can't be determined. `first` is the indent of the first line and
    `left` that of the others, in mm from the edge of the text area or cell; `before` and `after` in points; `spacing`
    in lines (1.0 = single); `exact` a fixed line pitch in points. `region`: body, header, footer, footnote, textbox,
    overlay (stamps, signatures), shape (text boxes over the page of a PDF). Only in a DOCX: `section` from 1; `down`,
    its distance from the beginning in points if the document were one endless page; `unsure`, whether its number of
    lines can't be determined; `column`, the left and right edges of its lines in mm.
    """

    lines: tuple[TextLine, ...]
    region: str = "body"
    align: str = ""
    first: float | None = None
    left: float | None = None
    before: float | None = None
    after: float | None = None
    spacing: float | None = None
    exact: float | None = None
    cell: CellPosition | None = None
    ordinal: int = 0
    where: str | Message = ""
    tabbed: bool = False
    new_page: bool = False
    section: int = 0
    down: float | None = None
    unsure: bool = False
    column: tuple[float, float] | None = None

    @cached_property
    def text(self) -> str:
        """The text on one line, with single spaces, in NFC."""
        return " ".join(" ".join(line.text for line in self.lines).split())

    @cached_property
    def raw(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def runs(self) -> tuple[StyledRun, ...]:
        return tuple(run for line in self.lines for run in line.runs)

    @cached_property
    def ink(self) -> tuple[StyledRun, ...]:
        """The runs with letters or digits that the document itself set: without overlays and super- or subscripts."""
        return tuple(
            run for run in self.runs if not run.overlay and not run.raised and any(c.isalnum() for c in run.text)
        )

    @property
    def page(self) -> int:
        return self.lines[0].page if self.lines else 0

    @property
    def line(self) -> int:
        return self.lines[0].number if self.lines else 0

    @cached_property
    def box(self) -> Box | None:
        """The extent of the paragraph on its first page."""
        return enclosing_box(line.box for line in self.lines if line.box is not None and line.page == self.page)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A drawn horizontal line. In a PDF it has a position; in a DOCX only its length and the paragraph that anchors it.

    `kind`: drawn, border (of a paragraph), text (underscores), underline (of text), box (side of a rectangle).
    """

    page: int
    x0: float
    x1: float
    y: float
    kind: str = "drawn"
    anchor: int = -1
    solid: bool = True

    @property
    def length(self) -> float:
        return self.x1 - self.x0


@dataclass(frozen=True, slots=True)
class DrawnFrame:
    """A drawn rectangle (the frame of a mark, the outline of a table). `single`: one continuous line."""

    page: int
    box: Box
    single: bool = True


@dataclass(frozen=True, slots=True)
class PageGeometry:
    """The size and margins, in mm, of a page (PDF) or of the pages of a section (DOCX).

    `left` … `bottom`: declared in a DOCX; measured on the text of a PDF, None if the page has too little text.
    `slack`: how much larger than the real margin the measured bottom margin may be. Only in a DOCX: `tabled`, whether
    the section has a ruled table; `start`, its first page number (None: numbering continues); `first_top`,
    `first_bottom`, of the first page if it has a header and footer of its own.
    """

    number: int
    width: float
    height: float
    left: float | None = None
    right: float | None = None
    top: float | None = None
    bottom: float | None = None
    declared: bool = False
    slack: float = 0.0
    chars: int = 0
    tabled: bool = False
    start: int | None = None
    first_top: float | None = None
    first_bottom: float | None = None


@dataclass(frozen=True)
class PageNumber:
    """A page number: in a DOCX the field of a header or footer, in a PDF a line in the margin that looks like one."""

    where: str  # top, bottom
    align: str
    page: int
    paragraph: Paragraph
    field: bool = False
    on_first: bool = False
    shown: str = ""


@dataclass(frozen=True)
class View:
    """A measured document. `unreadable`: why it, or a part of it, could not be read (scan, locked, damaged …).

    `images`: the pictures of a PDF that are smaller than the page, stamps and signatures among them.
    `lacks_letters`: whether letters that the pages show are missing in the text.
    `converted`: whether another program made it from a .doc. `pictured`: whether its head or its foot may be a picture.
    """

    format: str
    pages: tuple[PageGeometry, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    frames: tuple[DrawnFrame, ...] = ()
    numbers: tuple[PageNumber, ...] = ()
    unreadable: str = ""
    images: tuple[DrawnFrame, ...] = ()
    lacks_letters: bool = False
    unread: tuple[int, ...] = ()  # pages that are only a picture; 0: pages beyond the limit
    converted: bool = False
    pictured: bool = False
    ends_blank: bool = False  # only in a DOCX: nothing follows its last page break

    @property
    def laid_out(self) -> bool:
        """Whether lines have positions (PDF)."""
        return self.format == "pdf"


_PART_WIDTH, _PART_HEIGHT = 100.0, (12.0, 120.0)  # mm


def shows_part(width: float, height: float) -> bool:
    """Return whether a picture has the size, in mm, of the scanned head or foot of a document."""
    return width > _PART_WIDTH and _PART_HEIGHT[0] < height < _PART_HEIGHT[1]
