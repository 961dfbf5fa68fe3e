"""What a clerk meant by a key or a value in Vietnamese: those of the data files are few and English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from congvan.messages import Message
from congvan.project.yaml_reader import parse
from congvan.text import fold

WORDS = Path(__file__).with_suffix(".yaml")


@cache
def _table() -> Mapping[str, Any]:
    data: Any = parse(WORDS.read_bytes(), WORDS.name).data
    return {name: data[name] for name in ("keys", "values", "said")}


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


def in_words(choices: Iterable[str]) -> Message:
    """Return choices, each with its word in the language of the message, where it has one."""
    listed = list(choices)
    said = _table()["said"]
    worded = (f"{each} ({said[each]})" if each in said else each for each in listed)
    return Message("choices-in-words", plain=", ".join(listed), worded=", ".join(worded))
