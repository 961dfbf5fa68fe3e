"""A file from elsewhere in the place of a list's entries: what of data/lists/ it changes."""

from __future__ import annotations

import re
from pathlib import Path

from congvan.grids.intake import LARGEST
from congvan.messages import Message
from congvan.model.lists.entries import EntryList
from congvan.model.lists.read import LISTS
from congvan.problems import Place, Problem, UsageError, reason_of
from congvan.project.assets import Assets
from congvan.project.yaml_editor import edit
from congvan.project.yaml_reader import parse

ENDINGS = (".xlsx", ".csv")


def given_file(root: Path, file: str) -> tuple[str, bytes]:
    """Return the ending of a file that was given, and its bytes. Raises UsageError."""
    path = Path(file)
    path = path if path.is_absolute() or path.exists() else root / path
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise UsageError(Problem(Message("list-ending"), Place(path.name)))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(Problem(Message("file-unreadable", why=reason_of(error)), Place(path.name))) from None
    if len(data) > LARGEST:
        raise UsageError(Problem(Message("list-large"), Place(path.name)))
    return ending, data


def place_of(listed: EntryList, ending: str) -> str:
    """Return where a file with the entries of a list goes."""
    source = listed.head.source
    return f"{LISTS}{source if source and source.endswith(ending) else f'{listed.id}{ending}'}"


def changed_files(files: Assets, listed: EntryList, target: str, data: bytes) -> dict[str, bytes]:
    """Return the files that change: that of the list, and its head where it names another one. Raises UsageError."""
    changes = {target: data}
    name = target.removeprefix(LISTS)
    if listed.head.source != name:
        head = files[listed.file]
        source = parse(head, listed.file)
        found = source.data if isinstance(source.data, dict) else {}
        if found.get("entries"):
            raise UsageError(Problem(Message("import-entries"), source.place(("entries",), of_key=True)))
        head = re.sub(rb"(?m)^entries:[ \t]*\[\][ \t]*(#.*)?\r?\n?", b"", head)
        changes[listed.file] = edit(head, {("list", "source"): name}, file=listed.file)
    return changes
