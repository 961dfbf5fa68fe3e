"""Tables that float: told where text may be beside them, or where they are is not known from the template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from congvan.formats.docx.tags import Locations, location_message
from congvan.formats.docx_html.floating.order import FloatingTables, top_of_text
from congvan.formats.docx_html.floating.position import floats
from congvan.formats.docx_html.followed.not_followed import NotFollowed, text_parts
from congvan.formats.docx_html.markup import W
from congvan.formats.docx_html.pages import page_setup, sections_of
from congvan.formats.docx_html.word_template import WordTemplate
from congvan.lazy import pattern
from congvan.opc.reader import parse

_TAGS_ALONE = pattern(r"\s*(?:\{%[^%]*%\}\s*)+")
"""The text of a paragraph that no record has: tags that begin or end a block."""


def floating_tables(package: Mapping[str, bytes], template: WordTemplate) -> Iterator[NotFollowed]:
    """Yield the tables that float and are not followed."""
    for member, label in text_parts(package):
        root = parse(package[member])
        tables = [each for each in root.iter(W + "tbl") if floats(each)]
        followed = _followed(root, template) if tables and member == "word/document.xml" else set()
        places = Locations(root) if tables else None
        for table in tables:
            cell = next(table.iter(W + "tc"), None)
            if places and table not in followed:
                yield NotFollowed(
                    "floating-table", label, location_message(places.of(table if cell is None else cell))
                )


def _followed(root: Any, template: WordTemplate) -> set[Any]:
    found: set[Any] = set()
    writer, setup = FloatingTables(template), None
    for number, (section, blocks, _end) in enumerate(sections_of(root.find(W + "body"))):
        setup = page_setup(section, setup)
        shown = [each for each in blocks if not _TAGS_ALONE.fullmatch("".join(t.text or "" for t in each.iter(W + "t")))]
        found |= writer.arranged(shown, setup, not number, top_of_text(setup))[1].keys()
    return found
