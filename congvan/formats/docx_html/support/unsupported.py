"""Report what of a template the PDF does not show as Word does: one table of elements, `supported.toml`.

What is seen on paper is a warning; an element whose words would be lost is an error.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from congvan.core.messages import Message
from congvan.core.opc.reader import parse, relationships, relationships_part
from congvan.core.problems import Place, Problem, Severity
from congvan.core.units import number
from congvan.formats.docx.package import MAIN, part_label, running_parts
from congvan.formats.docx.tags import Locations, location_message
from congvan.formats.docx_html.drawings import SHOWN_PICTURES
from congvan.formats.docx_html.markup import MC, R, W, attribute, child, is_on, tag_of
from congvan.formats.docx_html.styles.numbering import ListNumbering
from congvan.formats.docx_html.support.conditions import CONDITIONS, NAMES, NAMESPACES, is_impossible
from congvan.formats.docx_html.support.used_styles import UsedStyles

_PREFIXES = {uri: f"{prefix}:" for prefix, uri in NAMESPACES.items()} | {W[1:-1]: ""}
_CHANGES = [f"{W}{each}PrChange" for each in ("r", "p", "tbl", "tc", "tr", "sect", "tblEx", "tblGrid")]
_OTHER_WORDS = [f"{W}{each}" for each in ("sdtPr", "sdtEndPr", "del", "moveFrom", "latentStyles", "numPicBullet")]
_CLOSED = frozenset([*_CHANGES, *_OTHER_WORDS, MC + "Fallback"])
"""What is not looked into: what stood there before, and what no page shows."""
_MOST_PLACES = 6
_LABELS = frozenset(["body", "header", "footer", "footnotes", "endnotes"])
_REFERENCES = (W + "headerReference", W + "footerReference")


class _Support(NamedTuple):
    """The rows of the table for what is in one element; `values`: by element its attribute, and what that may be."""

    shown: frozenset[str]
    off: frozenset[str]
    words: frozenset[str]
    values: Mapping[str, tuple[str, frozenset[str]]]
    ignores: bool

    def lacks(self, element: Any, name: str) -> bool:
        """Whether the PDF does not show an element of this name."""
        if name in self.values:
            key, allowed = self.values[name]
            found = element.get(W + key)
            return found is not None and found not in allowed
        if name in self.off:
            return is_on(element)
        return name not in self.shown and not self.ignores


@cache
def _table() -> Mapping[str, _Support]:
    """Read the table, by the names of the elements that hold others."""
    rows = tomllib.loads(Path(__file__).with_name("supported.toml").read_text("utf-8"))
    alike = rows.pop("alike")
    found = {}
    for name, row in rows.items():
        shown, off, words = (frozenset(row.get(kind, "").split()) for kind in ("shown", "off", "words"))
        said = ((*key.partition("@"), frozenset(allowed.split())) for key, allowed in row.get("values", {}).items())
        values = {element: (key or "val", allowed) for element, _at, key, allowed in said}
        found[name] = _Support(shown, off, words, values, row.get("others") == "ignored")
    return found | {name: found[other] for name, other in alike.items()}


def unsupported(package: Mapping[str, bytes]) -> Iterator[Problem]:
    """Yield a problem for each element that the PDF does not show, with its first places; without the template's name.

    One of a style that no text is in is of no matter.
    """
    parts = [(label, parse(package[member])) for member, label in text_parts(package)]
    styles = UsedStyles(_member(package, "word/styles.xml"), [root for _label, root in parts])
    judge = _Judge(styles, _member(package, "word/numbering.xml"))
    found: dict[Message, dict[Place, None]] = {}
    for label, root in parts:
        places = Locations(root)
        for element, message in judge.judged(root):
            where = location_message(places.of(_placed(element)))
            found.setdefault(message, {})[Place("", part=label, where=where)] = None
    for where, element in styles.shown():
        for _element, message in judge.judged(element):
            found.setdefault(message, {})[Place("", where=where)] = None
    settings = _member(package, "word/settings.xml")
    even_pages = any(_tells_even_pages(package, root) for _label, root in parts)
    for element, message in judge.judged(settings) if settings is not None else ():
        without_effect = {"autoHyphenation": styles.never_hyphenates, "evenAndOddHeaders": not even_pages}
        if not without_effect.get(tag_of(element)):
            found.setdefault(message, {})[Place("")] = None
    for member in package:
        if member.startswith("word/media/") and not member.lower().endswith(SHOWN_PICTURES):
            found.setdefault(_message("pic"), {})[Place("", part=member)] = None
    for message, places_of in found.items():
        first, *others = places_of
        is_lost = message.id != "docx-unsupported"
        severity = Severity.ERROR if is_lost else Severity.WARNING
        yield Problem(message, first, severity=severity, also=tuple(others[: _MOST_PLACES - 1]))


def _message(name: str, lost: bool = False) -> Message:
    """Return the message of an element, which says what it is for those that are known by other names."""
    element = NAMES.get(name, name)
    return Message("docx-unsupported.words", element=element) if lost else Message("docx-unsupported", element=element)


class _Judge:
    """Judges the elements of one template."""

    def __init__(self, styles: UsedStyles, numbering: Any) -> None:
        self._styles, self._numbering = styles, ListNumbering(numbering)

    def judged(self, root: Any) -> Iterator[tuple[Any, Message]]:
        """Yield what is within an element and not shown, with its message."""
        stack, table = [root], _table()
        while stack:
            holder = stack.pop()
            name = _name_of(holder.tag)
            outer = holder.getparent()
            row = table.get(f"{_name_of(outer.tag)}/{name}") if outer is not None else None
            row = row or table.get(name)
            inside = []
            for element in holder:
                if not isinstance(element.tag, str):
                    continue
                yield from self._of_element(element, row)
                if len(element) and element.tag not in _CLOSED:
                    inside.append(element)
            stack += reversed(inside)

    def _of_element(self, element: Any, row: _Support | None) -> Iterator[tuple[Any, Message]]:
        name = _name_of(element.tag)
        if is_impossible(element):
            yield element, Message("docx-unsupported.measure")
        condition = CONDITIONS.get(name)
        verdict = condition(element) if condition else None
        if verdict == "words" or (row and name in row.words):
            yield element, _message(name, lost=True)
        elif verdict or (verdict is None and row and row.lacks(element, name)):
            yield element, _message(verdict or name)
        elif name == "tblStyle" and element.get(W + "val") in self._styles.conditional and _looks(element):
            yield element, _message("tblStylePr")
        if name == "numPr":
            level = self._numbering.level(attribute(element, "numId"), int(number(attribute(element, "ilvl"))))
            yield from ((element, message) for _inner, message in (self.judged(level) if level is not None else ()))


def _name_of(tag: str) -> str:
    """Return the name of a tag, as the table has it."""
    uri, _brace, local = tag.removeprefix("{").rpartition("}")
    return f"{_PREFIXES[uri]}{local}" if uri in _PREFIXES else local


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


def _tells_even_pages(package: Mapping[str, bytes], body: Any) -> bool:
    """Whether a section of a body has a header or footer on its even pages that is another than on the odd ones."""
    links = relationships(package.get(relationships_part(MAIN), b"<Relationships/>"), MAIN)
    targets = {link.id: link.target for link in links}
    own: dict[tuple[str, str], tuple[bytes | None, ...]] = {}
    for section in body.iter(W + "sectPr"):
        for reference in section.iterchildren(*_REFERENCES):
            member = targets.get(reference.get(R + "id") or "", "")
            content = package.get(member), package.get(relationships_part(member))
            own[reference.tag, reference.get(W + "type") or "default"] = content
        if any(own.get((tag, "default")) != own.get((tag, "even")) for tag in _REFERENCES):
            return True
    return False


def _member(package: Mapping[str, bytes], member: str) -> Any:
    data = package.get(member)
    return None if data is None else parse(data)


def text_parts(package: Mapping[str, bytes]) -> Iterator[tuple[str, Message]]:
    """Yield the parts that hold text, with their labels."""
    counts: dict[str, int] = {}
    links = package.get(relationships_part(MAIN), b"")
    running = running_parts(package[MAIN], links) if links and MAIN in package else {}
    for member in sorted(package):
        stem = member.removeprefix("word/").removesuffix(".xml")
        kind = "body" if stem == "document" else stem.rstrip("0123456789")
        if member.startswith("word/") and member.endswith(".xml") and kind in _LABELS:
            counts[kind] = counts.get(kind, 0) + 1
            pages, number_ = running.get(member, ("", counts[kind]))
            yield member, part_label(kind, number_, pages)


def _placed(element: Any) -> Any:
    """Return the element whose place is that of another: of what a table as a whole asks for its first cell."""
    table = next((each for each in element.iterancestors(W + "tblPr", W + "tblGrid", W + "trPr", W + "tblPrEx")), None)
    if table is None:
        return element
    held = table.getparent()
    cell = next(held.iter(W + "tc"), None) if tag_of(held) in ("tbl", "tr") else None
    return element if cell is None else cell
