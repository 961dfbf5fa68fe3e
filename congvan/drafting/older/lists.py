"""Lists that an older project keeps in files of their own move to data/lists/, comments and all.

The entries stay byte by byte as they are, but for keys that lists of today say in their head or no longer have.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from congvan.drafting.older.project import OlderProject
from congvan.drafting.older.text_edits import TextEdits
from congvan.lazy import pattern
from congvan.messages import Message
from congvan.model.lists.head import ListField
from congvan.model.lists.older import OlderList, file_of, older_lists
from congvan.model.lists.read import LISTS
from congvan.model.lists.texts import HeadText
from congvan.problems import Place, Problem, ProblemsFound
from congvan.project.yaml_reader import parse

_SCHEMA = pattern(r"# yaml-language-server: \$schema=\S+[ \t]*(?:\r\n|\n)?")


def move_lists(project: OlderProject) -> None:
    """Move every older list to data/lists/. Raises ProblemsFound where a file is in the way."""
    for identifier, older in older_lists().items():
        old, new = file_of(identifier), f"{LISTS}{older.id}.yaml"
        if old not in project.files:
            continue
        if new in project.files:
            raise ProblemsFound(Problem(Message("list-moved", other=new), Place(old)))
        project.put(new, _with_head(_entries(project.files[old], old, older), old, identifier, older), old)


def _entries(data: bytes, name: str, older: OlderList) -> bytes:
    """Return the file without the keys of entries that its head says now, or that nothing reads any more."""
    edits = TextEdits(data, name)
    for index, entry in enumerate(edits.data if isinstance(edits.data, list) else ()):
        if not isinstance(entry, dict):
            continue
        for key in older.without:
            if key in entry:
                edits.remove((index, key))
        for key, prefix in older.own.items():
            if isinstance(entry.get(key), dict):
                _own_receiver(edits, (index, key), entry, prefix, older)
    return edits.result()


def _own_receiver(
    edits: TextEdits, at: tuple[str | int, ...], entry: Mapping[str, Any], prefix: str, older: OlderList
) -> None:
    """Leave a receiver to the rule of the head, where that says the same; otherwise keep it as the entry's own."""
    said = entry[str(at[-1])]
    if said == {"id": f"{prefix}-{entry.get('id')}", "name": _by_rule(entry, prefix, older)}:
        edits.remove(at)
        return
    kept = ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in said.items())
    edits.replace(at, "receives", f"{{{prefix}: {{{kept}}}}}")


def _by_rule(entry: Mapping[str, Any], prefix: str, older: OlderList) -> str:
    """Return the name that the head gives to a receiver of an entry."""
    rules = older.list.receives if isinstance(older.list.receives, dict) else {}
    known = [*entry, "heading", "sentence"]
    try:
        sentence = HeadText(older.list.sentence, known).fill(entry)
        return HeadText(rules[prefix], known).fill({**entry, "sentence": sentence})
    except (ValueError, KeyError, AttributeError):
        return ""


def _with_head(data: bytes, name: str, identifier: str, older: OlderList) -> bytes:
    """Return the file with the head of its list above its entries."""
    source = parse(data, name)
    newline = "\r\n" if "\r\n" in source.text else "\n"
    text = _SCHEMA.sub(f"# yaml-language-server: $schema=../schema/list.json{newline}", source.text, count=1)
    start = source.spans[()].start + len(text) - len(source.text)
    flow = source.spans[()].style == "flow"
    head = newline.join(_head_lines(identifier, older))
    entries = "entries: " if flow else f"entries:{newline}"
    start = start if flow else _line_start(text, start)
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    return mark + f"{text[:start]}{head}{newline}{newline}{entries}{text[start:]}".encode()


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _head_lines(identifier: str, older: OlderList) -> Iterator[str]:
    """Yield the lines of a head: what the list is called, how its entries read, its former name."""
    yield "list:"
    yield f"  also: {identifier}"
    for key in ("label", "one"):
        yield f"  {key}: {getattr(older.list, key)}"
    for key in ("heading", "sentence"):
        if key in older.list.model_fields_set:
            yield f'  {key}: "{getattr(older.list, key)}"'
    receives = older.list.receives
    if isinstance(receives, str):
        yield f'  receives: "{receives}"'
    elif receives:
        each = ", ".join(f'{prefix}: "{text}"' for prefix, text in receives.items())
        yield f"  receives: {{{each}}}"
    if older.list.fields:
        yield "  fields:"
        yield from (f"    {name}: {_field(each)}" for name, each in older.list.fields.items())


def _field(each: ListField) -> str:
    pairs = [f"type: {each.type}"]
    if each.label:
        pairs.append(f"label: {json.dumps(each.label, ensure_ascii=False) if ',' in each.label else each.label}")
    if each.choices:
        pairs.append(f"choices: [{', '.join(each.choices)}]")
    return f"{{{', '.join(pairs)}}}"
