"""The index of all dispatches, outputs/index.html: their dashboard pages by year, the newest year open.

It is staged as the last step. Each row is made from the manifest record of a dashboard page (`index_record`), so a run
over one dispatch can rebuild the whole index without reading the others. A project with one dispatch has no index. A
run over some dispatches updates their rows and keeps the others; a partial build updates an existing index and never
creates one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote

from congvan.core.decree.kinds import KINDS
from congvan.core.job import Job
from congvan.model.validity import agency_on
from congvan.pipeline.dashboard import page as dashboard_page
from congvan.pipeline.dashboard.page import PageInputs
from congvan.pipeline.dashboard.schema import Index, IndexRow, IndexYear
from congvan.pipeline.dashboard.search import search_script
from congvan.pipeline.plan.planner import Plan
from congvan.publishing.manifest import ManifestRows
from congvan.publishing.publisher import Publisher

TEMPLATE = "templates/muc-luc.html"
NAME = "index.html"
DOCUMENT = "index"
_WORDS = re.compile(
    rf"number=(\S*) date=(\S*) kind=(\S*) subject=(.*?)(?:{dashboard_page.NOT_UPDATED}(.*))?", re.DOTALL
)


def paths(pages: PageInputs) -> list[str]:
    """Return the path of the index if this run makes one."""
    planned, files = pages.planned, pages.files
    wanted = TEMPLATE in files and dashboard_page.TEMPLATE in files and planned.selection.everything
    return [NAME] if wanted and _has_index(planned) else []


def obsolete_paths(planned: Plan) -> list[str]:
    """Return the path of the index if it must be removed because the project has one dispatch."""
    stays = not planned.selection.everything or planned.selection.edition != "corrected" or _has_index(planned)
    return [] if stays else [NAME]


def _has_index(planned: Plan) -> bool:
    return planned.selection.edition == "corrected" and len(planned.dataset.known) > 1


def publish(pages: PageInputs, publisher: Publisher) -> None:
    """Stage the index. Raises ProblemsFound if its template is wrong."""
    planned, files, keys, name = pages.planned, pages.files, pages.keys, NAME
    there = TEMPLATE in files and _has_index(planned) and publisher.is_unmodified(name)
    if there and planned.selection.dispatches and not publisher.record_changed(dashboard_page.NAME):
        return
    if not (paths(pages) or (there and publisher.changes)):
        return
    made = job(planned, publisher.records(dashboard_page.NAME))
    if not pages.rebuild and publisher.keep(name, keys.for_job(made)):
        return
    page = dashboard_page.page(files, TEMPLATE, made.content)
    publisher.add(name, page, **keys.row_of(made))


def expected_jobs(pages: PageInputs, rows: ManifestRows, screens: Iterable[Job]) -> list[Job]:
    """Return the index as a job, if all other files stay unchanged; `screens` are the dashboard pages of the run."""
    records = dict(rows.records(dashboard_page.NAME)) | {made.path: made.record for made in screens}
    return [job(pages.planned, records.items()) for _path in paths(pages)]


def job(planned: Plan, records: Iterable[tuple[str, str]]) -> Job:
    """Return the index as a job; `records` are the published dashboard pages with their manifest records."""
    known, years = frozenset(planned.dataset.known), dict[str, list[IndexRow]]()
    for path, record in sorted(records):
        match = _WORDS.fullmatch(record)
        if match and path.partition("/")[0] in known:
            row = _row(path, *match.groups())
            years.setdefault(row["iso"][:4], []).append(row)
    agency = agency_on(planned.dataset.agency, None)
    content: Index = {
        "agency": {"parent": agency.parent or "", "name": agency.name},
        "years": [_year(year, years[year]) for year in sorted(years, reverse=True)],
        "dispatches": sum(map(len, years.values())),
        "search": search_script(),
    }
    return Job(NAME, DOCUMENT, "", "html", TEMPLATE, content)


def _row(path: str, number: str, iso: str, kind: str, subject: str, not_updated: str | None) -> IndexRow:
    return {
        "href": quote(path),
        "number": number,
        "iso": iso,
        "date": "/".join(part.lstrip("0") for part in reversed(iso.split("-"))),
        "kind": KINDS[kind].name if kind in KINDS else kind,
        "subject": subject,
        "twice": False,
        "not_updated": not_updated or "",
    }


def _year(year: str, rows: list[IndexRow]) -> IndexYear:
    """Return the dispatches of a year, newest first after those without a number; duplicate numbers are marked."""
    borne = Counter((row["kind"], serial) for row in rows if (serial := _serial(row)))
    for row in rows:
        row["twice"] = borne[row["kind"], _serial(row)] > 1
    rows.sort(key=lambda row: (not row["number"], row["iso"], _serial(row)), reverse=True)
    issued = sum(bool(row["number"]) for row in rows)
    return {"year": year, "issued": issued, "drafts": len(rows) - issued, "rows": rows}


def _serial(row: IndexRow) -> int:
    digits = row["number"].partition("/")[0]
    return int(digits) if digits.isdecimal() else 0
