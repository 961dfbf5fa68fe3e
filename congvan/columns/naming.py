"""What was meant by a type that does not exist: the word of a clerk or of another program, the label of a list."""

from __future__ import annotations

from collections.abc import Mapping

from congvan.columns.table import TYPES
from congvan.messages import Message
from congvan.text import did_you_mean, fold, nearest

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
