"""Find what only an older project has."""

from __future__ import annotations

import functools
from collections.abc import Container, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

from congvan.messages import Message
from congvan.problems import Place, Problem
from congvan.project.assets import dispatch_id
from congvan.project.yaml_reader import KeyPath, YamlSource, parse

DOCUMENTS = "data/documents.yaml"
MOST_PLACES = 5


@functools.cache
def _table() -> Mapping[str, Sequence[str]]:
    data: Any = parse(files(__package__).joinpath("keys.yaml").read_bytes(), "keys.yaml").data
    return dict(data)


def older_project(there: Container[str], sources: Mapping[str, YamlSource]) -> Problem | None:
    """Return one problem for all that only an older project has, with its first places; None for a project of today.

    `there`: the files of the project; `sources`: those that were read.
    """
    places = [Place(name) for name in _table()["files"] if name in there]
    for name, source in sources.items():
        if dispatch_id(name):
            for key in _table()["dispatch"]:
                places += _places(source, source.data, (), key.split("."))
        elif name == DOCUMENTS:
            places += _of_documents(source)
    if not places:
        return None
    return Problem(Message("older-project"), places[0], also=tuple(places[1:MOST_PLACES]))


def _places(source: YamlSource, value: Any, path: KeyPath, steps: Sequence[str]) -> Iterator[Place]:
    """Yield the place of every key at a path of steps; `forms[]` goes into each entry of a list."""
    name, more = steps[0].removesuffix("[]"), steps[1:]
    if not isinstance(value, dict) or name not in value:
        return
    if not more:
        yield source.place((*path, name), of_key=True)
        return
    inner = value[name]
    if steps[0].endswith("[]"):
        for index, each in enumerate(inner if isinstance(inner, list) else ()):
            yield from _places(source, each, (*path, name, index), more)
    else:
        yield from _places(source, inner, (*path, name), more)


def _of_documents(source: YamlSource) -> Iterator[Place]:
    """Yield the places of contents and lists that the program no longer knows by itself."""
    for index, entry in enumerate(source.data if isinstance(source.data, list) else ()):
        if not isinstance(entry, dict):
            continue
        if entry.get("content") in _table()["contents"]:
            yield source.place((index, "content"))
        loops = entry.get("for_each")
        for name, listed in loops.items() if isinstance(loops, dict) else ():
            if listed in _table()["loops"]:
                yield source.place((index, "for_each", name))
