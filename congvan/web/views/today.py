"""“Hôm nay”: the four big jobs, then what waits, then the last backup."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

from congvan.core.bootstrap.root import AGENCY
from congvan.core.messages import Message, template
from congvan.editing.drafting.starting import samples
from congvan.model.project.assets import DISPATCHES
from congvan.model.project.yaml_reader import scan
from congvan.returns.requests import today
from congvan.values.columns.dates import written_moment
from congvan.web.facts.project import ProjectFacts
from congvan.web.facts.standing import AskedRows, ExpectedReport, standing_of
from congvan.web.visit import Content, Visit

_REQUIRED = ("agency", "place", "signer", "title")
_OFFICE = ("agency", "parent", "abbreviation", "place", "signer", "title")
MOST_DRAFTS = 8
"""Papers being written that are listed."""
DAYS = 2
"""Deadlines of today and tomorrow are listed."""


def content(visit: Visit) -> Content:
    """Return the content of the first screen."""
    facts = visit.project.facts()
    expected, asked, wrong = standing_of(visit.project)
    waiting = {
        "drafts": list(_drafts(facts)),
        "reports": list(_reports(expected)),
        "asked": list(_asked(asked)),
        "deadlines": list(_deadlines(facts, today())),
    }
    return {
        "started": facts.started,
        "folder": visit.settings.root.name,
        "office": [] if facts.started else [_field(name, required=name in _REQUIRED) for name in _OFFICE],
        "samples": [] if facts.started else list(_samples()),
        "writing": list(_writing(facts))[:MOST_DRAFTS],
        "faults": [problem.text for problem in wrong],
        "waiting": {name: lines for name, lines in waiting.items() if lines},
        "empty": [str(Message(f"web-today.none-{name}")) for name, lines in waiting.items() if not lines],
        "backup": last_backup(visit.settings.root),
        "running": [{"title": run.title or run.act, "id": run.id} for run in visit.runs.active()],
    }


def _field(name: str, *, required: bool) -> Content:
    """Return a field of the form that a new office fills in."""
    label, help_ = Message(f"web-office.{name}"), template(f"web-office.{name}-help")
    return {"id": name, "label": str(label), "required": required, "help": help_ or ""}


def _samples() -> Iterator[Content]:
    """Yield the samples that a folder can be begun with: of which office, about what."""
    for identifier, folder in samples().items():
        office = scan((folder / AGENCY).read_bytes(), AGENCY).data
        name = f"{DISPATCHES}{identifier}.yaml"
        paper = scan((folder / name).read_bytes(), name).data if (folder / name).is_file() else {}
        said = {**(office if isinstance(office, dict) else {}), **(paper if isinstance(paper, dict) else {})}
        yield {"id": identifier, "office": str(said.get("name", identifier)), "subject": str(said.get("subject", ""))}


def _drafts(facts: ProjectFacts) -> Iterator[Content]:
    """Yield the papers with errors or doubts."""
    for paper in facts.papers.values():
        if paper.errors or paper.warnings:
            yield {
                "id": paper.id,
                "name": paper.named,
                "kind": paper.kind,
                "errors": paper.errors,
                "warnings": paper.warnings,
            }


def _writing(facts: ProjectFacts) -> Iterator[Content]:
    """Yield the papers that are being written and have no errors: those without a number."""
    for paper in facts.papers.values():
        if not (paper.number or paper.errors or paper.warnings):
            yield {"id": paper.id, "name": paper.named, "kind": paper.kind}


def _reports(expected: Iterable[ExpectedReport]) -> Iterator[Content]:
    for each in expected:
        yield {
            "dispatch": each.dispatch,
            "form": each.form,
            "name": each.name,
            "counts": str(Message("web-today.came", came=each.came, owed=each.owed, who=each.who)),
            "due": each.due,
            "missing": each.owed - each.came,
            "came": each.came,
            "owed": each.owed,
        }


def _asked(asked: Iterable[AskedRows]) -> Iterator[Content]:
    for each in asked:
        yield {"dispatch": each.dispatch, "name": each.name, "rows": each.rows}


def _deadlines(facts: ProjectFacts, day: datetime.date) -> Iterator[Content]:
    """Yield what is due today or tomorrow in the papers that are out, the nearest first."""
    found: list[Content] = []
    for name, dispatch in facts.dataset.dispatches.items() if facts.dataset else ():
        for due in dispatch.deadlines:
            if due.date is None or not day <= due.date < day + datetime.timedelta(days=DAYS):
                continue
            near = "today" if due.date == day else "tomorrow"
            when = str(Message(f"web-today.{near}")) + (f", {due.time}" if due.time else "")
            found.append({"dispatch": name, "what": due.what, "when": when, "day": due.date.isoformat()})
    yield from sorted(found, key=lambda each: (each["day"], each["when"]))


def last_backup(root: Path) -> Content:
    """Return when the office's database was last backed up; `when` is "" for never."""
    made: list[float] = []
    for path in root.glob("office-*.db"):
        try:
            made.append(path.stat().st_mtime)
        except OSError:
            continue
    if not made:
        return {"when": "", "days": 0, "needed": (root / "office.db").is_file()}
    moment = datetime.datetime.fromtimestamp(max(made))
    text = written_moment(moment.isoformat())
    return {"when": text, "days": (datetime.datetime.now() - moment).days, "needed": True}
