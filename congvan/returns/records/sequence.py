"""Which of several answers to one form is newer: a total order, so that the last of three does not depend on the order
in which they are compared.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from congvan.returns.records.answers import Answer

_DAY = 10  # characters of a day without an hour


def in_order(answers: Iterable[Answer]) -> list[Answer]:
    """Return answers from the oldest to the newest.

    They follow each other by arrival. On a day for which one has no hour, all of that day follow by the order of
    coming. An answer of unknown arrival stands behind the latest of those that came before it.
    """
    coming = sorted(answers, key=lambda answer: answer.order)
    if len(coming) < 2:
        return coming
    vague = {answer.received for answer in coming if len(answer.received) == _DAY}
    placed: list[tuple[tuple[str, str], int, Answer]] = []
    latest = ("", "")
    for answer in coming:
        moment = _moment(answer.received, vague) if answer.received else latest
        latest = max(latest, moment)
        placed.append((moment, answer.order, answer))
    return [answer for _moment, _order, answer in sorted(placed, key=lambda each: each[:2])]


def _moment(received: str, vague: set[str]) -> tuple[str, str]:
    """Return day and hour of an arrival; no hour on a day that has an arrival without one."""
    if len(received) > _DAY:
        arrived = datetime.datetime.fromisoformat(received)
        if arrived.tzinfo is not None:
            hour = arrived.astimezone(datetime.UTC)
            return (received[:_DAY], "" if received[:_DAY] in vague else hour.isoformat())
    return (received[:_DAY], "" if received[:_DAY] in vague else received[_DAY:])


def first_arrival(answers: Iterable[Answer]) -> str:
    """Return the earliest known arrival of several answers; a correction does not make a sender late."""
    known = [answer.since or answer.received for answer in in_order(answers) if answer.received]
    return known[0] if known else ""
