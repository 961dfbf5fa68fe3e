"""Store values in a YAML file in place: comments, layout and every other byte stay unchanged."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from typing import Any

from congvan.messages import Message
from congvan.problems import Problem, ProblemsFound
from congvan.project.yaml_reader import KeyPath, YamlSource, parse, scan
from congvan.text import check_text, nfc

# Values that need no quotes in any context, flow lists included.
_PLAIN = re.compile(r"[^\W_](?:[^:#,\[\]{}\"'\\\s]|[ ](?=\S))*")


def edit(data: bytes, changes: Mapping[KeyPath, str], *, file: str = "", after: str = "") -> bytes:
    """Return the file with the value at each path replaced; missing keys are added to their mapping.

    New keys are written after the key `after` if it is in the same mapping, else at its end. Raises `ProblemsFound` if
    the file is invalid or a value cannot be stored there: the result is parsed again and must differ in exactly these
    values.
    """
    source = parse(data, file)
    flaws = [(path, flaw) for path, value in changes.items() for flaw in check_text(nfc(value))]
    if flaws:
        raise ProblemsFound(Problem(flaw.message, source.place(path)) for path, flaw in flaws)
    pieces = [_piece(source, path, value, after) for path, value in changes.items()]
    text = source.text
    # From the back, so that offsets stay valid; new keys of one mapping keep the order they came in.
    pieces.reverse()
    for start, end, new in sorted(pieces, key=lambda piece: piece[0], reverse=True):
        text = text[:start] + new + text[end:]
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    result = mark + text.encode("utf-8", "surrogatepass")
    if scan(result, file).data != _expected(source, changes):
        raise _refuse(source, next(iter(changes)))
    return result


def _piece(source: YamlSource, path: KeyPath, value: str, after: str) -> tuple[int, int, str]:
    """Return the replacement (start, end, new text) for one change."""
    span, parent = source.spans.get(path), source.spans.get(path[:-1])
    if span is not None and path:
        end = content_end(source, path)
        in_flow = parent is not None and parent.style == "flow"
        new = _scalar(value, span.style)
        if span.start == span.end and not span.style:
            return span.start, end, f" {new}"
        key = source.key_spans.get(path)
        if key and span.style == "block" and not in_flow and "#" not in source.text[key.end : span.start]:
            return key.end, end, f": {new}"
        return span.start, end, new
    siblings: Any = source.data
    for step in path[:-1]:
        try:
            siblings = siblings[step]
        except (KeyError, IndexError, TypeError):
            raise _refuse(source, path) from None
    if not path or not isinstance(siblings, dict) or parent is None:
        raise _refuse(source, path)
    return _addition(source, path, siblings, f"{_scalar(str(path[-1]), '')}: {_scalar(value, '')}", after)


def _addition(
    source: YamlSource, path: KeyPath, siblings: Mapping[str, Any], line: str, after: str
) -> tuple[int, int, str]:
    """Return the replacement that adds a new key to a mapping."""
    parent, text = source.spans[path[:-1]], source.text
    if not siblings:
        return parent.start + 1, parent.start + 1, line
    sibling = after if after in siblings else list(siblings)[-1]
    end = content_end(source, (*path[:-1], sibling))
    if parent.style == "flow":
        return end, end, f", {line}"
    newline = "\r\n" if "\r\n" in text else "\n"
    indent = " " * (source.at(parent.start).column - 1)
    at = text.find("\n", end)
    if at < 0:
        return len(text), len(text), f"{newline}{indent}{line}"
    return at + 1, at + 1, f"{indent}{line}{newline}"


def content_end(source: YamlSource, path: KeyPath) -> int:
    """Return the end offset of the value at `path`, excluding trailing blank lines and comments."""
    span = source.spans[path]
    if span.style in ("|", ">"):
        return len(source.text[: span.end].rstrip())
    if span.style != "block":
        return span.end
    inside = (other for other in source.spans if len(other) == len(path) + 1 and other[: len(path)] == path)
    return max((content_end(source, other) for other in inside), default=span.start)


def _scalar(value: str, style: str) -> str:
    """Return the value as one-line YAML, in the old quoting style if possible."""
    if style == "'" and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    if style != '"' and _PLAIN.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _expected(source: YamlSource, changes: Mapping[KeyPath, str]) -> Any:
    """Return the data after the changes, to compare with the edited file."""
    data: Any = copy.deepcopy(source.data)
    for path, value in changes.items():
        inner = data
        try:
            for key in path[:-1]:
                inner = inner[key]
            inner[path[-1]] = nfc(value)
        except TypeError:  # a change inside a value that another change replaces
            raise _refuse(source, path) from None
    return data


def _refuse(source: YamlSource, path: KeyPath) -> ProblemsFound:
    return ProblemsFound(Problem(Message("yaml-edit", path=".".join(str(key) for key in path)), source.place(path)))
