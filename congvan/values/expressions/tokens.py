"""The words of an expression, each with its offset, and what an officer writes instead of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem

LONGEST = 500
"""Characters that an expression may have."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<name>[^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*)*)|(?P<number>\d+(?:\.\d+)?)(?![\w.])"""
    r"""|(?P<text>'[^']*'|"[^"]*")|(?P<sign>==|!=|<=|>=|[-<>+*/()\[\],]))"""
)
_QUOTES = str.maketrans("“”„«»‘’‚", '"""""\'\'\'')
_INSTEAD = {
    "<>": "!=",
    "=<": "<=",
    "=>": ">=",
    "≠": "!=",
    "≤": "<=",
    "≥": ">=",
    "&&": "and",
    "||": "or",
    "&": "and",
    "|": "or",
    "!": "not",
    "×": "*",
    "÷": "/",
    "−": "-",
    "–": "-",
    ";": ",",
}
"""Signs of other programs and of print, with those of an expression."""
_PER_CENT = re.compile(r"%(?!\s*(?:[\d('\"]|(?!(?:and|or|in|not)\b)\w))")
_AT_END = re.compile(r"([\w.)]+)\s*$")
_FOREIGN = re.compile(r"\s*(?:<>|=<|=>)")
WORDS_INSTEAD = {"và": "and", "hoặc": "or", "hay": "or", "không": "not", "trong": "in", "là": "=="}


class ExpressionError(ValueError):
    """What is wrong with an expression: a message, the offset of the character, and what to write instead.

    `text`: the expression, where it is a part of a longer text.
    """

    text = ""

    def __init__(self, message: Message, offset: int = 0, hint: Message | None = None) -> None:
        super().__init__(message)
        self.message, self.offset, self.hint = message, offset, hint

    def __str__(self) -> str:
        return str(self.message)

    def problem(self, locate: Callable[[int], Place]) -> Problem:
        """Return the error as a problem; `locate`: the place of an offset in the text."""
        return Problem(self.message, locate(self.offset), self.hint)


class Token(NamedTuple):
    """A word: its kind (name, number, text, sign, end), what it is, and where it begins and ends."""

    kind: str
    value: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of an expression, a token of kind `end` behind them. Raises `ExpressionError`."""
    source = text.translate(_QUOTES)
    if len(source) > LONGEST:
        raise ExpressionError(Message("expression-form.long", most=LONGEST), LONGEST)
    at, end = 0, len(source.rstrip())
    while at < end:
        foreign = _FOREIGN.match(source, at)
        match = None if foreign else _TOKEN.match(source, at)
        if match is None:
            raise _unknown(source, at + len(source[at:]) - len(source[at:].lstrip()))
        kind = match.lastgroup or ""
        value = match[kind]
        if kind == "name":
            value = re.sub(r"\s", "", value)
        elif kind == "text":
            value = text[match.start(kind) + 1 : match.end(kind) - 1]
        yield Token(kind, value, match.start(kind), match.end(kind))
        at = match.end()
    yield Token("end", "", end, end)


def _unknown(source: str, at: int) -> ExpressionError:
    """Return what is wrong with a character that begins no word."""
    rest = source[at:]
    if rest[0] in "'\"":
        return ExpressionError(Message("expression-form.quote", text=_shown(rest)), at)
    for wrong, right in _INSTEAD.items():
        if rest.startswith(wrong):
            meant = f"{source[:at]}{' ' if right.isalpha() else ''}{right}{source[at + len(wrong) :]}"
            return _instead(wrong, right, at, meant)
    if rest[0] == "=" and not source[:at].strip():  # as a formula of a workbook begins
        hint = Message("expression-form.hint-write", text=rest[1:].strip())
        return ExpressionError(Message("expression-form.leading"), at, hint)
    if rest[0] == "=":
        meant = f"{source[:at]}=={source[at + 1 :]}".strip()
        return ExpressionError(Message("expression-form.equals"), at, Message("expression-form.hint-write", text=meant))
    if number := _PER_CENT.match(rest) and _AT_END.search(source[:at]):  # 5%, as people write it
        meant = f"{source[: number.start()]}{number[1]} / 100{source[at + 1 :]}"
        return _instead("%", "/ 100", at, meant)
    if number := re.match(r"\d[\w.,]*", rest):
        return ExpressionError(Message("expression-form.number", text=_shown(number[0])), at)
    return ExpressionError(Message("expression-form.character", text=rest[0]), at)


def _instead(wrong: str, right: str, at: int, meant: str) -> ExpressionError:
    hint = Message("expression-form.hint-write", text=" ".join(meant.split()))
    return ExpressionError(Message("expression-form.instead", text=wrong, right=right), at, hint)


def _shown(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


def as_number(token: Token) -> Decimal:
    """Return the number of a token."""
    return Decimal(token.value)
