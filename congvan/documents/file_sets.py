"""Documents that consist of a set of files made together: the signs of a dispatch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from congvan.documents.common.context import ContentContext
from congvan.documents.signage.schema import SetFile, SetMember
from congvan.model.signage import Signage


@dataclass(frozen=True, slots=True)
class FileSet:
    """Functions that list the members of a set (with or without copies in outlines), and make its files."""

    members: Callable[[ContentContext, bool], Sequence[SetMember]]
    files: Callable[[ContentContext], Sequence[SetFile]]


def signage_of(context: ContentContext) -> Signage | None:
    """Return the signs of the dispatch."""
    return context.dataset.signage.get(context.dispatch.signage or "")


def _signs(context: ContentContext, outlines: bool) -> Sequence[SetMember]:
    from congvan.documents.signage import file_set

    signage = signage_of(context)
    return file_set.members(signage, context.dataset, outlines=outlines) if signage else ()


def _sign_files(context: ContentContext) -> Sequence[SetFile]:
    from congvan.documents.signage import file_set

    signage = signage_of(context)
    if signage is None:
        return ()
    made = file_set.make_files(signage, context)
    context.problems.extend(made.problems)
    return made.files


FILE_SETS: Mapping[str, FileSet] = {"signage": FileSet(_signs, _sign_files)}
"""By the key `content` of data/documents.yaml."""
