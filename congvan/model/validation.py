"""Validate a parsed file by its model; pydantic's errors become Problems with the place in the file and a remedy.

Why: `loc` is resolved by walking the trees of the file and of the model, never by parsing pydantic's texts; the
messages are ours, so that they can be translated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from congvan.core.i18n import language
from congvan.core.messages import Message, foreign
from congvan.core.problems import Place, Problem, ProblemsFound, blocking
from congvan.core.text import did_you_mean, fold
from congvan.model.project.yaml_reader import YamlSource, parse

Loc = tuple[str | int, ...]


class Finding(NamedTuple):
    """What is wrong with the value at a key path, and its remedy if it is not the catalogue's."""

    loc: Loc
    message: Message
    remedy: Message | None = None


def validate(source: YamlSource, model: Any) -> Any:
    """Return the facts of a file, validated by its model. Raises ProblemsFound with all problems of the file."""
    problems: list[Problem] = []
    facts: Any = None
    if source.data is not None:
        facts, problems = validated(source.data, model, Message("whole-file"), source.place)
    wrong = blocking(source.problems)
    misread = {each.place.line for each in wrong if each.code.startswith(("yaml-", "flow-"))}
    problems = [each for each in problems if each.place.line not in misread]  # what a slip makes of its line is none
    problems += wrong
    if problems:
        raise ProblemsFound(problems)
    return facts


def validated(data: Any, model: Any, whole: str | Message, place_of: Callable[..., Place]) -> tuple[Any, list[Problem]]:
    """Return the facts of plain data and all that is wrong with them; `whole`: what it all is called; `place_of`
    gives the place of a key path.
    """
    facts, findings = None, list(_empty_values(data))
    try:
        facts = _adapter(model).validate_python(data)
    except ValidationError as error:
        findings += _explained(error, whole, model)
    places = [(place_of(each.loc, of_key=each.message.code == "key-unknown"), each) for each in findings]
    empty = {place for place, each in places if each.message.code in _EMPTY}
    return facts, [
        Problem(each.message, place, each.remedy)
        for place, each in places
        if each.message.code in _EMPTY or place not in empty
    ]


@lru_cache(maxsize=64)
def _adapter(model: Any) -> TypeAdapter[Any]:
    """Return what validates a model; it is built when a model is first validated, those within it as its parts."""
    return TypeAdapter(model)


_EMPTY = ("value-empty", "value-null")
NULLS = ("null", "Null", "NULL")
"""What programs write for nothing: it would be printed as it is."""


