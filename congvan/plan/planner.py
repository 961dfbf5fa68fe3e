"""The plan of a run: what each dispatch makes, and that no two of all their files share a path."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache, partial
from typing import TypeVar

from congvan.job import Job
from congvan.messages import Message
from congvan.model.dataset import Dataset
from congvan.plan.dispatch_plan import DispatchPlan, PlanEntry, folder_of
from congvan.plan.selection import Selection, check_selection
from congvan.problems import Place, Problem, ProblemsFound

__all__ = ["Plan", "PlanEntry", "Selection", "folder_of", "plan"]

T = TypeVar("T")
ONE_A_PLACE = frozenset({"path-unsafe", "path-twice"})
"""Problems of a pattern in documents.yaml: the first record that shows one is enough."""
AT_ONCE = 64
"""Dispatches whose facts are kept in memory at a time."""


class Plan:
    """What a run will make: a total order of jobs, dispatch by dispatch. It may be walked as often as wanted."""

    def __init__(self, dataset: Dataset, selection: Selection) -> None:
        self.dataset, self.selection = dataset, selection
        self.dispatches = [name for name in dataset.dispatches if not selection.dispatches or name in selection.dispatches]
        self._of = lru_cache(AT_ONCE)(lambda dispatch_id: DispatchPlan(dataset, dispatch_id, selection))

    def of(self, dispatch_id: str) -> DispatchPlan:
        """The plan of one dispatch: its records, its facts."""
        return self._of(dispatch_id)

    def expand(self) -> Iterator[Job | Problem]:
        """Every job with its content, made one by one so that memory stays flat, and every problem, told once."""
        return _once(item for name in self.dispatches for item in self.of(name).expand())

    def check(self) -> list[str]:
        """The paths of all jobs, without their contents; ProblemsFound where one is unsafe or would be written twice."""
        problems: list[Problem] = []
        seen: dict[str, str] = {}
        paths = []
        for name in self.dispatches:
            planned = self.of(name)
            for path, what, document in planned.paths():
                problems += _clash(path, what, partial(planned.place, document, "path"), seen)
                paths.append(path)
            problems += planned.found()
        if problems:
            raise ProblemsFound(_once(problems))
        return paths

    @cached_property
    def explained(self) -> frozenset[str]:
        """The rules that the edition as issued is known to break, by its errata."""
        if self.selection.edition != "as-issued":
            return frozenset()
        errata = [erratum for dispatch in self.dataset.dispatches.values() for erratum in dispatch.errata]
        return frozenset(rule for erratum in errata for rule in erratum.explains)

    def complete_folders(self) -> list[str]:
        """The folders of which the run makes all there is to be."""
        return [folder_of(name, self.selection.edition) for name in self.dispatches] if self.selection.everything else []


def plan(dataset: Dataset, selection: Selection) -> Plan:
    """The plan of what is wanted; ProblemsFound where it asks for what there is not."""
    problems = list(check_selection(dataset, selection))
    if problems:
        raise ProblemsFound(problems)
    return Plan(dataset, selection)


def _once(items: Iterable[T]) -> Iterator[T]:
    """The jobs, and each problem once: a fact that is wrong shows in every document that prints it."""
    seen: set[tuple[str, Place, Message | None]] = set()
    for item in items:
        if isinstance(item, Problem):
            key = (item.code, item.place, None if item.code in ONE_A_PLACE else item.message)
            if key in seen:
                continue
            seen.add(key)
        yield item


def _clash(path: str, what: str, place: Callable[[], Place], seen: dict[str, str]) -> Iterator[Problem]:
    """Two records that would share a file, on any file system: letter case and Unicode form do not tell files apart."""
    key = unicodedata.normalize("NFC", path).casefold()
    if key in seen and "{{" not in path:  # a name that nothing gives has been told
        yield Problem(Message("path-twice", path=path, first=seen[key], second=what), place())
    seen.setdefault(key, what)
