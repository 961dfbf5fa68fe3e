"""Declare the names that templates read: a TypedDict whose fields carry their meaning in two languages.

The English is for developers; docs/templates.md is generated from the Vietnamese, for authors of templates.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, NotRequired, TypeVar, get_args, get_origin, get_type_hints, is_typeddict

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The meaning of a name, with its unit; `vi`: the same for officers, with the box number of the decree.

    formats  the formats whose templates receive it; empty: all of them
    printed  whether it appears on paper
    shows    the names beside it that it prints, ready-made
    """

    en: str
    vi: str
    formats: tuple[str, ...] = ()
    printed: bool = True
    shows: tuple[str, ...] = ()


class Name(NamedTuple):
    """A declared name: its key, type, meaning, and whether every content has it."""

    key: str
    type: Any
    said: Meaning
    required: bool


@cache
def declared_names(declared: Any) -> tuple[Name, ...]:
    """Return the names of a TypedDict in their order. Raises TypeError for a name without a `Meaning`."""
    hints = get_type_hints(declared, include_extras=True)
    return tuple(_name(key, hint, key in declared.__required_keys__) for key, hint in hints.items())


def _name(key: str, hint: Any, required: bool) -> Name:
    if get_origin(hint) is NotRequired:
        (hint,), required = get_args(hint), False
    meaning = next((each for each in getattr(hint, "__metadata__", ()) if isinstance(each, Meaning)), None)
    if meaning is None:
        raise TypeError(f"nothing is said of {key!r}")
    return Name(key, hint.__origin__, meaning, required)


def empty(declared: type[T]) -> T:
    """Return a value of a TypedDict with empty texts and lists; it is shared: copy it, never change it."""
    kind: Any = declared
    content: T = _empty(kind)
    return content


@cache
def _empty(kind: Any) -> Any:
    if is_typeddict(kind):
        return {name.key: _empty(name.type) for name in declared_names(kind) if name.required}
    return (get_origin(kind) or kind)()
