"""Add, remove and move entries of a list in a YAML file, and remove keys; every other byte stays.

An entry is its own lines, from its dash to the end of its last line. What is between entries (blank lines,
comments of their own) keeps its place when entries move. An entry is parted from its neighbours as they are from one
another, so that removing what was added gives the same bytes again.
"""

from __future__ import annotations

import copy
import itertools
import re
from typing import Any

from congvan.model.project.splices import Splice
from congvan.model.project.yaml_editor import Edited, checked, verified
from congvan.model.project.yaml_extents import (
    Slot,
    content_end,
    line_end,
    line_start,
    next_line,
    refusal,
    setting_of,
    slots,
    value_at,
)
from congvan.model.project.yaml_reader import KeyPath, Value, YamlSource, parse
from congvan.model.project.yaml_scalars import Setting, written


def add_entries(data: bytes, path: KeyPath, index: int, values: list[Value], *, file: str = "") -> Edited:
    """Return the file with entries added to the list at `path`, the first of them as number `index` from 0."""
    source = parse(data, file)
    values = [checked(source, path, value) for value in values]
    entries = value_at(source, path)
    if not isinstance(entries, list) or not 0 <= index <= len(entries):
        raise refusal(source, path)
    expected: Any = copy.deepcopy(source.data)
    value_at_data(expected, path)[index:index] = values

    def pieces(*, quoted: bool) -> list[Splice]:
        return _insertion(source, path, index, values, quoted)

    return verified(data, source, pieces, expected, path)


def remove_entry(data: bytes, path: KeyPath, *, file: str = "") -> Edited:
    """Return the file without the entry at `path`, whose last step is its number; an empty list stays as `[]`."""
    source = parse(data, file)
    value_at(source, path)
    *above, index = path
    if not isinstance(index, int):
        raise refusal(source, path)
    expected: Any = copy.deepcopy(source.data)
    del value_at_data(expected, tuple(above))[index]
    pieces = _removal(source, tuple(above), index)
    return verified(data, source, lambda *, quoted: pieces, expected, path)


def move_entry(data: bytes, path: KeyPath, to: int, *, file: str = "") -> Edited:
    """Return the file with the entry at `path` as the one number `to` of its list."""
    source = parse(data, file)
    *above, index = path
    there = slots(source, tuple(above))
    if not isinstance(index, int) or not (0 <= index < len(there) and 0 <= to < len(there)):
        raise refusal(source, path)
    order = list(range(len(there)))
    order.insert(to, order.pop(index))
    expected: Any = copy.deepcopy(source.data)
    entries = value_at_data(expected, tuple(above))
    entries[:] = [entries[each] for each in order]
    moved = [
        Splice(slot.start, slot.end, source.text[there[each].start : there[each].end])
        for slot, each in zip(there, order, strict=True)
        if slot != there[each]
    ]
    return verified(data, source, lambda *, quoted: moved, expected, path)


def remove_key(data: bytes, path: KeyPath, *, file: str = "") -> Edited:
    """Return the file without the key at `path`; a mapping that would be empty goes with it, a comment stays."""
    source = parse(data, file)
    value_at(source, path)
    while len(path) > 1 and isinstance(path[-2], str) and len(value_at(source, path[:-1])) == 1:
        path = path[:-1]
    if path not in source.key_spans:
        raise refusal(source, path)
    expected: Any = copy.deepcopy(source.data)
    del value_at_data(expected, path[:-1])[path[-1]]
    alone = len(value_at(source, path[:-1])) == 1
    flow = source.spans[path[:-1]].style == "flow"
    piece = _emptied(source, path[:-1]) if alone else _from_flow(source, path) if flow else _from_block(source, path)
    return verified(data, source, lambda *, quoted: piece, expected, path)


def value_at_data(data: Any, path: KeyPath) -> Any:
    """Return the value at a path of plain data."""
    for step in path:
        data = data[step]
    return data


# -- entries -----------------------------------------------------------------------------------------------------------


def _insertion(source: YamlSource, path: KeyPath, index: int, values: list[Value], quoted: bool) -> list[Splice]:
    there, setting, text = slots(source, path), setting_of(source, path, quoted=quoted), source.text
    if not there:
        return _first(source, path, values, setting)
    near = there[index - 1] if index else there[0]
    if setting.flow:
        new = ", ".join(written(value, setting) for value in values)
        return [Splice(near.end, near.end, f", {new}") if index else Splice(near.start, near.start, f"{new}, ")]
    own = [_entry(source, path, value, setting) for value in values]
    indent = " " * setting.column
    between = setting.newline * (1 + _blank_lines(text, there)) + indent
    if index:
        return [Splice(near.end, near.end, "".join(between + each for each in own))]
    return [Splice(near.start, near.start, "".join(each + between for each in own))]


def _entry(source: YamlSource, path: KeyPath, value: Value, setting: Setting) -> str:
    """Return an entry with its dash, in braces where those of its list are."""
    styles = [source.spans[*path, n].style for n in range(len(value_at(source, path)))]
    braces = styles.count("flow") > styles.count("block") or not value
    if isinstance(value, str):
        return f"- {written(value, setting)}"
    if braces:
        return f"- {written(value, Setting(flow=True, quoted=setting.quoted))}"
    return f"- {written(value, setting.inner())}"


