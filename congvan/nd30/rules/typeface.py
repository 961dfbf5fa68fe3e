"""Typeface, character set and colour of the text (PL I/I/I.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from congvan.core.messages import Message
from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.model.coding import DECOMPOSED, ETH, is_old_face
from congvan.nd30.model.view import Paragraph, StyledRun
from congvan.nd30.rules.base import Answer, Holds, NotEvaluated, violation

_METRIC_CLONES = (
    "liberationserif",
    "tinos",
    "times",
    "nimbusroman",
    "nimbusromno9l",
    "termes",
    "texgyretermes",
    "freeserif",
    "thorndale",
    "stixtwotext",
)


_SYMBOL_FACES = (
    "symbol",
    "wingdings",
    "webdings",
    "cambriamath",
    "opensymbol",
    "segoeuisymbol",
    "zapfdingbats",
    "dejavusansmono",
)


NEAR_BLACK = 0x30
"""The lightest channel of a black mixed by a printer's or converter's profile: #1A1A1A, #231F20."""


def _normalised_family(family: str) -> str:
    return "".join(c for c in family.lower() if c.isalnum())


def _own_paragraphs(document: DocumentComponents) -> list[Paragraph]:
    return [p for p in document.view.paragraphs if p.region != "overlay"]


def _faces(document: DocumentComponents) -> dict[str, tuple[int, Paragraph, StyledRun]]:
    """Return per face the number of letters and the first paragraph and run."""
    faces: dict[str, tuple[int, Paragraph, StyledRun]] = {}
    for paragraph in _own_paragraphs(document):
        for run in paragraph.ink:
            letters = len(run.text.strip())
            known = run.family in faces
            if known or (
                run.family
                and _normalised_family(run.family) not in _SYMBOL_FACES
                and any(c.isalpha() for c in run.text)
            ):
                count, first_paragraph, first_run = faces.get(run.family, (0, paragraph, run))
                faces[run.family] = (count + letters, first_paragraph, first_run)
    return faces


def font_face(document: DocumentComponents) -> Iterator[Answer]:
    """All text is set in Times New Roman. A font of the same metrics that replaces it on a machine without it
    (Liberation Serif, Tinos) is accepted, with a hint; symbol fonts (bullets) and stamps do not count."""
    faces = _faces(document)
    if not faces:
        yield NotEvaluated(Message("nd30.faces-unknown"))
        return
    clones = [
        face
        for face in faces
        if _normalised_family(face).startswith(_METRIC_CLONES)
        and not _normalised_family(face).startswith("timesnewroman")
    ]
    for face, (letters, place, _run) in faces.items():
        if _normalised_family(face).startswith("timesnewroman") or face in clones or is_old_face(face):
            continue
        if letters >= 3:
            yield violation(place, face=face, letters=letters)
    for face in clones:
        yield Holds(Message("nd30.measures-times-new", face=face))


def font_unicode(document: DocumentComponents) -> Iterator[Answer]:
    """Text is coded in Unicode after TCVN 6909:2001; the old TCVN3 (.Vn…) and VNI faces are not. Reported once;
    the words are read as the old face prints them, and judged by the other rules."""
    old = {face: place for face, (_letters, place, _run) in _faces(document).items() if is_old_face(face)}
    if old:
        yield violation(next(iter(old.values())), face=", ".join(old))


def unicode_composed(document: DocumentComponents) -> Iterator[Answer]:
    """Letters are composed: one character for a letter with its marks. Decomposed text looks the same, but is not found
    when searched and breaks in other programs. It is reported once."""
    yield from _coded(document, DECOMPOSED)


def unicode_d(document: DocumentComponents) -> Iterator[Answer]:
    """Đ is the Vietnamese letter U+0110, not the Icelandic Ð (U+00D0) that looks like it. It is reported once."""
    yield from _coded(document, ETH)


def _coded(document: DocumentComponents, flaw: str) -> Iterator[Answer]:
    """Yield one violation at the first paragraph with text coded in this way, with the number of such paragraphs.

    Why not in a PDF: its program may have drawn letters and marks apart, or chosen the code by the shape.
    """
    coded = [p for p in _own_paragraphs(document) if any(flaw in run.coding for run in p.runs)]
    if coded and document.view.laid_out:
        yield NotEvaluated(Message("nd30.pdf-coding"))
    elif coded:
        word = next(run.text for run in coded[0].runs if flaw in run.coding).split()
        yield violation(coded[0], count=len(coded), words=" ".join(word[:4]))


def font_colour(document: DocumentComponents) -> Iterator[Answer]:
    """Text is black; dark grey is not. Black as mixed by a printer or a conversion (#231F20) is accepted. Marks of
    urgency are red, and stamps and signatures have their own colours: they do not count."""
    exempt = {id(p) for p in document.marks}
    seen: Counter[int] = Counter()
    for paragraph in _own_paragraphs(document):
        if id(paragraph) in exempt:
            continue
        for run in paragraph.ink:
            if not run.colour or not any(c.isalpha() for c in run.text):
                continue
            channels = (run.colour >> 16 & 255, run.colour >> 8 & 255, run.colour & 255)
            if max(channels) > NEAR_BLACK and min(channels) < 0xF8 and not seen[run.colour]:
                seen[run.colour] += 1
                yield violation(paragraph, colour=f"{run.colour:06X}", words=run.text.strip()[:40])
