"""Other dispatches that may bear a number, found without reading them: what a run over one dispatch asks of the rest.

Why: a number is given once in a year (Điều 15.1), so one dispatch can't be judged alone; and to parse what an office
writes in years costs a hundred times what one dispatch does. For each file the cache keeps stat data and the numbers
that stand where a dispatch's number is written. A file that changed is looked through again; one that may bear the
number is parsed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from congvan.cache import DiskCache
from congvan.model.dataset import Dataset
from congvan.model.field_types import BLANK
from congvan.model.loader import DISPATCHES, load_dispatch
from congvan.problems import ProblemsFound
from congvan.project import assets

KIND, KEY = "numbers", "register"
_NUMBER = re.compile(rb"""number["']?\s*:[\s"'|>+-]*([0-9]{1,5})(?![0-9])""")
_EVERY = re.compile(rb"(?<![0-9])[0-9]{1,5}(?![0-9])")  # in a file that numbers its copies: `numbers: {to: 7}`


def with_namesakes(dataset: Dataset, root: Path, cache: DiskCache) -> Dataset:
    """The dataset and, of the dispatches that were not read, those that may bear a number of one that was.

    One that can't be read is passed over: it is told when all are read.
    """
    read = dataset.dispatches.values()
    given = (number for dispatch in read for number in (dispatch.number, *dispatch.numbers.values()))
    wanted = {int(number) for number in given if number != BLANK}
    if not wanted or not dataset.unread:
        return dataset
    dispatches, sources = dict(dataset.dispatches), dict(dataset.sources)
    for name in sorted(_bearing(dataset, root, cache, wanted)):
        file = f"{DISPATCHES}{name}.yaml"
        try:
            dispatches[name], sources[file] = load_dispatch(assets.read_one(root, file), file)
        except ProblemsFound:
            continue
    return replace(dataset, dispatches=dispatches, sources=sources)


def _bearing(dataset: Dataset, root: Path, cache: DiskCache, wanted: set[int]) -> Iterator[str]:
    """The ids of dispatches in whose files one of the numbers may be written as theirs."""
    known = _register(cache)
    kept: dict[str, Any] = {}
    for name in dataset.unread:
        file = f"{DISPATCHES}{name}.yaml"
        stamp, row = assets.stamp(root, file), known.get(name)
        if row is None or row[0] != stamp:
            try:
                row = [stamp, sorted(_numbers(assets.read_one(root, file)))]
            except ProblemsFound:
                continue
        if stamp:
            kept[name] = row
        if not wanted.isdisjoint(row[1]):
            yield name
    if kept != known:
        cache.put(KIND, KEY, json.dumps(kept).encode())


def _register(cache: DiskCache) -> dict[str, Any]:
    """By id: [stat data, numbers]; {} where none is kept."""
    data = cache.get(KIND, KEY)
    found: dict[str, Any] = json.loads(data) if data else {}
    return found


def _numbers(data: bytes) -> set[int]:
    return {int(number) for number in (_EVERY if b"numbers" in data else _NUMBER).findall(data)}
