"""Where values, keys and entries of a YAML file begin and end, so that one can be replaced and the rest stays."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from congvan.core.messages import Message
from congvan.core.problems import Problem, ProblemsFound
from congvan.model.project.yaml_reader import KeyPath, YamlSource
from congvan.model.project.yaml_scalars import Setting

BLOCKS = ("|", ">")
_HEADER = re.compile(r"[|>](?:[+-]([1-9])?|([1-9])?[+-]?)")


class Slot(NamedTuple):
    """An entry of a list: from its dash, or its first character within brackets, to the end of its last line."""

    start: int
    end: int


def refusal(source: YamlSource, path: KeyPath) -> ProblemsFound:
    """Return the error for a value that cannot be stored at a path."""
    return ProblemsFound(Problem(Message("yaml-edit", path=".".join(str(key) for key in path)), source.place(path)))


def value_at(source: YamlSource, path: KeyPath) -> Any:
    """Return the value at a path; raises `ProblemsFound` where there is none."""
    value: Any = source.data
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            raise refusal(source, path) from None
    return value


def column_of(source: YamlSource, path: KeyPath) -> int:
    """Return the column, from 0, of the keys or dashes of the collection at a path."""
    return source.at(source.spans[path].start).column - 1


def setting_of(source: YamlSource, path: KeyPath, *, quoted: bool = False) -> Setting:
    """Return how values of the collection at a path are written."""
    flow = source.spans[path].style == "flow"
    return Setting(flow, 0 if flow else column_of(source, path), newline_of(source.text), quoted)


def newline_of(text: str) -> str:
    """Return the line end of a file."""
    return "\r\n" if "\r\n" in text else "\n"


def line_end(text: str, at: int) -> int:
    """Return the offset of the end of the line, before its line end."""
    found = text.find("\n", at)
    if found < 0:
        return len(text)
    return found - 1 if text[found - 1 : found] == "\r" else found


def line_start(text: str, at: int) -> int:
    """Return the offset of the beginning of the line."""
    return text.rfind("\n", 0, at) + 1


def next_line(text: str, at: int) -> int:
    """Return the offset of the beginning of the next line, or the end of the text."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def content_end(source: YamlSource, path: KeyPath) -> int:
    """Return the end offset of the value at `path`, excluding trailing blank lines and comments."""
    span = source.spans[path]
    if span.style in BLOCKS:
        return block_extent(source, path)[1]
    if span.style != "block":
        return span.end
    value = value_at(source, path)
    inside = range(len(value)) if isinstance(value, list) else value
    return max((content_end(source, (*path, step)) for step in inside), default=span.start)


def block_extent(source: YamlSource, path: KeyPath) -> tuple[int, int, int]:
    """Return where the header of a literal or folded text ends, where its last line ends, and its indentation."""
    span, text = source.spans[path], source.text
    header = _HEADER.match(text, span.start)
    first = next_line(text, span.start)
    digit = header and (header[1] or header[2])
    inner = text[first : span.end]
    if digit and path:
        indent = column_of(source, path[:-1]) + int(digit)
    else:
        filled = re.search(r"(?m)^( *)[^ \r\n]", inner)
        indent = len(filled[1]) if filled else 0
    end = line_end(text, span.start)
    at = first
    while at < span.end:
        stop = line_end(text, at)
        line = text[at : min(stop, span.end)]
        if line.strip(" ") or (indent and len(line) > indent):
            end = min(stop, span.end)
        at = next_line(text, at)
    return (header.end() if header else span.start + 1), end, indent


def slots(source: YamlSource, path: KeyPath) -> list[Slot]:
    """Return where each entry of the list at a path is."""
    entries = value_at(source, path)
    if not isinstance(entries, list):
        raise refusal(source, path)
    found = []
    for index in range(len(entries)):
        span, end = source.spans[*path, index], content_end(source, (*path, index))
        if source.spans[path].style == "flow":
            found.append(Slot(span.start, end))
        else:
            found.append(Slot(_dash(source, path, index), line_end(source.text, end)))
    return found


def _dash(source: YamlSource, path: KeyPath, index: int) -> int:
    """Return the offset of the dash of an entry."""
    first, text = source.spans[path].start, source.text
    if not index:
        return first
    column, start = column_of(source, path), line_start(text, source.spans[*path, index].start)
    while start > first:
        at = start + column
        if text[at : at + 1] == "-" and not text[start:at].strip(" "):
            return at
        start = line_start(text, start - 1)
    raise refusal(source, (*path, index))
