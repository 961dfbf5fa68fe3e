"""What may be wrong at one character of a text."""

from __future__ import annotations

from typing import NamedTuple

from congvan.messages import Message

FORBIDDEN, LOOK_ALIKE, MOJIBAKE = "text-forbidden", "text-look-alike", "text-encoding"
MAX_PROBLEMS = 100


class TextProblem(NamedTuple):
    """What is wrong at one character of a text; `offset` counts characters of the text from 0."""

    message: Message
    offset: int

    @property
    def code(self) -> str:
        return self.message.code
