"""Documents that consist of a set of files made together: the signs of a dispatch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from congvan.documents.base.context import ContentContext
from congvan.model.dataset import Dataset

if TYPE_CHECKING:
    from congvan.documents.signage.file_set import SetMember


@dataclass(frozen=True, slots=True)
class SetFile:
    """One file of a set: its path below the document's own, its format, its content, and the artwork it shows."""

    path: str
    format: str
    content: Mapping[str, Any]
    artwork: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileSet:
    """Functions that list the members of a set (with or without copies in outlines), and make its files."""

    members: Callable[[Dataset, bool], list[SetMember]]
    files: Callable[[ContentContext], Iterator[SetFile]]


def _signs(data: Dataset, outlines: bool) -> list[SetMember]:
    from congvan.documents.signage import file_set

    if data.signage is None:
        return []
    return file_set.members(data.signage, data.enterprises, data.support_points, outlines=outlines)


def _sign_files(context: ContentContext) -> Iterator[SetFile]:
    from congvan.documents.signage import file_set

    data = context.dataset
    if data.signage is None:
        return
    made = file_set.make_files(
        data.signage, data.agency, data.enterprises, data.support_points, data.contacts, outlines=context.outlines
    )
    context.problems.extend(made.problems)
    yield from (SetFile(file.path, file.format, file.content, file.artwork) for file in made.files)


FILE_SETS: Mapping[str, FileSet] = {"signage": FileSet(_signs, _sign_files)}
"""By the key `content` of data/documents.yaml."""
