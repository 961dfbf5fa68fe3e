"""The toolbar over the text of a dispatch: the names of its tools, and facts to insert with their present value."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from congvan.core.messages import Message
from congvan.documents.common.facts import day
from congvan.editing.views.references import AGENCY, lists_of
from congvan.model.directory import Agency
from congvan.model.field_types import DateWithGaps
from congvan.model.forms.scalars import name_of
from congvan.model.project.assets import Assets
from congvan.model.project.yaml_reader import scan
from congvan.model.schema.labels import label_of
from congvan.values.columns.dates import day_of

TOOLS = ("numbered", "lettered", "dashed", "bold", "italic", "table")
"""The tools of static/editing.js by name; what each is called is `body-tool.NAME` in the catalogue."""


class InsertableFact(NamedTuple):
    """A fact that the text may name: its name, its present value, the key of the group it belongs to, and what it is
    called.
    """

    name: str
    value: str
    group: str
    label: str


def facts(assets: Assets, file: str) -> list[InsertableFact]:
    """Return the facts that the text of a dispatch may name, with their present values."""
    data = scan(assets[file], file).data if file in assets else None
    dispatch: Mapping[str, Any] = data if isinstance(data, dict) else {}
    return [*_own(dispatch), *_of_agency(assets, dispatch), *_contacts(assets)]


def _own(dispatch: Mapping[str, Any]) -> Iterator[InsertableFact]:
    for key, value in (dispatch.get("facts") or {}).items() if isinstance(dispatch.get("facts"), dict) else ():
        if isinstance(value, str):
            yield InsertableFact(f"facts.{key}", value, "facts", key.replace("_", " "))
    for each in dispatch.get("deadlines") or ():
        if not isinstance(each, dict) or not isinstance(each.get("id"), str):
            continue
        name, label = f"deadlines.{name_of(each['id'])}", str(each.get("what") or each["id"])
        date = day_of(each["date"]) if isinstance(each.get("date"), str) else None
        if date is not None:
            yield InsertableFact(f"{name}.short", day(date)["short"], "deadlines", label)
            yield InsertableFact(f"{name}.long", day(date)["long"], "deadlines", label)
        for key in ("time", "what"):
            if isinstance(each.get(key), str):
                yield InsertableFact(f"{name}.{key}", each[key], "deadlines", label)


def _of_agency(assets: Assets, dispatch: Mapping[str, Any]) -> Iterator[InsertableFact]:
    """Yield the names of the agency, those that it has on the day of the dispatch."""
    data: Any = scan(assets[AGENCY], AGENCY).data if AGENCY in assets else None
    if not isinstance(data, dict):
        return
    names, on = dict(data), _last_day(dispatch.get("date"))
    for each in data.get("later") or ():
        since = day_of(str(each.get("valid_from"))) if isinstance(each, dict) else None
        if since is not None and on is not None and since <= on:
            names |= each
    for key in ("name", "short_name", "abbreviation", "place", "parent"):
        if isinstance(names.get(key), str):
            yield InsertableFact(f"agency.{key}", names[key], "agency", str(label_of(Agency, key)))


def _last_day(date: Any) -> datetime.date | None:
    """Return the day of a dispatch, the latest that its gaps allow; None where it says nothing that reads as one."""
    try:
        if isinstance(date, dict):
            return DateWithGaps(**date).last_possible
        return day_of(date) if isinstance(date, str) else None
    except (ValueError, TypeError):
        return None


def _contacts(assets: Assets) -> Iterator[InsertableFact]:
    listed = lists_of(assets).get("contacts")
    for entry in listed.entries if listed else ():
        for key in ("name", "phone", "unit", "email"):
            if value := entry.values.get(key):
                yield InsertableFact(f"contacts.{name_of(entry.id)}.{key}", str(value), "contacts", entry.heading)


def tool_label(name: str) -> Message:
    """Return what a tool is called."""
    return Message(f"body-tool.{name}")
