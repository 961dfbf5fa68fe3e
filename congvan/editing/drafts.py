"""What was typed and not saved yet: `.congvan/drafts/`, a file for each field, given back when the page is opened.

A draft is no change: no build reads it. Saving its value drops it, and so do thirty days.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from congvan.bootstrap.root import kept_folder
from congvan.editing.history import KEPT
from congvan.editing.shapes import pointer
from congvan.editing.writing import OpenFile
from congvan.job import Outcome, Progress, act
from congvan.lazy import dataclass
from congvan.messages import Message
from congvan.problems import EnvironmentFault, Place, Problem, ProblemsFound
from congvan.project.assets import read_one
from congvan.project.atomic_write import write_file
from congvan.project.yaml_reader import KeyPath

FOLDER = "drafts"
LONGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class KeepRequest:
    """`text`: what is in the field now, "" to forget it; `old`, `sha256`: as the form has them for saving."""

    root: Path
    file: str
    path: KeyPath | str
    text: str = ""
    old: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class TypedDraft:
    """A text that was typed and not saved: where it belongs now, what stood there, and when it was typed.

    `path` is None where its entry is not there any more: then the text is shown by itself.
    """

    file: str
    path: KeyPath | None
    text: str
    old: str
    sha256: str
    time: str


@act("keep")
def keep(request: KeepRequest, progress: Progress) -> Outcome:
    """Keep what is being typed, or forget it."""
    if len(request.text) > LONGEST:
        raise ProblemsFound(Problem(Message("draft-long", limit=LONGEST), Place(request.file)))
    try:
        if request.text == request.old:
            drop(request.root, request.file, _path(request))
        else:
            _write(request)
    except OSError as error:
        why = error.strerror or str(error)
        raise EnvironmentFault(Problem(Message("data-unwritable", why=why), Place(request.file))) from None
    return Outcome("keep", data={"file": request.file, "path": pointer(_path(request))})


def _path(request: KeepRequest) -> KeyPath:
    if not isinstance(request.path, str):
        return request.path
    return OpenFile(request.root, request.file, read_one(request.root, request.file)).path(request.path)


def _write(request: KeepRequest) -> None:
    path = _file(request.root, request.file, _path(request))
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    kept = {"file": request.file, "path": list(_path(request)), "text": request.text, "old": request.old}
    write_file(
        path, json.dumps({**kept, "sha256": request.sha256, "time": now}, ensure_ascii=False).encode(), sync=False
    )


def _file(root: Path, file: str, path: KeyPath) -> Path:
    name = hashlib.sha256(f"{file}\0{pointer(path)}".encode()).hexdigest()[:32]
    return Path(kept_folder(root, FOLDER), f"{name}.json")


def drop(root: Path, file: str, path: KeyPath) -> None:
    """Forget what was typed in a field. Raises OSError."""
    with contextlib.suppress(FileNotFoundError):
        _file(root, file, path).unlink()


def drafts_of(root: Path, file: str = "") -> Iterator[TypedDraft]:
    """Yield what was typed and not saved, of one file or of all, the latest first; what is damaged or old is passed
    over.
    """
    now = datetime.datetime.now(datetime.UTC)
    found = [each for each in map(_read, sorted((root / ".congvan" / FOLDER).glob("*.json"))) if each]
    for each in sorted(found, key=lambda one: str(one["time"]), reverse=True):
        fresh = now - datetime.datetime.fromisoformat(each["time"]) <= KEPT
        if fresh and file in ("", each["file"]):
            path = _now(root, each["file"], tuple(each["path"]), each["sha256"])
            yield TypedDraft(each["file"], path, each["text"], each["old"], each["sha256"], each["time"])


def _read(path: Path) -> dict[str, Any] | None:
    try:
        kept: dict[str, Any] = json.loads(path.read_bytes())
        datetime.datetime.fromisoformat(kept["time"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return kept if isinstance(kept.get("path"), list) else None


def _now(root: Path, file: str, path: KeyPath, version: str) -> KeyPath | None:
    try:
        return OpenFile(root, file, read_one(root, file)).now(path, version)
    except ProblemsFound:
        return None


def plain(draft: TypedDraft) -> dict[str, Any]:
    """Return a draft as plain values."""
    return {**asdict(draft), "path": None if draft.path is None else pointer(draft.path)}
