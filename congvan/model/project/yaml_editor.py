"""Store values in a YAML file in place: comments, layout and every other byte stay unchanged.

A change is a value set, a key removed, or an entry of a list added, removed or moved (`yaml_entries`). Whatever it is,
the result is parsed again and must differ in exactly that.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from congvan.core.problems import Problem, ProblemsFound, blocking
from congvan.core.text import check_text, nfc
from congvan.model.project.splices import Splice, spliced
from congvan.model.project.yaml_extents import (
    BLOCKS,
    block_extent,
    content_end,
    line_end,
    next_line,
    refusal,
    setting_of,
    value_at,
)
from congvan.model.project.yaml_reader import KeyPath, Value, YamlSource, parse, scan
from congvan.model.project.yaml_scalars import BlockText, Setting, after_key, block_lines, key_text, scalar, written

MARK = b"\xef\xbb\xbf"


class Edited(NamedTuple):
    """A changed file: its bytes, and the pieces of its text that were replaced (offsets without a byte order mark)."""

    data: bytes
    splices: list[Splice]


def edit(data: bytes, changes: Mapping[KeyPath, Value], *, file: str = "", after: str | Sequence[str] = "") -> bytes:
    """Return the file with the value at each path replaced; missing keys are added to their mapping.

    New keys are written after the key `after` if it is in the same mapping, or the last of these that is; else at its
    end. Raises `ProblemsFound` if the file is invalid or a value cannot be stored there.
    """
    return stored(data, changes, file=file, after=after).data


def stored(data: bytes, changes: Mapping[KeyPath, Value], *, file: str = "", after: str | Sequence[str] = "") -> Edited:
    """Do what `edit` does; return the pieces that it replaced too."""
    source = parse(data, file)
    changes = {path: checked(source, path, value) for path, value in changes.items()}
    above = (after,) if isinstance(after, str) else after

    def pieces(*, quoted: bool) -> list[Splice]:
        return [piece for path, value in changes.items() for piece in _pieces(source, path, value, above, quoted)]

    return verified(data, source, pieces, _expected(source, changes), next(iter(changes), ()))


def verified(data: bytes, source: YamlSource, pieces: Any, expected: Value, path: KeyPath = ()) -> Edited:
    """Return the file with pieces replaced that `pieces(quoted=…)` gives, if it then reads as expected.

    Plain texts are tried first; where the reader takes one for something else, all new texts are quoted.
    """
    mark = MARK if data.startswith(MARK) else b""
    for quoted in (False, True):
        splices = pieces(quoted=quoted)
        try:
            text = spliced(source.text, splices)
        except ValueError:  # a change inside a value that another change replaces
            break
        result = mark + text.encode("utf-8", "surrogatepass")
        read = scan(result, source.file)
        if read.data == expected and not blocking(read.problems):
            return Edited(result, splices)
    raise refusal(source, path)


def checked(source: YamlSource, path: KeyPath, value: Value) -> Value:
    """Return a value in NFC; raises `ProblemsFound` for characters that no file may hold."""
    if isinstance(value, str):
        value = nfc(value)
        flaws = check_text(value)
        if flaws:
            raise ProblemsFound(Problem(flaw.message, source.place(path)) for flaw in flaws)
        return value
    if isinstance(value, list):
        return [checked(source, path, each) for each in value]
    if isinstance(value, dict):
        return {nfc(key): checked(source, path, each) for key, each in value.items()}
    raise refusal(source, path)


def _pieces(source: YamlSource, path: KeyPath, value: Value, above: Sequence[str], quoted: bool) -> list[Splice]:
    """Return the pieces to replace for one change."""
    span = source.spans.get(path)
    if span is None or not path:
        return [_addition(source, path, value, above, quoted)]
    setting = setting_of(source, path[:-1], quoted=quoted)
    if span.style in BLOCKS and isinstance(value, str):
        return _lines(source, path, value, setting)
    end = content_end(source, path)
    if isinstance(value, str) and "\n" in value and not setting.flow and span.style not in ("'", '"', "flow"):
        lines = block_lines(value, setting)
        if lines is not None and line_end(source.text, end) == end:
            return [_with_ends(source, _from_key(source, path, end), lines, setting)]
    if span.start == span.end and not span.style:
        return [Splice(span.start, end, f" {_on_one_line(value, setting)}")]
    key = source.key_spans.get(path)
    if key and span.style == "block" and not setting.flow and "#" not in source.text[key.end : span.start]:
        return [Splice(key.end, end, ":" + after_key(value, setting))]
    return [Splice(span.start, end, _on_one_line(value, setting, span.style))]


def _on_one_line(value: Value, setting: Setting, style: str = "") -> str:
    """Return a value that is followed by what is behind the old one: a comma, a comment."""
    if isinstance(value, str):
        return scalar(value, Setting(setting.flow, quoted=setting.quoted or "\n" in value), style)
    return written(value, Setting(flow=True, quoted=setting.quoted))


def _from_key(source: YamlSource, path: KeyPath, end: int) -> Splice:
    """Return the piece from behind a key, or a dash, to the end of its value, and what introduces a new value."""
    span, key = source.spans[path], source.key_spans.get(path)
    if key is not None and (span.style == "block" or span.start == span.end):
        return Splice(key.end, end, ": ")
    return Splice(span.start, end, " " if span.start == span.end else "")


def _with_ends(source: YamlSource, piece: Splice, lines: BlockText, setting: Setting) -> Splice:
    """Return the piece with a text on lines of its own, and as many line ends behind it as the text has."""
    end, text = piece.end, piece.new + lines.header + setting.newline + lines.text
    return Splice(piece.start, *_ended(source.text, end, text, lines, setting))


def _ended(text: str, end: int, new: str, lines: BlockText, setting: Setting) -> tuple[int, str]:
    if not lines.ends:
        return end, new + ("" if end < len(text) or lines.header.endswith("-") else setting.newline)
    while end < len(text) and not text[end : line_end(text, end)].strip():
        end = next_line(text, end)
    return end, new + setting.newline * lines.ends


def _lines(source: YamlSource, path: KeyPath, value: str, setting: Setting) -> list[Splice]:
    """Return the pieces for a text that is on lines of its own: a comment behind its header stays."""
    span, text = source.spans[path], source.text
    header, end, indent = block_extent(source, path)
    lines = None if setting.quoted else block_lines(value, setting, indent or None)
    first = line_end(text, span.start)
    if lines is None:
        return [Splice(span.start, header, scalar(value, setting, '"')), Splice(first, max(first, end), "")]
    end, new = _ended(text, max(first, end), setting.newline + lines.text, lines, setting)
    return [Splice(span.start, header, lines.header), Splice(first, end, new)]


def _addition(source: YamlSource, path: KeyPath, value: Value, above: Sequence[str], quoted: bool) -> Splice:
    """Return the piece that adds a key to its mapping; mappings around it that are missing are added too."""
    while path[:-1] and path[:-1] not in source.spans and isinstance(path[-1], str):
        path, value, above = path[:-1], {str(path[-1]): value}, ()
    if not path or path[:-1] not in source.spans:
        raise refusal(source, path)
    siblings = value_at(source, path[:-1])
    if not isinstance(siblings, dict):
        raise refusal(source, path)
    parent, text = source.spans[path[:-1]], source.text
    setting = setting_of(source, path[:-1], quoted=quoted)
    line = f"{key_text(str(path[-1]))}:{after_key(value, setting)}"
    if not siblings:
        return Splice(parent.start + 1, parent.start + 1, line)
    if path[-1] == "id":  # an id leads its entry
        start = source.key_spans[*path[:-1], next(iter(siblings))].start
        return Splice(start, start, f"{line}{', ' if setting.flow else setting.newline + ' ' * setting.column}")
    sibling = next((key for key in reversed(above) if key in siblings), list(siblings)[-1])
    end = content_end(source, (*path[:-1], sibling))
    if setting.flow:
        return Splice(end, end, f", {line}")
    indent, at = " " * setting.column, next_line(text, end)
    if at == len(text) and not text.endswith("\n"):
        return Splice(at, at, f"{setting.newline}{indent}{line}")
    return Splice(at, at, f"{indent}{line}{setting.newline}")


def _expected(source: YamlSource, changes: Mapping[KeyPath, Value]) -> Any:
    """Return the data after the changes, to compare with the edited file."""
    data: Any = copy.deepcopy(source.data)
    for path, value in changes.items():
        if not path:
            raise refusal(source, path)
        inner = data
        try:
            for key, following in itertools.pairwise(path):
                if isinstance(inner, dict) and key not in inner and isinstance(following, str):
                    inner[key] = {}
                inner = inner[key]
            inner[path[-1]] = value
        except (TypeError, KeyError, IndexError):  # a change inside a value that another change replaces
            raise refusal(source, path) from None
    return data
