"""What a run tells of its pages: the faces that were embedded, what pages can't follow, what LibreOffice makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from congvan.core.fonts.fontconfig import is_metric_compatible
from congvan.core.job import BY_LIBREOFFICE, Job, Outcome
from congvan.core.messages import Message
from congvan.core.problems import Problem, ProblemsFound
from congvan.pipeline.rendering.renderer import Renderer


def pages_of(job: Job) -> Mapping[str, int]:
    """Return the DOCX templates of which a job makes pages, each with the number of files that LibreOffice makes."""
    if job.format == BY_LIBREOFFICE:
        return {job.template: 1}
    if job.format != "pdf":
        return {}
    named = [job.template, *(part.template for part in job.pack.parts)] if job.pack else [job.template]
    return {template: 0 for template in named if template.lower().endswith(".docx")}


def page_notes(renderer: Renderer, paged: Mapping[str, int]) -> Iterator[Problem]:
    """Yield what the pages of each template can't follow of it, as warnings with their places."""
    for template, by_libreoffice in paged.items():
        if not by_libreoffice:
            try:
                yield from renderer.notes(template)
            except ProblemsFound:  # reported for its records
                continue


def page_remarks(outcome: Outcome, paged: Mapping[str, int]) -> Iterator[Message]:
    """Yield which face was embedded for each that the templates name, which one draws the symbols that these lack, and
    how many files LibreOffice made.
    """
    faces = dict(face for ways in outcome.ways.values() for face in ways.faces)
    if faces:
        outcome.data["fonts"] = faces
        told = [own if named == own else f"{named} → {own}" for named, own in sorted(faces.items())]
        yield Message("notices.faces", faces=", ".join(told))
        for named, own in sorted(faces.items()):
            if not is_metric_compatible(named, own):
                yield Message("notices.face-replaced", named=named, own=own)
    symbols = dict(symbol for ways in outcome.ways.values() for symbol in ways.symbols)
    if symbols:
        outcome.data["symbols"] = symbols
    for own in sorted(set(symbols.values())):
        drawn = ", ".join(f"{symbol} (U+{ord(symbol):04X})" for symbol in sorted(symbols) if symbols[symbol] == own)
        yield Message("notices.symbols", symbols=drawn, own=own)
    if count := sum(paged.values()):
        yield Message("notices.by-libreoffice", count=count)
