"""Find the template that somebody asks about: by its path, or by the document that uses it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, UsageError
from congvan.core.text import did_you_mean
from congvan.model.dataset import Dataset
from congvan.model.document_specs import Document
from congvan.model.project.assets import Assets


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template: what problems call it, where it is, its bytes as last read, and the documents that use it."""

    name: str
    path: Path
    data: bytes
    documents: tuple[Document, ...]


def find_template(root: Path, files: Assets, dataset: Dataset, asked_for: tuple[str, str]) -> TemplateFile:
    """Return the DOCX template at a path, or that of a document.

    `asked_for`: the path or the id of the document; then whose template a file is to be, "" for as declared.
    Raises UsageError if there is none, with the nearest document.
    """
    by_id = {each.id: each for each in dataset.documents}
    asked, document = asked_for
    if document and document not in by_id:
        raise _unknown(document, by_id)
    if asked in by_id and not Path(asked).is_file():
        name = by_id[asked].templates.get("docx")
        if name is None:
            raise UsageError(Problem(Message("template-none", document=asked), Place("data/documents.yaml")))
        full = f"templates/{name}"
        return TemplateFile(full, root / full, files.get(full, b""), _users(dataset, name, asked))
    path = next((each for each in (Path(asked), root / asked, root / "templates" / asked) if each.is_file()), None)
    if path is None:
        raise _unknown(asked, by_id)
    inside = path.resolve().is_relative_to((root / "templates").resolve())
    name = path.resolve().relative_to((root / "templates").resolve()).as_posix() if inside else ""
    users = (by_id[document],) if document else _users(dataset, name)
    return TemplateFile(f"templates/{name}" if inside else str(path), path, path.read_bytes(), users)


def document_of(dataset: Dataset, asked: str) -> Document | None:
    """Return the document of an id, or the first that uses the template of a file name."""
    by_id = {each.id: each for each in dataset.documents}
    return by_id.get(asked) or next(iter(_users(dataset, asked.removeprefix("templates/"))), None)


def _users(dataset: Dataset, name: str, first: str = "") -> tuple[Document, ...]:
    """Return the documents that use a template, the one asked for first."""
    users = [each for each in dataset.documents if name and name in each.templates.values()]
    return tuple(sorted(users, key=lambda each: each.id != first)) if first else tuple(users)


def _unknown(asked: str, by_id: dict[str, Document]) -> UsageError:
    templates = [each.templates["docx"] for each in by_id.values() if "docx" in each.templates]
    hint = did_you_mean(asked, [*by_id, *templates]) or Message("known-names", known=", ".join(by_id))
    return UsageError(Problem(Message("template-unknown", asked=asked), Place(), hint))
