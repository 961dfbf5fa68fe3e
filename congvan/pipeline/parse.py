"""Parse the files of a project into the dataset of one run."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from congvan.core.bootstrap.no_op import DATABASE, office_day
from congvan.core.cache import FOLDER, DiskCache
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound, Severity
from congvan.documents.signage.check import check_artwork
from congvan.editing.drafting.duplicate_numbers import with_same_numbered
from congvan.forms.obligations import owed_by_nobody, rows_of_nobody
from congvan.model.dataset import Dataset
from congvan.model.dates_and_numbers import check_dates
from congvan.model.field_types import issue_date
from congvan.model.loader import load_sound
from congvan.model.papers import reminded, reminds
from congvan.model.project.assets import Assets
from congvan.model.project.kept_parses import keeping
from congvan.model.sample_texts import check_samples
from congvan.model.validity import as_of
from congvan.pipeline.request import BuildRequest


def parse(files: Assets, request: BuildRequest) -> tuple[Dataset, list[Problem]]:
    """Return the dataset of what is sound, with returned forms and the number and date given for this run, and what is
    wrong or doubtful in it. Raises ProblemsFound.
    """
    with keeping(DiskCache(request.root / FOLDER)):
        dataset = load_sound(files)
    sound = [source for name, source in dataset.sources.items() if name not in dataset.excluded]
    problems = [problem for source in sound for problem in source.problems]
    problems += dataset.warnings
    dataset = with_returned(dataset, request.root, request.database, problems)
    problems += _unplaced(dataset, request)
    chosen = [name for name in dataset.dispatches if name in (request.selection.dispatches or dataset.dispatches)]
    given = {"number": request.number, "date": issue_date(request.date)}
    if given := {key: value for key, value in given.items() if value is not None}:
        if len(chosen) != 1 or len(request.selection.dispatches or dataset.known) != 1:
            names = ", ".join(f"--dispatch {name}" for name in dataset.known)
            hint = Message("dispatch-which.hint-name-one", names=names)
            raise ProblemsFound(Problem(Message("dispatch-which.number"), remedy=hint))
        dataset = dataset.with_dispatch(chosen[0], **given)
    neighbours = with_same_numbered(dataset, request.root)
    problems += check_dates(neighbours, chosen)
    problems += check_samples(neighbours, chosen)
    for name in chosen:
        problems += [*owed_by_nobody(there := as_of(dataset, name), name), *rows_of_nobody(there, name)]
    if any(document.content == "signage" and request.selection.asks_for(document) for document in dataset.documents):
        problems += check_artwork(dataset, files, _within_limits)
    return dataset, problems


def with_returned(
    dataset: Dataset, root: Path, database: str | None = None, told: list[Problem] | None = None
) -> Dataset:
    """Return a dataset with the facts of what came back; as it is where nothing has the name of a database, which then
    needs no reader, and nobody is reminded. `told`: gets what is reported of forms that changed since they were sent.

    A paper says that something is owing from the day after it was due.
    """
    there = database is not None or os.path.lexists(root / DATABASE)
    if not there and not reminded(dataset.documents, dataset.papers):
        return dataset
    from congvan.returns.answers.facts import load_return_facts

    day = datetime.date.fromisoformat(office_day()) - datetime.timedelta(days=1)
    return replace(dataset, returned=load_return_facts(dataset, root, database, [] if told is None else told, day))


def _unplaced(dataset: Dataset, request: BuildRequest) -> Iterator[Problem]:
    """Yield a warning for each dispatch that is reminded of though it is not known whose some files are."""
    if any(reminds(each, dataset.papers) and request.selection.asks_for(each) for each in dataset.documents):
        for name, facts in dataset.returned.items():
            if files := facts.get("unplaced"):
                message = Message("returned-unplaced", count=len(files), files=", ".join(files[:_MOST_NAMED]))
                yield Problem(message, dataset.dispatch_place(name), severity=Severity.WARNING)


_MOST_NAMED = 5
"""Files that a warning names."""


def _within_limits(inspect: Callable[..., list[Problem]], data: bytes, name: str, **more: Any) -> list[Problem]:
    """Inspect artwork in a child process: a few KB of it can fill the memory."""
    from congvan.pipeline.rendering.child_process import in_child
    from congvan.pipeline.rendering.limits import LimitExceeded

    try:
        found: list[Problem] = in_child(inspect, data, name, **more)
    except LimitExceeded as error:
        return [Problem(Message("artwork-limit", why=error), Place(name), frame=Message("frame.artwork"))]
    return found
