"""Stage the index of all dispatches as the last step, from the manifest as it will be published.

A project with one dispatch has no index. A run over some dispatches updates their rows and keeps the others; a partial
build updates an existing index and never creates one.
"""

from __future__ import annotations

from collections.abc import Iterable

from congvan.dashboard import index
from congvan.dashboard import page as dashboard_page
from congvan.dashboard.page_inputs import PageInputs
from congvan.job import Job
from congvan.model.validity import agency_on
from congvan.plan.planner import Plan
from congvan.publishing.manifest import ManifestRows
from congvan.publishing.publisher import Publisher


def paths(pages: PageInputs) -> list[str]:
    """Return the path of the index if this run makes one."""
    planned, files = pages.planned, pages.files
    wanted = index.TEMPLATE in files and dashboard_page.TEMPLATE in files and planned.selection.everything
    return [index.NAME] if wanted and _has_index(planned) else []


def obsolete_paths(planned: Plan) -> list[str]:
    """Return the path of the index if it must be removed because the project has one dispatch."""
    stays = not planned.selection.everything or planned.selection.edition != "corrected" or _has_index(planned)
    return [] if stays else [index.NAME]


def _has_index(planned: Plan) -> bool:
    return planned.selection.edition == "corrected" and len(planned.dataset.known) > 1


def publish(pages: PageInputs, publisher: Publisher) -> None:
    """Stage the index. Raises ProblemsFound if its template is wrong."""
    planned, files, keys, name = pages.planned, pages.files, pages.keys, index.NAME
    there = index.TEMPLATE in files and _has_index(planned) and publisher.is_unmodified(name)
    if there and planned.selection.dispatches and not publisher.record_changed(dashboard_page.NAME):
        return
    if not (paths(pages) or (there and publisher.changes)):
        return
    made = job(planned, publisher.records(dashboard_page.NAME))
    if not pages.rebuild and publisher.keep(name, keys.for_job(made)):
        return
    page = dashboard_page.page(files[index.TEMPLATE], index.TEMPLATE, made.content)
    publisher.add(name, page, **keys.row_of(made))


def expected_jobs(pages: PageInputs, rows: ManifestRows, screens: Iterable[Job]) -> list[Job]:
    """Return the index as a job, if all other files stay unchanged; `screens` are the dashboard pages of the run."""
    records = dict(rows.records(dashboard_page.NAME)) | {made.path: made.record for made in screens}
    return [job(pages.planned, records.items()) for _path in paths(pages)]


def job(planned: Plan, records: Iterable[tuple[str, str]]) -> Job:
    """Return the index as a job; `records` are the published dashboard pages with their manifest records."""
    known = frozenset(planned.dataset.known)
    agency = agency_on(planned.dataset.agency, None)
    listed = sorted((path, record) for path, record in records if path.partition("/")[0] in known)
    return index.job({"parent": agency.parent or "", "name": agency.name}, listed)
