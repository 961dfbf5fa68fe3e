"""The acts of this room: `check` judges the files that are named, in several processes; `explain` shows a rule."""

from __future__ import annotations

import gc
import glob
import json
import os
import stat
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from congvan.i18n import language
from congvan.job import Outcome, Progress, act
from congvan.messages import Message
from congvan.nd30 import manual
from congvan.nd30.annotate import annotate
from congvan.nd30.check import PROFILES, Report, unread
from congvan.nd30.check import check as judge
from congvan.nd30.reports import to_json, to_sarif, to_text
from congvan.nd30.rules import BY_ID
from congvan.problems import EnvironmentFault, Exit, Place, Problem, ProblemsFound
from congvan.text import nearest

ENDINGS = (".docx", ".pdf")
LARGEST = 64 * 1024 * 1024
WORTH_PROCESSES = 16
"""Files below which starting further processes costs more than it saves."""


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """Which documents to judge, and how to tell of it.

    files     DOCX or PDF files, folders, or patterns
    profile   the rule set; "" for the one in force
    fail_on   the outcome's exit code is 1 at findings of this weight: "error", "warning", "note", "never"
    notes     a folder for a copy of each PDF with its findings as notes
    workers   processes; 0: as many as pay off
    form      "text" for lines in `findings` (`quiet`: errors alone), "json" for `data`, "sarif" for `verbatim`
    """

    files: tuple[str, ...]
    profile: str = ""
    fail_on: str = "error"
    notes: Path | None = None
    workers: int = 0
    form: str = "text"
    quiet: bool = False


@act("check")
def check(request: CheckRequest, progress: Progress) -> Outcome:
    """Judge every file that is named by the decree; the exit code follows `fail_on`."""
    if request.profile and request.profile not in PROFILES:
        raise ProblemsFound(
            Problem(
                Message("profile-unknown", name=request.profile),
                remedy=Message("known-names", known=", ".join(PROFILES)),
            )
        )
    paths = list(_paths(request.files))
    if not paths:
        raise ProblemsFound(Problem(Message("check-nothing"), Place("".join(request.files[:1]))))
    verdicts = list(_verdicts(paths, request.profile or next(iter(PROFILES)), request.workers, progress))
    problems = [one for one in verdicts if isinstance(one, Problem)]
    judged = {path: one for path, one in zip(paths, verdicts, strict=True) if isinstance(one, Report)}
    reports = list(judged.values())
    outcome = Outcome("check", problems=problems, exit_code=_exit_code(reports, problems, request.fail_on))
    if request.notes:
        outcome.remarks += _annotate(request.notes, judged)
    if request.form == "sarif":
        outcome.verbatim = json.dumps(to_sarif(reports, problems), ensure_ascii=False, indent=2)
    elif request.form == "json":
        outcome.data = to_json(reports)
    else:
        outcome.findings = [line for one in reports for line in to_text(one, quiet=request.quiet).splitlines()]
    return outcome


def _paths(patterns: Iterable[str]) -> Iterator[Path]:
    """The files of folders and patterns, each once, in order; a name that is neither is an error later."""
    seen = set()
    for pattern in patterns:
        path = Path(pattern)
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.suffix.lower() in ENDINGS and not p.name.startswith("~$"))
        elif not path.exists() and glob.has_magic(pattern):
            found = [Path(name) for name in sorted(glob.glob(pattern, recursive=True))]
        else:
            found = [path]
        for one in found:
            if one not in seen:
                seen.add(one)
                yield one


def _verdicts(paths: list[Path], profile: str, workers: int, progress: Progress) -> Iterator[Report | Problem]:
    """What is said of each file, in their order. Raises Cancelled."""
    count = workers or (len(os.sched_getaffinity(0)) if len(paths) >= WORTH_PROCESSES else 1)
    jobs = [(str(path), profile) for path in paths]
    gc.freeze()  # what was imported stays: looking through it for garbage again and again costs a twentieth of the time
    with progress.steps(Message("acts.documents"), len(paths)) as advance, ExitStack() as ending:
        ending.callback(gc.unfreeze)
        if count == 1:
            found: Iterator[Report | Problem] = map(_one, jobs)
        else:
            pool = ending.enter_context(ProcessPoolExecutor(count))
            ending.callback(pool.shutdown, cancel_futures=True)
            found = pool.map(_one, jobs, chunksize=4)
        for one in found:
            yield one
            advance(1)


def _one(job: tuple[str, str]) -> Report | Problem:
    """What is said of one file; of one that the machine doesn't hand out, why."""
    name, profile = job
    try:
        data = _read(Path(name))
    except OSError as error:
        return Problem(Message("check-unreadable", why=error.strerror or error.args[0]), Place(name))
    if data is None:
        return unread("too-large", name, profile=profile)
    return judge(data, name, profile=profile)


def _read(path: Path) -> bytes | None:
    """The bytes of a file to judge, None of one that is too large to be a document. Raises OSError."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError(Message("acts.regular-file"))
    return path.read_bytes() if status.st_size <= LARGEST else None


def _exit_code(reports: list[Report], problems: list[Problem], fail_on: str) -> Exit:
    """A file that nothing could be read of is a failure as well: exit code 0 says that something was judged."""
    if problems:
        return Exit.CANNOT
    weights = {"error": 1, "warning": 2, "note": 3}
    limit = weights.get(fail_on, 0)
    failed = any(
        (limit and one.unreadable) or any(weights[str(result.severity)] <= limit for result in one.broken)
        for one in reports
    )
    return Exit.FAILED if failed else Exit.OK


def _annotate(folder: Path, judged: dict[Path, Report]) -> Iterator[Message]:
    """Write a copy of each PDF with its findings as notes, the original is never touched; remarks on other files."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken: set[str] = set()
        for path, one in judged.items():
            if path.suffix.lower() == ".pdf":
                (folder / _free(path, taken)).write_bytes(annotate(path.read_bytes(), one))
            else:
                yield Message("acts.notes-written-into", path=path)
    except OSError as error:
        raise EnvironmentFault(
            Problem(Message("annotate-failed", why=error.strerror or str(error)), Place(str(folder)))
        ) from None


def _free(path: Path, taken: set[str]) -> str:
    """The name of a copy: the file's own, with its folders before it where another file of the run has that name."""
    parts = path.parts
    names = ["-".join(parts[-k:]).replace("/", "") for k in range(1, len(parts) + 1)]
    name = next((n for n in names if n.casefold() not in taken), names[-1])
    taken.add(name.casefold())
    return name


@dataclass(frozen=True, slots=True)
class ExplainRequest:
    """`rule`: the id of a rule; None for the list of all."""

    rule: str | None = None


@act("explain")
def explain(request: ExplainRequest, progress: Progress) -> Outcome:
    """The page of one rule, or the list of all, as remarks."""
    rule = request.rule
    if rule is None:
        return Outcome("explain", remarks=list(BY_ID))
    if rule in BY_ID:
        return Outcome("explain", remarks=[*manual.explain(rule, language()).splitlines()])
    near = nearest(rule, BY_ID)
    hint = Message("did-you-mean", found=near) if near else Message("rule-unknown.hint-explain-alone")
    raise ProblemsFound(Problem(Message("rule-unknown", rule=rule), remedy=hint))
