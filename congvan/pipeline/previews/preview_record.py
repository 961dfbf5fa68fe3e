"""The record that a preview shows, with its content: worked out from the data, or kept from an earlier run.

Why kept: an officer who tries out a template changes it and not the data. Reading the data, checking them and making
the contents take most of the time before the pages are laid out, and most of the modules to import. What is kept is of
the same bytes of the data, the same program and no database but the one that was there, or it is not used.
"""

from __future__ import annotations

import marshal
from dataclasses import fields
from pathlib import Path

from congvan.core.bootstrap.no_op import day_of_returns
from congvan.core.cache import DiskCache
from congvan.core.job import Job
from congvan.model.project.assets import Assets
from congvan.model.project.facts_key import facts_key
from congvan.pipeline.previews.preview_request import PreviewRecord, PreviewRequest

KIND = "preview-record"  # of entries in the cache
MOST_KEPT = 2_000_000  # bytes of them
_KEPT = ("path", "document", "record", "format", "template", "content", "sheet")  # of a job that binds no other


def record_of(request: PreviewRequest, files: Assets, cache: DiskCache) -> PreviewRecord:
    """Return the record that is asked for. Raises ProblemsFound for errors in the data, UsageError if there is none."""
    key = _key(request, files)
    kept = cache.get(KIND, key) if key else None
    if kept is not None and (found := _unpacked(kept)) is not None:
        return found
    from congvan.pipeline.previews.preview_choice import choose

    found = choose(request, files)
    if key and (packed := _packed(found)):
        cache.put(KIND, key, packed)
        cache.trim(KIND, MOST_KEPT)
    return found


def _key(request: PreviewRequest, files: Assets) -> str:
    """Return the hash of all that the record depends on; "" where that can't be told for certain."""
    asked = Path(request.template)
    there = [str(path.resolve()) for path in _candidates(request.root, asked) if path.is_file()]
    about = [request.template, request.record, request.document, day_of_returns(str(request.root)), *there]
    return facts_key(request.root, files, about)


def _candidates(root: Path, asked: Path) -> tuple[Path, ...]:
    return asked, root / asked, root / "templates" / asked


def _packed(found: PreviewRecord) -> bytes | None:
    """Return a record as bytes; None if its job holds more than a content of plain values."""
    defaults = {each.name: each.default for each in fields(Job) if each.name not in _KEPT}
    if any(getattr(found.job, name) != default for name, default in defaults.items()):
        return None
    try:
        return marshal.dumps((found.name, str(found.path), [getattr(found.job, name) for name in _KEPT]))
    except ValueError:
        return None


def _unpacked(data: bytes) -> PreviewRecord | None:
    """Return a record from its bytes; None for damaged ones."""
    try:
        name, path, values = marshal.loads(data)
        return PreviewRecord(name, Path(path), Job(**dict(zip(_KEPT, values, strict=True))))
    except (EOFError, TypeError, ValueError):
        return None
