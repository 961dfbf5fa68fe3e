"""The border of a page (`w:pgBorders`): a frame at its place on the paper, drawn from the upper left corner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from congvan.core.units import number
from congvan.formats.docx_html.anchors import PageSides
from congvan.formats.docx_html.markup import W, colour_code, pt, tag_of
from congvan.formats.docx_html.styles.paragraph_format import LINE_STYLES, Border, border

_SIDES = ("top", "right", "bottom", "left")
_OTHER_LINES = ("dotDash", "dotDotDash", "dashDotStroked", "wave")
_SEVERAL_LINES = ("triple", "doubleWave", "thin", "thick", "threeD", "inset", "outset")
_ART = 4  # points that pictures say as a width are drawn as two lines a quarter as wide, with what is between


class PageFrame(NamedTuple):
    """The border of the pages of a section: its rules by their sides; whether they are placed from the edge of the
    paper, not from the text; on which pages ("allPages", "firstPage", "notFirstPage"); whether they are below text."""

    rules: Mapping[str, Border]
    from_page: bool
    display: str
    behind: bool

    def is_on(self, first: bool) -> bool:
        """Whether the frame is on the first page of its section, or on the other ones."""
        return self.display not in ("notFirstPage" if first else "firstPage",)

    @property
    def tells_first(self) -> bool:
        """Whether the first page differs from the others."""
        return self.display in ("firstPage", "notFirstPage")

    def css(self, page: PageSides, across: tuple[float, float, float], text: tuple[float, float]) -> str:
        """Return the CSS of the frame as a box from the corner of the page.

        `across`: the margin on the left, the width of the text, the margin on the right; `text`: how far from the top
        and the bottom of the page what it is around ends, where it is placed from the text. A side without a rule ends
        at the text.
        """
        left, width, right = across
        room = dict(zip(_SIDES, (text[0], right, text[1], left), strict=True))
        edges = {side: self._edge(side, room[side]) for side in _SIDES}
        drawn = "".join(f"border-{side}:{rule.css};" for side, rule in self.rules.items())
        wide, high = left + width + right - edges["left"] - edges["right"], page.height - edges["top"] - edges["bottom"]
        place = f"left:{pt(edges['left'])};top:{pt(edges['top'])};width:{pt(wide)};height:{pt(high)}"
        return f"position:absolute;box-sizing:border-box;{drawn}{place}"

    def _edge(self, side: str, text: float) -> float:
        """Return how far the outer edge of a rule is from that of the page."""
        rule = self.rules.get(side)
        if rule is None:
            return text
        return rule.space if self.from_page else text - rule.space - rule.width


def page_frame(element: Any) -> PageFrame | None:
    """Read a `w:pgBorders`; None where it draws nothing."""
    found = {tag_of(each): _rule(each) for each in element} if element is not None else {}
    rules = {side: rule for side in _SIDES if (rule := found.get(side)) and rule.width}
    if not rules:
        return None
    from_page, below = element.get(W + "offsetFrom") == "page", element.get(W + "zOrder") == "back"
    return PageFrame(rules, from_page, element.get(W + "display") or "allPages", below)


def is_drawn(side: Any) -> bool:
    """Whether one side of a page border is drawn as it is, not as the plain lines that are nearest to it."""
    kind = side.get(W + "val") or "none"
    shadowed = any(side.get(W + each) in ("1", "true", "on") for each in ("shadow", "frame"))
    return (kind in LINE_STYLES or kind in ("none", "nil")) and not shadowed


def _rule(side: Any) -> Border | None:
    """Return a side; of a kind that isn't drawn the plain lines that are nearest to it: two for several, and for small
    pictures, which say their width in points."""
    kind, rule = side.get(W + "val") or "none", border(side)
    if rule is None or kind in LINE_STYLES or kind in _OTHER_LINES or not rule.width:
        return rule
    if kind.startswith(_SEVERAL_LINES):
        return rule._replace(style="double", width=3 * rule.width)
    return Border(number(side.get(W + "sz")) / _ART, "double", colour_code(side.get(W + "color")) or "000", rule.space)
