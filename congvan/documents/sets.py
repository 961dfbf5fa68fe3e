"""Documents that are a set of files made together: the signs of a dispatch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from congvan.documents.base.context import Scope


@dataclass(frozen=True, slots=True)
class SetFile:
    """One file of a set: its path below the document's own, its format, its content, the artwork that it shows."""

    path: str
    format: str
    content: Mapping[str, Any]
    artwork: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Set:
    """How a set is made: its paths alone, and its files."""

    paths: Callable[[Scope], list[str]]
    files: Callable[[Scope], Iterator[SetFile]]


def _sign_paths(scope: Scope) -> list[str]:
    from congvan.documents.signage import file_set

    data = scope.dataset
    if data.signage is None:
        return []
    return file_set.paths(data.signage, data.enterprises, data.support_points, outlines=scope.outlines)


def _sign_files(scope: Scope) -> Iterator[SetFile]:
    from congvan.documents.signage import file_set

    data = scope.dataset
    if data.signage is None:
        return
    made = file_set.make(
        data.signage, data.agency, data.enterprises, data.support_points, data.contacts, outlines=scope.outlines
    )
    scope.problems.extend(made.problems)
    yield from (SetFile(file.path, file.format, file.content, file.artwork) for file in made.files)


SETS: Mapping[str, Set] = {"signage": Set(_sign_paths, _sign_files)}
"""By the key `content` of data/documents.yaml."""
