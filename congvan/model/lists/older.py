"""The lists that older projects keep in files of their own: their heads and their new ids."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib.resources import files

from pydantic import Field

from congvan.model.field_types import Fact, Id, Name
from congvan.model.lists.head import ListHead
from congvan.model.validation import validate
from congvan.project.yaml_reader import parse


class OlderList(Fact):
    """The head of an older list, and its id once it is moved to data/lists/.

    `own`: keys of an entry that hold a receiver of its own, with the first part of its id. `names`: names under which
    templates know the name of a receiver, `texts` what of an entry they know under other names. `without`: keys that
    entries no longer have.
    """

    id: Id
    list: ListHead
    own: dict[Name, Id] = Field(default_factory=dict)
    names: dict[Name, Id] = Field(default_factory=dict)
    texts: dict[Name, Name] = Field(default_factory=dict)
    without: tuple[Name, ...] = ()


@functools.cache
def older_lists() -> Mapping[str, OlderList]:
    """Return the older lists by their ids."""
    source = parse(files("congvan.model.lists").joinpath("older.yaml").read_bytes(), "older.yaml")
    heads: Mapping[str, OlderList] = validate(source, dict[str, OlderList])
    return heads


def file_of(identifier: str) -> str:
    """Return the file in which an older project keeps a list: `support-points` in data/support_points.yaml."""
    return f"data/{identifier.replace('-', '_')}.yaml"
