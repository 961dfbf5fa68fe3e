"""Compile the templates of a project that have changed since the last run, before anybody asks for them.

Why: after an edit of a template half of what a letter takes is its compilation, which a second core can do while the
data are read and the documents planned. What is compiled goes to the cache; who renders takes it from there.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from congvan.cache import FOLDER, DiskCache
from congvan.formats.docx import template as docx
from congvan.formats.docx_html.template import compile_template
from congvan.problems import ProblemsFound
from congvan.rendering.limits import LimitExceeded, limited


def compile_changed(root: Path, wanted: Callable[[], bool]) -> None:
    """Compile the DOCX templates below a project's templates/ of which the cache has none, the newest first; stop
    before the next one when something else is `wanted`. What is wrong with one is reported for the record
    that needs it.
    """
    cache = DiskCache(root / FOLDER)
    with contextlib.suppress(OSError):
        templates = sorted((root / "templates").rglob("*.docx"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in templates:
            if wanted():
                return
            data = path.read_bytes()
            if not docx.is_compiled(data, cache):
                with contextlib.suppress(ProblemsFound, LimitExceeded, RecursionError, MemoryError), limited():
                    _ = compile_template(data, name=path.name, cache=cache).notes
