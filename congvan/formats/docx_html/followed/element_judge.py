"""Judge the elements of a template one by one, by the lists of `elements` and by what is elsewhere in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from congvan.formats.docx_html.followed import conditions
from congvan.formats.docx_html.followed.elements import DRAWINGS, ELEMENTS, NAMESPACES, Condition, Verdict, Verdicts
from congvan.formats.docx_html.followed.used_styles import UsedStyles
from congvan.formats.docx_html.followed.wrong_values import CHECKED, wrong_value
from congvan.formats.docx_html.markup import MC, WP, W, attribute, child
from congvan.formats.docx_html.styles.numbering import ListNumbering
from congvan.units import number

_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()}
_UNKNOWN = conditions.always("unknown")
_CHANGES = [f"{W}{each}PrChange" for each in ("r", "p", "tbl", "tc", "tr", "sect", "tblEx", "tblGrid")]
_OTHER_WORDS = [f"{W}{each}" for each in ("sdtPr", "sdtEndPr", "del", "moveFrom", "latentStyles", "numPicBullet")]
_CLOSED = frozenset([*_CHANGES, *_OTHER_WORDS, MC + "Fallback"])
"""What is not looked into: what stood there before, and what no page shows."""
_UNSEEN = (
    "pStyle",
    "sectPr",
    "outlineLvl",
    "suppressLineNumbers",
    "suppressAutoHyphens",
    "divId",
    "cnfStyle",
    "pPrChange",
)
_DROPPED_UNSEEN = frozenset(W + each for each in _UNSEEN)
"""What a paragraph says of itself that no line shows."""


def tag_named(name: str) -> str:
    """Return the tag of a name of the lists: "w14:glow", "jc"."""
    prefix, _colon, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix or 'w']}}}{local}"


def _name_of(tag: str) -> str:
    """Return the name of a tag, as one reads it in the XML."""
    uri, _brace, local = tag.removeprefix("{").rpartition("}")
    return f"{_PREFIXES[uri]}:{local}" if uri in _PREFIXES else local


def _by_tag(verdicts: Verdicts) -> Mapping[str, Condition | None]:
    return {tag_named(name): None if isinstance(verdict, Verdict) else verdict for name, verdict in verdicts.items()}


_LISTS = {tag_named(name): _by_tag(verdicts) for name, verdicts in ELEMENTS.items() if "/" not in name}
_LISTS_WITHIN = {
    tuple(tag_named(each) for each in name.split("/")): _by_tag(verdicts)
    for name, verdicts in ELEMENTS.items()
    if "/" in name
}
_SHARED = frozenset(tag for _outer, tag in _LISTS_WITHIN)
_DRAWINGS = {tag_named(name): condition for name, condition in DRAWINGS.items()}


class ElementJudge:
    """Judges the elements of one template."""

    def __init__(self, styles: UsedStyles, numbering: Any) -> None:
        self._styles, self._numbering = styles, ListNumbering(numbering)
        self._in_context: Mapping[str, Callable[[Any], str]] = {
            W + "tblStyle": self._table_style,
            W + "pStyle": self._paragraph_style,
            WP + "inline": self._clipped,
            **_DRAWINGS,
        }

    def judged(self, root: Any) -> Iterator[tuple[Any, str, str]]:
        """Yield what is not followed within an element: each with the code of its message and its name."""
        contexts = self._in_context
        stack = [root]
        while stack:
            element = stack.pop()
            verdicts = _verdicts_of(element)
            inside = []
            for inner in element:
                tag = inner.tag
                if not isinstance(tag, str):
                    continue
                condition = contexts.get(tag)
                if condition is None and verdicts is not None:
                    condition = verdicts.get(tag, _UNKNOWN)
                code = wrong_value(inner) if tag in CHECKED else ""
                if code or (condition is not None and (code := condition(inner))):
                    yield inner, code, _name_of(tag)
                if tag == W + "numPr":
                    yield from self._listed(inner)
                if len(inner) and tag not in _CLOSED:
                    inside.append(inner)
            stack += reversed(inside)

    def _listed(self, element: Any) -> Iterator[tuple[Any, str, str]]:
        """Yield what the level of a list asks for, at the paragraph that is in the list."""
        level = self._numbering.level(attribute(element, "numId"), int(number(attribute(element, "ilvl"))))
        if level is not None:
            yield from ((element, code, name) for _element, code, name in self.judged(level))

    def _table_style(self, element: Any) -> str:
        """Whether a table wants conditional formats that its style has."""
        return "table-style" if element.get(W + "val") in self._styles.conditional and _looks(element) else ""

    def _paragraph_style(self, element: Any) -> str:
        """Whether a paragraph is of a style that the template lacks, and says itself what LibreOffice drops with it."""
        properties = element.getparent()
        paragraph = properties.getparent()
        if (
            properties.tag != W + "pPr"
            or paragraph.tag != W + "p"
            or self._styles.has_paragraph(element.get(W + "val"))
        ):
            return ""
        own = {each.tag for each in properties} - _DROPPED_UNSEEN
        is_empty = next(paragraph.iter(W + "t", W + "tab", W + "br", W + "drawing"), None) is None
        return "lacking-style" if own - {W + "rPr"} or (own and is_empty) else ""

    def _clipped(self, element: Any) -> str:
        """Whether a picture has no room in its line, of exact height or lower than a single one."""
        extent = element.find(WP + "extent")
        paragraph = next(element.iterancestors(W + "p"), None)
        if extent is None or paragraph is None:
            return ""
        height = self._styles.clipped_line(paragraph.find(W + "pPr"))
        return "clipped-picture" if 0 < height * 635 < int(extent.get("cy") or "0") else ""


def _verdicts_of(element: Any) -> Mapping[str, Condition | None] | None:
    """Return the list of the elements that are in an element; None where they are no matter of these lists."""
    if element.tag in _SHARED and (outer := element.getparent()) is not None:
        within = _LISTS_WITHIN.get((outer.tag, element.tag))
        if within is not None:
            return within
    return _LISTS.get(element.tag)


def _looks(style: Any) -> bool:
    """Whether a table wants its style's conditional formats (`w:tblLook`; all of them if it says nothing)."""
    look = child(style.getparent(), "tblLook")
    if look is None:
        return True
    if look.get(W + "val") is not None and look.get(W + "firstRow") is None:
        bits = int(look.get(W + "val") or "0", 16)
        return bool(bits & 0x1E0) or not bits & 0x200 or not bits & 0x400
    wanted = any(look.get(W + each) == "1" for each in ("firstRow", "lastRow", "firstColumn", "lastColumn"))
    return wanted or look.get(W + "noHBand") != "1" or look.get(W + "noVBand") != "1"
