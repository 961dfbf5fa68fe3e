"""manifest.json: every published file with its hash and inputs; sorted, one line per output, no timestamps.

Why rows are decoded lazily: after some years a folder has tens of thousands, of which a run over one dispatch needs
ten; the lines of all others are copied unchanged.
"""

from __future__ import annotations

import errno
import json
import os
import re
import stat
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from itertools import chain
from typing import Any, NamedTuple

from congvan import __version__
from congvan.core.problems import EnvironmentFault
from congvan.publishing.errors import unreadable_output
from congvan.publishing.paths import OPEN_FILE, OutputTree, is_safe

NAME = "manifest.json"
OUTPUTS = "outputs"  # its folder in a project
_DIGEST = re.compile(r"[0-9a-f]{64}")
_encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode


def manifest_bytes(tree: OutputTree) -> bytes:
    """Return the manifest's bytes, b"" if there is none, b"?" if it is not a regular file. Raises
    `EnvironmentFault`.
    """
    try:
        handle = os.open(NAME, OPEN_FILE, dir_fd=tree.root)
        with os.fdopen(handle, "rb") as file:
            return file.read() if stat.S_ISREG(os.fstat(handle).st_mode) else b"?"
    except FileNotFoundError:
        return b""
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):  # a link, a socket
            return b"?"
        raise EnvironmentFault(unreadable_output(tree.folder, NAME, error)) from None


class ManifestRow(NamedTuple):
    """One output: SHA-256 (hex), size in bytes, its document and record, and what it was made from.

    `key` is the hash of everything that determines its bytes (content, template, fonts, program). `made_by`: another
    program that made it, its version and the fonts, which determine its bytes too.
    """

    sha256: str
    size: int
    document: str = ""
    record: str = ""
    template: str = ""
    inputs: tuple[str, ...] = ()
    key: str = ""
    made_by: str = ""


