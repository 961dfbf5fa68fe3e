"""Faces that texts of a template are in and this machine lacks: each once, where it is first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from congvan.formats.docx.tags import Locations, location_message
from congvan.formats.docx_html.followed.not_followed import NotFollowed, text_parts
from congvan.formats.docx_html.markup import W, child, shows_text
from congvan.formats.docx_html.styles.measures import has_face, has_own_face, lacking_letters
from congvan.formats.docx_html.styles.stylesheet import TextDefaults, WordStyles
from congvan.formats.docx_html.styles.symbol_faces import is_known
from congvan.lazy import NamedTuple
from congvan.messages import Message
from congvan.opc.reader import parse

_AROUND = TextDefaults()
_LISTED = 5  # letters


class _Text(NamedTuple):
    """A text of a face where it is first: the letters that the face lacks, its part and place."""

    family: str
    lacking: str
    part: Message | str
    where: Callable[[], Message | str]


def missing_faces(package: Mapping[str, bytes], styles: WordStyles) -> Iterator[NotFollowed]:
    """Yield the faces for which the pages have another one, which is not as wide, and those for which they have none:
    the machine puts one of its own in their place, which is not the usual one; and those that lack letters of a text,
    also where they could be drawn of several parts, which nobody finds in the file.

    Those of texts, whoever names them: a face of the defaults that no text is in is of no matter; and those of the
    styles that blocks take.
    """
    known: set[tuple[str, bool]] = set()
    for family, lacking, part, where in (*_of_texts(package, styles), *_of_blocks(styles)):
        text = family.lower(), bool(lacking)
        if text in known:
            continue
        known.add(text)
        if not has_own_face(family):
            known |= {(text[0], True), (text[0], False)}
            yield NotFollowed("missing-face" if has_face(family) else "no-face", part, where(), family)
        elif lacking:
            listed = ", ".join(lacking[:_LISTED]) + ", …" * (len(lacking) > _LISTED)
            yield NotFollowed("no-letters", part, where(), f"{family} ({listed})")


def _of_texts(package: Mapping[str, bytes], styles: WordStyles) -> Iterator[_Text]:
    """Yield the faces of runs with letters; known symbols of symbol faces are drawn by another face."""
    for member, label in text_parts(package):
        root = parse(package[member])
        found: dict[tuple[str, bool], tuple[str, Any]] = {}
        for paragraph in root.iter(W + "p"):
            base = None
            for run in paragraph.iter(W + "r"):
                if shows_text(run, paragraph):
                    base = styles.paragraph(paragraph, _AROUND).base if base is None else base
                    form = styles.run(base, child(run, "rPr"))
                    text = "".join(each.text or "" for each in run.iter(W + "t"))
                    if not is_known(text, form.family):
                        lacking = lacking_letters(text, form)
                        found.setdefault((form.family, bool(lacking)), (lacking, run))
        for (family, _lacks), (lacking, run) in found.items():
            yield _Text(family, lacking, label, partial(_place, root, run))


def _place(root: Any, run: Any) -> Message | str:
    return location_message(Locations(root).of(run))


def _of_blocks(styles: WordStyles) -> Iterator[_Text]:
    for name, family in styles.block_families():
        yield _Text(family, "", "", partial(Message, "at.style", style=name))
