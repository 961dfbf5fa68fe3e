"""The lists that older projects keep in files of their own: their models, their heads and their new ids."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from pydantic import Field

from congvan.model.directory import Body, Commune, Contact, District, Enterprise
from congvan.model.field_types import Fact, Id, Name
from congvan.model.lists.head import ListHead
from congvan.model.validation import validate
from congvan.project.yaml_reader import parse

MODELS: Mapping[str, type[Fact]] = {
    "districts": District,
    "communes": Commune,
    "enterprises": Enterprise,
    "contacts": Contact,
    "bodies": Body,
}
"""The model of the entries of each, by the id under which dispatches and templates know it."""


class OlderGroup(Fact):
    """A group of receivers by its word in older dispatches: who receives for each entry of the list."""

    id: Id
    prefix: Id | None = None


class OlderList(Fact):
    """The head of an older list, and its id once it is moved to data/lists/.

    `own`: keys of an entry that hold a receiver of its own, with the first part of its id. `names`: names under which
    templates know the name of a receiver, `texts` what of an entry they know under other names. `without`: keys that
    entries no longer have. `groups`: what `group:` of a dispatch means.
    """

    id: Id
    list: ListHead
    own: dict[Name, Id] = Field(default_factory=dict)
    names: dict[Name, Id] = Field(default_factory=dict)
    texts: dict[Name, Name] = Field(default_factory=dict)
    without: tuple[Name, ...] = ()
    groups: tuple[OlderGroup, ...] = ()


@functools.cache
def older_lists() -> Mapping[str, OlderList]:
    """Return the older lists by their ids."""
    source = parse(files("congvan.model.lists").joinpath("older.yaml").read_bytes(), "older.yaml")
    heads: Mapping[str, OlderList] = validate(source, dict[str, OlderList])
    return heads


@functools.cache
def older_groups() -> Mapping[str, tuple[str, str | None]]:
    """Return the list and the first part of the receivers' ids by the word for a group of receivers."""
    return {group.id: (name, group.prefix) for name, each in older_lists().items() for group in each.groups}


def facts_of(identifier: str) -> str:
    """Return the name of the facts of an older list in the dataset: `support-points` are `support_points`."""
    return identifier.replace("-", "_")


def file_of(identifier: str) -> str:
    """Return the file in which an older project keeps a list."""
    return f"data/{facts_of(identifier)}.yaml"


def keys_of(identifier: str) -> frozenset[str]:
    """Return the keys that the model of an older list reads."""
    model: Any = MODELS.get(identifier)
    return frozenset(model.model_fields) if model else frozenset()
