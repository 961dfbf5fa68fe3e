"""The text of a paragraph as its source has it: where a line ends, it tells whether a space stood there."""

from __future__ import annotations

import re

_SPACES = re.compile(r"[ \t\r\n]+")
_ADDED = re.compile("[\u2060\u200b]")  # signs of where lines may break, taken out before pages are painted
_LABEL = re.compile(r"(?:[-–—•+*]|(?:\d+\.)+\d*|\d+\)|[^\W\d_]\)|[IVX]+\.)[ \u00a0]")
_HYPHENS = "-–—/"


class FlowText:
    """A text in pieces, and how far the boxes that show it have come."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._text: str | None = None
        self._cursor = 0
        self._last = ""
        self.into: FlowText | None = None

    def add(self, text: str | None) -> None:
        if text:
            self._parts.append(text)

    def join(self, other: FlowText) -> None:
        """Take in the text of a line that follows and is one with this."""
        self._parts += [" ", *other._parts]
        other.into = self

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = _SPACES.sub(" ", _ADDED.sub("", "".join(self._parts))).strip(" ")
        return self._text

    @property
    def label(self) -> str:
        """The number or dash at its beginning, with the space behind it; "" for none."""
        found = _LABEL.match(self.text)
        return found[0] if found else ""

    def spaced(self, shown: str) -> bool:
        """Move on to the next box; whether the one before it lacks the space that the source has between them."""
        text, last = _SPACES.sub(" ", shown), self._last
        words = text.strip(" ")
        at = self.text.find(words, self._cursor)
        between = self.text[self._cursor : at] if at >= 0 else ""
        if at >= 0:
            self._cursor = at + len(words)
        self._last = text
        if not last or last.endswith(" ") or text.startswith(" "):
            return False
        if at < 0 or between.strip(" "):  # what is shown is not what the source says
            return last[-1] not in _HYPHENS
        return bool(between)
