"""What is expected today from those who owe reports, and the rows that have to be asked about."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from congvan.core.i18n import language
from congvan.core.problems import Problem, ProblemsFound, blocking
from congvan.core.returned import DONE, Standing
from congvan.documents.returned.wording import due_words
from congvan.returns.ledger.database import database_file, exists
from congvan.returns.overview import StatusRequest, status
from congvan.returns.requests import UTC_OFFSET
from congvan.web.facts.project import Project

AHEAD = datetime.timedelta(hours=36)
"""How far ahead the first screen shows expected reports."""
LATE = datetime.timedelta(days=60)
"""How long it shows a form that is overdue; of one by periods the next one is expected instead."""


@dataclass(frozen=True, slots=True)
class ExpectedReport:
    """A form whose time comes: how many have sent it of those who owe it. `who`: what one of them is called."""

    dispatch: str
    form: str
    name: str
    came: int
    owed: int
    due: str
    who: str


@dataclass(frozen=True, slots=True)
class AskedRows:
    """A form with rows that have to be asked about."""

    dispatch: str
    name: str
    rows: int


def standing_of(project: Project) -> tuple[list[ExpectedReport], list[AskedRows], list[Problem]]:
    """Return what is expected, what has to be asked, and why that can't be told."""
    overviews, problems = overviews_of(project)
    now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=UTC_OFFSET)))
    expected: list[ExpectedReport] = []
    asked: list[AskedRows] = []
    for dispatch, overview in overviews.items():
        for form in overview["forms"]:
            expected += _expected(dispatch, form, now)
            rows = sum(len(each["questions"]) for each in form["standings"])
            asked += [AskedRows(dispatch, form["title"], rows)] if rows else []
    return expected, asked, problems


def overviews_of(project: Project) -> tuple[Mapping[str, Any], list[Problem]]:
    """Return how the forms of each paper stand, by its id, and why that can't be told.

    Never makes a database; reads it again only if it, the data or the hour has changed.
    """
    facts = project.facts()
    if facts.dataset is None or not any(each.forms for each in facts.papers.values()):
        return {}, []
    try:
        if not exists(project.root, None):
            return {}, []
    except ProblemsFound as stop:
        return {}, list(stop.problems)
    state = (facts, database_state(project.root), datetime.datetime.now().strftime("%Y-%m-%d %H"))
    known, found = project.kept.get("overviews", (None, ({}, [])))
    if known != state:
        outcome = status(StatusRequest(project.root))
        found = (outcome.data.get("dispatches", {}), blocking(outcome.problems))
        project.kept["overviews"] = (state, found)
    overviews, problems = found
    return overviews, problems


def database_state(root: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what changes with every change of the database: its files with their times and sizes."""
    file = database_file(root)
    found = []
    for path in sorted(file.parent.glob(f"{file.name}*")):
        with suppress(OSError):
            stat = path.stat()
            found.append((path.name, stat.st_mtime_ns, stat.st_size))
    return tuple(found)


def _expected(dispatch: str, form: Any, now: datetime.datetime) -> list[ExpectedReport]:
    """Return the periods of a form that are due soon, or the form itself, also overdue, where something is missing."""
    periods = [each for each in form["periods"] if each["due"]]
    due = {each["id"]: each["due"] for each in periods} if form["periods"] else {"": form["due"]}
    found = []
    for period, moment in due.items():
        if not moment or not _soon(moment, now, datetime.timedelta() if period else LATE):
            continue
        standings = [each for each in form["standings"] if each["period"] == period and each["state"] != "not-owed"]
        owed = len(standings) or form["sheets"].get(period, 0)
        came = sum(_came(each) for each in standings)
        if came < owed:
            who = form["per"][0]["one"] if form["per"] else ""
            words = due_words(moment, language())
            found.append(ExpectedReport(dispatch, form["form"], form["name"], came, owed, words, who))
    return found


def _soon(moment: str, now: datetime.datetime, late: datetime.timedelta) -> bool:
    due = datetime.datetime.fromisoformat(moment)
    due = due if due.tzinfo else due.replace(tzinfo=now.tzinfo)
    return now - late - datetime.timedelta(hours=now.hour + 1) <= due <= now + AHEAD


def _came(standing: Standing) -> bool:
    return standing["state"] in DONE or bool(standing["how"])
