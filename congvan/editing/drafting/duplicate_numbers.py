"""Find unread dispatches that may have the same number as one that was read, without parsing all of them.

Why: a number is unique within a year (Điều 15.1), so a dispatch cannot be checked alone; and parsing the dispatches of
several years costs a hundred times as much as parsing one. For each file the cache keeps stat data and the numbers
found where a dispatch's number is written. A changed file is searched again; only possible matches are parsed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from congvan.core.cache import FOLDER, DiskCache
from congvan.core.messages import Message
from congvan.core.problems import ProblemsFound
from congvan.model.dataset import Dataset, LeftOut
from congvan.model.dispatch import Dispatch
from congvan.model.field_types import BLANK
from congvan.model.project import assets
from congvan.model.project.assets import DISPATCHES, dispatch_id
from congvan.model.project.yaml_reader import scan
from congvan.model.validation import validate

KIND, KEY = "numbers", "register"
_NUMBER = re.compile(rb"""number["']?\s*:[\s"'|>+-]*([0-9]{1,5})(?![0-9])""")
_EVERY = re.compile(rb"(?<![0-9])[0-9]{1,5}(?![0-9])")  # for files with numbered copies: `numbers: {to: 7}`


def with_same_numbered(dataset: Dataset, root: Path) -> Dataset:
    """Return the dataset plus the unread dispatches that may have a number of one that was read.

    One that can't be read is left out, as a run over all dispatches reports.
    """
    read = dataset.dispatches.values()
    numbers = (number for dispatch in read for number in (dispatch.number, *dispatch.numbers.values()))
    wanted = {int(number) for number in numbers if number != BLANK}
    if not wanted or not dataset.unread:
        return dataset
    dispatches, sources, excluded = dict(dataset.dispatches), dict(dataset.sources), dict(dataset.excluded)
    for name, data in sorted(_may_bear_number(dataset, root, wanted)):
        file = f"{DISPATCHES}{name}.yaml"
        try:
            source = sources[file] = scan(data, file)
            dispatches[name] = validate(source, Dispatch)
        except ProblemsFound as stop:
            excluded[file] = LeftOut(Message("called.dispatch", name=name), tuple(stop.problems))
    return replace(dataset, dispatches=dispatches, sources=sources, excluded=excluded)


def left_out_with_number(dataset: Dataset, number: str) -> list[str]:
    """Return the files of dispatches that were left out and have a number where a dispatch's number is written."""
    if number == BLANK:
        return []
    files = [file for file in dataset.excluded if dispatch_id(file) and file in dataset.sources]
    return [file for file in files if int(number) in _numbers(dataset.sources[file].text.encode())]


def _may_bear_number(dataset: Dataset, root: Path, wanted: set[int]) -> Iterator[tuple[str, bytes]]:
    """Yield the unread dispatches whose files may contain one of the wanted numbers: id and bytes; update the cache."""
    cache = DiskCache(root / FOLDER)
    register = _register(cache)
    kept: dict[str, Any] = {}
    for name in dataset.unread:
        file = f"{DISPATCHES}{name}.yaml"
        stamp, row = assets.stamp(root, file), register.get(name)
        numbers = row[1] if row is not None and row[0] == stamp else None
        if numbers is not None and wanted.isdisjoint(numbers):
            kept[name] = row
            continue
        try:
            data = assets.read_one(root, file)
        except ProblemsFound:
            continue
        if numbers is None:
            numbers = _numbers(data)
        if stamp:
            kept[name] = [stamp, numbers]
        if not wanted.isdisjoint(numbers):
            yield name, data
    if kept != register:
        cache.put(KIND, KEY, json.dumps(kept).encode())


def _numbers(data: bytes) -> list[int]:
    """Return the numbers that a file may give to its dispatch or to copies."""
    return sorted(set(map(int, (_EVERY if b"numbers" in data else _NUMBER).findall(data))))


def _register(cache: DiskCache) -> dict[str, Any]:
    """Return the cached register: id → [stat data, numbers]; {} if none."""
    data = cache.get(KIND, KEY)
    register: dict[str, Any] = json.loads(data) if data else {}
    return register
