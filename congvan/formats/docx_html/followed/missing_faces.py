"""Faces that texts of a template are in and this machine lacks: each once, where it is first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from congvan.formats.docx.tags import Locations, location_message
from congvan.formats.docx_html.followed.not_followed import NotFollowed, text_parts
from congvan.formats.docx_html.markup import W, child, shows_text
from congvan.formats.docx_html.styles.measures import has_face, has_own_face
from congvan.formats.docx_html.styles.stylesheet import TextDefaults, WordStyles
from congvan.formats.docx_html.styles.symbol_faces import is_known
from congvan.messages import Message
from congvan.opc.reader import parse

_AROUND = TextDefaults()
_Placed = tuple[Message | str, Callable[[], Message | str], str]  # part and place of a text, the family that it is in


def missing_faces(package: Mapping[str, bytes], styles: WordStyles) -> Iterator[NotFollowed]:
    """Yield the faces for which the pages have another one, which is not as wide, and those for which they have none:
    the machine puts one of its own in their place, which is not the usual one.

    Those of texts, whoever names them: a face of the defaults that no text is in is of no matter; and those of the
    styles that blocks take.
    """
    known: set[str] = set()
    for part, where, family in (*_of_texts(package, styles), *_of_blocks(styles)):
        if family.lower() not in known and not has_own_face(family):
            yield NotFollowed("missing-face" if has_face(family) else "no-face", part, where(), family)
        known.add(family.lower())


def _of_texts(package: Mapping[str, bytes], styles: WordStyles) -> Iterator[_Placed]:
    """Yield the faces of runs with letters; known symbols of symbol faces are drawn by another face."""
    for member, label in text_parts(package):
        root = parse(package[member])
        found: dict[str, Any] = {}
        for paragraph in root.iter(W + "p"):
            base = None
            for run in paragraph.iter(W + "r"):
                if shows_text(run, paragraph):
                    base = styles.paragraph(paragraph, _AROUND).base if base is None else base
                    family = styles.run(base, child(run, "rPr")).family
                    if not is_known("".join(each.text or "" for each in run.iter(W + "t")), family):
                        found.setdefault(family, run)
        for family, run in found.items():
            yield label, partial(_place, root, run), family


def _place(root: Any, run: Any) -> Message | str:
    return location_message(Locations(root).of(run))


def _of_blocks(styles: WordStyles) -> Iterator[_Placed]:
    for name, family in styles.block_families():
        yield "", partial(Message, "at.style", style=name), family
