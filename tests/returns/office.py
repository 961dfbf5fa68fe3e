"""A small office on disk, with a database, for the acts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from congvan.core.job import Outcome, Progress
from congvan.core.messages import Message, template
from congvan.returns.ledger.database import location
from congvan.returns.ledger.store import Event, Store
from congvan.returns.overview import StatusRequest, status
from tests.forms.office import LISTS, files
from tests.returns.telling import MEMBERS


def office(tmp_path: Path, forms: str = MEMBERS, lists: dict[str, str] | None = None) -> Path:
    """Write the office below a folder; return the root of its project."""
    root = tmp_path / "office"
    for name, data in files(forms, lists or LISTS).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def keep(root: Path, *events: Event) -> None:
    """Store events as a run of collect would."""
    with Store.open(location(root, None)) as store, store.change() as change:
        for event in events:
            change.add(event)


def stored(root: Path) -> list[Event]:
    with Store.open(location(root, None)) as store:
        return store.events()


def done(act: Any, request: Any) -> Outcome:
    """The outcome of an act that must succeed."""
    outcome: Outcome = act(request, Progress())
    assert outcome.exit_code == 0, outcome.problems
    _has_words(outcome)
    return outcome


def _has_words(outcome: Outcome) -> None:
    """Every message of an outcome has its text in the catalogue."""
    said = [*(problem.message for problem in outcome.problems), *outcome.remarks]
    assert [each.id for each in said if isinstance(each, Message) and template(each.id) is None] == []


def codes(act: Any, request: Any) -> list[str]:
    """The problems of an act that must fail."""
    outcome: Outcome = act(request, Progress())
    assert outcome.exit_code
    _has_words(outcome)
    return [problem.code for problem in outcome.problems]


def states(root: Path, form: str) -> dict[str, str]:
    """How the sheets of a form stand, by their entries and period."""
    found: Sequence[Any] = done(status, StatusRequest(root=root, form=form)).data["dispatches"]["cv"]["forms"]
    return {
        "/".join(filter(None, [*each["keys"].values(), each["period"]])): each["state"]
        for each in found[0]["standings"]
    }
