"""Tell that the machine's clock is wrong: dates of drafts, deadlines and times of receipt come from it."""

from __future__ import annotations

import datetime
import time

from congvan.core.messages import Message
from congvan.core.problems import Problem, Severity

RELEASED = datetime.date(2026, 11, 26)
"""The day of the newest release in CHANGELOG.md: no right clock is before it."""
CLOCKLESS = ("check", "explain", "verify", "restore")
"""The acts that give the same on any day."""
YEARS = 4  # in which a version is used at most; a clock that is further ahead is more likely wrong


def today() -> datetime.date:
    """Return the day of the machine; of a clock that is behind this version, that of the version."""
    return max(datetime.datetime.fromtimestamp(time.time(), datetime.UTC).date(), RELEASED)


def clock_problems(act: str) -> list[Problem]:
    """Return a warning if the act reads the clock, and it is before the release of this version or years after."""
    if act in CLOCKLESS:
        return []
    day = datetime.datetime.fromtimestamp(time.time(), datetime.UTC).date()
    if RELEASED - datetime.timedelta(days=1) <= day <= RELEASED.replace(year=RELEASED.year + YEARS):
        return []
    which = "behind" if day < RELEASED else "ahead"
    message = Message(f"clock-wrong.{which}", today=day.isoformat(), released=RELEASED.isoformat())
    return [Problem(message, severity=Severity.WARNING)]