def _empty_values(value: Any, loc: Loc = ()) -> Iterator[Finding]:
    """Yield a finding for every empty value; an intended gap is written as `blank`."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        if child in NULLS and loc[:1] != ("facts",):  # a fact is printed as typed, whatever it is
            yield Finding((*loc, key), Message("value-null", value=child))
        if child is not None:
            yield from _empty_values(child, (*loc, key))
            continue
        split = isinstance(key, str) and not re.fullmatch(r"[\w-]+", key)
        remedy = Message("value-empty.hint-text-comma") if split else None
        yield Finding((*loc, key), Message("value-empty", key=key), remedy)


def _explained(error: ValidationError, whole: str | Message, model: Any) -> Iterator[Finding]:
    """Yield every error of one file. A missing key that is merely misspelt counts once, and so does a list that is too
    short because one of its items is wrong.
    """
    items = _of_one_shape(error.errors())
    misspelt: set[Loc] = set()
    for item in items:
        if item["type"] == "extra_forbidden":
            *above, key = item["loc"]
            known = known_keys(model, tuple(above))
            meant = meant_key(str(key), known) or did_you_mean(key, known)
            misspelt |= {(*above, str(meant.values["found"]))} if meant else set()
    for item in items:
        if (item["type"] != "missing" or tuple(item["loc"]) not in misspelt) and (
            item["type"] != "too_short" or len(item["input"]) < item["ctx"]["min_length"]
        ):
            yield _explained_one(item, whole, model)


def _of_one_shape(items: Sequence[Any]) -> list[Any]:
    """Return errors without those of a type that the value has not at all, where it may have another."""
    within: dict[Loc, set[Any]] = {}
    for item in items:
        for n, step in enumerate(item["loc"]):
            if _is_pydantics(step) and step != "[key]":
                within.setdefault(tuple(item["loc"][:n]), set()).add(step)
    shapes: dict[Loc, int] = {}
    for item in items:
        if _is_of_shape(item):
            shapes[tuple(item["loc"][:-1])] = shapes.get(tuple(item["loc"][:-1]), 0) + 1
    kept, seen = [], set()
    for item in items:
        above = tuple(item["loc"][:-1])
        if not _is_of_shape(item) or len(within.get(above, ())) <= 1:
            kept.append(item)
        elif shapes[above] == len(within[above]) and above not in seen:  # it has none of them
            seen.add(above)
            kept.append(item)
    return kept


def _is_of_shape(item: Any) -> bool:
    """Whether an error is that of a value that has not one of the shapes it may have."""
    shapes = ("string_type", "dict_type", "tuple_type", "list_type")
    return item["type"] in shapes and _is_pydantics(item["loc"][-1] if item["loc"] else "")


def _explained_one(item: Any, whole: str | Message, model: Any) -> Finding:
    """Convert one pydantic error."""
    context = item.get("ctx", {})
    at = context.get("at", ())
    kind, loc = item["type"], (*item["loc"], *((at,) if isinstance(at, str) else at))
    named = [step for step in loc if not _is_pydantics(step)]
    key = _name(named) if named else whole
    if kind == "extra_forbidden":
        known = known_keys(model, loc[:-1])
        remedy = meant_key(str(key), known) or did_you_mean(key, known)
        remedy = remedy or Message("key-unknown.hint-known-keys", known=", ".join(known))
        return Finding(loc, Message("key-unknown", key=key), remedy)
    if kind == "missing":
        return Finding(loc, Message("key-missing", key=key))
    if kind == "literal_error":
        expected = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        choices = [choice.strip() for choice in expected.split(",")]
        remedy = meant_value(item["input"], choices) or did_you_mean(item["input"], choices)
        remedy = remedy or Message("value-choice.hint-choose-one", choices=in_words(choices))
        return Finding(loc, Message("value-choice", value=item["input"], key=key), remedy)
    if kind == "too_short" and not item["input"]:
        return Finding(loc, Message("list-empty", key=key))
    if kind in _SHAPES:
        keys = known_keys(model, loc) or (_keys_of_items(model, loc, item["input"]) if kind in _OF_LISTS else [])
        hint = _shape_hint(kind, key, item["input"], keys, getattr(_at(model, loc), "text_alone", False))
        values = {name: f"{value:g}" if isinstance(value, float) else value for name, value in context.items()}
        return Finding(loc, Message(f"value-shape.{kind}", **values, key=key), hint)
    return Finding(loc, message_of(item), did_you_mean(item["input"], context.get("known", ())))


def _is_pydantics(step: str | int) -> bool:
    """Whether a step is pydantic's own: to the key of a mapping, into a type that a value may have."""
    return isinstance(step, str) and ("[" in step or step in ("str", "tuple", "list", "dict"))


def _shape_hint(kind: str, key: str | Message, value: Any, keys: Sequence[str], alone: bool = False) -> Message | None:
    """Return how a value of another shape is written; `keys`: those of the mapping, or of the items of the list;
    `alone`: whether a text may stand for the mapping.
    """
    if kind in _OF_LISTS and keys:
        return Message("value-shape.hint-items", key=key, keys=_in_braces(keys))
    if kind in _OF_LISTS and isinstance(value, str) and "\n" not in value:
        return Message("value-shape.hint-list", key=key, value=value.strip("() "))
    if kind in _OF_LISTS:
        return Message("value-shape.hint-dashes")
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str) and (kind == "string_type" or alone):
        return Message("value-shape.hint-bare", key=key, value=value[0])
    if keys:
        return Message("value-shape.hint-keys", keys=", ".join(keys), key=key, example=_in_braces(keys))
    if kind == "string_type":
        return Message("value-shape.hint-one")
    if kind in ("greater_than", "greater_than_equal", "less_than_equal"):
        return Message("value-shape.hint-number")
    return Message("value-shape.hint-mapping", key=key) if kind == "dict_type" else None


