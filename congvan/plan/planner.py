"""The plan of a run: the jobs of each dispatch, with a check that no two files share a path."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache, partial
from typing import TypeVar

from congvan.job import Job
from congvan.messages import Message
from congvan.model.dataset import Dataset
from congvan.plan.dispatch_plan import DispatchPlan, PlanEntry, folder_of
from congvan.plan.selection import Selection, check_selection, resolved
from congvan.problems import Place, Problem, ProblemsFound, Severity, blocking

__all__ = ["Plan", "PlanEntry", "Selection", "folder_of", "plan"]

T = TypeVar("T")
_ONCE_PER_PLACE = frozenset({"path-unsafe", "path-twice", "expression-type"})
"""Problems of a pattern or a condition in documents.yaml: only the first record is reported."""
_MOST_IN_MEMORY = 64
"""Dispatches whose facts are kept in memory at a time."""


class Plan:
    """The jobs of a run in a total order, dispatch by dispatch. Can be iterated repeatedly."""

    def __init__(self, dataset: Dataset, selection: Selection) -> None:
        self.dataset, self.selection = dataset, selection
        wanted = selection.dispatches or dataset.dispatches
        self.dispatches = [name for name in dataset.dispatches if name in wanted]
        self._dispatch_plan = lru_cache(_MOST_IN_MEMORY)(
            lambda dispatch_id: DispatchPlan(dataset, dispatch_id, selection)
        )

    def for_dispatch(self, dispatch_id: str) -> DispatchPlan:
        """Return the plan of one dispatch."""
        return self._dispatch_plan(dispatch_id)

    def expand(self) -> Iterator[Job | Problem]:
        """Yield every job with its content, one at a time so that memory stays flat, and every problem once."""
        return _without_repeats(item for name in self.dispatches for item in self.for_dispatch(name).expand())

    def check(self) -> list[str]:
        """Return the paths of all jobs without making contents. Raises ProblemsFound for unsafe or duplicate paths."""
        problems: list[Problem] = []
        first_uses: dict[str, str] = {}
        paths = []
        for name in self.dispatches:
            planned = self.for_dispatch(name)
            for path, description, document in planned.paths():
                problems += _clash(path, description, partial(planned.place, document, "path"), first_uses)
                paths.append(path)
            found = planned.take_problems()
            problems += found
            planned.problems += [each for each in found if each.severity is not Severity.ERROR]
        if blocking(problems):
            raise ProblemsFound(_without_repeats(problems))
        return paths

    @cached_property
    def explained_rules(self) -> frozenset[str]:
        """Rules that the office leaves out (data/check.yaml), and those that the edition as issued is known to break,
        according to its errata."""
        left_out = frozenset(self.dataset.check)
        if self.selection.edition != "as-issued":
            return left_out
        errata = [erratum for dispatch in self.dataset.dispatches.values() for erratum in dispatch.errata]
        return left_out.union(rule for erratum in errata for rule in erratum.explains)

    def complete_folders(self) -> list[str]:
        """Return the output folders that the run builds completely."""
        whole = self.dispatches if self.selection.everything else ()
        return [folder_of(name, self.selection.edition) for name in whole]


def plan(dataset: Dataset, selection: Selection) -> Plan:
    """Plan the selection. Raises ProblemsFound if it names something that does not exist."""
    problems = list(check_selection(dataset, selection))
    if problems:
        raise ProblemsFound(problems)
    return Plan(dataset, resolved(dataset, selection))


def _without_repeats(items: Iterable[T]) -> Iterator[T]:
    """Yield the jobs, and each problem once: a wrong fact appears in every document that prints it."""
    seen: set[tuple[str, Place, Message | None]] = set()
    for item in items:
        if isinstance(item, Problem):
            key = (item.code, item.place, None if item.code in _ONCE_PER_PLACE else item.message)
            if key in seen:
                continue
            seen.add(key)
        yield item


def _clash(path: str, description: str, place: Callable[[], Place], first_uses: dict[str, str]) -> Iterator[Problem]:
    """Yield a problem if two records share a path on any file system (ignoring letter case and Unicode form)."""
    key = unicodedata.normalize("NFC", path).casefold()
    if key in first_uses and "{{" not in path:  # an unknown name has already been reported
        yield Problem(Message("path-twice", path=path, first=first_uses[key], second=description), place())
    first_uses.setdefault(key, description)
