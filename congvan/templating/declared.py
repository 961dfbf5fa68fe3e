"""How what templates read is declared: a TypedDict, each of whose names carries what it says, in two languages.

The English is for who writes Python; of the Vietnamese, for who edits a template, docs/templates.md is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, NotRequired, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name of a content means, with its unit; `vi`: the same for officers, with the box of the decree.

    formats  the only formats whose templates are given it; none named: all of them
    printed  whether it stands on the paper
    """

    en: str
    vi: str
    formats: tuple[str, ...] = ()
    printed: bool = True


class Name(NamedTuple):
    """A name of a content: its key, its type, what is said of it, and whether every such content has it."""

    key: str
    type: Any
    said: Meaning
    required: bool


@cache
def declared_names(declared: Any) -> tuple[Name, ...]:
    """The names of a TypedDict in their order. Raises TypeError for one of which nothing is said."""
    hints = get_type_hints(declared, include_extras=True)
    return tuple(_name(key, hint, key in declared.__required_keys__) for key, hint in hints.items())


def _name(key: str, hint: Any, required: bool) -> Name:
    if get_origin(hint) is NotRequired:
        (hint,), required = get_args(hint), False
    meaning = next((each for each in getattr(hint, "__metadata__", ()) if isinstance(each, Meaning)), None)
    if meaning is None:
        raise TypeError(f"nothing is said of {key!r}")
    return Name(key, hint.__origin__, meaning, required)
