"""Slips of the hand that a line of a YAML file shows by itself, whatever the parser makes of it.

A space of Word at its beginning, another sign for the colon, a text that needs quotes, a first line of a text that is
indented deeper than the others. They are looked for before those that follow from where the parser stopped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from congvan.core.messages import Message


class TypingSlip(NamedTuple):
    """What is wrong, in which line and column (from 0)."""

    message: Message
    line: int
    column: int


_ODD_SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
_ODD_INDENT = re.compile(rf"[ ]*[{_ODD_SPACES}][ {_ODD_SPACES}]*(?=\S)")
_ODD_AFTER_COLON = re.compile(rf"( *(?:- +)?[A-Za-z_][\w-]*:)( *[{_ODD_SPACES}][ {_ODD_SPACES}]*)(.*)")
_OTHER_COLON = re.compile(r" *(?:- +)?([A-Za-z_][\w-]*) *([=;\uff1a\ufe55\u2236])[\s=]*(\S.*)?$")
_WORD_ALONE = re.compile(r"( *)([a-z_][a-z0-9_-]*)\s*$")
_OPEN_BRACES = re.compile(r"(?:^ *(?:- +)*(?:[A-Za-z_][\w-]*: +)?|[{,] *[A-Za-z_][A-Za-z0-9_-]*: +)(\{\{)")
_BLOCK = re.compile(r"( *)(?:- +)?([A-Za-z_][\w-]*): *[|>][-+]?\s*(?:#.*)?$")
_QUOTE_OPEN = re.compile(r"(?:^ *(?:- +)?|: +|[\[{,] *)(\")")
_KEY = re.compile(r"( *)(- +)?[A-Za-z_][\w-]*:(?: |$)")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
FURTHEST = 40
"""Lines above that are looked at for a quote that was never closed."""


def line_slip(lines: Sequence[str], at: int) -> TypingSlip | None:
    """Return the slip that a line, or the one above it, shows by itself; None if it shows none."""
    if not 0 <= at < len(lines):
        return None
    looked = [at, line_above(lines, at)]
    for find in _BY_LINE:
        for each in looked:
            if each >= 0 and (slip := find(lines, each)):
                return slip
    return _quote_open(lines, at) or _dash_too_many(lines, at)


def indent_of(line: str) -> int:
    """Return how many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def says_something(line: str) -> bool:
    """Whether a line is neither blank nor a comment."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def line_above(lines: Sequence[str], at: int) -> int:
    """Return the nearest line above that says something; -1 if there is none."""
    return next((n for n in range(at - 1, -1, -1) if says_something(lines[n])), -1)


def _without_note(text: str) -> str:
    """Return a text without the note behind it."""
    return re.sub(r"\s+#.*", "", text).strip()


def odd_space(lines: Sequence[str], at: int) -> TypingSlip | None:
    """A space that is none of the keyboard's, at the beginning of a line or behind the colon."""
    if match := _ODD_INDENT.match(lines[at]):
        return TypingSlip(Message("yaml-slip.odd-space"), at, match.start())
    if match := _ODD_AFTER_COLON.match(lines[at]):
        text = f"{match[1].strip()} {_without_note(match[3])}"
        return TypingSlip(Message("yaml-slip.odd-space-colon", text=text), at, match.end(1))
    return None


def _other_colon(lines: Sequence[str], at: int) -> TypingSlip | None:
    """Another sign where the colon belongs: `place = Lạng Sơn`; or no sign at all behind a key alone in its line."""
    if match := _OTHER_COLON.match(lines[at]):
        text = f"{match[1]}: {_without_note(match[3] or '')}".strip()
        return TypingSlip(Message("yaml-slip.other-colon", sign=match[2], text=text), at, match.start(2))
    match = _WORD_ALONE.match(lines[at])
    after = next((line for line in lines[at + 1 :] if says_something(line)), "")
    if (
        match
        and (indent_of(after) > len(match[1]) or after.lstrip().startswith("- "))
        and _KEY.search(after.lstrip("- "))
    ):
        return TypingSlip(Message("yaml-slip.no-colon", key=match[2]), at, match.end(2))
    return None


def _braces_bare(lines: Sequence[str], at: int) -> TypingSlip | None:
    """A value that begins with a place to fill in, without quotes."""
    match = _OPEN_BRACES.search(lines[at])
    if match is None or _inside_text(lines, at):
        return None
    text = _without_note(lines[at][match.start(1) :])
    return TypingSlip(Message("yaml-slip.braces", text=text), at, match.start(1))


_BY_LINE: tuple[Callable[[Sequence[str], int], TypingSlip | None], ...] = (odd_space, _other_colon, _braces_bare)


def _inside_text(lines: Sequence[str], at: int) -> bool:
    """Whether a line belongs to a text on lines of its own, of a key above it."""
    for n in range(at - 1, -1, -1):
        match = _BLOCK.match(lines[n])
        if match:
            return all(indent_of(line) > len(match[1]) for line in lines[n + 1 : at + 1] if line.strip())
        if says_something(lines[n]) and indent_of(lines[n]) == 0:
            return False
    return False


def _quote_open(lines: Sequence[str], at: int) -> TypingSlip | None:
    """A quote opened in a line above and closed nowhere in it."""
    for n in range(at, max(at - FURTHEST, -1), -1):
        bare = _QUOTED.sub(lambda match: "x" * len(match[0]), lines[n])
        match = _QUOTE_OPEN.search(bare)
        if match and bare.count('"') == 1 and n < at:
            return TypingSlip(Message("yaml-syntax.quotation"), n, match.start(1))
    return None


def _dash_too_many(lines: Sequence[str], at: int) -> TypingSlip | None:
    """A key with a dash among keys that have none."""
    for n in (at, line_above(lines, at)):
        match = _KEY.match(lines[n]) if n >= 0 else None
        if match is None or not match[2]:
            continue
        beside = (line_above(lines, n), next((m for m in range(n + 1, len(lines)) if says_something(lines[m])), -1))
        keys = [_KEY.match(lines[each]) if each >= 0 else None for each in beside]
        if all(each is not None and not each[2] and each[1] == match[1] for each in keys):
            key = lines[n].strip()[2:].split(":")[0].strip()
            return TypingSlip(Message("yaml-slip.dash-many", key=key), n, len(match[1]))
    return None
