"""The drafter's mark, the contact line, the symbol of a copy (PL I/I/III.3-4, PL III/I)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from congvan.nd30.components.document import DocumentComponents
from congvan.nd30.components.measures import SIZE_SLACK
from congvan.nd30.model.kinds import COPY_SYMBOLS, fold
from congvan.nd30.rules.base import (
    MISSING,
    NO_LAYOUT,
    Answer,
    NotApplicable,
    NotEvaluated,
    format_points,
    violation,
)
from congvan.nd30.rules.typography_table import without_drafter_mark


def nguoi_soan_size(document: DocumentComponents) -> Iterator[Answer]:
    """The drafter's mark and the number of copies are at the end of the Lưu entry, 11 pt upright. Many offices set them
    smaller: a hint."""
    kept = [q for i in document.recipients for q in i.paragraphs if q.text.lstrip("- ").startswith("Lưu")]
    marks = [(q, q.runs[len(without_drafter_mark(q).runs) :]) for q in kept]
    marks = [(q, tuple(r for r in runs if r.text.strip(" .0123456789()"))) for q, runs in marks]
    if not any(runs for _q, runs in marks):
        yield NotApplicable(MISSING)
        return
    for paragraph, runs in marks:
        small = next((r for r in runs if r.size and abs(r.size - 11) > SIZE_SLACK), None)
        if small is not None:
            yield violation(paragraph, text="".join(r.text for r in runs).strip(), found=format_points(small.size))


def lien_he_rule(document: DocumentComponents) -> Iterator[Answer]:
    """Address, telephone, fax, e-mail and website are at the foot of page 1 under a solid rule across the text."""
    if not document.contact:
        yield NotApplicable(MISSING)
        return
    first = document.contact[0]
    if first.box is None:
        yield NotEvaluated(NO_LAYOUT)
        return
    lines = [(s.page, s.y, s.length) for s in document.view.strokes]
    lines += [(f.page, f.box.y0, f.box.width) for f in document.view.frames]
    above = first.box.y0 + 2
    if not any(page == first.page and -3 < above - y < 12 and length > 120 for page, y, length in lines):
        yield violation(first)


def sao_symbol(document: DocumentComponents) -> Iterator[Answer]:
    """Copies have one number series; their symbols are SY, TrS and SL."""
    if document.copy_form is None:
        yield NotApplicable(MISSING)
        return
    wanted = COPY_SYMBOLS[next(w for w in COPY_SYMBOLS if fold(w) == fold(document.copy_form.text))]
    later = [
        p
        for p in document.view.paragraphs
        if p.ordinal > document.copy_form.ordinal - 6 and re.match(r"^Số\s?:.*/", p.text) and p is not document.number
    ]
    for paragraph in later:
        own = paragraph.text.split("/", 1)[1].strip()
        if own and not own.startswith(wanted) and "…" not in own:
            yield violation(paragraph, words=document.copy_form.text, symbol=own, wanted=wanted)
            return
