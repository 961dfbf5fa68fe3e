"""Read the files of a project and parse them into the dataset of one run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from congvan.cache import FOLDER, DiskCache
from congvan.documents.base.facts import replace_dispatch
from congvan.messages import Message
from congvan.model.consistency import check_dates
from congvan.model.dataset import Dataset
from congvan.model.duplicate_numbers import with_same_numbered
from congvan.model.field_types import issue_date
from congvan.model.loader import load, needed_for
from congvan.pipeline.request import BuildRequest
from congvan.plan.selection import Selection
from congvan.problems import Place, Problem, ProblemsFound
from congvan.project import assets
from congvan.project.assets import Assets
from congvan.returns.answers.facts import load_return_facts


def read(request: BuildRequest) -> Assets:
    """Read every project file that the run needs, once."""
    return assets.read(request.root, needed_for(request.selection.dispatches))


def parse(files: Assets, request: BuildRequest) -> tuple[Dataset, list[Problem]]:
    """Return the dataset, with returned forms and the number and date given for this run, and the warnings about the
    data. Raises ProblemsFound.
    """
    dataset = load(files)
    problems = [problem for source in dataset.sources.values() for problem in source.problems]
    dataset = replace(dataset, returned=load_return_facts(dataset, request.root, request.database))
    chosen = [
        name for name in dataset.dispatches if not request.selection.dispatches or name in request.selection.dispatches
    ]
    dataset = _numbered(dataset, request, chosen)
    problems += check_dates(with_same_numbered(dataset, request.root, DiskCache(request.root / FOLDER)), chosen)
    problems += _artwork(files, dataset, request.selection)
    return dataset, problems


def _numbered(dataset: Dataset, request: BuildRequest, chosen: Sequence[str]) -> Dataset:
    """Return the dataset with the number and date given for this run."""
    overrides = {"number": request.number, "date": issue_date(request.date)}
    changes = {key: value for key, value in overrides.items() if value is not None}
    if not changes:
        return dataset
    if len(chosen) != 1:
        raise ProblemsFound(
            Problem(
                Message("dispatch-which.number"),
                Place(),
                Message(
                    "dispatch-which.hint-name-one", names=", ".join(f"--dispatch {name}" for name in dataset.known)
                ),
            )
        )
    return replace_dispatch(dataset, chosen[0], **changes)


def _artwork(files: Assets, dataset: Dataset, selection: Selection) -> Iterator[Problem]:
    """Yield print-shop problems in the artwork of the selected signs."""
    if any(document.content == "signage" and selection.asks_for(document) for document in dataset.documents):
        for item in dataset.signage.items if dataset.signage else ():
            name = item.artwork_asset
            if name in files:
                yield from _inspected(name, files[name], (item.width, item.height), item.bleed)


def _inspected(name: str, data: bytes, size: tuple[float, float], bleed: float) -> list[Problem]:
    """Inspect artwork in a child process: a few KB of it can fill the memory."""
    from congvan.formats.press.artwork import inspect_artwork
    from congvan.rendering.child_process import in_child
    from congvan.rendering.limits import LimitExceeded

    try:
        found: list[Problem] = in_child(inspect_artwork, data, name, size=size, bleed=bleed)
    except LimitExceeded as error:
        return [Problem(Message("artwork-limit", why=error), Place(name), frame=Message("frame.artwork"))]
    return found
