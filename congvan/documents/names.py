"""The names that a template of a document may use: their paths, meanings and types, and the values in a content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_origin, is_typeddict

from congvan.core.templating.declared import Meaning, declared_names
from congvan.documents.common.schema import Facts, Record
from congvan.documents.contents import CONTENTS, declared
from congvan.model.document_specs import Document


@dataclass(frozen=True, slots=True)
class NamePath:
    """A path that a template may use (`body[].runs[].text`), what it means, its type; `same`: the path where the same
    type is already described.
    """

    path: str
    said: Meaning
    type: Any
    same: str = ""

    @property
    def top(self) -> str:
        """The first step: what a template writes to begin with."""
        return self.path.partition(".")[0].partition("[")[0]


def name_paths(declared_type: Any, stem: str = "", known: dict[Any, str] | None = None) -> Iterator[NamePath]:
    """Yield each path that a type declares; a type that comes again refers to its first path.

    `known`: the paths of types described before; it is added to.
    """
    known = {} if known is None else known
    for name in declared_names(declared_type):
        path = f"{stem}{name.key}"
        steps, types = inside(name.type)
        new = [each for each in types if each not in known]
        yield NamePath(f"{path}{steps}", name.said, name.type, "" if new or not types else known[types[0]])
        for each in new:
            known[each] = f"{path}{steps}"
            yield from name_paths(each, f"{path}{steps}.", known)


def inside(type_: Any) -> tuple[str, list[Any]]:
    """Return the path steps into a type (`[]`: a list, `.*`: names of the data), and the TypedDicts found."""
    if get_origin(type_) is list:
        steps, found = inside(get_args(type_)[0])
        return f"[]{steps}", found
    if get_origin(type_) is dict:
        steps, found = inside(get_args(type_)[1])
        return f".*{steps}", found
    if is_typeddict(type_):
        return "", [type_]
    return "", [each for one in get_args(type_) for each in inside(one)[1]]


def given_type(document: Document) -> Any:
    """Return the TypedDict of what the templates of a document are given, but for loop values and own lists."""
    return declared(document.content) if document.content and document.content in CONTENTS else Facts


def given_names(document: Document, lists: Mapping[str, Any]) -> dict[str, Any]:
    """Return every name that the templates of a document are given, with its type; `lists`: of data/lists/."""
    found = {name.key: name.type for name in declared_names(given_type(document))}
    if document.content not in CONTENTS:
        found |= {name.replace("-", "_"): list[Record] for name in lists} | dict.fromkeys(document.for_each, Record)
    return found


def value_at(content: Any, path: str) -> str:
    """Return the first text that is at a path of a content, shortened; "" if there is none."""
    for step in path.split("."):
        name, *lists = step.split("[]")
        content = _step(content, name)
        for _level in lists:
            content = next((each for each in content if each), None) if isinstance(content, list) else None
    if isinstance(content, str | int | float) and not isinstance(content, bool):
        text = " ".join(str(content).split())
        return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    return ""


_SHOWN = 60


def _step(content: Any, name: str) -> Any:
    if not isinstance(content, Mapping):
        return None
    return next(iter(content.values()), None) if name == "*" else content.get(name)
