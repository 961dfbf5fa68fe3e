"""What was meant by a type that does not exist: the word of a clerk or of another program, the label of a list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from congvan.core.messages import Message
from congvan.core.text import did_you_mean, fold, nearest
from congvan.grids.grid import GridCell
from congvan.values.columns.base import ColumnOptions, State
from congvan.values.columns.dates import day_of
from congvan.values.columns.table import TYPES
from congvan.values.columns.titles import label_key, meaning

_OTHER_WORDS = {
    "ngay": "date",
    "ngay sinh": "date",
    "so": "integer",
    "so luong": "integer",
    "dien thoai": "phone",
    "chu": "text",
    "tien": "money",
    "ty le": "percent",
    "phan tram": "percent",
    "ho ten": "name",
    "chon": "choice",
    "danh dau": "mark",
    "string": "text",
    "number": "integer",
    "int": "integer",
    "float": "decimal",
    "boolean": "yes-no",
    "bool": "yes-no",
    "select": "choice",
    "currency": "money",
    "datetime": "date",
}
"""What clerks and programmers call types, with their ids."""


def meant_type(type_: str, lists: Mapping[str, str]) -> Message:
    """Return the remedy for an unknown type; `lists`: the labels of the lists by their ids."""
    called = {fold(TYPES[name].words.text(spoken)): name for name in TYPES for spoken in ("vi", "en")}
    called |= _OTHER_WORDS | {fold(label): name for name, label in lists.items()}
    meant = called.get(fold(type_).replace("-", " ").strip())
    others = ", ".join(f"{name} ({TYPES[name].words})" for name in TYPES)
    if meant is not None and meant in TYPES:
        return Message("type-unknown.hint-meant", words=TYPES[meant].words, meant=meant, types=others)
    if meant is not None:
        return Message("did-you-mean", found=meant)
    if near := did_you_mean(type_, [*TYPES, *lists]):
        return near
    near_word = nearest(type_, called)
    return Message("did-you-mean", found=called[near_word]) if near_word else Message("type-unknown.hint", types=others)


COLUMN_TYPES = ("text", "name", "date", "year", "integer", "decimal", "money", "phone", "email", "cccd")
"""Types that a column of a list made from a sheet may have."""
_BY_MEANING = {"birth": "date", "phone": "phone", "email": "email", "cccd": "cccd"}
_MONEY = frozenset(("tien", "luong", "kinh", "thuong", "gia", "dong"))
_NOT_COUNTED = re.compile(r"0\d|.*[^\d.,-]")
"""Figures that are no number: a code with a nought before it, anything with letters."""


def type_for(title: str, texts: Sequence[str]) -> str:
    """Return the type that a column of a sheet may have, by its title and by what is in it; text where in doubt."""
    words = set(label_key(title).split())
    counted = not any(_NOT_COUNTED.match(text) for text in texts)
    for kind, likely in (
        (_BY_MEANING.get(meaning(title), ""), True),
        ("date", "ngay" in words or all(day_of(text) for text in texts)),
        ("email", all("@" in text for text in texts)),
        ("phone", all(_PHONE.fullmatch(text) for text in texts)),
        ("cccd", all(_CITIZEN.fullmatch(text) for text in texts)),
        ("year", counted and "nam" in words),
        ("money", counted and not _MONEY.isdisjoint(words)),
        ("integer", counted),
        ("decimal", counted),
    ):
        if kind and likely and all(_is_read(kind, text) for text in texts):
            return kind
    return "text"


_PHONE, _CITIZEN = re.compile(r"0[\d .]{9,13}"), re.compile(r"0\d{11}")


def _is_read(kind: str, text: str) -> bool:
    return TYPES[kind].read(GridCell(text), ColumnOptions()).state in (State.READ, State.MENDED)
