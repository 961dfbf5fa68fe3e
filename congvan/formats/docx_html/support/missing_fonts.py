"""Report fonts that texts of a template are in and this machine lacks, fonts that lack letters of a text, and letters
typed in a font of symbols: each font once, where it is first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from congvan.core.messages import Message
from congvan.core.opc.reader import parse
from congvan.core.problems import Place, Problem, Severity
from congvan.formats.docx.tags import Locations, location_message
from congvan.formats.docx_html.markup import W, child, shows_text
from congvan.formats.docx_html.styles.measures import has_face, has_other_style, has_own_face, lacking_letters
from congvan.formats.docx_html.styles.stylesheet import TextDefaults, WordStyles
from congvan.formats.docx_html.styles.symbol_faces import is_symbol_face, unknown_symbols
from congvan.formats.docx_html.support.unsupported import text_parts

_AROUND = TextDefaults()
_LISTED = 5  # letters
_SHOWN = tuple(W + name for name in ("sym", "drawing", "pict", "object", "fldSimple", "sectPr"))
_HOLDERS = (W + "body", W + "tc", W + "hdr", W + "ftr")


class _Text(NamedTuple):
    """A text of a font: the letters that the font lacks, its part, and its element there; None for a style's."""

    family: str
    lacking: str
    part: Message | str
    element: Any = None
    root: Any = None

    @property
    def where(self) -> Message | str:
        if self.root is None:
            return Message("at.style", style=self.part)
        return location_message(Locations(self.root).of(self.element))


def missing_fonts(package: Mapping[str, bytes], styles: WordStyles) -> Iterator[Problem]:
    """Yield what is wrong with the fonts of texts, also of empty lines, and of the styles that blocks take.

    A font of the defaults that no text is in is of no matter.
    """
    texts = [text for text in (*_of_texts(package, styles), *_of_blocks(styles)) if text.family]
    seen: set[tuple[str, str]] = set()
    for text in texts:
        lacking = [each for each in texts if each.lacking and each.family.lower() == text.family.lower()]
        message, severity = _told(text, len({id(each.element) for each in lacking}))
        if message and (key := (message.id, text.family.lower())) not in seen:
            seen.add(key)
            part = text.part if text.root is not None else ""
            yield Problem(message, Place("", part=part, where=text.where), severity=severity)


def _told(text: _Text, paragraphs: int) -> tuple[Message | None, Severity]:
    """Return the message of a text and its severity; `paragraphs`: how many have letters that its font lacks."""
    family = text.family
    if is_symbol_face(family):
        lost = Message("docx-unsupported.words", element=Message("docx-element.typed-symbols", font=family))
        return (lost if text.lacking else None), Severity.ERROR
    if not has_own_face(family):
        if has_face(family):
            return Message("docx-unsupported.font", font=family), Severity.WARNING
        if has_other_style(family):
            return Message("docx-unsupported.no-upright", font=family), Severity.ERROR
        return Message("docx-unsupported.no-font", font=family), Severity.ERROR
    if not text.lacking:
        return None, Severity.WARNING
    letters = ", ".join(text.lacking[:_LISTED]) + ", …" * (len(text.lacking) > _LISTED)
    if paragraphs > 1:
        several = Message("docx-unsupported.letters-several", font=family, letters=letters, count=paragraphs)
        return several, Severity.ERROR
    return Message("docx-unsupported.letters", font=family, letters=letters), Severity.ERROR


def _of_texts(package: Mapping[str, bytes], styles: WordStyles) -> Iterator[_Text]:
    for member, label in text_parts(package):
        root = parse(package[member])
        for paragraph in root.iter(W + "p"):
            yield from _of_paragraph(paragraph, root, label, styles)


def _of_paragraph(paragraph: Any, root: Any, part: Message, styles: WordStyles) -> Iterator[_Text]:
    """Yield the fonts of a paragraph, each once, with all letters that it lacks there."""
    form = None
    found: dict[str, str] = {}
    for run in paragraph.iter(W + "r"):
        if shows_text(run, paragraph):
            form = form or styles.paragraph(paragraph, _AROUND)
            letters = "".join(each.text or "" for each in run.iter(W + "t"))
            own = styles.run(form.base, child(run, "rPr"))
            is_symbols = is_symbol_face(own.family)
            lacks = unknown_symbols(letters, own.family) if is_symbols else lacking_letters(letters, own)
            found[own.family] = found.get(own.family, "") + lacks
    if form is None and next(paragraph.iter(*_SHOWN), None) is None and paragraph.getparent().tag in _HOLDERS:
        form = styles.paragraph(paragraph, _AROUND)
        if form.rule != "exact":
            found[form.mark.family] = ""
    for family, lacking in found.items():
        yield _Text(family, "".join(dict.fromkeys(lacking)), part, paragraph, root)


def _of_blocks(styles: WordStyles) -> Iterator[_Text]:
    for name, settings in styles.block_styles():
        yield _Text(styles.run(settings, None).family, "", name)
