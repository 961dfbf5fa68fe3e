"""Whether an answer came in time, as far as its arrival is known."""

from __future__ import annotations

import datetime

IN_TIME, LATE, UNKNOWN_TIME = "in-time", "late", "unknown"
_DAY = 10  # characters of a day without an hour
_LAST_HOUR = datetime.time(23, 59)


def punctuality(due: datetime.datetime | None, received: str) -> str:
    """Return `in-time`, `late`, or `unknown` where the arrival is not precise enough; "" where nothing is due."""
    if due is None:
        return ""
    if not received:
        return UNKNOWN_TIME
    if len(received) == _DAY:
        arrived = datetime.date.fromisoformat(received)
        if arrived == due.date() and due.time() < _LAST_HOUR:
            return UNKNOWN_TIME
        return LATE if arrived > due.date() else IN_TIME
    moment = datetime.datetime.fromisoformat(received)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=due.tzinfo)
    return LATE if moment > due else IN_TIME


def days_to(due: str, today: datetime.date) -> int | None:
    """Return the days from today to a moment, negative if it has passed, None if there is none."""
    return (datetime.date.fromisoformat(due[:_DAY]) - today).days if due else None
