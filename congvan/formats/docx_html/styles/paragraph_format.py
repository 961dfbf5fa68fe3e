"""The format of a paragraph: what its properties set, and what they come to over styles, numbering and defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from congvan.core.units import number, points
from congvan.formats.docx_html.markup import W, attribute, colour_code, is_on, pt, says_yes, shading, tag_of
from congvan.formats.docx_html.styles.run_format import RunFormat, Settings

AUTO_SPACE = 14.0
"""Space before and after a paragraph that leaves it to the program (`w:beforeAutospacing`)."""
_LINE = 12.0  # points of a line in which spaces are counted
_BODY_TEXT = 9  # the outline level of what is no heading
_ALIGNMENTS = {"both": "justify", "distribute": "justify", "center": "center", "right": "right", "end": "right"}
LINE_STYLES = {"single": "solid", "thick": "solid", "double": "double"}
LINE_STYLES |= {"dotted": "dotted", "dashed": "dashed", "dashSmallGap": "dashed"}
"""The kinds of rule that are drawn, as CSS names them."""
_PAPER = "FFFFFF"
_WIDTHS = {"double": 3, "thick": 2}
"""How many times the width that they say some kinds of rule are wide."""
SIDES = ("top", "bottom", "left", "right")
_SIDE_NAMES = {"start": "left", "end": "right"}


class TabStop(NamedTuple):
    """A tab stop: its place from the edge of the column, its kind ("left", "center", "right", …), its leader."""

    at: float
    kind: str
    leader: str


class Border(NamedTuple):
    """A rule: width, CSS style, colour, distance from the text."""

    width: float
    style: str
    colour: str
    space: float

    @property
    def css(self) -> str:
        return "none" if self.style == "none" else f"{pt(self.width)} {self.style} #{self.colour}"


_SPACE = Border._fields.index("space")
NO_BORDER = Border(0.0, "none", "000", 0.0)


class ParagraphFormat(NamedTuple):
    """The format of a paragraph; lengths in points.

    `base` are the run settings of its styles, `mark` the format of its end; `list_level`: number and level of the list.
    """

    style: str
    base: Settings
    mark: RunFormat
    align: str = "left"
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    before: float = 0.0
    after: float = 0.0
    before_auto: bool = False
    after_auto: bool = False
    line: float = 12.0
    rule: str = "auto"
    keep_next: bool = False
    keep_lines: bool = False
    page_break_before: bool = False
    widow_control: bool = True
    contextual_spacing: bool = False
    tabs: tuple[TabStop, ...] = ()
    borders: Mapping[str, Border] | None = None
    shade: str = ""
    list_level: tuple[str, int] | None = None
    outline_level: int = 0  # of a heading, from 1
    framed: str = ""  # the frame in which the paragraph is

    def joins(self, below: ParagraphFormat | None) -> bool:
        """Whether one frame is around this paragraph and the one below: their rules and indents are the same, whatever
        the distances of the rules. One with a rule between (`with_rules_between`) has a frame of its own.
        """
        if below is None or not self.borders or not below.borders or "between" in self.borders:
            return False
        if (self.left, self.right) != (below.left, below.right):
            return False
        return all(self.border(side)[:_SPACE] == below.border(side)[:_SPACE] for side in SIDES)

    def lists_with(self, other: ParagraphFormat | None) -> bool:
        """Whether this paragraph and its neighbour are in one list."""
        return bool(self.list_level and other and other.list_level and self.list_level[0] == other.list_level[0])

    def border(self, side: str) -> Border:
        return (self.borders or {}).get(side, NO_BORDER)

    def outside(self, side: str) -> float:
        """Return the room that a rule beside the paragraph takes, which is outside of its indent."""
        rule = self.border(side)
        return rule.width + rule.space if rule.width else 0.0

    @property
    def hung(self) -> float:
        """How far rules and shade reach beyond the left indent: they begin where a hanging first line does."""
        is_framed = self.shade or any(rule.width for rule in (self.borders or {}).values())
        return max(0.0, -self.first) if is_framed else 0.0

    @property
    def begin(self) -> float:
        """Where what is within its rules begins, from the left edge of its column."""
        return self.left - self.outside("left") - self.hung + self.border("left").width

    def within_frame(self, before: ParagraphFormat | None, after: ParagraphFormat | None) -> ParagraphFormat:
        """Return this format without the rules that a frame around it and its neighbours does not have between them."""
        if not self.borders:
            return self
        inner = dict(self.borders)
        if before and before.joins(self):
            inner["top"] = NO_BORDER
        if self.joins(after):
            inner["bottom"] = NO_BORDER
        return self._replace(borders=inner) if inner != self.borders else self

    def stops(self) -> list[TabStop]:
        """Return the tab stops in order; a hanging indent is one."""
        own = [stop for stop in self.tabs if stop.kind not in ("clear", "bar")]
        if self.first < 0 and all(abs(stop.at - self.left) > 0.01 for stop in own):
            own.append(TabStop(self.left, "left", ""))
        return sorted(own)


def space_after(form: ParagraphFormat | None) -> float:
    """Return the space after a paragraph, whatever follows; 0 for none."""
    return 0.0 if form is None else AUTO_SPACE if form.after_auto else form.after


def border(element: Any) -> Border | None:
    """Read a border; None where it is not set."""
    if element is None:
        return None
    kind, colour = element.get(W + "val") or "none", colour_code(element.get(W + "color")) or "000"
    if kind in ("nil", "none"):
        return NO_BORDER
    style = LINE_STYLES.get(kind, "solid")
    if colour.upper() == _PAPER and style != "double":
        style = "solid"  # which is as invisible, and is not drawn dot by dot
    width = number(element.get(W + "sz"), 4) / 8
    return Border(width * _WIDTHS.get(kind, 1), style, colour, number(element.get(W + "space")))


def borders(element: Any) -> dict[str, Border]:
    """Read the borders of a table, a cell or a paragraph by their sides."""
    found = {}
    for inner in element if element is not None else ():
        if rule := border(inner):
            found[_SIDE_NAMES.get(tag_of(inner), tag_of(inner))] = rule
    return found


def margins(element: Any) -> dict[str, float]:
    """Read the margins of cells by their sides."""
    return {
        _SIDE_NAMES.get(tag_of(inner), tag_of(inner)): points(inner.get(W + "w"))
        for inner in (element if element is not None else ())
    }


def _spacing(element: Any) -> Settings:
    found: dict[str, Any] = {}
    for name in ("before", "after", "line"):
        if (text := element.get(W + name)) is not None:
            found[name] = points(text)
    for name in ("before", "after"):  # in hundredths of a line, where it says nothing in twips
        if name not in found and (text := element.get(f"{W}{name}Lines")) is not None:
            found[name] = number(text) * _LINE / 100
    for name in ("before", "after"):
        if (text := element.get(f"{W}{name}Autospacing")) is not None:
            found[f"{name}_auto"] = says_yes(text)
    if "line" in found:
        found["rule"] = element.get(W + "lineRule") or "auto"
    return found


def _indent(element: Any) -> Settings:
    found: dict[str, Any] = {}
    for name, field in (("left", "left"), ("start", "left"), ("right", "right"), ("end", "right")):
        if (text := element.get(W + name)) is not None:
            found[field] = points(text)
    if (text := element.get(W + "hanging")) is not None:
        found["first"] = -points(text)
    elif (text := element.get(W + "firstLine")) is not None:
        found["first"] = points(text)
    return found


def _tabs(element: Any) -> Settings:
    stops = (
        TabStop(points(stop.get(W + "pos")), stop.get(W + "val") or "left", stop.get(W + "leader") or "none")
        for stop in element
    )
    return {"tabs": {stop.at: stop for stop in stops}}


def _list_level(element: Any) -> Settings:
    found: dict[str, Any] = {}
    if (identity := attribute(element, "numId")) is not None:
        found["list"] = identity
    if (level := attribute(element, "ilvl")) is not None:
        found["level"] = int(number(level))
    return found


def _outline_level(element: Any) -> Settings:
    level = int(number(element.get(W + "val"), _BODY_TEXT))
    return {"outline_level": level + 1 if 0 <= level < _BODY_TEXT else 0}


def _switch(name: str) -> Callable[[Any], Settings]:
    return lambda element: {name: is_on(element)}


def frame_side(element: Any) -> str:
    """Return the side of the text at which a frame is that takes no room: a page's number; "" for any other."""
    plain = element.get(W + "vAnchor", "text") == "text" and element.get(W + "wrap", "around") in ("around", "auto")
    side = element.get(W + "xAlign") or ""
    return side if plain and side in ("left", "center", "right") else ""


