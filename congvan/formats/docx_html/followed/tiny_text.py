"""Text that nobody can read: typed into a line that is there for its place alone, as the last one of a footer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from congvan.formats.docx.tags import Locations, location_message
from congvan.formats.docx_html.followed.not_followed import NotFollowed, text_parts
from congvan.formats.docx_html.markup import W, child, shows_text
from congvan.formats.docx_html.styles.stylesheet import TextDefaults, WordStyles
from congvan.opc.reader import parse

_SMALLEST = 3.0  # points
_AROUND = TextDefaults()


def tiny_texts(package: Mapping[str, bytes], styles: WordStyles) -> Iterator[NotFollowed]:
    """Yield the paragraphs with text of hardly any size, each once."""
    for member, label in text_parts(package):
        root = parse(package[member])
        places = Locations(root)
        found: dict[NotFollowed, None] = {}
        for paragraph in root.iter(W + "p"):
            texts = [run for run in paragraph.iter(W + "r") if shows_text(run, paragraph)]
            base = styles.paragraph(paragraph, _AROUND).base if texts else {}
            if any(styles.run(base, child(run, "rPr")).size <= _SMALLEST for run in texts):
                found[NotFollowed("tiny-text", label, location_message(places.of(paragraph)))] = None
        yield from found
