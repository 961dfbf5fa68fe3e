"""Which of several answers to one form is newer: a total order, so that the last of three does not depend on the order
in which they are compared. Where nothing tells, the office is asked.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from congvan.returns.records.answers import LETTER, PHONE, STRUCK, Answer, AnswerRow

_Place = tuple[tuple[str, str], int, int, int, int]
_DAY = 10  # characters of a day without an hour


def in_order(answers: Iterable[Answer]) -> list[Answer]:
    """Return answers from the oldest to the newest.

    They follow each other by arrival. On a day for which one has no hour, all of that day follow by the order of
    coming. An answer of unknown arrival is behind the latest of those that came before it. Of those that came at
    once, one on a newer blank follows, then one that holds more: never by their names.
    """
    coming = sorted(answers, key=lambda answer: answer.order)
    if len(coming) < 2:
        return coming
    vague = {answer.received for answer in coming if len(answer.received) == _DAY}
    placed: list[tuple[_Place, Answer]] = []
    latest = ("", "")
    for answer in coming:
        moment = _moment(answer.received, vague) if answer.received else latest
        latest = max(latest, moment)
        place = (moment, answer.run or answer.order, answer.version, _figures(answer), answer.order)
        placed.append((place, answer))
    return [answer for _place, answer in sorted(placed, key=lambda each: each[0])]


def at_once(one: Answer, other: Answer) -> bool:
    """Whether nothing tells which of two answers is newer: they came in one run, on blanks of one version, and no
    arrival that was put right since parts them.
    """
    same = (one.run, one.version, one.signed) == (other.run, other.version, other.signed)
    return same and one.run != 0 and not _parted(one.received, other.received)


def _parted(one: str, other: str) -> bool:
    """Whether two arrivals tell which is later; a day without an hour tells nothing of that day."""
    if not one or not other:
        return False
    vague = {one[:_DAY]} if _DAY in (len(one), len(other)) else set()
    return _moment(one, vague) != _moment(other, vague)


def contradicts(new: Answer, old: Answer) -> bool:
    """Whether an answer lacks what another holds, or says it otherwise."""
    if new.nil != old.nil:
        return True
    return any(not _holds(new.sections.get(name, ()), rows) for name, rows in old.sections.items())


def is_undecided(new: Answer, old: Answer) -> bool:
    """Whether two answers that contradict each other came at once, and the office has not said which of them counts.

    It stays so whatever else is done, until one of them is accepted or withdrawn, or they agree.
    """
    return not new.accepted and not old.accepted and at_once(new, old) and contradicts(new, old)


def is_decided_against(new: Answer, old: Answer) -> bool:
    """Whether the office has said that the older one of two that came at once counts."""
    return old.accepted and not new.accepted and at_once(new, old) and contradicts(new, old)


def leads(signed: Answer, sheet: Answer) -> bool:
    """Whether one is a signed paper and the other a sheet: what is signed counts, also before a newer one."""
    return signed.signed and not sheet.signed and sheet.how not in (PHONE, LETTER)


def is_accepted_since(one: Answer, other: Answer) -> bool:
    """Whether the office has said that one answer counts after the other came, and has not since accepted the other."""
    return one.accepted_at > max(other.order, other.accepted_at)


def _holds(new: Sequence[AnswerRow], old: Sequence[AnswerRow]) -> bool:
    """Whether every value of some rows is in others too: in the row of the same entry or number, else in any."""
    there = {row["entry"] or row["n"]: row["values"].items() for row in new if row["state"] != STRUCK}
    whole = {frozenset(values) for values in there.values()}
    for row in old:
        said = frozenset((name, value) for name, value in row["values"].items() if value != "")
        if row["state"] != STRUCK and said not in whole and not said <= there.get(row["entry"] or row["n"], {}.items()):
            return False
    return True


def _figures(answer: Answer) -> int:
    """Return how many values an answer holds."""
    return sum(value != "" for row in answer.rows() if row["state"] != STRUCK for value in row["values"].values())


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
