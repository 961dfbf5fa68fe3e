"""Which program makes the PDFs of a Word template: this one, or LibreOffice, whose pages are wholly those of Word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from congvan.core import libreoffice
from congvan.core.job import Outcome, Output, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Place, Problem, UsageError
from congvan.editing.changes import DataChange
from congvan.editing.writing import OpenFile
from congvan.model.document_specs import LIBREOFFICE
from congvan.model.project.assets import read_one
from congvan.model.project.data_lock import writing

DOCUMENTS = "data/documents.yaml"
_FOLDER = "templates/"


@dataclass(frozen=True, slots=True)
class PdfMakerRequest:
    """`template`: the name of a Word template, “van-ban.docx”; `own`: the pages are made by this program again."""

    root: Path
    template: str
    own: bool = False


@act("pdf-maker")
def pdf_maker(request: PdfMakerRequest, progress: Progress) -> Outcome:
    """Have LibreOffice make the PDFs of a Word template, or this program again.

    Documents that a pack binds keep their pages, and are named: a pack takes no pages of LibreOffice.
    """
    if not request.own and not libreoffice.program():
        missing = Message("libreoffice-missing", command=libreoffice.APT)
        raise EnvironmentFault(Problem(missing, Place(request.template)))
    with writing(request.root) as warnings:
        file = OpenFile(request.root, DOCUMENTS, read_one(request.root, DOCUMENTS), warnings)
        file.readable()
        listed = [each for each in file.tree or () if isinstance(each, Mapping)]
        bound = {str(part.get("document")) for each in listed for part in each.get("parts") or ()}
        bound |= {str(each.get("id")) for each in listed if each.get("parts") or each.get("together")}
        found = [(n, each) for n, each in enumerate(file.tree or ()) if _is_made_of(each, request)]
        kept = [each for _n, each in found if str(each.get("id")) in bound]
        changes = [each.plain() for each in _changes(found, bound, request)]
        if not changes:
            raise UsageError(_none(request, kept))
        progress.check()
        file.make(DataChange("many", (), changes))
    said = Message("pdf-maker.own") if request.own else Message("pdf-maker.libreoffice")
    names = ", ".join(f"“{each.get('name')}”" for each in kept)
    return Outcome(
        "pdf-maker",
        outputs=[Output(DOCUMENTS, "built")],
        where=str(request.root),
        problems=list(warnings),
        remarks=[said, *([Message("pdf-maker.bound", documents=names)] if kept and not request.own else [])],
    )


def _is_made_of(document: Any, request: PdfMakerRequest) -> bool:
    """Whether a document's PDF is made of the template by the other of the two programs."""
    templates = document.get("templates") if isinstance(document, Mapping) else None
    if not isinstance(templates, Mapping):
        return False
    made = str(templates.get("docx", "")).removeprefix(_FOLDER) == request.template.removeprefix(_FOLDER)
    return made and templates.get("pdf") == (LIBREOFFICE if request.own else None)


def _changes(
    found: list[tuple[int, Mapping[str, Any]]], bound: set[str], request: PdfMakerRequest
) -> Iterator[DataChange]:
    for number, document in found:
        path = (number, "templates", "pdf")
        if request.own:
            yield DataChange("unset", path, old=LIBREOFFICE)
        elif str(document.get("id")) not in bound:
            yield DataChange("set", path, LIBREOFFICE)


def _none(request: PdfMakerRequest, kept: list[Mapping[str, Any]]) -> Problem:
    names = ", ".join(f"“{each.get('name')}”" for each in kept)
    message = Message("pdf-maker.only-bound", documents=names) if kept else Message("pdf-maker.none")
    return Problem(message, Place(request.template))
