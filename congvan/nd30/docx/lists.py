"""Compute the list numbers of a DOCX, as Word prints them before a paragraph."""

from __future__ import annotations

import re
from typing import Any

from congvan.core.text.numerals import roman
from congvan.nd30.docx.styles import Properties, paragraph_properties, run_properties, to_number, value, w


def _letter(count: int) -> str:
    return chr(97 + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count < 600 else ""


def format_number(count: int, form: str) -> str:
    """Write a list number in one of Word's number formats."""
    if form in ("none", "bullet"):
        return ""
    if form in ("upperRoman", "lowerRoman"):
        return roman(count) if form == "upperRoman" else roman(count).lower()
    if form in ("upperLetter", "lowerLetter"):
        return _letter(count).upper() if form == "upperLetter" else _letter(count)
    return f"{count:02d}" if form == "decimalZero" else str(count)


class ListLevel:
    """One level of a list: number format, pattern ("%1."), start, and its paragraph and run settings."""

    def __init__(self, element: Any) -> None:
        def child(name: str, default: str) -> str:
            element_found = element.find(w(name))
            return value(element_found) if element_found is not None else default

        self.form = child("numFmt", "decimal")
        self.pattern = child("lvlText", "")
        self.start = int(to_number(child("start", "1")) or 0)
        self.follow = child("suff", "tab")
        self.paragraph: Properties = paragraph_properties(element.find(w("pPr")))
        self.run: Properties = run_properties(element.find(w("rPr")))


class Lists:
    """Counts the list paragraphs of a document in reading order."""

    def __init__(self, root: Any | None) -> None:
        self._levels: dict[str, dict[int, ListLevel]] = {}
        self._instances: dict[str, tuple[str, dict[int, ListLevel], dict[int, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is None:
            return
        for abstract in root.iter(w("abstractNum")):
            self._levels[value(abstract, "abstractNumId")] = _levels(abstract)
        for instance in root.iter(w("num")):
            link = instance.find(w("abstractNumId"))
            own: dict[int, ListLevel] = {}
            starts: dict[int, int] = {}
            for override in instance.iter(w("lvlOverride")):
                at = int(to_number(value(override, "ilvl")) or 0)
                own.update(_levels(override))
                start = override.find(w("startOverride"))
                if start is not None:
                    starts[at] = int(to_number(value(start)) or 0)
            self._instances[value(instance, "numId")] = (value(link) if link is not None else "", own, starts)

    def level(self, number_id: str, at: int) -> ListLevel | None:
        instance = self._instances.get(number_id)
        if instance is None:
            return None
        return instance[1].get(at) or self._levels.get(instance[0], {}).get(at)

    def next(self, number_id: str, at: int) -> str:
        """Return the number or bullet of the next paragraph on this level; "" for none."""
        level = self.level(number_id, at)
        if level is None:
            return ""
        abstract, _own, starts = self._instances[number_id]
        counts = self._counts.setdefault(abstract, {})
        if at in starts and (number_id, at) not in self._started:
            self._started.add((number_id, at))
            counts.pop(at, None)
        counts[at] = counts[at] + 1 if at in counts else starts.get(at, level.start)
        for deeper in [n for n in counts if n > at]:
            del counts[deeper]
        if level.form == "bullet":
            return "-" if level.pattern in ("-", "–", "\uf02d", "−") else "•"

        def fill(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            other = self.level(number_id, depth)
            return format_number(counts.get(depth, other.start if other else 1), other.form if other else "decimal")

        return re.sub(r"%(\d)", fill, level.pattern)


def _levels(element: Any) -> dict[int, ListLevel]:
    return {int(to_number(value(level, "ilvl")) or 0): ListLevel(level) for level in element.findall(w("lvl"))}
