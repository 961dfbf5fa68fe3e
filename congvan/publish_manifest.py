"""manifest.json: what was published, with its hash and what it was made from; sorted, one line an output, no clock."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from congvan import __version__
from congvan.publish_paths import is_safe

NAME = "manifest.json"
_encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode


class Row(NamedTuple):
    """One output: SHA-256 (hex), size in bytes, the document and record it is, and what it was made from.

    `key` is the hash of all that decided its bytes (content, template, fonts, program): equal key, equal file.
    """

    sha256: str
    size: int
    document: str = ""
    record: str = ""
    template: str = ""
    inputs: tuple[str, ...] = ()
    key: str = ""


def load(data: bytes) -> dict[str, Row]:
    """The rows of a manifest by path; raises ValueError for what is no manifest. Unsafe paths are passed over."""
    tree = _json(data)
    if not isinstance(tree, dict) or not isinstance(tree.get("outputs"), dict):
        raise ValueError
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}
    rows = {}
    for path, entry in tree["outputs"].items():
        if not isinstance(entry, dict) or not is_safe(path):
            continue
        named, size = entry.get("inputs"), entry.get("size")
        inputs = tuple(map(str, named)) if isinstance(named, list) else ()
        words = {name: str(entry.get(name, "")) for name in ("sha256", "document", "record", "template", "key")}
        rows[path] = Row(size=size if isinstance(size, int) else 0, inputs=shared.setdefault(inputs, inputs), **words)
    return rows


def dump(rows: Iterable[tuple[str, Row]]) -> Iterator[bytes]:
    """The manifest in pieces of some hundred rows; they come in the order of the paths."""
    yield f'{{\n"version": {_encode(__version__)},\n"outputs": {{'.encode()
    lines: list[str] = []
    comma = ""
    for path, row in rows:
        entry: dict[str, Any] = {**row._asdict(), "inputs": list(row.inputs)}
        lines.append(f"{comma}\n{_encode(path)}: {_encode(entry)}")
        comma = ","
        if len(lines) >= 500:
            yield "".join(lines).encode()
            lines.clear()
    yield ("".join(lines) + "\n}\n}\n").encode()


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except RecursionError:  # thousands of brackets
        raise ValueError("nested too deep") from None


def load_journal(data: bytes) -> dict[str, list[str]]:
    """Path → hashes that an interrupted run may have put there; damaged entries count as none."""
    try:
        tree = _json(data)
    except ValueError:
        return {}
    if not isinstance(tree, dict):
        return {}
    rows = ((path, hashes) for path, hashes in tree.items() if is_safe(path) and isinstance(hashes, list))
    return {path: [str(sha) for sha in hashes] for path, hashes in rows}


def dump_journal(journal: Iterable[tuple[str, list[str]]]) -> Iterator[bytes]:
    """The journal in pieces, a path each."""
    start = "{"
    for path, hashes in journal:
        yield f"{start}{_encode(path)}: {_encode(hashes)}".encode()
        start = ", "
    yield b"}" if start == ", " else b"{}"
