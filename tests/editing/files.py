"""What tests of changes read of a project's files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from congvan.editing.history import remember
from congvan.model.project.yaml_reader import KeyPath, scan

AGENCY, DISPATCH = "data/agency.yaml", "data/dispatches/bluezone-2020.yaml"


def sha(root: Path, file: str) -> str:
    """The hash of a file as a page would have it that has just been shown."""
    return remember((root / file).read_bytes())


def value_in(root: Path, file: str, path: KeyPath) -> Any:
    value: Any = scan((root / file).read_bytes(), file).data
    for step in path:
        value = value[step]
    return value
