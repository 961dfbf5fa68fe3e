"""Requests of acts from what a form or a program gives, orders for children, and the command that does the same."""

from __future__ import annotations

import dataclasses
import getpass
import os
import shlex
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, get_origin, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass

from congvan.core.i18n import program
from congvan.core.messages import Message
from congvan.core.problems import Problem, UsageError
from congvan.web.acts import BY_ID, HIDDEN, SERVER, ActRow, request_type
from congvan.web.runs.children import ChildOrder
from congvan.web.settings import Settings


@cache
def body_type(row_id: str) -> Any:
    """Return the dataclass of what a form or a program gives: the request's fields without those of the server."""
    row = BY_ID[row_id]
    kind = request_type(row)
    hints = get_type_hints(kind)
    fields: list[tuple[str, Any, Any]] = []
    for each in dataclasses.fields(kind):
        if each.name in SERVER or each.name in row.given or each.name in HIDDEN | row.hidden:
            continue
        default: dict[str, Any] = {"default": each.default, "default_factory": each.default_factory}
        known: Any = {name: value for name, value in default.items() if value is not dataclasses.MISSING}
        fields.append((each.name, hints[each.name], dataclasses.field(kw_only=True, **known)))
    made = dataclasses.make_dataclass(f"{kind.__name__}Body", fields)
    return checked_dataclass(made, config=ConfigDict(extra="forbid"))


def request_of(row: ActRow, settings: Settings, body: Any) -> Any:
    """Return the request for what was given: a value of `body_type`, or a mapping. Raises UsageError."""
    if isinstance(body, Mapping):
        body = _validated(row, body)
    values = {each.name: getattr(body, each.name) for each in dataclasses.fields(body)}
    for name in row.paths:
        values[name] = _in_project(settings.root, values[name])
    if "who" in values and not values["who"]:
        values["who"] = _user()
    names = {each.name for each in dataclasses.fields(request_type(row))}
    given = {name: give(settings) for name, give in {**SERVER, **row.given}.items() if name in names}
    return request_type(row)(**given, **values)


def order_of(row: ActRow, settings: Settings, request: Any) -> ChildOrder:
    """Return the order for a child."""
    return ChildOrder(row.id, row.act, request, settings.language, settings.memory, settings.seconds)


TABBED = ("paste", "take", "keep", "save", "add")
"""Acts whose texts may have tabs: rows of cells, and what the act itself makes of them."""


def from_form(row: ActRow, pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return the fields of a form as the nested values of a request; empty fields, and blanks alone, are left out."""
    values: dict[str, Any] = {}
    kind: Any
    for name, typed in pairs:
        value = typed if row.id in TABBED else typed.replace("\t", " ")  # a page refuses no tab
        if not value.strip():
            continue
        *above, last = name.split(".")
        target, kind = values, request_type(row)
        for part in above:
            kind = get_type_hints(kind).get(part, object)
            kind = next((each for each in getattr(kind, "__args__", (kind,)) if dataclasses.is_dataclass(each)), kind)
            target = target.setdefault(part, {})
        hint = get_type_hints(kind).get(last) if dataclasses.is_dataclass(kind) else None
        if get_origin(hint) in (tuple, list, Sequence):
            target.setdefault(last, []).append(value)
        else:
            target[last] = value
    return values


def command_of(row: ActRow, values: Mapping[str, Any]) -> str:
    """Return the command line that does the same, as a person types it."""
    if not row.command:
        return ""
    words = row.command.split()
    for name, option in row.options:
        value: Any = values
        for part in name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        words += _option_words(option, value)
    return f"{program()} {shlex.join(words)}"


def _option_words(option: str, value: Any) -> list[str]:
    if option.startswith("!"):
        return [option[1:]] if value in (False, "false") else []
    if value in (None, "", False, "false") or value == []:
        return []
    if isinstance(value, Mapping):
        value = [f"{name}={each}" if name else each for name, entries in value.items() for each in entries]
    if isinstance(value, list | tuple):
        return [word for each in value for word in ([option, str(each)] if option else [str(each)])]
    if value is True or (option and value in ("true", "on")):
        return [option]
    return [option, str(value)] if option else [str(value)]


def _validated(row: ActRow, values: Mapping[str, Any]) -> Any:
    try:
        return TypeAdapter(body_type(row.id)).validate_python(dict(values))
    except ValidationError as error:
        problems = [
            Problem(Message("web-request", field=".".join(map(str, each["loc"])), why=each["msg"]))
            for each in error.errors(include_url=False, include_input=False)
        ]
        raise UsageError(problems) from None


def _in_project(root: Path, value: Any) -> Any:
    """Return file names as they are meant: a relative one is in the project."""
    if isinstance(value, Path):
        return root / value
    if isinstance(value, str):
        return str(root / value) if value else ""
    return tuple(str(root / each) for each in value) if value is not None else None


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
