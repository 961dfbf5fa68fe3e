"""Convert pydantic's validation errors to Problems with the place in the data file and a remedy.

Why: `loc` is resolved by walking the trees of the file and of the model, never by parsing pydantic's texts; the
messages are ours, so that they can be translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from congvan.messages import Message
from congvan.problems import Place, Problem
from congvan.project.yaml_reader import YamlSource
from congvan.text import nearest

Loc = tuple[str | int, ...]


def explain(error: ValidationError, source: YamlSource, model: Any) -> list[Problem]:
    """Return every error of one file as a Problem. A missing key that is merely misspelt counts once, and so does a
    list that is too short because one of its items is wrong."""
    items = error.errors()
    misspelt: set[Loc] = set()
    for item in items:
        if item["type"] == "extra_forbidden":
            *above, key = item["loc"]
            meant = nearest(str(key), known_keys(model, tuple(above)))
            misspelt |= {(*above, meant)} if meant else set()
    return [
        _explain_one(item, source, model)
        for item in items
        if (item["type"] != "missing" or tuple(item["loc"]) not in misspelt)
        and (item["type"] != "too_short" or len(item["input"]) < item["ctx"]["min_length"])
    ]


def empty_values(source: YamlSource, value: Any = None, loc: Loc = ()) -> Iterator[Problem]:
    """Yield a problem for every empty value; an intended gap is written as `blank`."""
    value = source.data if loc == () else value
    if isinstance(value, Mapping):
        children: Iterable[tuple[str | int, Any]] = value.items()
    elif isinstance(value, list):
        children = enumerate(value)
    else:
        return
    for key, child in children:
        if child is None:
            yield Problem(
                Message("value-empty", key=key),
                source.place((*loc, key)),
                Message("value-empty.hint-text-comma")
                if isinstance(key, str) and not re.fullmatch(r"[\w-]+", key)
                else None,
            )
        else:
            yield from empty_values(source, child, (*loc, key))


def _explain_one(item: Any, source: YamlSource, model: Any) -> Problem:
    """Convert one pydantic error to a Problem."""
    context = item.get("ctx", {})
    kind, loc = item["type"], (*item["loc"], *([context["at"]] if "at" in context else []))
    named = [step for step in loc if step != "[key]"]  # pydantic's own step to the key of a mapping
    key = _name(named) if named else source.file
    place = source.place(loc)
    if kind == "extra_forbidden":
        known = known_keys(model, loc[:-1])
        return Problem(
            Message("key-unknown", key=key),
            source.key_place(loc),
            _did_you_mean(key, known) or Message("key-unknown.hint-known-keys", known=", ".join(known)),
        )
    if kind == "missing":
        return Problem(Message("key-missing", key=key), place)
    if kind == "literal_error":
        expected = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        choices = [choice.strip() for choice in expected.split(",")]
        return Problem(
            Message("value-choice", value=item["input"], key=key),
            place,
            _did_you_mean(item["input"], choices) or Message("value-choice.hint-choose-one", choices=expected),
        )
    if kind == "too_short" and not item["input"]:
        return Problem(Message("list-empty", key=key), place)
    if kind in _SHAPES:
        keys = known_keys(model, loc)
        hint = Message("value-shape.hint-keys", keys=", ".join(keys)) if keys else None
        return Problem(Message(f"value-shape.{kind}", **context, key=key), place, hint)
    known = context.get("known")
    hint = _did_you_mean(item["input"], known) if known else None
    return Problem(message_of(item), place, hint)


def _name(loc: Sequence[str | int]) -> str | Message:
    """Return the display name of a place: its key, or the entry of a list, counted from 1."""
    if isinstance(loc[-1], int) and len(loc) > 1:
        return Message("list-entry", number=loc[-1] + 1, list=_name(loc[:-1]))
    return str(loc[-1])


def message_of(item: Any) -> Message:
    """Return the message of an error of our models (`field_types.wrong`), or a message quoting pydantic's text."""
    if item["type"] == item["msg"]:
        values = {name: value for name, value in item.get("ctx", {}).items() if name != "at"}
        return Message(item["type"], **values)
    return Message("value-wrong", why=item["msg"])


_SHAPES = (
    *("string_type", "tuple_type", "list_type", "dict_type", "model_type", "model_attributes_type", "int_type"),
    *("float_type", "bool_type", "date_type", "greater_than", "greater_than_equal", "less_than_equal", "too_short"),
    "too_long",
)
"""pydantic's error types with a message of their own: `value-shape.TYPE`."""


def _did_you_mean(value: object, known: Sequence[str]) -> Message | None:
    similar = nearest(str(value), known)
    return Message("did-you-mean", found=similar) if similar else None


def known_keys(model: Any, loc: Loc) -> list[str]:
    """Return the keys of the model at a place, walking the types along `loc`."""
    current = model
    for step in loc:
        current = _inside(current, step)
    current = _without_optional(current)
    return list(current.model_fields) if isinstance(current, type) and issubclass(current, BaseModel) else []


def _without_optional(annotation: Any) -> Any:
    """Return a type without Optional."""
    if get_origin(annotation) in (Union, UnionType):
        return next(arg for arg in get_args(annotation) if arg is not type(None))
    return annotation


def _inside(annotation: Any, step: str | int) -> Any:
    bare = _without_optional(annotation)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        field = bare.model_fields.get(str(step))
        return field.annotation if field else None
    args = get_args(bare)
    if not args:
        return None
    return args[1] if get_origin(bare) is dict else args[0]


def place_at(file: str, source: YamlSource | None, loc: Loc) -> Place:
    """Return the place of a value, or of the file if it has no source."""
    return source.place(loc) if source else Place(file)
