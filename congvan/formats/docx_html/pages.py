"""The pages of each section: size, margins, headers and footers, where page numbers begin."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from congvan.core.units import number, points
from congvan.formats.docx_html.anchors import PageSides
from congvan.formats.docx_html.frames import PageFrame, page_frame
from congvan.formats.docx_html.markup import R, W, attribute, blocks_of, child, is_on, pt, tag_of
from congvan.formats.docx_html.styles.paragraph_format import ParagraphFormat

_COUNTERS = {"lowerRoman": "lower-roman", "upperRoman": "upper-roman", "lowerLetter": "lower-alpha"}
_COUNTERS |= {"upperLetter": "upper-alpha", "decimalZero": "decimal-leading-zero"}
_PAPER_SIDES = (
    "84100 118900 59400 42000 29700 21000 14800 25000 35300 17600 21590 27940 35560 43180 12500 22900 32400 "
    "16200 11400 11000 22000 18000 27000 28000 55880 86360 111760 18415 26670 33020 9843 19050 9208 16510 "
    "22543 10478 24130 11430 26353 12065 18400 26000 13000 14000 20300 25700 36400 18200 12800 13970 21519 "
    "27517 25400 29210 45800 23000 37783 10000 22860 38100 22700 35600 30500 48700 32233 20000 10500 30480 "
    "7400 5200 3700 2600 100000 141400 70700 50000 8800 6200 4400 3100 64800 8100 5700 45720 60960 91440 "
    "121920 15750 17500 19500 19700 27300 33866 14288 15875"
)
_NEARLY, _PER_POINT = 44, 2540 / 72
"""The sides of papers in hundredths of a millimetre, in the order in which LibreOffice tries them; how near is near
enough; how many a point has."""


_BELOW_TEXT, _ABOVE_PICTURES = ";z-index:-2", ";z-index:-1"
"""Where headers and footers with drawings are painted, and borders of pages that are below the text."""


class Margins(NamedTuple):
    """The margins of a page, in points."""

    top: float
    right: float
    bottom: float
    left: float


class PageSetup(NamedTuple):
    """The page of a section. `parts`: its headers and footers, inherited ones included: the relationship of each by
    what it is ("header", "first"); `start`: the number of its first page, -1 if numbers go on."""

    width: float
    height: float
    margins: Margins
    header: float
    footer: float
    first_differs: bool
    parts: Mapping[tuple[str, str], str]
    start: int
    counter: str
    begins: str
    columns: int
    frame: PageFrame | None = None

    @property
    def sides(self) -> PageSides:
        return PageSides(self.height, abs(self.margins.top), abs(self.margins.bottom))

    @property
    def text_width(self) -> float:
        return self.width - self.margins.left - self.margins.right

    @property
    def beside(self) -> tuple[float, float]:
        return self.margins.left, self.margins.right

    def below(self, part: str) -> float:
        """Return what a frame may have beneath a header or footer: below a footer the rest of the page."""
        return self.footer if part == "footer" else 0.0

    def goes_on(self, before: PageSetup | None) -> bool:
        """Whether the section goes on upon the page of the one before."""
        size = (self.width, self.height)
        return before is not None and self.begins == "continuous" and (before.width, before.height) == size

    def is_blank(self, part: str, kind: str) -> bool:
        """Whether a header or footer that the section does not say is blank on some of its pages, others having one:
        an empty paragraph then (ECMA-376, 17.10.6).
        """
        other = "default" if kind == "first" else "first"
        return self.first_differs and (part, kind) not in self.parts and (part, other) in self.parts


class BodySection(NamedTuple):
    """A section of the body: its `w:sectPr`, its paragraphs and tables; `end`: the paragraph that ends it, if that has
    no line."""

    properties: Any
    blocks: list[Any]
    end: Any = None


class PageTop:
    """Whether the next paragraph or table begins a page."""

    def __init__(self) -> None:
        self.breaks = self.begins_section = False

    def end_section(self, end: Any, form: ParagraphFormat | None) -> None:
        """End a section, behind whose last paragraph the paragraph `end` of this format may be that has no line."""
        in_end = end is not None and any(each.get(W + "type") == "page" for each in end.iter(W + "br"))
        self.breaks |= in_end or bool(form and form.page_break_before)

    def pass_hidden(self, hidden: Sequence[ParagraphFormat | None]) -> None:
        """Pass by paragraphs without a line."""
        self.breaks |= any(form is not None and form.page_break_before for form in hidden)

    def take_table(self) -> bool:
        """Return whether a table begins a page; what follows does not."""
        breaks, self.breaks, self.begins_section = self.breaks, False, False
        return breaks


class MarginText(NamedTuple):
    """A header or footer as HTML, with its height in points; a blank one has no HTML. `drawn`: whether drawings of it
    are beside its text."""

    html: str
    height: float
    drawn: bool = False


def sections_of(body: Any) -> list[BodySection]:
    """Return the sections of a body.

    Why some have an end: LibreOffice keeps no line for a paragraph that is there for its section break alone, unless
    it is all that the section holds.
    """
    sections: list[BodySection] = []
    blocks: list[Any] = []
    for block in blocks_of(body):
        properties = child(block, "pPr/sectPr") if block.tag == W + "p" else None
        if properties is None:
            blocks.append(block)
            continue
        ends = bool(blocks) and is_section_end(block) and block.getparent() is body
        sections.append(BodySection(properties, blocks, block) if ends else BodySection(properties, [*blocks, block]))
        blocks = []
    last = child(body, "sectPr")
    if last is None and blocks:
        from lxml import etree

        last = etree.Element(W + "sectPr")
    return sections if last is None else [*sections, BodySection(last, blocks)]


def is_section_end(paragraph: Any) -> bool:
    """Whether a paragraph is there for its section break alone: page breaks and a line break in it are nothing."""
    if child(paragraph, "pPr/sectPr") is None or next(paragraph.iter(W + "fldSimple"), None) is not None:
        return False
    inner = [each for run in paragraph.iter(W + "r") for each in run]
    breaks = [each.get(W + "type") for each in inner if tag_of(each) in ("br", "cr")]
    return all(map(_is_nothing, inner)) and ("page" in breaks or len(breaks) < 2)


def ends_section(paragraph: Any) -> bool:
    """Whether a section ends with a paragraph, which has no line break that goes below what is beside the text: those
    LibreOffice takes as text."""
    return child(paragraph, "pPr/sectPr") is not None and not any(map(_clears, paragraph.iter(W + "br")))


def _clears(line_break: Any) -> bool:
    return line_break.get(W + "clear") not in (None, "none")


def _is_nothing(element: Any) -> bool:
    name = tag_of(element)
    if name == "br":
        return bool(element.get(W + "type") != "column" and not _clears(element))
    return name in ("rPr", "cr", "lastRenderedPageBreak") or (name == "t" and not element.text)


def page_setup(section: Any, before: PageSetup | None) -> PageSetup:
    """Read a `w:sectPr`; `before`: the section before, whose headers and footers this one inherits.

    A section that says no paper size (pandoc writes such) is on Letter, as for LibreOffice.
    """

    def length(path: str, name: str, default: float) -> float:
        return points(attribute(section, path, name), default)

    def side(name: str, default: float) -> float:
        return paper_side(length("pgSz", name, default))

    parts = dict(before.parts) if before else {}
    for kind in ("header", "footer"):
        for each in section.findall(f"{W}{kind}Reference"):
            parts[kind, each.get(W + "type") or "default"] = each.get(R + "id") or ""
    gutter = length("pgMar", "gutter", 0)
    sides = (length("pgMar", "top", 72), length("pgMar", "right", 72), length("pgMar", "bottom", 72))
    return PageSetup(
        side("w", 612),
        side("h", 792),
        Margins(*sides, length("pgMar", "left", 72) + gutter),
        length("pgMar", "header", 36),
        length("pgMar", "footer", 36),
        is_on(child(section, "titlePg")),
        parts,
        int(number(attribute(section, "pgNumType", "start"), -1)),
        _COUNTERS.get(attribute(section, "pgNumType", "fmt") or "", ""),
        attribute(section, "type") or "nextPage",
        int(number(attribute(section, "cols", "num"), 1)),
        page_frame(child(section, "pgBorders")),
    )


def paper_side(length: float) -> float:
    """Return the width or height of a page in points: that of a paper which is nearly as wide or high.

    Why: Word's drivers write A4 as 11907 x 16840 twips, 11909 x 16834 or 11900 x 16840; LibreOffice has each on A4,
    whose lines are a twip shorter or more, and a word of a line in fifty hangs on that.
    """
    written = round(length * _PER_POINT)
    known = next((each for each in map(int, _PAPER_SIDES.split()) if abs(each - written) < _NEARLY), None)
    return length if known is None else round(known / _PER_POINT * 20) / 20


def page_rules(
    setup: PageSetup, name: str, text: Callable[[str, str], MarginText | None], framed: Collection[str] = ()
) -> tuple[str, str]:
    """Return the CSS of a section's pages and the running elements that they take up.

    `text`: the header or footer of a kind; None for none. `framed`: those that a border placed from the text is around.
    """
    running: list[str] = []

    def rule(selector: str, kind: str, more: str = "", first: bool = False) -> str:
        top, bottom = abs(setup.margins.top), abs(setup.margins.bottom)
        around: dict[str, float] = {}
        boxes = ""
        for part, box, distance in (("header", "top", setup.header), ("footer", "bottom", setup.footer)):
            found = text(part, kind)
            boxes += _margin_rules(found, f"{name}-{part}-{kind}", (part, box, distance), running)
            height = distance + found.height if found else 0.0
            if found and part in framed:
                around[part] = distance
            if part == "header" and setup.margins.top >= 0:  # one taller than the margin pushes the text
                top = max(top, height)
            elif part == "footer" and setup.margins.bottom >= 0:
                bottom = max(bottom, height)
        if setup.frame:
            ends = (around.get("header", top), around.get("footer", bottom))
            boxes += _frame_rules(setup, setup.frame, f"{name}-frame{'-first' * first}", ends, running)
        rules = [each + "}" for each in boxes.split("}") if each]
        inside, outside = ("".join(each for each in rules if each[0] == sign) for sign in "@.")
        margin = " ".join(map(pt, (top, setup.margins.right, bottom, setup.margins.left)))
        size = f"{pt(setup.width)} {pt(setup.height)}"
        return f"{outside}@page {selector}{{size:{size};margin:{margin};{more}{inside}}}"

    restart = f"counter-reset:page {setup.start};" if setup.start >= 0 else ""
    css = rule(name, "default") + _page_number_css(setup, name)
    if setup.first_differs or restart or (setup.frame and setup.frame.tells_first):
        css += rule(f"{name}:nth(1 of {name})", "first" if setup.first_differs else "default", restart, first=True)
    return css, "".join(dict.fromkeys(running))


def _margin_rules(found: MarginText | None, element: str, place: tuple[str, str, float], running: list[str]) -> str:
    """Return the CSS of a header or footer, and add its element to `running`; `place`: which of them it is, the box
    that it is in, and how far it is from the edge of the page."""
    part, box, distance = place
    if found is None or not found.html:
        return f"@{box}-center{{content:none}}"
    role = "head" if part == "header" else "foot"
    running.append(f'<div class="{element}" data-role="{role}">{found.html}</div>')
    return (
        f"@{box}-center{{content:element({element});width:100%;vertical-align:{box};"
        f"padding-{box}:{pt(distance)}{_BELOW_TEXT * found.drawn}}}"
        f".{element}{{position:running({element});display:flow-root}}"
    )


def _frame_rules(
    setup: PageSetup, frame: PageFrame, element: str, text: tuple[float, float], running: list[str]
) -> str:
    """Return the CSS of the border of some pages, in the corner of their margins, and add its element to `running`;
    `text`: how far from the top and the bottom of the page what it is around ends."""
    if not frame.is_on(first=element.endswith("first")):
        return "@top-left-corner{content:none}"
    running.append(f'<div class="{element}" data-role="Artifact"><div><div></div></div></div>')
    across = (setup.margins.left, setup.text_width, setup.margins.right)
    layer = _ABOVE_PICTURES * frame.behind
    return (
        f"@top-left-corner{{content:element({element});vertical-align:top;text-align:left{layer}}}"
        f".{element}{{position:running({element})}}.{element}>div{{position:relative;height:0}}"
        f".{element} div div{{{frame.css(setup.sides, across, text)}}}"
    )


def _page_number_css(setup: PageSetup, name: str) -> str:
    """Return how page numbers are written where they are not figures."""
    if not setup.counter:
        return ""
    numbered = [f".{name}", *dict.fromkeys(f".{name}-{part}-{kind}" for part, kind in setup.parts)]
    return f"{','.join(f'{each} .page::before' for each in numbered)}{{content:counter(page,{setup.counter})}}"
