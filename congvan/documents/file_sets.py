"""Documents that consist of a set of files made together: the signs of a dispatch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from congvan.documents.base.context import ContentContext
from congvan.documents.signage.schema import SetFile, SetMember
from congvan.model.dataset import Dataset


@dataclass(frozen=True, slots=True)
class FileSet:
    """Functions that list the members of a set of a dispatch (with outlines or without), and make its files."""

    members: Callable[[Dataset, str, bool], Sequence[SetMember]]
    files: Callable[[ContentContext], Sequence[SetFile]]


def _signs(data: Dataset, dispatch_id: str, outlines: bool) -> Sequence[SetMember]:
    from congvan.documents.signage import file_set

    signage = data.signage.get(data.dispatches[dispatch_id].signage or "")
    return file_set.members(signage, data, outlines=outlines) if signage else ()


def _sign_files(context: ContentContext) -> Sequence[SetFile]:
    from congvan.documents.signage import file_set

    if not context.dispatch.signage:
        return ()
    made = file_set.make_files(context)
    context.problems.extend(made.problems)
    return made.files


FILE_SETS: Mapping[str, FileSet] = {"signage": FileSet(_signs, _sign_files)}
"""By the key `content` of data/documents.yaml."""
