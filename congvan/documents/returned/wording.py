"""How states, reasons and questions are said: on paper in Vietnamese, on the screen in the language of the user."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from congvan.core.messages import Message, template
from congvan.core.problems import place_words
from congvan.core.returned import Question, Reason, Standing
from congvan.values.columns.dates import day_in_figures

PAPER = "vi"
"""The language of papers."""

CHECK_FAILED = "check-failed"
"""The code of a check that does not hold: the form says in its own words what the sender is asked."""

_WHOLE = frozenset(("nil-part", "nil-unclear", "nil-contradicted"))
"""Codes of questions about a nil return, whose message is the question."""


def state_words(state: str, spoken: str = PAPER) -> str:
    """Return what a state is called: chưa gửi."""
    return Message(f"standing-state.{state}").text(spoken)


def reason_words(reason: Reason, spoken: str = PAPER) -> str:
    """Return why an answer is not complete: còn thiếu 1 người."""
    code, text = reason["code"], reason["text"]
    variant = f"{code}.{text}" if code == "rows-few" else code
    said = Message(f"standing-reason.{variant}", count=reason["count"], text=text).text(spoken)
    return f"{said} ({text})" if code == "equals-differ" and text else said


def reasons_words(standing: Standing, spoken: str = PAPER) -> str:
    """Return what is missing in one line: `chưa gửi`, `còn thiếu 1 người; 1 dòng cần hỏi lại`.

    Rows to ask about are not counted where that is all there is: the questions themselves follow.
    """
    if standing["state"] == "missing":
        return state_words("missing", spoken)
    alone = {reason["code"] for reason in standing["reasons"]} == {"rows-to-ask"}
    said = [reason_words(each, spoken) for each in standing["reasons"] if not alone]
    differing = [each for each in standing["notes"] if each["code"] == "equals-differ"]
    return "; ".join([*said, *(reason_words(each, spoken) for each in differing)])


def question_words(question: Question, spoken: str = PAPER) -> str:
    """Return the questions about a row: `Nguyễn Văn Mẫu: hỏi lại Điện thoại (ghi “12”)`."""
    asked: dict[str, None] = {}
    of_each = question["codes"], question["why"], question["columns"], question["said"]
    for code, why, column, said in zip(*of_each, strict=True):
        if code == CHECK_FAILED:
            asked[str(why.values["say"])] = None
        elif code in _WHOLE:
            asked[why.text(spoken)] = None
        else:
            asked[_asked(code, column, said, spoken)] = None
    return ": ".join(filter(None, [question["words"] or place_words(question["cell"], spoken), ", ".join(asked)]))


def _asked(code: str, column: str, said: str, spoken: str) -> str:
    """Return one question, in words of its own where its code has some."""
    known = template(f"standing-asked.{code}", spoken) is not None
    variant = code if known else "column" if column else "row"
    text = Message(f"standing-asked.{variant}", column=column[:1].lower() + column[1:]).text(spoken)
    return text + (Message("standing-asked.said", said=said).text(spoken) if said else "")


def told(standing: Standing, spoken: str = PAPER) -> str:
    """Return what is missing and what must be asked of one answer, in one line."""
    questions = (question_words(each, spoken) for each in standing["questions"])
    return "; ".join(filter(None, [reasons_words(standing, spoken), *questions]))


def counted(standings: Iterable[Standing]) -> dict[str, int]:
    """Return how many are in each state; those that nobody owes are left out."""
    found: dict[str, int] = {}
    for each in standings:
        if each["state"] != "not-owed":
            found[each["state"]] = found.get(each["state"], 0) + 1
    return found


def counts_words(counts: dict[str, int], spoken: str = PAPER) -> str:
    """Return counts in one line: 17 đủ, 2 chưa gửi."""
    order = ("complete", "nil", "asked", "incomplete", "missing")
    return ", ".join(f"{counts[state]} {state_words(state, spoken)}" for state in order if counts.get(state))


def punctual_counts(standings: Iterable[Standing]) -> Iterator[tuple[str, int]]:
    """Yield how many came in time, late, with nothing to report, not at all; in this order."""
    found = {"in-time": 0, "late": 0, "came": 0, "nil": 0, "missing": 0}
    for each in standings:
        if each["state"] == "not-owed":
            continue
        when = "missing" if each["state"] == "missing" else "nil" if each["state"] == "nil" else each["late"]
        found[when if when in found else "came"] += 1
    yield from ((name, count) for name, count in found.items() if count)


def due_words(due: str, spoken: str = PAPER) -> str:
    """Return a moment as offices write it: 16h00 ngày 04/9/2026; the day alone for the end of a day."""
    if not due:
        return ""
    moment = datetime.datetime.fromisoformat(due)
    day = day_in_figures(moment.date())
    if (moment.hour, moment.minute) == (23, 59):
        return day
    return Message("standing-due", time=f"{moment.hour}h{moment.minute:02d}", day=day).text(spoken)
