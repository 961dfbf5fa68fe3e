"""A file from elsewhere in the place of a list's entries: what of data/lists/ it changes."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, UsageError, reason_of
from congvan.core.text import did_you_mean
from congvan.formats.compiled import plain
from congvan.grids.intake import LARGEST
from congvan.model.lists.entries import EntryList
from congvan.model.lists.read import LISTS
from congvan.model.project.assets import Assets
from congvan.model.project.yaml_editor import edit
from congvan.model.project.yaml_entries import remove_key
from congvan.model.project.yaml_reader import parse

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
        changes[listed.file] = _headed(head, found, name, listed.file)
    return changes


def with_lists(files: Assets, lists: Mapping[str, Iterable[Mapping[str, Any]]]) -> Assets:
    """Return the files of a project with entries that a program gives in the place of those of its lists, by id of the
    list; entries are by names of fields. Raises `ProblemsFound`. UsageError: there is no such list, or no entries.

    They are rows of a CSV file beside the head, and problems name them so.
    """
    changed = dict(files)
    for name, entries in lists.items():
        file = f"{LISTS}{name}.yaml"
        if file not in changed:
            known = [
                each.removeprefix(LISTS)[:-5] for each in files if each.startswith(LISTS) and each.endswith(".yaml")
            ]
            hint = did_you_mean(name, known) or Message("list-unknown.hint-known", known=", ".join(known))
            raise UsageError(Problem(Message("list-unknown", name=name), remedy=hint))
        data: Any = parse(changed[file], file).data
        head = data.get("list") if isinstance(data, dict) else None
        if not isinstance(head, dict):
            raise UsageError(Problem(Message("list-shape"), Place(file)))
        changed.pop(f"{LISTS}{head.get('source')}", None)
        changed[f"{LISTS}{name}.csv"] = _sheet(name, entries)
        changed[file] = _headed(changed[file], data, f"{name}.csv", file)
    return Assets(changed, files.unread)


def _headed(head: bytes, found: Mapping[str, Any], name: str, file: str) -> bytes:
    """Return the head of a list with a file for its entries, those that it has itself left out."""
    if "entries" in found:
        head = remove_key(head, ("entries",), file=file).data
    return edit(head, {("list", "source"): name}, file=file)


def _sheet(name: str, entries: Any) -> bytes:
    """Return entries as a CSV file."""
    rows = plain(list(entries) if not hasattr(entries, "to_dict") else entries)
    if not all(isinstance(row, Mapping) for row in rows):
        raise UsageError(Problem(Message("list-given", name=name)))
    titles = list(dict.fromkeys(str(title) for row in rows for title in row)) or ["name"]
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(titles)
    writer.writerows([_cell(row.get(title)) for title in titles] for row in rows)
    return sheet.getvalue().encode()


def _cell(value: Any) -> str:
    """Return a value as it is typed into a list."""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)
