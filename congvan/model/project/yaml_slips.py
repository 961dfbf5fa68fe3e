"""Slips of the hand in a YAML file: what a clerk meant where the parser only knows that it cannot go on.

Each looks at the lines about the place of the error, and names the one stroke that is missing or too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from congvan.core.messages import Message
from congvan.model.project.line_slips import TypingSlip, indent_of, line_above, line_slip, says_something

_KEY = re.compile(r"( *)(- +)?([A-Za-z_][\w-]*):(?= |$)(.*)")
_GLUED = re.compile(r"( *(?:- +)?)([A-Za-z_][\w-]*):(?![\s/:])(.+)")
_DASH_GLUED = re.compile(r" *-(?=[^\s-])")
_BLOCK = re.compile(r"( *)(?:- +)?([A-Za-z_][\w-]*): *[|>][-+]?\s*(?:#.*)?$")
_NO_VALUE = re.compile(r"( *)(?:- +)?([A-Za-z_][\w-]*):\s*(?:#.*)?$")
_FLOW_KEY = re.compile(r"(?<=[^\s,{\[:]) +([A-Za-z_][A-Za-z0-9_-]*):(?= )")
_FLOW_COLON = re.compile(r"([A-Za-z_][\w-]*: +)([^\s\"'{\[][^,{}\[\]\"']*?:)(?= |$)")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|(?:^|(?<=\s))#.*")
_CURLY = re.compile(r"[“”„‟][^“”„‟]*[“”„‟]")
_TWO_COLONS = re.compile(r"( *(?:- +)?)([^\s\"'{\[#|>:][^:\"'{\[]*): +([^\s\"'{\[|>].*:(?: .*|))$")
_NO_COLON = re.compile(r"( *(?:- +)?)([a-z][a-z_]*) +[^\s:][^:]*$")
BULLETS = "•–—◦▪➢➤●"


def slip_near(lines: Sequence[str], at: int) -> TypingSlip | None:
    """Return the slip that explains why the parser stopped in a line; None if no known slip does."""
    if not 0 <= at < len(lines):
        return None
    if slip := line_slip(lines, at):
        return slip
    above = line_above(lines, at)
    for looked in (at, above):
        if looked >= 0 and (slip := _glued(lines, looked)):
            return slip
    for looked in (at, above):
        if looked >= 0 and (slip := _in_brackets(lines, looked)):
            return slip
    return (
        _in_body(lines, at)
        or _dash_forgotten(lines, at)
        or _dash_of_siblings(lines, above)
        or _dash_of_siblings(lines, at)
        or _indented(lines, at, above)
        or _dash_indented(lines, at)
        or _colon_in_text(lines, at)
        or _colon_missing(lines, at)
        or _colon_missing(lines, above)
    )


def _glued(lines: Sequence[str], at: int) -> TypingSlip | None:
    """A colon or a dash without its space: `phone:0942215080`, `-id: a`."""
    if match := _DASH_GLUED.match(lines[at]):
        return TypingSlip(Message("yaml-slip.dash-space", text=lines[at].strip()[1:]), at, match.end() - 1)
    match = _GLUED.fullmatch(lines[at].rstrip())
    if match is None or lines[at].lstrip().startswith(('"', "'")):
        return None
    text = f"{match[2]}: {match[3]}"
    return TypingSlip(Message("yaml-slip.colon-space", text=text), at, match.end(2))


def _in_body(lines: Sequence[str], at: int) -> TypingSlip | None:
    """A line of a long text that is not indented as the others are."""
    for n in range(at - 1, -1, -1):
        match = _BLOCK.match(lines[n])
        if match:
            inner = next((indent_of(line) for line in lines[n + 1 : at] if line.strip()), 0)
            outside = indent_of(lines[at]) <= len(match[1]) < inner
            if not outside or _KEY.match(lines[at]):
                return None
            message = Message("yaml-slip.body", key=match[2], count=inner)
            return TypingSlip(message, at, indent_of(lines[at]))
        if says_something(lines[n]) and not lines[n].startswith(" "):
            return None
    return None


def _dash_forgotten(lines: Sequence[str], at: int) -> TypingSlip | None:
    """A key where the list has its dashes: the dash before it is missing."""
    match = _KEY.match(lines[at])
    if match is None or match[2]:
        return None
    for n in range(at - 1, -1, -1):
        if not says_something(lines[n]) or indent_of(lines[n]) > len(match[1]):
            continue
        dashed = lines[n].lstrip().startswith("- ") and indent_of(lines[n]) == len(match[1])
        return TypingSlip(Message("yaml-slip.dash", key=match[3]), at, len(match[1])) if dashed else None
    return None


def _dash_of_siblings(lines: Sequence[str], at: int) -> TypingSlip | None:
    """A key without the dash that the next entry of its list has."""
    match = _KEY.match(lines[at]) if at >= 0 else None
    if match is None or match[2]:
        return None
    for line in filter(says_something, lines[at + 1 :]):
        if indent_of(line) > len(match[1]):
            continue
        dashed = indent_of(line) == len(match[1]) and (key := _KEY.match(line)) is not None and key[2]
        listed = bool(dashed) and _NO_VALUE.match(lines[at]) is None
        return TypingSlip(Message("yaml-slip.dash", key=match[3]), at, len(match[1])) if listed else None
    before = line_above(lines, at)
    while before >= 0 and indent_of(lines[before]) > len(match[1]):
        before = line_above(lines, before)
    inside = any(indent_of(line) > len(match[1]) for line in filter(says_something, lines[at + 1 :]))
    sibling = before >= 0 and lines[before].startswith(match[1] + "- ")
    return TypingSlip(Message("yaml-slip.dash", key=match[3]), at, len(match[1])) if inside and sibling else None


def _in_brackets(lines: Sequence[str], at: int) -> TypingSlip | None:
    """Braces or brackets of one line: a comma is missing between two keys, or the closing one."""
    bare = _QUOTED.sub(lambda match: "x" * len(match[0]), lines[at])
    start = re.search(r"(?:^ *- +|: +|^ *)([{\[])(?![{%])", bare)
    if start is None:
        return None
    if missing := _FLOW_KEY.search(bare, start.end()):
        return TypingSlip(Message("yaml-slip.comma", key=missing[1]), at, missing.start() + 1)
    if colon := _FLOW_COLON.search(bare, start.end()):
        text = re.split(r", +[a-z_]+: ", lines[at][colon.start(2) :])[0].rstrip(" ]}")
        return TypingSlip(Message("yaml-slip.flow-colon", text=_whole(text)), at, colon.start(2))
    for opened, closed in ("{}", "[]"):
        if bare.count(opened, start.start(1)) > bare.count(closed, start.start(1)) and not bare.rstrip().endswith(","):
            return TypingSlip(Message("yaml-slip.unclosed", opened=opened, closed=closed), at, bare.index(opened))
    return None


def _whole(text: str) -> str:
    """Return a text to its end, with the braces of a place to fill in that it ends with."""
    return text + " }}" * (text.count("{{") > text.count("}}"))


def _columns_above(lines: Sequence[str], at: int) -> Iterator[int]:
    """Yield the columns of the keys that are open at a line, the innermost first."""
    least = 1 << 30
    for n in range(at - 1, -1, -1):
        match = _KEY.match(lines[n]) if says_something(lines[n]) else None
        if match:
            column = len(match[1]) + len(match[2] or "")
            if column < least:
                least = column
                yield column


def _indented(lines: Sequence[str], at: int, above: int) -> TypingSlip | None:
    """A key with a space too many or too few."""
    match = _KEY.match(lines[at])
    before = _KEY.match(lines[above]) if above >= 0 else None
    if match is None or before is None or match[2]:
        return None
    found, columns = len(match[1]), list(_columns_above(lines, at))
    if found in columns or not columns:
        return None
    wanted = min(columns, key=lambda column: abs(column - found))
    which = "deep" if found > wanted else "shallow"
    return TypingSlip(Message(f"yaml-slip.{which}", found=found, wanted=wanted, count=abs(found - wanted)), at, found)


def _dash_indented(lines: Sequence[str], at: int) -> TypingSlip | None:
    """An entry of a list with a space too many or too few before its dash."""
    if not lines[at].lstrip().startswith("- "):
        return None
    found, least, columns = indent_of(lines[at]), 1 << 30, []
    for line in reversed(lines[:at]):
        if says_something(line) and indent_of(line) < least:
            least = indent_of(line)
            columns += [least] if line.lstrip().startswith("- ") else []
    if found in columns or not columns:
        return None
    wanted = min(columns, key=lambda column: abs(column - found))
    which = "deep" if found > wanted else "shallow"
    return TypingSlip(Message(f"yaml-slip.{which}", found=found, wanted=wanted, count=abs(found - wanted)), at, found)


def _colon_in_text(lines: Sequence[str], at: int) -> TypingSlip | None:
    """A second colon in a line: the text behind the first holds one, and has no quotes."""
    match = _TWO_COLONS.match(lines[at])
    if match is None:
        return None
    text = re.sub(r"\s+#.*", "", match[3]).rstrip().replace('"', "'")
    return TypingSlip(Message("yaml-slip.colon-in-text", key=match[2], text=text), at, match.start(3))


def _colon_missing(lines: Sequence[str], at: int) -> TypingSlip | None:
    """A key and its value without the colon between them, among lines that have theirs."""
    match = _NO_COLON.match(lines[at]) if at >= 0 else None
    if match is None:
        return None
    beside = (line_above(lines, at), next((n for n in range(at + 1, len(lines)) if says_something(lines[n])), -1))
    keys = (_KEY.match(lines[n]) for n in beside if n >= 0)
    column = len(match[1])
    if not any(key is not None and len(key[1]) + len(key[2] or "") == column for key in keys):
        return None
    return TypingSlip(Message("yaml-slip.no-colon", key=match[2]), at, match.end(2))


def wrong_value(value: str, style: str, raw: str) -> Message | None:
    """Return what is wrong with a value that the parser took: curly quotes around it, a list with printed bullets."""
    if style:
        return None
    if _CURLY.fullmatch(value):
        return Message("yaml-slip.curly", text=value.strip("“”„‟"))
    if value[:1] in BULLETS and value[1:2] == " " and "\n" in raw:
        return Message("yaml-slip.bullets", char=value[0])
    return None


def flow_comma(text: str, start: int, end: int) -> Message | None:
    """Return what is wrong with a value within braces that a comma in its own brackets cuts: `{when: count(a, b)}`."""
    value = text[start:end]
    if value.count("(") <= value.count(")") or not text[end:].lstrip().startswith(","):
        return None
    depth, at = 0, start
    while at < len(text) and text[at] != "\n" and (depth or text[at] not in ",}]"):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        at += 1
    if depth:  # not cut: never closed
        return None
    return Message("flow-comma", cut=value.strip(), text=text[start:at].strip().replace('"', "'"))


def glued_key(key: str, style: str) -> Message | None:
    """Return what is wrong with a key that holds its value: `{phone:0942215080}`."""
    match = None if style else _GLUED.fullmatch(key)
    return Message("yaml-slip.colon-space", text=f"{match[2]}: {match[3]}") if match else None


def is_text_of_body(key: str) -> bool:
    """Whether a key reads like a line of a text: several words."""
    return " " in key.strip()


def cut_by_comma(text: str, value: str, start: int, end: int) -> Message:
    """Return what is wrong with a word in braces that has no colon: a comma of a text parted it from its value.

    `value`: what is before the comma; from `start` to `end`: the whole text.
    """
    whole = text[start:end].strip()
    return Message("flow-comma.text", cut=value or whole.partition(",")[0], text=whole.replace('"', "'"))


_SYNTAX: tuple[tuple[tuple[str, ...], str, bool], ...] = (
    (("mapping values are not allowed",), "colon", False),
    (("cannot start any token",), "begin", False),
    (("alphabetic or numeric",), "alias", True),
    (("unexpected end of stream", "document indicator"), "quotation", True),
    (("escape",), "text", False),
    (("',' or",), "bracket", True),
    (("node content",), "bracket", False),
    (("expected ':'",), "line", True),
    (("expected key", "'-' indicator", "document start"), "unreadable", False),
    (("block sequence entries",), "list", False),
)
"""Words of libyaml's errors; the variant of our message; whether to show the start of the construct."""


def explain(problem: str, char: str) -> tuple[Message, bool]:
    """Return the message for an error of libyaml, and whether to show the start of the construct."""
    for words, variant, at_start in _SYNTAX:
        if any(each in problem for each in words):
            return Message(f"yaml-syntax.{variant}", **({"char": char} if variant == "begin" else {})), at_start
    return Message("yaml-syntax.unreadable"), False
