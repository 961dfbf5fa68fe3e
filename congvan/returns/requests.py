"""What all acts over returned forms share: the project and its store, which dispatch is meant, times of arrival."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from congvan.core.messages import Message
from congvan.core.problems import Problem, ProblemsFound, UsageError
from congvan.model.project import assets
from congvan.returns.kept_overview import keep_overview, overview_key
from congvan.returns.ledger.database import location
from congvan.returns.ledger.store import Store
from congvan.values.columns.dates import day_of

if TYPE_CHECKING:
    from congvan.model.dataset import Dataset
    from congvan.model.project.assets import Assets

UTC_OFFSET = 7
"""Vietnam keeps the same time all year."""
MANY = 500
"""Events from which an act that adds some works out how all forms stand, so that `status` need not."""
_TO_SETTLE = 0.02  # seconds after which a change shows in stat data


@dataclass(frozen=True, slots=True)
class ReturnsRequest:
    """Parameters that all commands over returned forms share.

    database  the URL of a server; None for the file office.db beside data/
    dispatch  id of the dispatch; None where only one has forms
    received  when it arrived, “2020-08-20 15:30”; "" for unknown
    who       who took it in or decided
    """

    root: Path
    database: str | None = None
    dispatch: str | None = None
    received: str = ""
    who: str = ""


@contextmanager
def opened(request: ReturnsRequest, files: Assets | None = None) -> Iterator[tuple[Dataset, Store]]:
    """Load the dataset and open its store; raise `ProblemsFound` for an unknown dispatch. `files`: those of the project
    where they are read already.
    """
    files = assets.read(request.root) if files is None else files
    dataset = _loaded(request, files)
    with Store.open(location(request.root, request.database)) as store:
        yield dataset, store
        if len(store.changed) >= MANY:
            _keep_overview(request, files, dataset, store)


@contextmanager
def opened_to_read(request: ReturnsRequest, files: Assets) -> Iterator[tuple[Dataset, Store | None]]:
    """Load the dataset and open its store; None, without making one, where nothing was ever kept."""
    dataset = _loaded(request, files)
    store = Store.existing(request.root, request.database)
    with store or nullcontext():
        yield dataset, store


def _loaded(request: ReturnsRequest, files: Assets) -> Dataset:
    """Load what is sound; raise `ProblemsFound` for a dispatch that is unknown or was left out."""
    from congvan.model.loader import load_sound

    dataset = load_sound(files)
    if refusal := dataset.refusal(request.dispatch or ""):
        raise ProblemsFound(refusal)
    if request.dispatch is not None and request.dispatch not in dataset.dispatches:
        message = Message("want-unknown.name", kind=Message("thing.dispatch"), name=request.dispatch)
        known = Message("known-names", known=", ".join(dataset.dispatches))
        raise ProblemsFound(Problem(message, remedy=known))
    return dataset


def _keep_overview(request: ReturnsRequest, files: Assets, dataset: Dataset, store: Store) -> None:
    """Work out how all forms stand after a change, for `status` to find."""
    from congvan.returns.answers.overview import work_out

    time.sleep(_TO_SETTLE)
    key = overview_key(request.root, files, request.database)
    if key and store.last() == store.changed[-1].number:  # nothing was added meanwhile by another command
        keep_overview(request.root, key, work_out(dataset, store.changed, store.warnings(), today())[0])


def dispatch_meant(dataset: Dataset, request: ReturnsRequest, form: str = "") -> str:
    """Return the id of the requested or only dispatch, or of the only one that has a form; raise `ProblemsFound` where
    several are possible.
    """
    if request.dispatch:
        return request.dispatch
    left = [name for name in dataset.known if dataset.left_out(name)]  # one of them may be the one that is meant
    having = [name for name, each in dataset.dispatches.items() if form and any(form == own.id for own in each.forms)]
    if len(having) == 1 and not left:
        return having[0]
    names = [name for name, dispatch in dataset.dispatches.items() if dispatch.forms] or list(dataset.dispatches)
    names += left
    if len(names) == 1:
        if refusal := dataset.refusal(names[0]):
            raise ProblemsFound(refusal)
        return names[0]
    hint = Message("dispatch-which.hint-name-one", names=", ".join(f"--dispatch {name}" for name in names))
    raise ProblemsFound(Problem(Message("dispatch-which.several-dispatches-forms"), remedy=hint))


def arrival_of(text: str) -> str:
    """Parse the arrival time of a request; raise `UsageError` if it is invalid."""
    if not text:
        return ""
    try:
        return parse_arrival(text)
    except ValueError:
        raise UsageError(Problem(Message("usage-received", value=text))) from None


def parse_arrival(text: str, utc_offset: int = UTC_OFFSET) -> str:
    """Parse a time of arrival into ISO 8601 with offset, or into a date if no time is given. Raises ValueError.

    `2020-08-20 15:30`, `20/8/2020 15h30`, `2020-08-20T08:30:00Z`, `2020-08-20`.
    """
    day, space, time = text.strip().replace("h", ":").partition(" ")
    written = day_of(day)
    text = f"{written.isoformat() if written else day}{space}{time.lstrip()}"
    if len(text) == 10:
        return datetime.date.fromisoformat(text).isoformat()
    arrived = datetime.datetime.fromisoformat(text)
    zone = datetime.timezone(datetime.timedelta(hours=utc_offset))
    arrived = arrived.replace(tzinfo=zone) if arrived.tzinfo is None else arrived.astimezone(zone)
    return arrived.isoformat(timespec="minutes")


def today() -> datetime.date:
    """Return the day of the office."""
    return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=UTC_OFFSET))).date()


def below(root: Path, name: str) -> Path:
    """Resolve a path: as given if it exists or is absolute, else relative to the project."""
    path = Path(name)
    return path if path.is_absolute() or path.exists() else root / path
