"""`number 123 --date 2020-08-19`: store number and date of issue in the dispatch's own file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from congvan.core.i18n import program
from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Place, Problem, ProblemsFound, Severity, UsageError, reason_of
from congvan.core.text import did_you_mean
from congvan.editing.drafting.duplicate_numbers import left_out_with_number, with_same_numbered
from congvan.model.dataset import Dataset
from congvan.model.dates_and_numbers import check_dates
from congvan.model.field_types import issue_date
from congvan.model.lists.receiving import member_ids
from congvan.model.loader import load_sound
from congvan.model.project import assets
from congvan.model.project.assets import DISPATCHES
from congvan.model.project.atomic_write import replace_file
from congvan.model.project.data_lock import writing
from congvan.model.project.yaml_editor import edit
from congvan.model.project.yaml_reader import KeyPath, Value, scan
from congvan.model.sample_texts import check_samples, samples_left
from congvan.model.validity import as_of
from congvan.values.columns.dates import day_of, written_day


@dataclass(frozen=True, slots=True)
class NumberRequest:
    """`number`: digits or “blank”; `date`: 19/8/2020 or 2020-08-19, None to leave it; `dispatch`: None if only one."""

    root: Path
    number: str
    date: str | None = None
    dispatch: str | None = None


@act("number")
def number(request: NumberRequest, progress: Progress) -> Outcome:
    """Write number and date into the YAML of a dispatch, keeping comments and layout."""
    problems_given = list(number_and_date_problems(request.number, request.date))
    if problems_given:
        raise UsageError(problems_given)
    root, dispatch = request.root, request.dispatch
    files = assets.read(root, [dispatch] if dispatch else [])
    dataset = load_sound(files)
    name = _chosen_dispatch(dataset, dispatch)
    if refusal := dataset.refusal(name):
        raise ProblemsFound(refusal)
    file = f"{DISPATCHES}{name}.yaml"
    day = day_of(request.date) if request.date else None
    changes = {"number": request.number, **({"date": day.isoformat()} if day else {})}
    values: dict[KeyPath, Value] = {(key,): value for key, value in changes.items()}
    edit(files[file], values, file=file)  # a refusal comes before anything else is said
    date = issue_date(request.date)
    changed = dataset.with_dispatch(name, number=request.number, **({"date": date} if date else {}))
    neighbours = with_same_numbered(changed, root)
    if taken := list(_maybe_taken(neighbours, name)):
        raise ProblemsFound(taken)
    problems = list(check_dates(neighbours, [name]))
    if request.number != "blank":
        problems += [*samples_left(scan(files[file], file)), *check_samples(changed, [name])]
        problems += _copies_without_number(changed, name)
    progress.check()
    with writing(root) as warnings:
        problems += warnings
        _store(root, file, values)
    stored = changed.dispatches[name]
    shown = written_day(str(stored.date.known or "")) or Message("number.gaps")
    said = Message("number.number-date", file=file, number=stored.number, date=shown)
    return Outcome("number", problems=problems, remarks=[said, Message("number.build-again-print", program=program())])


def _maybe_taken(dataset: Dataset, name: str) -> Iterator[Problem]:
    """Yield an error for each dispatch that can't be read and has the number in its file: it stays taken."""
    number = dataset.dispatches[name].number
    for file in left_out_with_number(dataset, number):
        yield Problem(Message("number-unreadable", number=number, what=dataset.excluded[file].what), Place(file))


def _copies_without_number(dataset: Dataset, name: str) -> Iterator[Problem]:
    """Yield a warning if copies that bear numbers of their own have none: the number of the dispatch is not theirs."""
    dispatch = dataset.dispatches[name]
    if dispatch.numbering != "per-copy":
        return
    lists = as_of(dataset, name).lists
    addressed = dict.fromkeys(body for line in dispatch.receivers for body in member_ids(lists, line))
    if bare := [body for body in addressed if body not in dispatch.numbers]:
        said = Message("number-per-copy", count=len(bare), number=dispatch.number)
        hint = Message("number-per-copy.hint", body=bare[0])
        yield Problem(said, dataset.dispatch_place(name, "numbering"), hint, Severity.WARNING)


def _store(root: Path, file: str, values: Mapping[KeyPath, Value]) -> None:
    """Put the values into the file as it is now; what was saved meanwhile stays."""
    data = edit(assets.read_one(root, file), values, file=file)
    try:
        replace_file(root / file, data)
    except OSError as error:
        why = reason_of(error)
        raise EnvironmentFault(Problem(Message("data-unwritable", why=why), Place(file))) from None


def number_and_date_problems(number: str | None, date: str | None) -> Iterator[Problem]:
    """Yield a problem for an invalid number or date."""
    if number is not None and number != "blank" and not (re.fullmatch(r"[0-9]{1,5}", number) and int(number)):
        yield Problem(Message("usage-number", value=number))
    if date is not None and day_of(date) is None:
        yield Problem(Message("usage-date", value=date), remedy=Message("usage-date.hint-write-year"))


def _chosen_dispatch(dataset: Dataset, dispatch_id: str | None) -> str:
    """Return the id of the requested or only dispatch; raise `ProblemsFound` otherwise."""
    names = dataset.known
    if dispatch_id is None and len(names) == 1:
        return names[0]
    if dispatch_id in names:
        return str(dispatch_id)
    every = Message("dispatch-which.hint-name-one", names=", ".join(names))
    hint = did_you_mean(dispatch_id or "", names) or every
    if dispatch_id is None:
        raise ProblemsFound(Problem(Message("dispatch-which.several-dispatches"), remedy=hint))
    raise ProblemsFound(Problem(Message("want-unknown.dispatch", value=dispatch_id), remedy=hint))
