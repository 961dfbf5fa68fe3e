"""How values are written as YAML: plain where that reads as the same text, else quoted; long texts on their own lines.

Why: a file is read by people too. A text of several lines stays lines, a short one keeps the quotes that it had.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

# Values that need no quotes within braces and brackets, and those that need none on a line of their own.
_PLAIN_IN_FLOW = re.compile(r"[^\W_](?:[^:#,\[\]{}\"'\\\s]|[ ](?=\S))*")
_PLAIN = re.compile(r"[^\W_](?:[^\s:#]|[ ](?=[^\s#])|:(?=\S)|(?<=\S)#)*")
_WIDE = 100
"""Characters of a value in braces; a longer one goes on lines of its own."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a value is written: within braces or not, the column of the block around it, the line end of the file.

    `quoted`: every text in quotes, where a plain one would be read as something else.
    """

    flow: bool
    column: int = 0
    newline: str = "\n"
    quoted: bool = False

    def inner(self) -> Setting:
        """Return the setting two columns further in."""
        return replace(self, column=self.column + 2)


def written(value: Any, setting: Setting, style: str = "") -> str:
    """Return a value as YAML that begins at its place: a text in its old style, a list, or a mapping."""
    if isinstance(value, str):
        return scalar(value, setting, style)
    if setting.flow or not value:
        return _in_braces(value, replace(setting, flow=True))
    between = setting.newline + " " * setting.column
    if isinstance(value, Mapping):
        return between.join(f"{key_text(key)}:{after_key(inner, setting)}" for key, inner in value.items())
    return between.join(
        f"- {written(inner, setting if isinstance(inner, str) else setting.inner())}" for inner in value
    )


def key_text(key: str) -> str:
    """Return a key as YAML."""
    return scalar(str(key), Setting(flow=True))


def after_key(value: Any, setting: Setting) -> str:
    """Return a value as it stands behind the colon of a key at the column of the setting."""
    if isinstance(value, str):
        return f" {scalar(value, setting)}"
    if setting.flow or not value or _is_short(value):
        return f" {_in_braces(value, replace(setting, flow=True))}"
    inner = setting.inner()
    return f"{setting.newline}{' ' * inner.column}{written(value, inner)}"


def _is_short(value: Any) -> bool:
    """Whether a list or mapping of plain texts reads well in braces."""
    inner = list(value.values()) if isinstance(value, Mapping) else list(value)
    flat = all(isinstance(each, str) and "\n" not in each for each in inner)
    return flat and len(_in_braces(value, Setting(flow=True))) <= _WIDE


def _in_braces(value: Any, setting: Setting) -> str:
    if isinstance(value, str):
        return scalar(value, setting)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key_text(key)}: {_in_braces(each, setting)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(_in_braces(each, setting) for each in value) + "]"


def scalar(value: str, setting: Setting, style: str = "") -> str:
    """Return a text as YAML, in the old quoting style if possible."""
    if style == "'" and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    if style != '"' and not setting.quoted and value.lower() != "null":
        if (_PLAIN_IN_FLOW if setting.flow else _PLAIN).fullmatch(value):
            return value
        lines = block_lines(value, setting) if "\n" in value and not setting.flow else None
        if lines is not None and not lines.ends:
            return lines.header + setting.newline + lines.text
    return json.dumps(value, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class BlockText:
    """A text on lines of its own: the header behind the key, the lines, and the line ends that must follow them.

    `ends`: the number of line ends up to the next line of the file; 0: any.
    """

    header: str
    text: str
    ends: int


def block_lines(value: str, setting: Setting, indent: int | None = None) -> BlockText | None:
    """Return a text as a literal block; None if it cannot be one. `indent`: of its lines, by default two more."""
    body = value.rstrip("\n")
    ends = len(value) - len(body)
    first = next(filter(None, body.split("\n")), "")
    if not body.strip(" \n"):
        return None
    indent = setting.column + 2 if indent is None else indent
    digit = str(indent - setting.column) if first.startswith(" ") else ""
    if digit and not 0 < int(digit) < 10:
        return None
    header = "|" + digit + ("-" if not ends else "+" if ends > 1 else "")
    lines = [" " * indent + line if line else "" for line in body.split("\n")]
    return BlockText(header, setting.newline.join(lines), ends if ends > 1 else 0)
