"""Frames in headers and footers: followed where one is beside a line with room for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from congvan.formats.docx.tags import Locations, location_message
from congvan.formats.docx_html.followed.not_followed import NotFollowed, text_parts
from congvan.formats.docx_html.markup import W, blocks_of, child, tag_of
from congvan.formats.docx_html.styles.stylesheet import TextDefaults, WordStyles
from congvan.opc.reader import parse

_AROUND = TextDefaults()
_ROOM = {"left": 0, "center": 30, "right": 60}
"""Letters that surely leave room for a page's number beside them, by its side."""


def crowded_frames(package: Mapping[str, bytes], styles: WordStyles) -> Iterator[NotFollowed]:
    """Yield the first paragraph of the frames of each header and footer that LibreOffice has elsewhere."""
    for member, label in text_parts(package):
        root = parse(package[member])
        blocks = list(blocks_of(root)) if tag_of(root) in ("hdr", "ftr") else []
        framed = [each for each in blocks if child(each, "pPr/framePr") is not None]
        if framed and styles.paragraph(framed[0], _AROUND).framed and not _is_followed(framed, blocks, styles):
            yield NotFollowed("crowded-frame", label, location_message(Locations(root).of(framed[0])))


def _is_followed(framed: list[Any], blocks: list[Any], styles: WordStyles) -> bool:
    """Whether frames are one paragraph with room beside it, or several of their own alignment beside no text."""
    forms = [styles.paragraph(each, _AROUND) for each in framed]
    beside = [each for each in blocks if each not in framed]
    last = blocks.index(framed[-1])
    if not any(map(_shows, framed)):
        return True
    if last + 1 == len(blocks) or any(form.before for form in forms):
        return False
    if len(framed) > 1:
        aligned = all(form.align == form.framed == forms[0].framed for form in forms)
        return aligned and blocks[last + 1 - len(framed) : last + 1] == framed and not any(map(_letters, beside))
    return blocks[last + 1].tag == W + "p" and _letters(blocks[last + 1]) <= _ROOM[forms[0].framed]


def _shows(paragraph: Any) -> bool:
    return next(paragraph.iter(W + "t", W + "instrText", W + "fldSimple", W + "drawing"), None) is not None


def _letters(block: Any) -> int:
    return len("".join(each.text or "" for each in block.iter(W + "t")).strip())
