"""Stage the dashboard page of each dispatch after everything else, based on the files as they will be published.

A partial build updates an existing page and never creates one: files outside the run are compared with the data by
build key, so a file with an outdated number or text is marked as stale.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePosixPath

from congvan.core.i18n import using_language
from congvan.core.job import Job
from congvan.core.messages import Message
from congvan.core.privacy import mask_unless_needed
from congvan.core.problems import Problem, ProblemsFound, blocking
from congvan.documents.returned.dashboard_panel import returned_panel
from congvan.model.dataset import DOCUMENTS
from congvan.model.project.assets import DISPATCHES
from congvan.pipeline.dashboard import page as dashboard_page
from congvan.pipeline.dashboard.page import NOT_UPDATED, PageInputs
from congvan.pipeline.plan.planner import Plan, PlanEntry
from congvan.pipeline.rendering.build_key import BuildKeys, is_of_same_data
from congvan.pipeline.rendering.content_digests import ContentDigests
from congvan.publishing.manifest import ManifestRow
from congvan.publishing.publisher import Publisher

ProblemsOf = Callable[[str], Iterator[Problem]]
"""Function: dispatch id → the problems of the run that concern it."""


def by_dispatch(problems: Iterable[Problem]) -> ProblemsOf:
    """Group problems by the dispatch in whose file they are; problems of no dispatch concern all. Problems between two
    dispatches appear on neither page: the index shows them.
    """
    parts: dict[str, list[Problem]] = {}
    for problem in problems:
        files = _files(problem)
        if len(files) < 2:
            parts.setdefault("".join(files), []).append(problem)

    def problems_of(dispatch_id: str) -> Iterator[Problem]:
        yield from parts.get("", ())
        yield from parts.get(f"{DISPATCHES}{dispatch_id}.yaml", ())

    return problems_of


def _files(problem: Problem) -> set[str]:
    """Return the dispatch files that a problem is about."""
    return {place.file for place in (problem.place, *problem.also) if place.file.startswith(DISPATCHES)}


def paths(pages: PageInputs) -> list[str]:
    """Return the pages that a run of the complete plan makes."""
    planned, files = pages.planned, pages.files
    if dashboard_page.TEMPLATE not in files or not planned.selection.everything:
        return []
    return [dashboard_page.path_of(name, planned.selection.edition) for name in planned.dispatches]


def publish(
    pages: PageInputs,
    publisher: Publisher,
    problems_of: ProblemsOf,
    failed: Collection[str],
    judged: Mapping[str, Sequence[Problem]],
) -> None:
    """Stage the page of every dispatch of the plan. Raises ProblemsFound if its template is wrong.

    `judged`: what was found in the files that this run has checked, by path.
    """
    planned, files, keys = pages.planned, pages.files, pages.keys
    if dashboard_page.TEMPLATE not in files:
        return
    changes, everything = publisher.changes, planned.selection.everything
    for dispatch_id in [name for name in planned.dispatches if name not in planned.failing]:
        path = dashboard_page.path_of(dispatch_id, planned.selection.edition)
        if not everything and not (changes and publisher.is_unmodified(path)):
            continue
        with using_language(dashboard_page.LANGUAGE):
            state = _full_run_state(publisher, failed) if everything else _PartialRunState(keys, publisher).state
            made = job(planned, dispatch_id, state, problems_of, keys.digests)
            if not pages.rebuild and publisher.keep(path, keys.for_job(made)):
                continue
            judge = _letter_inspection(planned.explained_rules, judged, publisher.read)
            page = dashboard_page.render(made, files, publisher.read, pages.cache, judge)
        publisher.add(path, page, **keys.row_of(made))
    if everything and not planned.selection.dispatches:
        with using_language(dashboard_page.LANGUAGE):
            _mark_not_updated(planned, publisher, problems_of)


def _mark_not_updated(planned: Plan, publisher: Publisher, problems_of: ProblemsOf) -> None:
    """Say on the pages of dispatches that keep their older files why, and in their records, of which the index is made.

    The build key is dropped: a build without the error makes the page again.
    """
    for dispatch_id in planned.dataset.known:
        path = dashboard_page.path_of(dispatch_id, planned.selection.edition)
        row, wrong = publisher.row(path), _errors(planned, dispatch_id, problems_of)
        if wrong is None or row is None or not publisher.is_unmodified(path):
            continue
        why = _said(wrong[0]) if wrong else str(Message("dashboard-not-updated.some"))
        page = dashboard_page.marked(publisher.read(path), str(Message("dashboard-not-updated", why=why)))
        record = f"{row.record.partition(NOT_UPDATED)[0]}{NOT_UPDATED}{why}"
        publisher.add(path, page, document=row.document, record=record, template=row.template, inputs=row.inputs)


def _errors(planned: Plan, dispatch_id: str, problems_of: ProblemsOf) -> list[Problem] | None:
    """Return the errors for which a dispatch keeps the files that it had, as far as they have a place; None for one
    that was published.
    """
    if out := planned.dataset.refusal(dispatch_id):
        return list(out)
    if dispatch_id not in planned.failing:
        return None
    lacking = [document.id for document in planned.for_dispatch(dispatch_id).left_out()]
    left_out = [each for name in lacking for each in planned.dataset.excluded[f"{DOCUMENTS}#{name}"].problems]
    return [*left_out, *blocking([each for each in problems_of(dispatch_id) if _files(each)])]


def _said(problem: Problem) -> str:
    """Return an error in words: its line, and what is wrong."""
    line = str(Message("dashboard-not-updated.line", line=problem.place.line)) if problem.place.line else ""
    return ": ".join(filter(None, [line, mask_unless_needed(problem, problem.text)]))


def expected_jobs(pages: PageInputs, rows: Mapping[str, ManifestRow], problems_of: ProblemsOf) -> Iterator[Job]:
    """Yield the pages as jobs, assuming all other files stay unchanged."""
    for dispatch_id in pages.planned.dispatches if paths(pages) else ():
        with using_language(dashboard_page.LANGUAGE):
            made = job(pages.planned, dispatch_id, lambda _entry, path: _published_state(rows.get(path)), problems_of)
        yield made


def job(
    planned: Plan,
    dispatch_id: str,
    state: Callable[[PlanEntry, str], tuple[str, str]],
    problems_of: ProblemsOf,
    digests: ContentDigests | None = None,
) -> Job:
    """Return the page's job over the complete plan, whatever part of it is built.

    `digests`: of its contents, which are not to be kept if anything is wrong with them.
    """
    whole, mine = planned, f"{DISPATCHES}{dispatch_id}.yaml"
    if not planned.selection.everything:
        whole = Plan(planned.dataset, replace(planned.selection, documents=(), where={}, formats=()))

    def problems() -> Iterator[Problem]:
        yield from problems_of(dispatch_id)
        found = whole.for_dispatch(dispatch_id).take_problems()
        if found and digests is not None:
            digests.drop()
        yield from (problem for problem in found if _files(problem) <= {mine})

    return dashboard_page.job(whole, dispatch_id, state, problems, returned_panel(planned.dataset, dispatch_id))


def _published_state(row: ManifestRow | None) -> tuple[str, str]:
    return (row.sha256, "") if row else ("", "missing")


def _full_run_state(publisher: Publisher, failed: Collection[str]) -> Callable[[PlanEntry, str], tuple[str, str]]:
    """Return the state function of a complete run: all files are new or up to date, except those that failed."""

    def state(_entry: PlanEntry, path: str) -> tuple[str, str]:
        if path not in failed:
            return _published_state(publisher.row(path))
        return ("", "stale") if publisher.read(path) else ("", "missing")

    return state


class _PartialRunState:
    """State of files in a partial run: files outside the run are compared with what would be made."""

    def __init__(self, keys: BuildKeys, publisher: Publisher) -> None:
        self._keys, self._publisher = keys, publisher
        self._entry: PlanEntry | None = None
        self._made: dict[str, str] = {}

    def state(self, entry: PlanEntry, path: str) -> tuple[str, str]:
        if path in self._publisher.rows:
            return _published_state(self._publisher.rows[path])
        if not self._publisher.is_unmodified(path):
            return "", "stale" if self._publisher.read(path) else "missing"
        row = self._publisher.row(path)
        assert row is not None  # since it is untouched
        key = self._keys.kept_key(path) or self._key(entry, path)
        return row.sha256, "" if is_of_same_data(key, row.key) else "stale"

    def _key(self, entry: PlanEntry, path: str) -> str:
        if entry is not self._entry:
            self._entry, self._made = entry, {}
            with suppress(ProblemsFound):  # a wrong template makes nothing that could match
                self._made = {made.path: self._keys.for_job(made) for made in entry.jobs()}
        return self._made.get(path, "")


def _letter_inspection(
    explained_rules: Collection[str], judged: Mapping[str, Sequence[Problem]], read: Callable[[str], bytes]
) -> dashboard_page.Inspect:
    """Return a check of the letter that ignores rules explained by the errata; a file is not checked twice in a run.

    `read`: the bytes of a published file; a PDF has the pages of the DOCX beside it.
    """

    def inspect(path: str, data: bytes) -> Iterator[Problem]:
        if path in judged:
            yield from judged[path]
            return
        from congvan.pipeline.rendering.inspection import decree_problems

        beside = read(str(PurePosixPath(path).with_suffix(".docx")))
        yield from (problem for problem in decree_problems(path, data, beside) if problem.code not in explained_rules)

    return inspect
