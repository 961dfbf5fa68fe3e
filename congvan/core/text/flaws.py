"""The problem of one character of a text."""

from __future__ import annotations

from typing import NamedTuple

from congvan.core.messages import Message

FORBIDDEN, LOOK_ALIKE, MOJIBAKE = "text-forbidden", "text-look-alike", "text-encoding"
MAX_PROBLEMS = 100


class TextProblem(NamedTuple):
    """A problem at one character of a text; `offset` counts characters from 0."""

    message: Message
    offset: int

    @property
    def code(self) -> str:
        return self.message.code
