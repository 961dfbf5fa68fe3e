"""The hash of all that the contents of a project depend on: its data, its database, the program and its libraries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from congvan.core.bootstrap.fingerprint import snapshot
from congvan.core.bootstrap.no_op import DATABASE, program_state
from congvan.core.cache import library
from congvan.core.i18n import language
from congvan.model.project.assets import Assets

_LIBRARIES = ("pydantic", "phonenumbers", "jinja2")  # that contents depend on
_TEMPLATES = (".docx", ".xlsx", ".html", ".css", ".txt")  # what is made from contents; they depend on its names alone


def facts_key(root: Path, files: Assets, about: Iterable[object]) -> str:
    """Return the hash of the facts of a project and of what is asked; "" where a file was changed just now, so that
    another change may go unseen.
    """
    program = program_state()
    database = snapshot(str(root), [DATABASE, f"{DATABASE}-wal"])
    if not (program.settled and database.settled):
        return ""
    parts = [str(root.resolve()), language(), program.lines, database.lines, *map(library, _LIBRARIES), *about]
    digest = hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass"))
    for name in files:
        template = name.startswith("templates/") and name.lower().endswith(_TEMPLATES)
        digest.update(repr((name, "" if template else files.digest(name))).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
