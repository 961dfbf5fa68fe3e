"""An outcome as the page shows it: plain values in the current language, each problem with its place in words."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from congvan.core.job import Outcome
from congvan.core.messages import Message
from congvan.core.outcome_json import as_json, problem_json
from congvan.core.problems import Exit, Place, Problem
from congvan.editing.chips import with_chips
from congvan.model.field_types import BLANK
from congvan.web.refusals import DISK_FULL, status_of

OF_COMMANDS = frozenset(("number.build-again-print", "start.then-root", "start.neutral", "start.sample"))
"""Remarks that name the next command to type: the page has a button for it."""


def shown_problem(problem: Problem) -> dict[str, Any]:
    """Return a problem as plain values with `place`, the words for where it is; `technical`: whether it is about how a
    data file is written, in words that who knows its keys understands; `use`: the number to take for one that is taken.
    """
    lines = {key: _line(each) for key, each in problem.message.values.items() if isinstance(each, Place) and each.line}
    problem = problem._replace(message=problem.message.given(**lines)) if lines else problem
    at, code = problem.place, problem.code
    technical = at.file.startswith("data/") and (code in _TECHNICAL or code.startswith(_TECHNICAL_KINDS))
    named = at._replace(file=as_sent(PurePosixPath(at.file).name))
    line = _line(at)
    place = line if at.file.endswith(".yaml") else str(named)
    shown = {"hint": "", "file": "", "line": 0, **problem_json(problem), "place": place}
    for said in ("message", "hint") if at.file.startswith("data/") else ():  # keys of fields are for files
        shown[said] = with_chips(_KEY.sub("", shown[said]), {})
    if code in _ON_THE_PAGE:
        shown["hint"] = str(Message(f"web-finding.{code}"))
    use = problem.message.values["next"] if code == "number-used" else ""
    return {**shown, "technical": technical, "use": str(use), "exactly": f"{at}: {problem.text} → {problem.hint or ''}"}


def as_sent(file: str) -> str:
    """Return what a returned file was called before it was told on the page whose it is, “form--body--name.xlsx”."""
    return file.rpartition("--")[2] or file


def _line(place: Place) -> str:
    """Return the line of a place in words; "" where it has none."""
    return str(Message("web-left-out.line", line=place.line)) if place.line else ""


_KEY = re.compile(r"(?<=”) \([a-z_]{2,}\)")
_ON_THE_PAGE = ("line-none", "to-be-typed")
"""What is mended by a button: the remedy of the page is another one."""
_TECHNICAL_KINDS = ("yaml-", "expression-", "merge-")
_TECHNICAL = (
    *("field-unknown", "filter-unknown", "head-text", "id-form", "list-shape", "reference-unknown", "type-unknown"),
    *("valid-order", "value-numbers", "value-null", "value-shape", "yesno-form", "owed-rows", "key-unknown"),
    *("key-foreign", "rows-form", "value-own", "dimension-twice"),
)
"""Errors that only a data file written by hand has, by code or how it begins."""


def in_short(problem: Problem) -> str:
    """Return what is wrong in a line; of an error that only a file written by hand has, that there is one."""
    shown = shown_problem(problem)
    return str(Message("web-finding.technical")) if shown["technical"] else str(shown["message"])


def ranked(problems: Sequence[Problem]) -> list[Problem]:
    """Return problems in the order of their places, errors first."""
    return sorted(problems, key=lambda each: (each.severity != "error", each.severity == "note", each.sort_key()))


def shown_problems(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Return problems as they are shown, ranked."""
    return [shown_problem(problem) for problem in ranked(problems)]


def shown(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as plain values: those of `--format json`, with `findings`, `verbatim` and places in words."""
    remarks = [
        str(_remark(each)) for each in outcome.remarks if not (isinstance(each, Message) and each.id in OF_COMMANDS)
    ]
    return {
        **as_json(outcome),
        "remarks": remarks,
        "problems": shown_problems(outcome.problems),
        "findings": [str(each) for each in outcome.findings],
        "verbatim": outcome.verbatim,
        "seconds": outcome.seconds,
    }


def _remark(remark: Message | str) -> Message | str:
    """Return a remark in the words of the page, which names no file."""
    if isinstance(remark, Message) and remark.id == "number.number-date":
        number, date = remark.values["number"], remark.values["date"]
        if number == BLANK:
            return Message("web-number.stored-blank", date=date)
        return Message("web-number.stored", number=number, date=date)
    return remark


def failed(command: str, problem: Problem, exit_code: int = Exit.CANNOT) -> dict[str, Any]:
    """Return the outcome of an act that gave none itself."""
    return shown(Outcome(command, problems=[problem], exit_code=exit_code))


def faulty(command: str, error: Exception) -> dict[str, Any]:
    """Return the outcome of an act that raised: that the disk is full, else that it is a bug."""
    if status_of(error) == DISK_FULL:
        return failed(command, Problem(Message("web-child.full")))
    return failed(command, fault(error), Exit.BUG)


def fault(error: Exception) -> Problem:
    """Return a bug as a problem: its type and the place in our code, none of its values."""
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f"{os.path.basename(where.tb_frame.f_code.co_filename)}:{where.tb_lineno}" if where else ""
    return Problem(Message("web-child.fault", kind=type(error).__name__, place=place))
