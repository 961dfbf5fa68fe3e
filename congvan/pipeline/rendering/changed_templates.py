"""Compile the changed templates of a project ahead, before the records that need them are planned.

Why: after an edit of a template half of what a letter takes is its compilation, which a second core can do while the
data are read and the documents planned. The result goes to the cache, from which the renderer takes it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from congvan.core.cache import FOLDER, DiskCache
from congvan.core.problems import ProblemsFound
from congvan.formats.docx import template as docx
from congvan.formats.docx_html.template import compile_template
from congvan.pipeline.rendering.inspection import decree_problems
from congvan.pipeline.rendering.limits import LimitExceeded, limited

LARGEST_CHECKED = 1 << 18
"""Bytes of a template up to which it is checked ahead: a larger one could keep somebody waiting."""


def compile_changed(root: Path, wanted: Callable[[], bool]) -> None:
    """Compile the DOCX templates below a project's templates/ of which the cache has none, the newest first; stop
    before the next one when something else is `wanted`. What is wrong with one is reported for the record
    that needs it.
    """
    cache = DiskCache(root / FOLDER)
    for path, data in _newest_first(root):
        if wanted():
            return
        if not docx.is_compiled(data, cache):
            with contextlib.suppress(*_REPORTED_LATER), limited():
                _ = compile_template(data, name=path.name, cache=cache).notes


def check_newest(root: Path, wanted: Callable[[], bool]) -> None:
    """Check the newest DOCX template as letters are checked, to warm the checker up; what it finds is dropped.

    Why: the first check of a process compiles the patterns of the rules and reads the lists of names, and so takes
    several times as long as the next one. A second core has time for it while the data are read.
    """
    path, data = next(_newest_first(root), (root, b""))
    if data and len(data) <= LARGEST_CHECKED and not wanted():
        with contextlib.suppress(*_REPORTED_LATER), limited():
            decree_problems(path.name, data)


_REPORTED_LATER = (ProblemsFound, LimitExceeded, RecursionError, MemoryError)


def _newest_first(root: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield the DOCX templates of a project, each read when it is asked for; none after one that can't be read."""
    with contextlib.suppress(OSError):
        for path in sorted((root / "templates").rglob("*.docx"), key=lambda each: each.stat().st_mtime, reverse=True):
            yield path, path.read_bytes()
