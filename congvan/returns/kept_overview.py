"""The state of all forms, kept between runs for one state of the project: its data, its database and the program.

Why: ten thousand answers are worked out in seconds and read back in a tenth of one. What was kept is never added to:
after any change all is worked out from the events again, by the act that made the change where there are many, so that
`status` finds it. A change that stat data may not show yet keeps nothing.
"""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from congvan.core.cache import FOLDER, DiskCache
from congvan.core.messages import Message, as_plain, from_plain
from congvan.core.problems import Place, Problem, Severity
from congvan.model.project.facts_key import facts_key

if TYPE_CHECKING:
    from congvan.core.returned import Overview
    from congvan.model.project.assets import Assets

KIND = "overview"  # of entries in the cache
MOST_KEPT = 64_000_000  # bytes of them
_MESSAGE, _PROBLEM = "congvan.message", "congvan.problem"


def overview_key(root: Path, files: Assets, database: str | None) -> str:
    """Return the hash of all that an overview depends on; "" if none can be kept: right after a change, and for the
    database of a server, whose state no file shows.
    """
    return facts_key(root, files, [KIND]) if database is None else ""


def kept_overview(root: Path, key: str, day: datetime.date) -> Overview | None:
    """Return what was kept under a key, if it holds on this day."""
    data = DiskCache(root / FOLDER).get(KIND, key) if key else None
    kept: Overview | None = json.loads(data, object_hook=_revived) if data else None
    return kept if kept and kept["first"] <= day.isoformat() < kept["until"] else None


def keep_overview(root: Path, key: str, overview: Overview) -> None:
    """Keep an overview under a key; nothing under ""."""
    if key:
        cache = DiskCache(root / FOLDER)
        plain = {**overview, "problems": [{_PROBLEM: _plain_problem(each)} for each in overview["problems"]]}
        cache.put(KIND, key, json.dumps(plain, ensure_ascii=False, default=_plain).encode())
        cache.trim(KIND, MOST_KEPT)


def _plain(value: object) -> dict[str, Any]:
    """Return a message as plain values."""
    if isinstance(value, Message):
        return {_MESSAGE: as_plain(value)}
    raise TypeError(value)


def _plain_problem(problem: Problem) -> list[Any]:
    return [problem.message, problem.place._asdict(), problem.remedy, problem.severity]


def _revived(values: dict[str, Any]) -> Any:
    """Return a message or problem from its plain values; other values as they are."""
    if _MESSAGE in values:
        return from_plain(values[_MESSAGE])
    if _PROBLEM in values:
        message, place, remedy, severity = values[_PROBLEM]
        return Problem(message, Place(**place), remedy, Severity(severity))
    return values
