"""Where characters are typed in a template: in which paragraph or cell of which part."""

from __future__ import annotations

from collections.abc import Collection

from congvan.formats.docx.tags import Locations, location_message
from congvan.formats.docx_html.followed.not_followed import text_parts
from congvan.formats.docx_html.markup import W
from congvan.formats.docx_html.text.inline import SYMBOLS
from congvan.opc.reader import parse, read_members
from congvan.problems import Place


def typed_places(template: bytes, name: str, characters: Collection[str]) -> tuple[Place, ...]:
    """Return the places where a DOCX template has any of these characters, each once, in the order of its parts.

    `name`: the template, as messages call it.
    """
    package = {member.name: member.content() for member in read_members(template, name=name)}
    found: dict[Place, None] = {}
    for member, label in text_parts(package):
        root = parse(package[member])
        places = Locations(root)
        for element in root.iter(W + "t", W + "sym"):
            text = element.text or SYMBOLS.get(element.get(W + "char") or "", "")
            if any(character in text for character in characters):
                found[Place(name, part=label, where=location_message(places.of(element)))] = None
    return tuple(found)