def _keys_of_items(model: Any, loc: Loc, value: Any) -> list[str]:
    """Return the keys of the items of a list; [] for a text that may stand for an item."""
    alone = getattr(_at(model, (*loc, 0)), "text_alone", False) and isinstance(value, str)
    return [] if alone else known_keys(model, (*loc, 0))


def _in_braces(keys: Sequence[str]) -> str:
    """Return the first keys of a mapping as it is written in one line."""
    return "{" + ", ".join(f"{key}: …" for key in keys[:2]) + "}"


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
    return Message("value-wrong", why=foreign(item["msg"]))


_OF_LISTS = ("tuple_type", "list_type")
_SHAPES = (
    *("string_type", "tuple_type", "list_type", "dict_type", "model_type", "model_attributes_type", "int_type"),
    *(
        "float_type",
        "bool_type",
        "date_type",
        "time_type",
        "greater_than",
        "greater_than_equal",
        "less_than_equal",
        "too_short",
    ),
    "too_long",
)
"""pydantic's error types with a message of their own: `value-shape.TYPE`."""


def known_keys(model: Any, loc: Loc) -> list[str]:
    """Return the keys of the model at a place, walking the types along `loc`."""
    current = _at(model, loc)
    if not (isinstance(current, type) and issubclass(current, BaseModel)):
        return []
    return [field.alias or name for name, field in current.model_fields.items() if not field.exclude]


def _at(model: Any, loc: Loc) -> Any:
    """Return the type at a place of a model."""
    for step in loc:
        model = _inside(model, step)
    return _without_optional(model)


def _without_optional(annotation: Any) -> Any:
    """Return a type without Optional."""
    if get_origin(annotation) in (Union, UnionType):
        return next(arg for arg in get_args(annotation) if arg is not type(None))
    return annotation


def _inside(annotation: Any, step: str | int) -> Any:
    bare = _without_optional(annotation)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        named = (field for name, field in bare.model_fields.items() if step in (name, field.alias))
        return next((field.annotation for field in named), None)
    args = get_args(bare)
    if not args:
        return None
    return args[1] if get_origin(bare) is dict else args[0]


# What a clerk meant by a key or a value in Vietnamese: those of the data files are few and English.

WORDS = Path(__file__).with_name("words_meant.yaml")


@cache
def _table() -> Mapping[str, Any]:
    data: Any = parse(WORDS.read_bytes(), WORDS.name).data
    return {name: data[name] for name in ("keys", "values", "said")}


@dataclass(frozen=True, slots=True)
class ChoicesInWords:
    """Choices as a message lists them: in Vietnamese each with its word, where it has one."""

    choices: tuple[str, ...]

    def text(self, spoken: str = "") -> str:
        """Return the list in a language, by default the current one."""
        said = _table()["said"] if (spoken or language()) == "vi" else {}
        return ", ".join(f"{each} ({said[each]})" if each in said else each for each in self.choices)

    def __str__(self) -> str:
        return self.text()


def _plain(word: object) -> str:
    return " ".join(fold(str(word)).replace("_", " ").replace("-", " ").split())


def meant_key(key: str, known: Iterable[str]) -> Message | None:
    """Return the remedy that names the key meant by a Vietnamese word; None if none is known at the place."""
    there = set(known)
    meant = next((each for each in _table()["keys"].get(_plain(key), ()) if each in there), None)
    return Message("did-you-mean", found=meant) if meant else None


def meant_value(value: object, choices: Iterable[str]) -> Message | None:
    """Return the remedy that names the choice meant by a Vietnamese word; None for none."""
    meant = _table()["values"].get(_plain(value))
    return Message("did-you-mean", found=meant) if meant in set(choices) else None


def in_words(choices: Iterable[str]) -> ChoicesInWords:
    """Return choices, each with its word in the language of the message, where it has one."""
    return ChoicesInWords(tuple(choices))
