"""How a copy reaches its receiver: by the interconnection axis, on paper, by e-mail, by post."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from congvan.core.messages import Message
from congvan.core.text import fold

CHANNELS = {
    "trục": "Trục liên thông",
    "giấy": "Bản giấy",
    "e-mail": "Thư điện tử",
    "bưu điện": "Bưu điện",
}
"""Each channel by its word in the data, with how a send list prints it."""
ON_PAPER = frozenset(("giấy", "bưu điện"))
"""Channels whose copies are printed, signed and sealed."""

_BY_WORDS = {re.sub(r"\W", "", fold(word)): word for word in CHANNELS}


def read_channels(value: Any) -> tuple[str, ...]:
    """Return the channels that a text (`giấy+trục`) or a list states. Raises a model error for one that is none."""
    texts = re.split(r"[+;,]", value) if isinstance(value, str) else value if isinstance(value, list | tuple) else ()
    found = []
    for text in texts:
        word = _BY_WORDS.get(re.sub(r"\W", "", fold(str(text))))
        if word is None:
            raise _unknown(str(text).strip())
        found.append(word)
    if not found:
        raise _unknown(str(value))
    return tuple(dict.fromkeys(found))


def _unknown(value: str) -> PydanticCustomError:
    message = Message("via-unknown", value=value, choices=", ".join(CHANNELS))
    return PydanticCustomError(message.id, message.id, dict(message.values))


_WORDS = list(CHANNELS)
Channels = Annotated[
    tuple[str, ...],
    BeforeValidator(read_channels),
    Field(min_length=1),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "pattern": "^[^{}]+$"}, {"type": "array", "items": {"enum": _WORDS}}]}
    ),
]
"""One or several channels: `giấy`, `giấy+trục`, `[giấy, trục]`."""


def shown(channels: tuple[str, ...]) -> str:
    """Return channels as paper shows them: `Bản giấy, Trục liên thông`."""
    return ", ".join(CHANNELS[each] for each in channels)
