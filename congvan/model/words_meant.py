"""What a clerk meant by a key or a value in Vietnamese: those of the data files are few and English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from congvan.i18n import language
from congvan.messages import Message
from congvan.project.yaml_reader import parse
from congvan.text import fold

WORDS = Path(__file__).with_suffix(".yaml")


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
