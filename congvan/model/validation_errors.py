"""pydantic's findings as Problems with the place in the clerk's file and the remedy.

Why: `loc` is resolved by walking the tree of the file and of the model, never by looking at pydantic's words; the
message is ours, so that it can be said in Vietnamese.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from congvan.i18n import _
from congvan.problems import Place, Problem
from congvan.project.yaml_reader import Source
from congvan.text import nearest

Loc = tuple[str | int, ...]


def explain(error: ValidationError, source: Source, model: Any) -> list[Problem]:
    """Every finding of one file as a Problem. A key that is missing because it is misspelt is one finding, not two, and
    so is a list whose items are too few because one of them is wrong."""
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


def empty_values(source: Source, value: Any = None, loc: Loc = ()) -> Iterator[Problem]:
    """Keys and items whose value was forgotten: an intended gap is written as a value of its own."""
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
                "value-empty",
                _("“{key}” has no value").format(key=key),
                source.place((*loc, key)),
                _('a text with a comma stands in quotes inside {{…}}: {{name: "…, …"}}').format()
                if isinstance(key, str) and not re.fullmatch(r"[\w-]+", key)
                else _("write the value, or take the key away; a gap for the pen is written as “blank”"),
            )
        else:
            yield from empty_values(source, child, (*loc, key))


def _explain_one(item: Any, source: Source, model: Any) -> Problem:
    context = item.get("ctx", {})
    kind, loc = item["type"], (*item["loc"], *([context["at"]] if "at" in context else []))
    named = [step for step in loc if step != "[key]"]  # pydantic's own step to the key of a mapping
    key = _name(named) if named else source.file
    place = source.place(loc)
    if kind == "extra_forbidden":
        known = known_keys(model, loc[:-1])
        return Problem(
            "key-unknown",
            _("unknown key “{key}”").format(key=key),
            source.key_place(loc),
            _did_you_mean(key, known) or _("known keys here: {known}").format(known=", ".join(known)),
        )
    if kind == "missing":
        return Problem(
            "key-missing",
            _("the key “{key}” is missing").format(key=key),
            place,
            _("add “{key}: …” here").format(key=key),
        )
    if kind == "literal_error":
        expected = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        choices = [choice.strip() for choice in expected.split(",")]
        return Problem(
            "value-choice",
            _("“{value}” is not allowed for “{key}”").format(value=item["input"], key=key),
            place,
            _did_you_mean(str(item["input"]), choices) or _("choose one of: {choices}").format(choices=expected),
        )
    if kind == "too_short" and not item["input"]:
        return Problem(
            "list-empty", _("the list “{key}” is empty").format(key=key), place, _("write at least one item")
        )
    if kind in _SHAPES:
        message = _(_SHAPES[kind]).format(**context, key=key)
        keys = known_keys(model, loc)
        hint = _("its keys: {keys}").format(keys=", ".join(keys)) if keys else _("look at docs/data.md for its form")
        return Problem("value-shape", message, place, hint)
    known = context.get("known")
    hint = _did_you_mean(str(item["input"]), known) if known else ""
    hint = hint or _(_HINTS.get(kind, "look at docs/data.md for its form"))
    return Problem(kind, _message(item, context), place, hint)


def _name(loc: Sequence[str | int]) -> str:
    """What a place is called: its key, or of a list the entry, counted from 1."""
    if isinstance(loc[-1], int) and len(loc) > 1:
        return _("entry {number} of {list}").format(number=loc[-1] + 1, list=_name(loc[:-1]))
    return str(loc[-1])


def _message(item: Any, context: Mapping[str, Any]) -> str:
    template = str(context.get("template", item["msg"]))
    return _(template).format(**{name: value for name, value in context.items() if name != "template"})


_SHAPES = {
    "string_type": "“{key}” is one text, not a list or a mapping",
    "tuple_type": "“{key}” is a list (lines that start with “- ”)",
    "list_type": "“{key}” is a list (lines that start with “- ”)",
    "dict_type": "“{key}” is a mapping (lines of “key: value”)",
    "model_type": "“{key}” is a mapping (lines of “key: value”)",
    "model_attributes_type": "“{key}” is a mapping (lines of “key: value”)",
    "int_type": "“{key}” is a whole number",
    "float_type": "“{key}” is a number",
    "bool_type": "“{key}” is true or false",
    "date_type": "“{key}” is a date: 2020-08-19",
    "greater_than": "“{key}” must be more than {gt}",
    "greater_than_equal": "“{key}” must be at least {ge}",
    "less_than_equal": "“{key}” must be at most {le}",
    "too_short": "“{key}” has {actual_length} items; it needs {min_length}",
    "too_long": "“{key}” has more than {max_length} items",
}

_HINTS = {
    "phone-form": "write a Vietnamese number as it is dialled: 0942215080, 0934.531.666 or 0205 3812 345",
    "phone-number": "write a Vietnamese number as it is dialled: 0942215080, 0934.531.666 or 0205 3812 345",
    "text-empty": "write a text, or take the key away",
    "id-form": "write an id like cao-loc; signers have theirs in data/agency.yaml, receivers in data/bodies.yaml",
    "subject-vv": "take “V/v” away",
    "date-form": "write a date that exists as 2020-08-19",
    "number-form": "write digits, or blank",
    "date-part": "write day, month and year as numbers, or blank",
    "name-form": "write a name like so_nguoi",
    "count-form": "write digits: 02",
    "integer-form": "write digits",
    "decimal-form": "write digits with a point: 12.5",
    "yesno-form": "write true or false",
    "signer-empty": "write a title, or signs",
    "receiver-form": "keep one of the three keys",
    "receiver-text": "add “text: …”",
    "copy-form": "keep one of the two keys",
    "erratum-form": "write corrected and issued, or switch",
    "numbers-single": "add “numbering: per-copy”, or take the numbers away",
    "block-kind": "take the key away, or change kind",
    "block-missing": "add the key; “new --kind …” writes an example",
    "body-missing": "add “body: |” and the text, indented under it",
    "receivers-missing": "add “receivers:” and a line “- to: …” for each",
    "receivers-kind": "move them to copies",
    "co-signer-kind": "take co_signer away, or change kind",
    "co-signer-missing": "add “co_signer: {name: …}”",
    "attached-kind": "take attached away, or change kind",
    "validity-order": "give the first day, then the last",
    "copy-form-unknown": "write sao-y, sao-luc or trich-sao",
    "for-each-name": "write a name of letters, digits and _",
}


def _did_you_mean(word: str, known: Sequence[str]) -> str:
    found = nearest(word, known)
    return _("did you mean “{found}”?").format(found=found) if found else ""


def known_keys(model: Any, loc: Loc) -> list[str]:
    """The keys of the model at a place, by walking the types along `loc`."""
    current = model
    for step in loc:
        current = _inside(current, step)
    current = _bare(current)
    return list(current.model_fields) if isinstance(current, type) and issubclass(current, BaseModel) else []


def _bare(annotation: Any) -> Any:
    """A type without Optional."""
    if get_origin(annotation) in (Union, UnionType):
        return next(arg for arg in get_args(annotation) if arg is not type(None))
    return annotation


def _inside(annotation: Any, step: str | int) -> Any:
    bare = _bare(annotation)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        field = bare.model_fields.get(str(step))
        return field.annotation if field else None
    args = get_args(bare)
    if not args:
        return None
    return args[1] if get_origin(bare) is dict else args[0]


def at(file: str, source: Source | None, loc: Loc) -> Place:
    """The place of a value, or of the file where it is not in it."""
    return source.place(loc) if source else Place(file)