class NewRows(MutableMapping[str, ManifestRow]):
    """The rows of a build by path. Why not a dict: a build keeps them all, and half of each is hexadecimal digits; what
    thousands of rows share (document, template, inputs) is kept once.
    """

    def __init__(self) -> None:
        self._packed: dict[str, tuple[Any, ...]] = {}  # digests and size, or the row itself; record; what rows share
        self._shared: dict[tuple[Any, ...], tuple[Any, ...]] = {}

    def __contains__(self, path: object) -> bool:
        return path in self._packed

    def __getitem__(self, path: str) -> ManifestRow:
        packed, record, shared = self._packed[path]
        if isinstance(packed, ManifestRow):
            return packed
        document, template, inputs, made_by = shared
        sha256, key, size = packed[:32].hex(), packed[32:-8].hex(), int.from_bytes(packed[-8:])
        return ManifestRow(sha256, size, document, record, template, inputs, key, made_by)

    def __setitem__(self, path: str, row: ManifestRow) -> None:
        if not _DIGEST.fullmatch(row.sha256) or not (row.key == "" or _DIGEST.fullmatch(row.key)):
            self._packed[path] = (row, row.record, ())
            return
        common = (row.document, row.template, row.inputs, row.made_by)
        shared = self._shared.setdefault(common, common)
        self._packed[path] = (bytes.fromhex(row.sha256 + row.key) + row.size.to_bytes(8), row.record, shared)

    def __delitem__(self, path: str) -> None:
        del self._packed[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


class ManifestRows(Mapping[str, ManifestRow]):
    """The rows of a manifest by path, decoded lazily.

    Lines that cannot be decoded, or whose path is not safe, are ignored.
    """

    def __init__(self, lines: list[bytes]) -> None:
        self._lines = lines  # sorted, each `"path": {…}`

    def __getitem__(self, path: str) -> ManifestRow:
        at = self._at(path)
        if at < 0:
            raise KeyError(path)
        try:
            return _rows(_json(b"{%b}" % self._lines[at]))[path]
        except ValueError:
            raise KeyError(path) from None

    def __iter__(self) -> Iterator[str]:
        return filter(is_safe, map(_path, self._lines))

    def __len__(self) -> int:
        return len(self._lines)

    def _at(self, path: str) -> int:
        """Return the index of a path's line, -1 if it has none."""
        start = b"%b: " % _start(path)
        at = bisect_left(self._lines, start)
        return at if at < len(self._lines) and self._lines[at].startswith(start) else -1

    def under(self, folder: str) -> Iterator[str]:
        """Yield the paths that begin with `folder` ("cong-van-1/"), in order."""
        start = _start(folder)[:-1]
        for at in range(bisect_left(self._lines, start), len(self._lines)):
            if not self._lines[at].startswith(start):
                return
            if is_safe(path := _path(self._lines[at])):
                yield path

    def records(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield path and record of every output with this file name directly below a folder."""
        mark = name.encode()
        pattern = re.compile(rb'("[^"/]+/%b"): .*?"record": ("(?:[^"\\]|\\.)*")' % re.escape(mark))
        for line in self._lines:
            if mark in line and (match := pattern.match(line)):
                path, record = json.loads(b"[%b,%b]" % match.groups())
                if is_safe(path):
                    yield path, record

    def changed(self, rows: Mapping[str, ManifestRow], without: Iterable[str] = ()) -> Iterator[bytes]:
        """Yield the new manifest in pieces: these rows, plus the existing lines of all others, unchanged; those that
        cannot be decoded are dropped.

        `without`: paths to leave out.
        """
        dropped = {self._at(path) for path in chain(rows, without)} if self._lines else set()
        others = (line for at, line in enumerate(self._lines) if at not in dropped)
        return _written(_merged([line for line in others if _ORDINARY.fullmatch(line) or _is_row(line)], rows))


def _merged(kept: list[bytes], rows: Mapping[str, ManifestRow]) -> Iterator[list[bytes]]:
    """Merge kept lines and new rows in order; yield them in batches."""
    at = 0
    batch: list[bytes] = []
    for path in sorted(rows, key=_start):
        start = _start(path)
        to = bisect_left(kept, start, at)
        row = rows[path]
        entry: dict[str, Any] = {**row._asdict(), "inputs": list(row.inputs)}
        if not row.made_by:
            del entry["made_by"]
        batch += [*kept[at:to], b"%b: %b" % (start, _encode(entry).encode())]
        at = to
        if len(batch) >= _PIECE:
            yield batch
            batch = []
    yield batch + kept[at:]


def _written(pieces: Iterable[list[bytes]]) -> Iterator[bytes]:
    yield f'{{\n"version": {_encode(__version__)},\n"outputs": {{'.encode()
    comma = b"\n"
    for lines in filter(None, pieces):
        yield comma
        yield b",\n".join(lines)
        comma = b",\n"
    yield _FOOT


def _start(path: str) -> bytes:
    """Return the beginning of a path's line, the sort key of the lines."""
    return _encode(path).encode()


def _is_row(line: bytes) -> bool:
    """Whether a line can be decoded, and its path is safe."""
    try:
        return bool(_rows(_json(b"{%b}" % line)))
    except ValueError:
        return False


def _path(line: bytes) -> str:
    """Return the path of a line, "" if it is malformed."""
    try:
        return str(_json(line[: line.index(b'": ') + 1]))
    except ValueError:
        return ""


_PIECE = 500
# A line that need not be decoded: its path is safe, as `"a-b/c.pdf": `, with no name reserved by Windows.
_NAME = rb'(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])[./"])[a-z0-9][a-z0-9_-]{0,80}(?:\.[a-z]{1,5})?'
_TEXT = rb'"[^"\\\x00-\x1f]*"'
_VALUES = (
    rb'"size": (?:0|[1-9][0-9]{0,14}), "document": T, "record": T, "template": T, "inputs": \[(?:T(?:, T)*)?\]'
    rb', "key": T(?:, "made_by": T)?'
)
_ORDINARY = re.compile(
    rb'"(?:%b(?:/(?=[a-z0-9])|(?=")))+": \{"sha256": "[0-9a-f]{64}", %b\}' % (_NAME, _VALUES.replace(b"T", _TEXT))
)
_HEAD = re.compile(rb'\{\n"version": "[^"\\\n]*",\n"outputs": \{\n(?=")')
_FOOT = b"\n}\n}\n"


def load(data: bytes) -> ManifestRows:
    """Return the rows of a manifest, ignoring unsafe paths; raises ValueError if it is not a manifest.

    A manifest in the format that we write is not decoded yet.
    """
    head = _HEAD.match(data)
    if head and data.endswith(_FOOT):
        body = data[head.end() : -len(_FOOT)]
        lines = body.split(b",\n")
        complete = len(lines) == body.count(b"\n") + 1 == body.count(b'": {"sha256": "')
        if complete and lines == sorted(lines) and _is_text(body):
            return ManifestRows(lines)
    return ManifestRows([line for lines in _merged([], read(data)) for line in lines])


def _is_text(data: bytes) -> bool:
    try:
        return bool(data.decode())
    except UnicodeDecodeError:
        return False


def read(data: bytes) -> dict[str, ManifestRow]:
    """Decode all rows of a manifest; raises ValueError if any line is damaged."""
    return _rows(_outputs(data))


def dump(rows: Iterable[tuple[str, ManifestRow]]) -> Iterator[bytes]:
    """Yield the manifest of these rows in pieces of some hundred lines."""
    return ManifestRows([]).changed(dict(rows))


def _outputs(data: bytes) -> dict[str, Any]:
    tree = _json(data)
    if not isinstance(tree, dict) or not isinstance(tree.get("outputs"), dict):
        raise ValueError
    return dict(tree["outputs"])


def _rows(outputs: Mapping[str, Any]) -> dict[str, ManifestRow]:
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}
    rows = {}
    for path, entry in outputs.items():
        if not isinstance(entry, dict) or not is_safe(path):
            continue
        listed, size = entry.get("inputs"), entry.get("size")
        inputs = tuple(map(str, listed)) if isinstance(listed, list) else ()
        texts = {
            name: str(entry.get(name, "")) for name in ("sha256", "document", "record", "template", "key", "made_by")
        }
        size = size if isinstance(size, int) else 0
        rows[path] = ManifestRow(size=size, inputs=shared.setdefault(inputs, inputs), **texts)
    return rows


def _json(data: bytes | str) -> Any:
    try:
        return json.loads(data)
    except RecursionError:  # thousands of brackets
        raise ValueError("nested too deep") from None


def load_journal(data: bytes) -> dict[str, list[str]]:
    """Return path → hashes that an interrupted run may have written there; damaged entries are ignored."""
    try:
        tree = _json(data)
    except ValueError:
        return {}
    if not isinstance(tree, dict):
        return {}
    rows = ((path, hashes) for path, hashes in tree.items() if is_safe(path) and isinstance(hashes, list))
    return {path: [str(sha) for sha in hashes] for path, hashes in rows}


def dump_journal(journal: Iterable[tuple[str, list[str]]]) -> Iterator[bytes]:
    """Yield the journal in pieces, one per path."""
    start = "{"
    for path, hashes in journal:
        yield f"{start}{_encode(path)}: {_encode(hashes)}".encode()
        start = ", "
    yield b"}" if start == ", " else b"{}"
