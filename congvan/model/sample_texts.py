"""Texts of a draft that were never written over, and receivers that are samples: reported before they are sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from congvan.core.messages import Message
from congvan.core.problems import Problem, Severity
from congvan.model.dataset import Dataset
from congvan.model.lists.receiving import bodies_by_id
from congvan.model.project.assets import DISPATCHES
from congvan.model.project.yaml_reader import KeyPath, Value, YamlSource

SAMPLE_MARK = "(mẫu)"


def samples_left(source: YamlSource) -> Iterator[Problem]:
    """Yield a warning for each text of a draft that was not overwritten: it would be printed and sent."""
    waiting: list[tuple[KeyPath, Value]] = [((), source.data)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [((*path, key), each) for key, each in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, index), each) for index, each in enumerate(value)]
        elif isinstance(value, str) and SAMPLE_MARK in value:
            text = next(line.strip() for line in value.splitlines() if SAMPLE_MARK in line)
            yield Problem(Message("number-sample", text=text[:80]), source.place(path), severity=Severity.WARNING)


def check_samples(dataset: Dataset, dispatches: Iterable[str]) -> Iterator[Problem]:
    """Yield a warning for each receiver of a numbered dispatch whose name says that it is a sample."""
    known = bodies_by_id(dataset.lists)
    for identifier in dispatches:
        dispatch = dataset.dispatches[identifier]
        if not dispatch.has_number:
            continue
        for key, index, line in dispatch.lines():
            called = known.get(line.to or "", "")
            if SAMPLE_MARK in called:
                place = dataset.place(f"{DISPATCHES}{identifier}.yaml", key, index)
                yield Problem(Message("sample-receiver", name=called), place, severity=Severity.WARNING)
