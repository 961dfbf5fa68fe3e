"""Faces that texts of a template are in and this machine lacks: each once, where it is first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from congvan.formats.docx.tags import Locations, location_message
from congvan.formats.docx_html.followed.not_followed import NotFollowed, text_parts
from congvan.formats.docx_html.markup import W, child, shows_text
from congvan.formats.docx_html.styles.measures import has_face, has_own_face, lacking_letters
from congvan.formats.docx_html.styles.run_format import Settings
from congvan.formats.docx_html.styles.stylesheet import TextDefaults, WordStyles
from congvan.formats.docx_html.styles.symbol_faces import is_known
from congvan.lazy import NamedTuple
from congvan.messages import Message
from congvan.opc.reader import parse

_AROUND = TextDefaults()
_LISTED = 5  # letters
_OWN_SYMBOLS = "opensymbol"  # which LibreOffice brings along, with lines that it has nowhere else
_SHOWN = tuple(W + name for name in ("sym", "drawing", "pict", "object", "fldSimple", "sectPr"))
_HOLDERS = (W + "body", W + "tc", W + "hdr", W + "ftr")
_NO_LETTERS = "no-letters"  # told once of a face, with the count of its paragraphs
_UNNAMED = ("two-faces", "unnamed-face")  # the messages that name no face


class _Text(NamedTuple):
    """A text of a face where it is first: the letters that the face lacks, the face of its letters with marks where
    that is another one, whether its letters are typed symbols, its part and place; how many paragraphs have such."""

    family: str
    lacking: str
    marked: str
    is_typed: bool
    part: Message | str
    where: Callable[[], Message | str]
    paragraphs: int = 1

    @property
    def like(self) -> tuple[str, bool, str, bool]:
        """What is told once."""
        return self.family.lower(), bool(self.lacking), self.marked.lower(), self.is_typed


def missing_faces(package: Mapping[str, bytes], styles: WordStyles) -> Iterator[NotFollowed]:
    """Yield the faces for which the pages have another one, which is not as wide, and those for which they have none:
    the machine puts one of its own in their place, which is not the usual one; those of a theme that the file lacks;
    those that lack letters of a text, also where they could be drawn of several parts, which nobody finds in the file;
    and texts of two faces.

    Those of texts, whoever names them: a face of the defaults that no text is in is of no matter; and those of the
    styles that blocks take.
    """
    known: set[tuple[str, ...]] = set()
    texts = [*_of_texts(package, styles), *_of_blocks(styles)]
    lacking = Counter[str]()
    for text in texts:
        lacking[text.family.lower()] += text.paragraphs * bool(text.lacking)
    for text in texts:
        for code, element in _told(text):
            count = lacking[text.family.lower()] if code == _NO_LETTERS else 1
            key = (code, (text.family if code == _NO_LETTERS else element).lower())
            if key not in known:
                known.add(key)
                yield NotFollowed(code, text.part, text.where(), "" if code in _UNNAMED else element, count)


def _told(text: _Text) -> Iterator[tuple[str, str]]:
    """Yield the codes of what is told of a text, each with what it is told of."""
    if text.is_typed:
        yield "typed-symbol", text.family
    elif not text.family:
        yield "unnamed-face", ""
    elif not has_own_face(text.family):
        yield "missing-face" if has_face(text.family) else "no-face", text.family
    elif text.lacking:
        listed = ", ".join(text.lacking[:_LISTED]) + ", …" * (len(text.lacking) > _LISTED)
        yield _NO_LETTERS, f"{text.family} ({listed})"
    if text.marked:
        yield "two-faces", f"{text.family}/{text.marked}"


def _of_texts(package: Mapping[str, bytes], styles: WordStyles) -> Iterator[_Text]:
    """Yield the faces of runs with letters and of empty lines. Known symbols of symbol faces are drawn by another face,
    in lines of another height than LibreOffice's."""
    for member, label in text_parts(package):
        root = parse(package[member])
        found: dict[tuple[str, bool, str, bool], _Text] = {}
        for paragraph in root.iter(W + "p"):
            own: dict[tuple[str, bool, str, bool], _Text] = {}
            for text in _of_paragraph(paragraph, root, label, styles):
                own.setdefault(text.like, text)
            for like, text in own.items():
                first = found.get(like)
                found[like] = first._replace(paragraphs=first.paragraphs + 1) if first else text
        yield from found.values()


def _of_paragraph(paragraph: Any, root: Any, part: Message, styles: WordStyles) -> Iterator[_Text]:
    form = None
    for run in paragraph.iter(W + "r"):
        if shows_text(run, paragraph):
            form = form or styles.paragraph(paragraph, _AROUND)
            letters = "".join(each.text or "" for each in run.iter(W + "t"))
            text = _text(styles, form.base, child(run, "rPr"), letters, part, partial(_place, root, run))
            is_typed = is_known(letters, text.family) or text.family.lower() == _OWN_SYMBOLS
            if not is_typed or form.rule != "exact":
                yield text._replace(is_typed=is_typed)
    if form is None and next(paragraph.iter(*_SHOWN), None) is None and paragraph.getparent().tag in _HOLDERS:
        form = styles.paragraph(paragraph, _AROUND)
        if form.rule != "exact":
            family = form.mark.family
            yield _Text(family, "", "", family.lower() == _OWN_SYMBOLS, part, partial(_place, root, paragraph))


def _text(
    styles: WordStyles,
    base: Settings,
    properties: Any,
    letters: str,
    part: Message | str,
    where: Callable[[], Message | str],
) -> _Text:
    form, marked = styles.run(base, properties), styles.marked_family(base, properties)
    differs = bool(marked) and marked.lower() != form.family.lower()
    return _Text(form.family, lacking_letters(letters, form), marked if differs else "", False, part, where)


def _place(root: Any, run: Any) -> Message | str:
    return location_message(Locations(root).of(run))


def _of_blocks(styles: WordStyles) -> Iterator[_Text]:
    for name, settings in styles.block_styles():
        yield _text(styles, settings, None, "", "", partial(Message, "at.style", style=name))