_READERS: Mapping[str, Callable[[Any], Settings]] = {
    "keepNext": _switch("keep_next"),
    "keepLines": _switch("keep_lines"),
    "widowControl": _switch("widow_control"),
    "pageBreakBefore": _switch("page_break_before"),
    "contextualSpacing": _switch("contextual_spacing"),
    "jc": lambda element: {"align": _ALIGNMENTS.get(element.get(W + "val") or "", "left")},
    "spacing": _spacing,
    "ind": _indent,
    "tabs": _tabs,
    "numPr": _list_level,
    "outlineLvl": _outline_level,
    "framePr": lambda element: {"framed": frame_side(element)},
    "pBdr": lambda element: {"borders": borders(element)},
    "shd": lambda element: {"shade": shading(element)},
}


def paragraph_settings(element: Any) -> Settings:
    """Return what a `w:pPr` sets; tabs and borders add to those of the styles."""
    found: dict[str, Any] = {}
    for inner in element if element is not None else ():
        reader = _READERS.get(tag_of(inner))
        if reader is not None:
            found |= reader(inner)
    return found


def merged(*settings: Settings) -> dict[str, Any]:
    """Return settings over others, the last first; tabs and borders are added up."""
    found: dict[str, Any] = {}
    for each in settings:
        for name, value in each.items():
            found[name] = {**found.get(name, {}), **value} if name in ("tabs", "borders") else value
    return found
