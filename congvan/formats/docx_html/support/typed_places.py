"""Where characters are typed in a template: in which paragraph or cell of which part, or as the label of which list."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from congvan.core.messages import Message
from congvan.core.opc.reader import parse, read_members
from congvan.core.problems import Place
from congvan.formats.docx.tags import Locations, location_message
from congvan.formats.docx_html.markup import W
from congvan.formats.docx_html.styles.numbering import ListNumbering
from congvan.formats.docx_html.styles.stylesheet import TextDefaults, WordStyles
from congvan.formats.docx_html.styles.symbol_faces import symbol_of
from congvan.formats.docx_html.support.unsupported import text_parts


def typed_places(template: bytes, name: str, characters: Collection[str]) -> tuple[Place, ...]:
    """Return the places where a DOCX template has any of these characters, each once, in the order of its parts.

    A list's label is found at the first paragraph of its level. `name`: the template, as messages call it.
    """
    package = {member.name: member.content() for member in read_members(template, name=name)}
    labels = _ListLabels(package)
    found: dict[Place, None] = {}
    for member, label in text_parts(package):
        root = parse(package[member])
        places = Locations(root)
        for element in root.iter(W + "t", W + "sym", W + "p"):
            where = location_message(places.of(element))
            if element.tag == W + "p":
                for level in labels.new_levels(element, characters):
                    found[Place(name, part=label, where=Message("at.list-level", level=level + 1, place=where))] = None
                continue
            text = element.text or symbol_of(element.get(W + "font") or "", element.get(W + "char") or "")
            if any(character in text for character in characters):
                found[Place(name, part=label, where=where)] = None
    return tuple(found)


class _ListLabels:
    """The labels of the lists of one template."""

    def __init__(self, package: Mapping[str, bytes]) -> None:
        numbering, styles = (package.get(f"word/{each}.xml") for each in ("numbering", "styles"))
        self._numbering = ListNumbering(parse(numbering) if numbering else None)
        self._styles = WordStyles(parse(styles) if styles else None, None, self._numbering)
        self._seen: set[tuple[str, int]] = set()

    def new_levels(self, paragraph: Any, characters: Collection[str]) -> Iterator[int]:
        """Yield the list level of a paragraph if its label has any of the characters and no paragraph before had it."""
        level = self._styles.paragraph(paragraph, TextDefaults()).list_level
        if level is None or level in self._seen:
            return
        self._seen.add(level)
        label = self._numbering.text(*level)
        if any(character in label for character in characters):
            yield level[1]
