"""A new dispatch made of one that there is: number, dates and deadlines are left empty, all else is as it was.

One that changes an issued dispatch says which: it amends or replaces it, or corrects it by a công văn.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from congvan.core.decree.kinds import KINDS
from congvan.core.messages import Message
from congvan.core.problems import Problem, ProblemsFound
from congvan.core.text import did_you_mean
from congvan.documents.common.facts import cited
from congvan.model.dataset import Dataset
from congvan.model.project.yaml_editor import edit
from congvan.model.project.yaml_entries import add_entries, remove_key
from congvan.model.project.yaml_reader import KeyPath, Value, parse
from congvan.values.columns.dates import day_of

CORRECT = "correct"
_OF_ONE_ISSUE = (
    *(
        "numbers",
        "errata",
        "deadlines.*.date",
        "forms.*.due.date",
        "appendices.*.signed_at",
        "certified_copies.*.signed_at",
    ),
    *(f"forms.*.period.{key}" for key in ("from", "to", "cumulate", "base")),
)
_DAYS = (
    *("introduction.valid_until", "leave.requested", "leave.first_day", "leave.last_day"),
    *("invitation.time", "meeting.began", "meeting.ended"),
)
"""What is emptied of a copy; where a kind can't do without a day, the draft says that it is missing."""
_OF_A_CORRECTION = frozenset(
    ("number", "date", "subject", "body", "unit", "medium", "signer", "receivers", "copies", "archive")
)
"""What a công văn that corrects another dispatch has of it."""


def relations() -> Mapping[str, Mapping[str, str]]:
    """Return the subject and the words of a dispatch that changes another, by how it does."""
    file = Path(__file__).with_name("samples.yaml")
    found: Any = parse(file.read_bytes(), file.name).data
    return dict(found["relations"])


def copied(dataset: Dataset, data: bytes, file: str, source: str, today: datetime.date, relation: str = "") -> bytes:
    """Return the file of a new dispatch made of the bytes of another's. Raises ProblemsFound where that can't be read.

    `file`: the place of what is wrong in them; `relation`: "" for a copy alone.
    """
    if refusal := dataset.refusal(source):
        raise ProblemsFound(refusal)
    old = _read(data, file)
    found = [path for pattern in (*_OF_ONE_ISSUE, *_DAYS) for path in _paths(old, pattern.split("."))]
    dues = ((n, each.get("due")) for n, each in enumerate(old.get("forms") or ()))
    found += [("forms", n, "due") for n, due in dues if isinstance(due, str) and day_of(due)]
    for path in found:
        data = remove_key(data, path, file=file).data
    for key in [key for key in old if relation == CORRECT and key not in _OF_A_CORRECTION and key != "kind"]:
        if key in _read(data, file):
            data = remove_key(data, (key,), file=file).data
    changes: dict[KeyPath, Value] = {
        ("number",): "blank",
        ("date",): {"day": "blank", "month": str(today.month), "year": str(today.year)},
    }
    for index, _copy in enumerate(_read(data, file).get("certified_copies") or ()):
        changes |= {("certified_copies", index, *path): value for path, value in list(changes.items())[:2]}
    if relation:
        changes |= _related(dataset, source, relation, str(old.get("body") or ""))
    data = edit(data, changes, file=file)
    return _citing(dataset, data, file, source) if relation else data


def _read(data: bytes, file: str) -> dict[str, Any]:
    found: Any = parse(data, file).data
    return dict(found)


def _paths(data: Any, pattern: list[str], above: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield the paths in the data that a pattern names, `*` being each entry of a list."""
    first, *rest = pattern
    if first == "*":
        for index, each in enumerate(data if isinstance(data, list) else ()):
            yield from _paths(each, rest, (*above, index))
    elif isinstance(data, dict) and first in data:
        yield from _paths(data[first], rest, (*above, first)) if rest else ((*above, first),)


def _related(dataset: Dataset, source: str, relation: str, body: str) -> dict[KeyPath, Value]:
    """Return the values of a dispatch that changes another: its subject and text name the other."""
    known = relations()
    if relation not in known:
        hint = did_you_mean(relation, known) or Message("known-names", known=", ".join(known))
        raise ProblemsFound(Problem(Message("relation-unknown", value=relation), remedy=hint))
    dispatch = dataset.dispatches[source]
    if not dispatch.has_number:
        raise ProblemsFound(Problem(Message("relation-unnumbered"), dataset.dispatch_place(source, "number")))
    named = {"old": cited(dataset, dispatch), "kind": KINDS[dispatch.kind].name}
    words = {name: text.format(**named).strip() for name, text in known[relation].items()}
    articles = re.search(r"^Điều #", body, re.MULTILINE) and relation != CORRECT
    text = words["article" if articles else "body"]
    if relation == "replace":
        text = (
            f"{body.strip().removesuffix('./.').removesuffix('.')}.\n\n{text}"
            if articles
            else f"{text}\n\n{body.strip()}"
        )
    kind: dict[KeyPath, Value] = {("kind",): "cong-van"} if relation == CORRECT else {}
    return {**kind, ("subject",): words["subject"], ("body",): f"{text}\n"}


def _citing(dataset: Dataset, data: bytes, file: str, source: str) -> bytes:
    """Return the file with the other dispatch among those that it cites, so that their dates are compared."""
    day = dataset.dispatches[source].date.known
    if day is None:
        return data
    entry: Value = {"what": cited(dataset, dataset.dispatches[source]), "date": day.isoformat()}
    there = _read(data, file).get("cites")
    if not there:
        return edit(data, {("cites",): [entry]}, file=file, after="subject")
    return add_entries(data, ("cites",), len(there), [entry], file=file).data
