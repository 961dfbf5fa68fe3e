"""The plan of a run: the jobs of each dispatch, with a check that no two files share a path."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache, partial
from itertools import chain
from typing import TypeVar

from congvan.core.job import Job
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound, Severity, blocking
from congvan.documents.tables.table import TableBuilder
from congvan.model.dataset import Dataset
from congvan.model.document_specs import Document
from congvan.pipeline.plan.dispatch_plan import DispatchPlan, PlanEntry, folder_of
from congvan.pipeline.plan.selection import Selection, check_selection, resolved

__all__ = ["Plan", "PlanEntry", "Selection", "folder_of", "plan"]

T = TypeVar("T")
_ONCE_PER_PLACE = frozenset({"path-unsafe", "path-twice", "expression-type"})
"""Problems of a pattern or a condition in documents.yaml: only the first record is reported."""
_MOST_IN_MEMORY = 64
"""Dispatches whose facts are kept in memory at a time."""


class Plan:
    """The jobs of a run in a total order, dispatch by dispatch. Can be iterated repeatedly.

    `failing`: dispatches that can't be made whole, by what was found so far; `problems`: of paths. What `check` has
    found failing is not expanded.
    """

    def __init__(self, dataset: Dataset, selection: Selection) -> None:
        self.dataset, self.selection = dataset, selection
        self.failing: set[str] = set()
        self._unchecked: set[str] = set()  # failing by their paths, or by what was left out
        self.problems: list[Problem] = []
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
        return _without_repeats(self._expanded())

    def _expanded(self) -> Iterator[Job | Problem]:
        yield from self.problems
        papers: Tried = {}
        whole = self.selection.everything and self.selection.edition == "corrected"
        for name in [name for name in self.dispatches if name not in self._unchecked]:
            planned = self.for_dispatch(name)
            for item in chain(planned.expand(), rehearse(planned, papers) if whole else ()):
                if isinstance(item, Problem) and item.severity is Severity.ERROR:
                    self.failing.add(name)
                yield item
                del item  # its content, which may take tens of MiB, before the next is made
        yield from wrong_papers(papers) if not self.selection.dispatches else ()

    def check(self) -> list[str]:
        """Return the paths of all jobs without making contents. Raises ProblemsFound where no dispatch can be made:
        for unsafe or duplicate paths, or for what was left out.
        """
        self.problems = []
        first_uses: dict[str, tuple[str, str]] = {}
        paths = []
        for name in self.dispatches:
            planned = self.for_dispatch(name)
            lacks, clashes = any(planned.left_out()), list[Problem]()
            here = list(planned.paths())
            for path, description, document in here:
                clashes += _clash(path, description, document, partial(planned.place, document, "path"), first_uses)
            found = planned.take_problems()
            wrong = blocking([*clashes, *found])
            if lacks or wrong:
                self._unchecked.add(name)
            else:
                paths += [path for path, _description, _document in here]
            self.problems += wrong
            planned.problems += [each for each in found if each.severity is not Severity.ERROR]
        self.failing |= self._unchecked
        if self.failing.issuperset(self.dispatches) and (self.failing or self.dataset.excluded):
            raise ProblemsFound(_without_repeats([*self.dataset.faults, *self.problems]))
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
        whole = (name for name in self.dispatches if name not in self.failing)
        return [folder_of(name, self.selection.edition) for name in whole] if self.selection.everything else []


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
        del item


def _clash(
    path: str, description: str, document: Document, place: Callable[[], Place], first_uses: dict[str, tuple[str, str]]
) -> Iterator[Problem]:
    """Yield a problem if two records share a path on any file system (ignoring letter case and Unicode form)."""
    key = unicodedata.normalize("NFC", path).casefold()
    if key in first_uses and "{{" not in path:  # an unknown name has already been reported
        first, by = first_uses[key]
        ids = "-".join(f"{{{{ {name}.id }}}}" for name in document.for_each)
        of_loops = by == document.id and ids
        hint = Message("path-twice.hint-ids", ids=ids) if of_loops else Message("path-twice.hint-other", first=by)
        yield Problem(Message("path-twice", path=path, first=first, second=description), place(), hint)
    first_uses.setdefault(key, (description, document.id))


# What is wrong with the tables and papers of a dispatch that no record asks for yet.
#
# Why: a letter of reminding is made months later, for one body, in a hurry; what it says is to be right on the first
# day.

Tried = dict[str, list[list[Problem]]]
"""What is wrong with the first record of each paper, whatever `when`: of each dispatch that makes it."""


def rehearse(planned: DispatchPlan, papers: Tried) -> Iterator[Problem]:
    """Yield what is wrong with the tables of a dispatch; add to `papers` what is wrong with its papers."""
    context = planned.rehearsal()
    for spec in context.dispatch.tables:
        TableBuilder(context, spec).build()
    yield from planned.take_problems()
    for document in planned.documents:
        if document.paper and planned.content_of_first(document):
            papers.setdefault(document.id, []).append(planned.take_problems())


def wrong_papers(papers: Tried) -> Iterator[Problem]:
    """Yield what is wrong with papers. One of a project with several dispatches is about one of them: it is wrong if it
    fits none, and then reported where it fits best.
    """
    for tried in papers.values():
        yield from min(tried, key=len)