def _blank_lines(text: str, there: list[Slot]) -> int:
    """Return the number of blank lines that part the entries of a list, if all are parted by the same."""
    gaps = [text[left.end : right.start] for left, right in itertools.pairwise(there)]
    counts = {gap.count("\n") - 1 for gap in gaps if not gap.strip()}
    return counts.pop() if len(counts) == 1 and len(gaps) > 0 else 0


def _first(source: YamlSource, path: KeyPath, values: list[Value], setting: Setting) -> list[Splice]:
    """Return the pieces that give an empty list its first entries: lines below its key, where it is not in braces."""
    span, key = source.spans[path], source.key_spans.get(path)
    outer = setting_of(source, path[:-1], quoted=setting.quoted) if path else setting
    line = line_end(source.text, span.end)
    behind = source.text[span.end : line].strip()
    if not path or key is None or outer.flow or (behind and not behind.startswith("#")):
        new = ", ".join(written(value, Setting(flow=True, quoted=setting.quoted)) for value in values)
        return [Splice(span.start, span.end, f"[{new}]")]
    inner = outer.inner()
    lines = written(list(values), inner)
    return [Splice(key.end, span.end, ":"), Splice(line, line, f"{inner.newline}{' ' * inner.column}{lines}")]


def _removal(source: YamlSource, path: KeyPath, index: int) -> list[Splice]:
    there, text = slots(source, path), source.text
    slot, flow = there[index], source.spans[path].style == "flow"
    if len(there) == 1:
        return _emptied_list(source, path)
    if flow and index:
        return [Splice(there[index - 1].end, slot.end, "")]
    if index:
        start = line_start(text, slot.start)
        while start and not text[line_start(text, start - 1) : start].strip():
            start = line_start(text, start - 1)
        return [Splice(line_end(text, start - 1), slot.end, "")]
    if flow or not text[slot.end : there[1].start].strip():
        return [Splice(slot.start, there[1].start, "")]
    if text[line_start(text, slot.start) : slot.start].strip():  # a comment would come behind the dash of a list in it
        raise refusal(source, (*path, index))
    below = next_line(text, slot.end)
    return [Splice(line_start(text, slot.start), below + _blank(text, below), "")]


def _blank(text: str, at: int) -> int:
    """Return the length of the blank lines from a place on."""
    match = re.compile(r"(?:[ \t]*\r?\n)*").match(text, at)
    return len(match.group()) if match else 0


def _emptied_list(source: YamlSource, path: KeyPath) -> list[Splice]:
    span, slot = source.spans[path], slots(source, path)[0]
    if span.style == "flow":
        return [Splice(span.start, span.end, "[]")]
    key, text = source.key_spans.get(path), source.text
    above = line_end(text, line_start(text, slot.start) - 1)
    if key is None or above < key.end or text[line_start(text, slot.start) : slot.start].strip():
        return [Splice(slot.start, slot.end, "[]")]
    return [Splice(key.end, key.end + 1, ": []"), Splice(above, slot.end, "")]


# -- keys --------------------------------------------------------------------------------------------------------------


def _emptied(source: YamlSource, path: KeyPath) -> list[Splice]:
    span = source.spans[path]
    end = span.end if span.style == "flow" else content_end(source, path)
    return [Splice(span.start, end, "{}")]


def _from_flow(source: YamlSource, path: KeyPath) -> list[Splice]:
    keys = list(value_at(source, path[:-1]))
    at = keys.index(path[-1])
    end = content_end(source, path)
    if at:
        return [Splice(content_end(source, (*path[:-1], keys[at - 1])), end, "")]
    return [Splice(source.key_spans[path].start, source.key_spans[*path[:-1], keys[1]].start, "")]


def _from_block(source: YamlSource, path: KeyPath) -> list[Splice]:
    """Return the pieces that take a key and its value away; a comment behind it stays, on a line of its own."""
    text, key, end = source.text, source.key_spans[path], content_end(source, path)
    start, stop = line_start(text, key.start), line_end(text, end)
    behind = text[end:stop].strip()
    heading = text[line_end(text, key.start) : end] if "\n" in text[key.start : end] else ""
    own = _comment(text[key.end : line_end(text, key.start)]) if heading else ""
    kept = " ".join(filter(None, (own, behind)))
    if not text[start : key.start].strip():
        if kept:
            return [Splice(key.start, stop, kept)]
        return [Splice(start, next_line(text, end), "")] if stop < len(text) else [Splice(max(start - 1, 0), stop, "")]
    if kept:  # behind a dash: the next key goes on below
        return [Splice(key.start, stop, kept)]
    return [Splice(key.start, stop + len(text[stop : next_line(text, end)]) + _indent(text, next_line(text, end)), "")]


def _comment(line: str) -> str:
    """Return the comment at the end of the line of a key whose value is below."""
    match = re.match(r":\s*(?:[|>][-+0-9]*)?\s+(#.*)", line)
    return match[1].strip() if match else ""


def _indent(text: str, at: int) -> int:
    match = re.compile(r"(?:[ \t]*\r?\n)* *").match(text, at)
    return len(match.group()) if match else 0
