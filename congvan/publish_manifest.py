"""manifest.json: what was published, with its hash and what it was made from; sorted, one line an output, no clock.

Why rows are decoded when they are asked for: a folder of some years has tens of thousands, of which a run over one
dispatch asks for ten and hands on the lines of all others as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
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


class Lines(Mapping[str, Row]):
    """The rows of a manifest that stands as `dump` writes it, each decoded when it is asked for.

    A line that does not decode counts as none; `line` gives the text of a row as it stands.
    """

    def __init__(self, lines: dict[str, str]) -> None:
        self._lines = lines

    def __getitem__(self, path: str) -> Row:
        try:
            found = _rows({path: _json(self._lines[path])})
        except ValueError:
            raise KeyError(path) from None
        return found[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def line(self, path: str) -> str:
        """What stands in the manifest about an output: its entry, encoded."""
        return self._lines[path]


_HEAD = re.compile(rb'\{\n"version": "[^"\\\n]*",\n"outputs": \{\n(?=")')
_FOOT = b"\n}\n}\n"
_ODD = (b"\\", b"..", b"//", b"/.", b'\n"/')  # of a text that was escaped, or a path that may lead elsewhere


def load(data: bytes) -> Mapping[str, Row]:
    """The rows of a manifest by path; raises ValueError for what is no manifest. Unsafe paths are passed over."""
    head = _HEAD.match(data)
    if head and data.endswith(_FOOT) and not any(odd in data for odd in _ODD):
        try:
            body = data[head.end() : -len(_FOOT)].decode()
            rows = [line[1:].split('": ', 1) for line in body.split(",\n")]
            if body.count("\n") == len(rows) - 1 and body.count('": {"sha256": "') == len(rows):
                return Lines({path: entry for path, entry in rows})
        except ValueError:
            pass  # looked at more closely below
    return read(data)


def read(data: bytes) -> Mapping[str, Row]:
    """The rows of a manifest as `load` gives them, all of them decoded; a damaged line raises ValueError."""
    return _rows(_outputs(data))


def _outputs(data: bytes) -> dict[str, Any]:
    tree = _json(data)
    if not isinstance(tree, dict) or not isinstance(tree.get("outputs"), dict):
        raise ValueError
    outputs: dict[str, Any] = tree["outputs"]
    return outputs


def _rows(outputs: Mapping[str, Any]) -> dict[str, Row]:
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}
    rows = {}
    for path, entry in outputs.items():
        if not isinstance(entry, dict) or not is_safe(path):
            continue
        named, size = entry.get("inputs"), entry.get("size")
        inputs = tuple(map(str, named)) if isinstance(named, list) else ()
        words = {name: str(entry.get(name, "")) for name in ("sha256", "document", "record", "template", "key")}
        rows[path] = Row(size=size if isinstance(size, int) else 0, inputs=shared.setdefault(inputs, inputs), **words)
    return rows


def dump(rows: Iterable[tuple[str, Row | str]]) -> Iterator[bytes]:
    """The manifest in pieces of some hundred rows, or lines of one; they come in the order of the paths."""
    yield f'{{\n"version": {_encode(__version__)},\n"outputs": {{'.encode()
    lines: list[str] = []
    comma = ""
    for path, row in rows:
        line = row if isinstance(row, str) else _encode({**row._asdict(), "inputs": list(row.inputs)})
        lines.append(f"{comma}\n{_encode(path)}: {line}")
        comma = ","
        if len(lines) >= 500:
            yield "".join(lines).encode()
            lines.clear()
    yield ("".join(lines) + "\n}\n}\n").encode()


def _json(data: bytes | str) -> Any:
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
