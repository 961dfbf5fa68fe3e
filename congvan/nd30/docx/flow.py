"""Place the paragraphs of a DOCX one below the other, with the lines drawn between them.

What Word adds between two paragraphs is added here too: space before and after, empty paragraphs, contextual spacing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from congvan.core.messages import Message
from congvan.core.units import pt_to_mm, twips_to_mm
from congvan.nd30.docx.metrics import first_word_offset, line_spacing, paragraph_height, paragraph_space
from congvan.nd30.docx.sections import ALIGN
from congvan.nd30.docx.styles import Properties
from congvan.nd30.model.view import CellPosition, Paragraph, Stroke, TextLine

_UNDERSCORES = re.compile(r"^[_\u2500\u2014\u2015\u2013\u00af]{4,}$")


@dataclass(frozen=True)
class Surroundings:
    """What the paragraphs being read are in: extent in mm, region, table cell, table style and cell margins (mm).

    `shaded`: whether its ground may be dark, so that white words are seen.
    """

    x0: float
    x1: float
    region: str = "body"
    cell: CellPosition | None = None
    table_style: str = ""
    table_look: frozenset[str] = frozenset()
    table_parts: tuple[str, ...] = ()
    margins: dict[str, float] = field(default_factory=dict)
    shaded: bool = False
    depth: int = 0


@dataclass(frozen=True)
class StyledParagraph:
    """A paragraph with its resolved settings. `size`: the largest in points; `broke`: a page break follows it."""

    lines: list[TextLine]
    settings: Properties
    container: Surroundings
    broke: bool
    size: float


class Flow:
    """The paragraphs and drawn lines placed so far, and where the next one goes.

    `count`: paragraphs of the file read so far, empty ones too; `after`: points after the paragraph above; `blank`:
    points that empty paragraphs take above; `above`: the settings of the paragraph above; `down`: points from the
    beginning, as if the document were one page; `default_tab`: the distance of the default tab stops; `spaces_add_up`:
    whether the space between two paragraphs is the sum of both, not the larger.
    """

    def __init__(self, default_tab: float, spaces_add_up: bool) -> None:
        self.paragraphs: list[Paragraph] = []
        self.strokes: list[Stroke] = []
        self.count = 0
        self.section = 1
        self.new_page = False
        self.after = self.blank = self.down = 0.0
        self.above: Properties = {}
        self.default_tab = default_tab
        self.spaces_add_up = spaces_add_up

    def begin(self) -> None:
        """Begin a cell or go on below a table: no paragraph is right above."""
        self.after, self.blank, self.above = 0.0, 0.0, {}

    def put(self, block: StyledParagraph) -> None:
        """Place a paragraph below the one above: as text, as a ruled line of underscores or as white space."""
        lines, settings = block.lines, block.settings
        same_style = bool(self.above) and self.above.get("pStyle") == settings.get("pStyle")
        before = 0.0 if same_style and settings.get("contextualSpacing") else paragraph_space(settings, "before")
        if same_style and self.above.get("contextualSpacing"):
            self.after = 0.0
        between = self.after + before if self.spaces_add_up else max(self.after, before)
        height = paragraph_height(lines, settings, block.size, block.container.x1 - block.container.x0)
        self.down += between - self.after
        text = "".join(line.text for line in lines).strip().replace(" ", "")
        if _UNDERSCORES.match(text):
            self.stroke(0.5 * pt_to_mm(block.size) * len(text), "text")
        elif text:
            self._add(block, self.blank + between, height.unsure)
        self.blank = 0.0 if text else self.blank + between + height.points
        self.after = paragraph_space(settings, "after")
        if not settings.get("frame"):
            self.down += height.points + self.after
        self.above = settings

    def _add(self, block: StyledParagraph, before: float, unsure: bool) -> None:
        """Append a paragraph with text; `before`: the space above it in points."""
        settings = block.settings
        spacing, exact = line_spacing(settings, block.size)
        left = twips_to_mm(settings.get("left") or 0)
        indent = left + twips_to_mm(settings.get("first") or 0)
        first = first_word_offset(block.lines[0], settings, indent, self.default_tab)
        self.paragraphs.append(
            Paragraph(
                tuple(TextLine(n.runs, n.page, self.count) for n in block.lines if n.text.strip()),
                block.container.region,
                _alignment(settings, first),
                first,
                left,
                before=before,
                after=paragraph_space(settings, "after"),
                spacing=spacing,
                exact=exact,
                cell=block.container.cell,
                ordinal=len(self.paragraphs) + 1,
                where=self._where(block.container.cell),
                tabbed=any("\t" in n.text.strip() for n in block.lines),
                new_page=self.new_page or bool(settings.get("pageBreakBefore")),
                section=self.section,
                down=self.down,
                unsure=unsure,
                column=_column(settings, block.container),
            )
        )
        self.new_page = block.broke

    def _where(self, cell: CellPosition | None) -> Message:
        """Describe the place of the current paragraph for a message."""
        if cell is None:
            return Message("at.paragraph", paragraph=self.count)
        return Message("at.table-column", table=cell.table, row=cell.row, column=cell.column)

    def border(self, settings: Properties, container: Surroundings, has_text: bool) -> None:
        sides = [s for s in settings["border"] if s in ("bottom", "top", "between")]
        if sides and {"left", "right"}.isdisjoint(settings["border"]):
            inset = twips_to_mm((settings.get("left") or 0) + (settings.get("right") or 0))
            above = has_text and sides == ["top"]
            solid = bool(settings.get("border_solid", True))
            self.stroke(
                container.x1 - container.x0 - inset, "border-top" if above else "border", next_one=has_text, solid=solid
            )

    def stroke(self, length: float, kind: str, *, next_one: bool = False, solid: bool = True) -> None:
        anchor = len(self.paragraphs) + (1 if next_one else 0)
        self.strokes.append(Stroke(0, 0.0, max(length, 0.0), 0.0, kind, anchor, solid=solid))


def _column(settings: Properties, container: Surroundings) -> tuple[float, float] | None:
    """Return the left and right edges of a paragraph's lines in mm; None in a text box, which may be anywhere."""
    if container.region == "textbox":
        return None
    left, right = (twips_to_mm(settings.get(side) or 0) for side in ("left", "right"))
    return container.x0 + left, container.x1 - right


def _alignment(settings: Properties, first: float) -> str:
    """Return the alignment of a paragraph; "" if its first word, `first` mm from the left, is at a centred tab stop."""
    align = ALIGN.get(str(settings.get("jc", "")), "left")
    if settings.get("frame") in ("center", "right"):
        align = ALIGN[str(settings["frame"])]
    at_centred_stop = any(abs(first - twips_to_mm(stop)) < 0.1 for stop in settings.get("middles") or ())
    return "" if align == "left" and at_centred_stop else align
