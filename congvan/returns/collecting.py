"""`collect`: take in what came back, from folders, archives and mails."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message, from_plain
from congvan.core.problems import Exit, Place, Problem, Severity, blocking, place_words
from congvan.forms.form import DispatchForm, SectionColumn
from congvan.model.dataset import Dataset
from congvan.returns import inboxes
from congvan.returns.answers.dispatch_answers import DispatchAnswers
from congvan.returns.answers.facts import same_values
from congvan.returns.answers.owed import not_counted
from congvan.returns.beside import CollectedFile
from congvan.returns.evidence import TO_BE_TYPED
from congvan.returns.reading.answer import good_rows
from congvan.returns.reading.chosen import ChosenColumns
from congvan.returns.reading.identity import KnownForms
from congvan.returns.records.identity import AnswerId, keys_of
from congvan.returns.requests import ReturnsRequest, arrival_of, below, opened
from congvan.values.columns.base import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectRequest(ReturnsRequest):
    """`inboxes`: folders or files; `register`: số đến of the first new file, 0 for none; `scan`: what the one form was
    typed from; `names`: what files were called, by the name under which they lie (uploads lie under names of ours);
    `columns`: what the office chose in the one file of this run; `look`: show what is read, and keep nothing.
    """

    inboxes: tuple[str, ...]
    register: int = 0
    scan: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    columns: ChosenColumns | None = None
    look: bool = False


@act("collect")
def collect(request: CollectRequest, progress: Progress) -> Outcome:
    """Read returned forms into the database."""
    with opened(request) as (dataset, store):
        received = arrival_of(request.received)
        arrival = inboxes.ArrivalDetails(
            received,
            request.who,
            request.register,
            request.dispatch or "",
            request.scan,
            request.names,
            request.columns,
        )
        paths = [below(request.root, name) for name in request.inboxes]
        if request.look:
            return _look(dataset, paths, arrival, progress)
        collected = inboxes.collect(dataset, paths, store, arrival, progress)
        problems = [*collected.problems, *not_counted(dataset), *store.warnings(), *_doubles(dataset, collected)]
    files = [_file(each) for each in collected.files]
    counts = {kind: sum(each.kind == kind for each in collected.files) for kind in inboxes.READINGS}
    good, asked = (sum(file.get(key, 0) for file in files) for key in ("good", "asked"))
    data = {"files": files, "collected": counts | {"rows": good, "asked": asked}}
    code = Exit.FAILED if blocking(problems) else Exit.OK
    return Outcome("collect", problems=problems, remarks=_summary(counts, good, asked), data=data, exit_code=code)


def _look(dataset: Dataset, paths: Sequence[Path], arrival: inboxes.ArrivalDetails, progress: Progress) -> Outcome:
    """Return what the files would be read as, row by row; nothing is kept."""
    known, problems = KnownForms(dataset), list[Problem]()
    files = inboxes.read_inboxes(known, paths, arrival, progress, problems)
    problems += [problem for each in files for problem in each.problems]
    answers = [each for each in files if each.kind == "answer"]
    tables = [table for each in answers for table in _tables(known.of(each.dispatch)[each.body["form"]], each.body)]
    data = {"files": [_file(each) for each in files], "tables": tables}
    return Outcome("collect", problems=problems, data=data, exit_code=Exit.OK if tables else Exit.FAILED)


def _tables(form: DispatchForm, body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the sections of an answer with their rows, as a page shows them."""
    for section in form.sections:
        columns = [each for each in section.columns if each.type.id != "ordinal"]
        rows = [
            {
                "state": row["state"],
                "cells": [_words(each, row["values"].get(each.id, "")) for each in columns],
                "why": [str(from_plain(issue["why"])) for issue in row["issues"]],
            }
            for row in body["sections"].get(section.id, ())
        ]
        if rows:
            yield {"columns": [each.spec.label for each in columns], "rows": rows}


def _words(column: SectionColumn, value: Value) -> str:
    entry = column.listed.get(str(value)) if column.listed is not None else None
    return entry.heading if entry is not None else column.type.shown(value)


def _doubles(dataset: Dataset, collected: inboxes.Collected) -> Iterator[Problem]:
    """Warn of values that are on two answers though they are unique, where one of them came in this run."""
    names = {each.file for each in collected.files}
    answered = dict.fromkeys(each.dispatch for each in collected.files if each.kind == "answer")
    for dispatch in [name for name in answered if name not in collected.records.damaged]:
        for same in same_values(DispatchAnswers(dataset, dispatch, collected.records)):
            places = [_parted(same[which], names) for which in ("first", "second")]
            file, cell = places[1]
            if {place[0] for place in places} & names:
                message = Message(
                    "value-elsewhere",
                    label=same["column"],
                    words=same["words"],
                    first=place_words(same["first"]),
                    other=same["first_words"],
                )
                yield Problem(message, Place(file, where=place_words(cell)), Message("ask-which"), Severity.WARNING)


def _parted(place: str, files: Collection[str]) -> tuple[str, str]:
    """Return the file and the place in it of a text that names both; both may hold commas."""
    file = max((each for each in files if place.startswith(f"{each}, ")), key=len, default="")
    return (file, place[len(file) + 2 :]) if file else (place, "")


def _summary(counts: dict[str, int], good: int, asked: int) -> list[str | Message]:
    said = Message(
        "collected",
        forms=Message("collected.forms", count=counts["answer"]),
        rows=Message("collected.rows", count=good),
        scans=Message("collected.scans", count=counts["evidence"]),
        refused=Message("collected.refused", count=counts["refused"]),
    )
    return [said, Message("collected.asked", count=asked)] if asked else [said]


def _file(collected: CollectedFile) -> dict[str, Any]:
    """Return one collected file as plain values for the outcome."""
    state = TO_BE_TYPED if collected.kind == "evidence" else collected.kind
    record: dict[str, Any] = {"file": collected.file, "state": state, "sha256": collected.sha256}
    if collected.lines:
        record["lines"] = collected.lines
    if collected.kind == "answer":
        body = collected.body
        identity = AnswerId(collected.dispatch, body["form"], keys_of(body["keys"]), body["period"])
        rows = [row for each in body["sections"].values() for row in each]
        record |= {
            "answers": f"{collected.dispatch}/{identity.path}",
            "how": body["how"],
            "nil": body["nil"],
            "rows": len(rows),
            "good": 0 if body["asked"] else good_rows(body),
            "asked": sum(row["state"] == "asked" for row in rows) + len(body["asked"]),
        }
    return record
