"""What was typed and not saved yet: `.congvan/drafts/`, given back when the page is opened.

A draft is no change: no build reads it. Saving what was typed drops it, and so do thirty days.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from congvan.core.bootstrap.root import kept_folder
from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Place, Problem, ProblemsFound
from congvan.editing.history import KEPT
from congvan.editing.shapes import pointer
from congvan.editing.writing import OpenFile
from congvan.model.project.assets import read_one
from congvan.model.project.atomic_write import write_file
from congvan.model.project.yaml_reader import KeyPath

FOLDER = "drafts"
LONGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class KeepRequest:
    """`draft`: its name, which a page makes up for each field whenever it is opened, so that no tab keeps over another;
    `text`: what is in the field now; `old`, `sha256`: as the form has them for saving. `file` is "" for what is typed
    into a form that is still to be sent; `path` is then whatever its page knows the field by.
    """

    root: Path
    draft: str
    path: KeyPath | str
    file: str = ""
    text: str = ""
    old: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class TypedDraft:
    """A text that was typed and not saved: its name, where it belongs now, what stood there, and when it was typed.

    `path` is None where its entry is not there any more.
    """

    draft: str
    file: str
    path: KeyPath | None
    text: str
    old: str
    sha256: str
    time: str


@act("keep")
def keep(request: KeepRequest, progress: Progress) -> Outcome:
    """Keep what is being typed; what the form has, or the file, is forgotten."""
    if len(request.text) > LONGEST:
        raise ProblemsFound(Problem(Message("draft-long", limit=LONGEST), Place(request.file)))
    path, there = _now_there(request)
    try:
        if request.text in (request.old, there):
            drop(request.root, [request.draft])
        else:
            _write(request, path)
    except OSError as error:
        why = error.strerror or str(error)
        raise EnvironmentFault(Problem(Message("data-unwritable", why=why), Place(request.file))) from None
    return Outcome("keep", data={"file": request.file, "path": pointer(path)})


def _now_there(request: KeepRequest) -> tuple[KeyPath, Any]:
    """Return the path of a field, and the value that is there now."""
    if not request.file:
        return (str(request.path),), None
    file = OpenFile(request.root, request.file, read_one(request.root, request.file))
    path = file.path(request.path)
    now = file.now(path, request.sha256)
    return path, None if now is None else file.value(now)


def _write(request: KeepRequest, path: KeyPath) -> None:
    now = datetime.datetime.now(datetime.UTC)
    written = _file(Path(kept_folder(request.root, FOLDER)), request.draft)
    for each in written.parent.iterdir():
        with contextlib.suppress(FileNotFoundError):  # another request has removed it
            if each.stat().st_mtime < (now - KEPT).timestamp():
                each.unlink()
    kept = {"draft": request.draft, "file": request.file, "path": list(path), "text": request.text}
    more = {"old": request.old, "sha256": request.sha256, "time": now.isoformat(timespec="milliseconds")}
    write_file(written, json.dumps(kept | more, ensure_ascii=False).encode(), sync=False)


def _file(folder: Path, draft: str) -> Path:
    return folder / f"{hashlib.sha256(draft.encode()).hexdigest()[:32]}.json"


def drop(root: Path, names: Iterable[str]) -> None:
    """Forget drafts. Raises OSError."""
    for each in names:
        _file(root / ".congvan" / FOLDER, each).unlink(missing_ok=True)


def drafts_of(root: Path, file: str | None = None) -> Iterator[TypedDraft]:
    """Yield what was typed and not saved, of one file ("": of forms to be sent) or of all, the latest first; what is
    damaged or old is passed over.
    """
    now = datetime.datetime.now(datetime.UTC)
    found = [each for each in map(_read, sorted((root / ".congvan" / FOLDER).glob("*.json"))) if each]
    for each in sorted(found, key=lambda one: str(one["time"]), reverse=True):
        fresh = now - datetime.datetime.fromisoformat(each["time"]) <= KEPT
        if fresh and file in (None, each["file"]):
            path = _now(root, each["file"], tuple(each["path"]), each["sha256"])
            yield TypedDraft(each["draft"], each["file"], path, each["text"], each["old"], each["sha256"], each["time"])


def _read(path: Path) -> dict[str, Any] | None:
    try:
        kept: dict[str, Any] = json.loads(path.read_bytes())
        datetime.datetime.fromisoformat(kept["time"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return kept if isinstance(kept.get("path"), list) and "draft" in kept else None


def _now(root: Path, file: str, path: KeyPath, version: str) -> KeyPath | None:
    try:
        return OpenFile(root, file, read_one(root, file)).now(path, version) if file else path
    except ProblemsFound:
        return None


def plain(draft: TypedDraft) -> dict[str, Any]:
    """Return a draft as plain values."""
    return {**asdict(draft), "path": None if draft.path is None else pointer(draft.path)}
