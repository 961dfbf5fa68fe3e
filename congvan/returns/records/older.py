"""Events of earlier versions in the shape of today's, by the table `older.yaml` and the forms of the project."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from typing import Any

from congvan.ledger.store import Event
from congvan.model.field_types import Fact, Id, Name
from congvan.model.validation import validate
from congvan.project.yaml_reader import parse
from congvan.returns.records.answers import ASKED, PHONE, TAKEN
from congvan.returns.records.identity import keys_of
from congvan.returns.records.shapes import FormShape, Shapes

OLDER_IMPORT = "facilities"
"""The kind of events that brought a list; today's is `imported`."""
_KEPT = ("version", "how", "file", "format", "findings", "typed_from")


class OlderFormId(Fact):
    """A form that has another id today; `without`: keys that name no entry of a list there."""

    form: Id
    without: tuple[Name, ...] = ()


class OlderEvents(Fact):
    """The table of older events."""

    keys: dict[Name, Id]
    rows: dict[Name, Id]
    marks: dict[Name, Id]
    forms: dict[Id, OlderFormId]
    reports: Id
    lists: dict[Name, Id]
    fields: dict[Name, Name]
    assignment: Id
    bodies: dict[Id, Id]
    members: Id


@functools.cache
def older_events() -> OlderEvents:
    """Return the table."""
    table: OlderEvents = validate(
        parse(files("congvan.returns.records").joinpath("older.yaml").read_bytes(), "older.yaml"), OlderEvents
    )
    return table


def brought_up(event: Event, shapes: Shapes) -> Event:
    """Return an event in the shape of today; raise KeyError, TypeError or ValueError for a damaged one."""
    if event.kind == "answer" and "rows" in event.body:
        return _answer(event, shapes)
    if event.kind == "report":
        return _report(event, shapes)
    if event.kind == "evidence" and "keys" not in event.body:
        return replace(event, body={**event.body, "by_list": _by_list(event.body)})
    if event.kind == OLDER_IMPORT:
        return _imported(event)
    if event.kind == "fixed":
        body = {"assignment": older_events().assignment, "post": event.body["facility"]}
        return replace(event, kind="chosen", body={**body, "person": event.body["person"], "kept": event.body["fixed"]})
    if event.kind == "teams":
        lines = [line for team in event.body["teams"] for line in _members(team)]
        body = {"assignment": older_events().assignment, "posts": lines}
        return replace(event, kind="proposed", body=body)
    return event


def _members(team: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the lines of a post: who is on it, and a blank one for each who is lacking."""
    table = older_events()
    post = {"post": team["facility"], "number": team["number"], "day": team["day"]}
    for body, members in team["members"].items():
        keys = [*(member["key"] for member in members), *[""] * team["short"].get(body, 0)]
        yield from ({**post, "body": table.bodies.get(body, f"{table.members}/{body}"), "key": key} for key in keys)
    yield from ({**post, "body": "", "key": member["key"]} for member in team["extra"])


def _by_list(body: Mapping[str, Any]) -> dict[str, str]:
    return {name: body[key] for key, name in older_events().keys.items() if isinstance(body.get(key), str)}


def _identity(body: Mapping[str, Any], dispatch: str, shapes: Shapes) -> tuple[dict[str, Any], FormShape]:
    """Return form, keys and period of an older answer, and the shape of the form."""
    table = older_events()
    other = table.forms.get(body["form"])
    form = other.form if other else body["form"]
    shape = shapes(dispatch, form)
    without = other.without if other else ()
    entries = {name: body.get(key, "") for key, name in table.keys.items() if key not in without}
    keys = {name: entries.get(listed, "") for name, listed in shape.dimensions.items()} if shape.dimensions else entries
    period = body.get("day", "")
    return {"form": form, "keys": dict(keys_of(keys)), "period": period}, shape


def _answer(event: Event, shapes: Shapes) -> Event:
    body = event.body
    identity, shape = _identity(body, event.dispatch, shapes)
    rows = [_row(number, row, shape) for number, row in enumerate(body["rows"], 1)]
    kept: dict[str, Any] = {name: body[name] for name in _KEPT if name in body}
    return replace(event, body={**kept, **identity, "nil": False, "sections": {shape.section: rows}})


def _row(number: int, row: Mapping[str, Any], shape: FormShape) -> dict[str, Any]:
    table = older_events()
    values = {name: _number(value, name in shape.numbers) for name, value in row["values"].items()}
    entry = ""
    for key, listed in table.rows.items():
        if shape.rows == listed:
            entry = row[key]
        values |= {column: row[key] for column, name in shape.lists.items() if name == listed}
    for key, column in table.marks.items():
        if column in values:
            values[column] = "x" if row[key] else ""
    issues = [
        {"code": code, "cell": row["cell"], "said": row["said"].get(code, ""), "why": why, "column": ""}
        for code, why in zip(row["ask"], [*row["why"], *row["ask"][len(row["why"]) :]], strict=False)
    ]
    state = ASKED if issues else TAKEN
    return {"n": number, "entry": entry, "cell": row["cell"], "values": values, "state": state, "issues": issues}


def _number(value: Any, whole: bool) -> Any:
    return int(value) if whole and isinstance(value, str) and value.isdecimal() else value


def _report(event: Event, shapes: Shapes) -> Event:
    """Return a report by telephone as an answer: rows by entry; "" holds what was reported of all together."""
    table, body = older_events(), event.body
    identity, shape = _identity({"form": table.reports, **body}, event.dispatch, shapes)
    rows = []
    for number, (entry, figures) in enumerate(body["figures"].items(), 1):
        named = ((name.replace("_", "-"), value) for name, value in figures.items())
        values = {name: _number(value, name in shape.numbers) for name, value in named}
        values |= {column: entry for column, listed in shape.lists.items() if listed == shape.rows and entry}
        rows.append({"n": number, "entry": entry, "cell": "", "values": values, "state": TAKEN, "issues": []})
    told = {**identity, "nil": False, "how": PHONE, "file": "", "sections": {shape.section: rows}}
    return replace(event, kind="told", subject=event.subject.rpartition("/")[0], body=told)


def _imported(event: Event) -> Event:
    """Return an imported list as entries of the list of today."""
    table = older_events()
    entries = []
    for old in event.body[event.kind]:
        entry = {table.fields.get(name, name): value for name, value in old.items()}
        entries.append({name: "; ".join(value) if isinstance(value, list) else value for name, value in entry.items()})
    return replace(event, kind="imported", body={"list": table.lists[event.kind], "entries": entries})
