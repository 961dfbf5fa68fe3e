"""Whether outputs/ still is what its manifest says; nothing is written."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from congvan.problems import Problem, Severity, Stop
from congvan.publishing.errors import changed_output, missing_output, unreadable_manifest
from congvan.publishing.manifest import NAME, read
from congvan.publishing.paths import OPEN_FILE, Tree


def verify(folder: Path) -> list[Problem]:
    """Hash every output again: a problem for each that is missing or not what the manifest says; writes nothing."""
    folder = Path(folder)
    try:
        tree = Tree(folder)
    except OSError:
        return [missing_output(folder, "")]
    problems: list[Problem] = []
    try:
        for path, row in sorted(read(manifest_bytes(tree)).items()):
            try:
                found = tree.digest(path)
            except Stop as stop:
                problems += stop.problems
                continue
            if found is None:
                problems.append(missing_output(folder, path))
            elif found[0] != row.sha256:
                problems.append(changed_output(folder, path))
    except ValueError:
        problems.append(unreadable_manifest(folder, Severity.ERROR))
    finally:
        tree.close()
    return problems


def manifest_bytes(tree: Tree) -> bytes:
    """The manifest's bytes, b"" where there is none, b"?" for what is no plain file. Raises CannotRun."""
    try:
        handle = os.open(NAME, OPEN_FILE, dir_fd=tree.root)
        with os.fdopen(handle, "rb") as file:
            return file.read() if stat.S_ISREG(os.fstat(handle).st_mode) else b"?"
    except FileNotFoundError:
        return b""
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):  # a link, a socket
            return b"?"
        raise tree.refuse(NAME, error) from None
