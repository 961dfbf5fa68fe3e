"""Slips of the hand that a line of a YAML file shows by itself, whatever the parser makes of it.

A space of Word at its beginning, another sign for the colon, a text that needs quotes, a first line of a text that is
indented deeper than the others. They are looked for before those that follow from where the parser stopped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from congvan.lazy import NamedTuple, pattern
from congvan.messages import Message


class TypingSlip(NamedTuple):
    """What is wrong, in which line and column (from 0)."""

    message: Message
    line: int
    column: int


_ODD_SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
_ODD_INDENT = pattern(rf"[ ]*[{_ODD_SPACES}][ {_ODD_SPACES}]*(?=\S)")
_ODD_AFTER_COLON = pattern(rf"( *(?:- +)?[A-Za-z_][\w-]*:)( *[{_ODD_SPACES}][ {_ODD_SPACES}]*)(.*)")
_OTHER_COLON = pattern(r" *(?:- +)?([A-Za-z_][\w-]*) *([=;\uff1a\ufe55\u2236])[\s=]*(\S.*)?$")
_WORD_ALONE = pattern(r"( *)([a-z_][a-z0-9_-]*)\s*$")
_OPEN_BRACES = pattern(r"(?:^ *(?:- +)*(?:[A-Za-z_][\w-]*: +)?|[{,] *[A-Za-z_][A-Za-z0-9_-]*: +)(\{\{)")
_QUOTE_INSIDE = pattern(r"(?:^ *- +|: +)(?P<mark>[\"'])(?:(?!(?P=mark)).)*(?P=mark)(?=[\w(])(.*)$")
_TAGGED = pattern(r"(?:: +|^ *- +)(!)(?=\S)")
_BLOCK = pattern(r"( *)(?:- +)?([A-Za-z_][\w-]*): *[|>][-+]?\s*(?:#.*)?$")
_QUOTE_OPEN = pattern(r"(?:^ *(?:- +)?|: +|[\[{,] *)(\")")
_ITEM = pattern(r"( *)- +\S")
_KEY = pattern(r"( *)(- +)?[A-Za-z_][\w-]*:(?: |$)")
_QUOTED = pattern(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
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
    return _body_indented(lines, at) or _quote_open(lines, at) or _dash_of_item(lines, at) or _dash_too_many(lines, at)


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


def _tagged(lines: Sequence[str], at: int) -> TypingSlip | None:
    match = _TAGGED.search(lines[at])
    return TypingSlip(Message("yaml-syntax.begin", char="!"), at, match.start(1)) if match else None


def _quote_inside(lines: Sequence[str], at: int) -> TypingSlip | None:
    """A text in quotes that holds the same quote: `'Lạng Sơn's'`."""
    match = _QUOTE_INSIDE.search(lines[at])
    if match is None or _inside_text(lines, at):
        return None
    other = '"' if match["mark"] == "'" else "'"
    return TypingSlip(Message("yaml-slip.quote-inside", mark=match["mark"], other=other), at, match.start("mark"))


def _hash_in_brackets(lines: Sequence[str], at: int) -> TypingSlip | None:
    """A `#` within braces, behind which all is a note: `screen: #0B4EA2}`."""
    bare = _QUOTED.sub(lambda match: "x" * len(match[0]), lines[at])
    sharp = re.search(r"(?<=\s)#(\S*?)[\s,}\]]", bare + " ")
    if sharp is None:
        return None
    before, after = bare[: sharp.start()], bare[sharp.start() :]
    opened = any(before.count(o) > before.count(c) and c in after for o, c in ("{}", "[]"))
    return TypingSlip(Message("yaml-slip.hash", text=f"#{sharp[1]}"), at, sharp.start()) if opened else None


_BY_LINE: tuple[Callable[[Sequence[str], int], TypingSlip | None], ...] = (
    odd_space,
    _other_colon,
    _braces_bare,
    _tagged,
    _quote_inside,
    _hash_in_brackets,
)


def _inside_text(lines: Sequence[str], at: int) -> bool:
    """Whether a line belongs to a text on lines of its own, of a key above it."""
    for n in range(at - 1, -1, -1):
        match = _BLOCK.match(lines[n])
        if match:
            return all(indent_of(line) > len(match[1]) for line in lines[n + 1 : at + 1] if line.strip())
        if says_something(lines[n]) and indent_of(lines[n]) == 0:
            return False
    return False


def _body_indented(lines: Sequence[str], at: int) -> TypingSlip | None:
    """The first line of a text indented deeper than those below it, or an empty line with too many spaces."""
    header = next((n for n in range(at - 1, -1, -1) if _BLOCK.match(lines[n])), None)
    match = _BLOCK.match(lines[header]) if header is not None else None
    if header is None or match is None:
        return None
    first = next((n for n in range(header + 1, len(lines)) if lines[n].strip()), header)
    inner, outer = indent_of(lines[first]), len(match[1])
    for blank in range(header + 1, first):
        if len(lines[blank]) > inner > outer:
            return TypingSlip(Message("yaml-slip.blank", count=len(lines[blank])), blank, 0)
    between = [line for line in lines[first:at] if line.strip() and indent_of(line) <= outer]
    found = indent_of(lines[at])
    if between or not outer < found < inner or _KEY.match(lines[at]):
        return None
    message = Message("yaml-slip.body-first", key=match[2], found=inner, wanted=found, count=inner - found)
    return TypingSlip(message, first, found)


def _quote_open(lines: Sequence[str], at: int) -> TypingSlip | None:
    """A quote opened in a line above and closed nowhere in it."""
    for n in range(at, max(at - FURTHEST, -1), -1):
        bare = _QUOTED.sub(lambda match: "x" * len(match[0]), lines[n])
        match = _QUOTE_OPEN.search(bare)
        if match and bare.count('"') == 1 and n < at:
            return TypingSlip(Message("yaml-syntax.quotation"), n, match.start(1))
    return None


def _dash_of_item(lines: Sequence[str], at: int) -> TypingSlip | None:
    """An item of a list of texts without its dash."""
    above = line_above(lines, at)
    match = _ITEM.match(lines[above]) if above >= 0 else None
    text = lines[at].strip()
    if match is None or not text or ":" in text or text.startswith("-") or indent_of(lines[at]) != len(match[1]):
        return None
    return TypingSlip(Message("yaml-slip.dash-item", text=text), at, indent_of(lines[at]))


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
