"""Enclose the values that a part prints into its text, so that a reader of the finished part knows them from the rest.

What is enclosed follows from the template alone. What is captured is not, since a filter, a test or a macro may look at
it; where that is printed at once, the whole is enclosed. Nor are the runs of a block: they are the text that records
share, which costs less where it is no field.
"""

from __future__ import annotations

import re

VALUE, VALUE_END = "\ufdd5", "\ufdd6"  # noncharacters, like marks and tokens

_TOKEN = re.compile(
    r"\{#.*?#\}|(?P<print>\{\{.*?\}\})|\{%[-+]?\s*(?P<word>\w+)(?P<rest>.*?)%\}|<(?P<name>/?[\w.:-]*)|(?P<end>/?>)",
    re.DOTALL,
)
_OF_BLOCKS = re.compile(r"\{\{[-+]?\s*docx_(?:run|part)\b")  # as `block_source` names them
_ASSIGNED = re.compile(r"[\w\s.,()]+=(?!=)")
_TEXTS = frozenset(["w:t", "dc:title"])  # elements whose text a page shows
_CAPTURES = frozenset(["macro", "call", "filter", "block"])
_SILENT = frozenset(["macro", "set"])


def enclose_values(source: str) -> str:
    """Put `VALUE` and `VALUE_END` around what is printed into text; line numbers do not change."""
    enclosing = _Enclosing(source)
    for token in _TOKEN.finditer(source):
        enclosing.step(token)
    return enclosing.text()


def without_signs(text: str) -> str:
    """Return a text without what encloses its values."""
    text = text.replace(VALUE, "")  # the longer one is not kept
    return text.replace(VALUE_END, "")


class _Enclosing:
    """Goes through the tags and elements of a source, in order."""

    def __init__(self, source: str) -> None:
        self._source, self._done = source, 0
        self._out: list[str] = []
        self._element, self._inside, self._raw = "", False, False
        self._captured = 0
        self._loops: list[bool] = []  # of the open ones: recursive
        self._printed = -1  # where in `_out` what is captured began, if it is printed into this text

    def text(self) -> str:
        return "".join([*self._out, self._source[self._done :]])

    def step(self, token: re.Match[str]) -> None:
        word = token["word"]
        if self._raw:
            self._raw = word != "endraw"
        elif token["name"] is not None:
            self._element, self._inside, self._printed = token["name"], False, -1
        elif token["end"]:
            self._element, self._inside = self._element if token["end"] == ">" else "", True
        elif token["print"]:
            if self._in_text and not self._captured and not _OF_BLOCKS.match(token["print"]):
                self._put(token.start(), VALUE)
                self._put(token.end(), VALUE_END)
        elif word:
            self._raw = word == "raw"
            self._capture(token, _change(word, token["rest"], self._loops))

    @property
    def _in_text(self) -> bool:
        return self._inside and self._element in _TEXTS

    def _put(self, at: int, sign: str) -> None:
        self._out += (self._source[self._done : at], sign)
        self._done = at

    def _capture(self, token: re.Match[str], change: int) -> None:
        """Begin or end what is captured; all that it prints is one value."""
        if change > 0 and not self._captured and self._in_text and token["word"] not in _SILENT:
            self._put(token.start(), "")
            self._printed = len(self._out) - 1
        self._captured = max(0, self._captured + change)
        if change < 0 and not self._captured and self._printed >= 0:
            self._out[self._printed] = VALUE
            self._put(token.end(), VALUE_END)
            self._printed = -1


def _change(word: str, rest: str, loops: list[bool]) -> int:
    """Return 1 for a statement after which output is captured, -1 for its end, else 0; `loops`: the open ones."""
    if word == "for":
        loops.append(rest.rstrip(" -+").endswith("recursive"))
        return loops[-1]
    if word == "endfor":
        return -(loops.pop() if loops else False)
    if word in _CAPTURES or (word == "set" and not _ASSIGNED.match(rest)):
        return 1
    return -(word.startswith("end") and (word == "endset" or word.removeprefix("end") in _CAPTURES))
