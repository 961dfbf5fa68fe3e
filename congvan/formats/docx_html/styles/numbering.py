"""The lists of a Word document: their levels, and the labels of their paragraphs as they are counted."""

from __future__ import annotations

import re
from typing import Any

from congvan.core.text.numerals import roman
from congvan.core.units import number
from congvan.formats.docx_html.markup import W, attribute, child
from congvan.formats.docx_html.styles.symbol_faces import is_symbol_face, shown_symbols, symbol_width

BULLETS = {"\uf0b7": "•", "\uf02d": "-", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf076": "❖"}
"""Bullets of symbol faces as letters that every face has."""
_COUNTED = re.compile(r"%(\d)")


def label_family(level: Any) -> str:
    """Return the face that a level names for its label."""
    fonts = child(level, "rPr/rFonts")
    return "" if fonts is None else fonts.get(W + "ascii") or ""


class ListNumbering:
    """The definitions of `word/numbering.xml`; a list of a list style has the levels of that style."""

    def __init__(self, root: Any) -> None:
        self._lists: dict[str, Any] = {}
        self._abstract: dict[str, Any] = {}
        if root is not None:
            self._lists = {each.get(W + "numId"): each for each in root.iter(W + "num")}
            every = list(root.iter(W + "abstractNum"))
            of_style = {attribute(each, "styleLink"): each for each in every if child(each, "styleLink") is not None}
            self._abstract = {
                each.get(W + "abstractNumId"): of_style.get(attribute(each, "numStyleLink"), each) for each in every
            }

    def level(self, identity: str | None, level: int) -> Any:
        """Return the definition of a level; None for no list."""
        element = self._lists.get(identity or "0")
        if element is None or identity == "0":
            return None
        for override in element.findall(W + "lvlOverride"):
            if override.get(W + "ilvl") == str(level) and child(override, "lvl") is not None:
                return child(override, "lvl")
        abstract = self._abstract.get(self.abstract(identity))
        levels = [] if abstract is None else abstract.findall(W + "lvl")
        return next((each for each in levels if each.get(W + "ilvl") == str(level)), None)

    def abstract(self, identity: str | None) -> str:
        """Return the abstract list, whose count all its lists share."""
        return attribute(self._lists.get(identity or ""), "abstractNumId") or ""

    def start(self, identity: str, level: int) -> int:
        for override in self._lists[identity].findall(W + "lvlOverride"):
            if override.get(W + "ilvl") == str(level) and child(override, "startOverride") is not None:
                return int(number(attribute(override, "startOverride")))
        return int(number(attribute(self.level(identity, level), "start"), 1))

    def text(self, identity: str, level: int) -> str:
        """Return the text of a level as it is shown, its counts still as "%1"."""
        definition = self.level(identity, level)
        text = attribute(definition, "lvlText") or ""
        if attribute(definition, "numFmt") != "bullet":
            return text
        family = label_family(definition)
        return BULLETS.get(text) or (shown_symbols(text, family) if is_symbol_face(family) else text)

    @staticmethod
    def symbol_width(level: Any) -> float:
        """Return how wide LibreOffice draws the bullet of a level, in sizes of its letters; 0 for other labels."""
        return symbol_width(attribute(level, "lvlText") or "", label_family(level))

    def restarts(self, identity: str, level: int) -> bool:
        """Whether a list begins a count of its own at this level."""
        return any(
            override.get(W + "ilvl") == str(level) and child(override, "startOverride") is not None
            for override in self._lists[identity].findall(W + "lvlOverride")
        )


class ListCounter:
    """Counts the paragraphs of the lists of one document."""

    def __init__(self, numbering: ListNumbering) -> None:
        self._numbering = numbering
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, identity: str, level: int) -> str:
        """Count a paragraph and return its label.

        Levels above its own that were not there count as begun, as LibreOffice has it: an item of the first level
        behind one of the second has the number 2.
        """
        counts = self._counts.setdefault(self._numbering.abstract(identity), {})
        for above in range(level):
            counts.setdefault(above, self._numbering.start(identity, above))
        first = (identity, level) not in self._begun
        self._begun.add((identity, level))
        if level not in counts or (first and self._numbering.restarts(identity, level)):
            counts[level] = self._numbering.start(identity, level)
        else:
            counts[level] += 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        text = self._numbering.text(identity, level)
        if attribute(self._numbering.level(identity, level), "numFmt") == "bullet":
            return text
        return _COUNTED.sub(lambda match: self._counted(identity, counts, int(match[1]) - 1), text)

    def _counted(self, identity: str, counts: dict[int, int], level: int) -> str:
        definition = self._numbering.level(identity, level)
        if level not in counts:
            counts[level] = self._numbering.start(identity, level)
        return written(counts[level], attribute(definition, "numFmt") or "decimal")


def written(count: int, form: str) -> str:
    """Return a count as a list writes it (`w:numFmt`)."""
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(97 + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        return roman(count) if form == "upperRoman" else roman(count).lower()
    return f"{count:02}" if form == "decimalZero" else "" if form == "none" else str(count)
