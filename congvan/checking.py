"""`check` and `explain`: which files, in how many processes, and how the verdicts are told."""

from __future__ import annotations

import argparse
import gc
import glob
import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from congvan import nd30
from congvan.job import Outcome
from congvan.locale import _, current_language, use_language
from congvan.problems import CannotRun, Exit, Place, Problem, Stop
from congvan.report import Report

ENDINGS = (".docx", ".pdf")
LARGEST = 64 * 1024 * 1024
WORTH_PROCESSES = 16
"""Files below which starting further processes costs more than it saves."""


def check_files(words: argparse.Namespace, report: Report) -> Outcome:
    """Judge every file that is named; the exit code follows --fail-on. Raises Stop where nothing can be judged."""
    if words.profile and words.profile not in nd30.PROFILES:
        message = _("no rule set is called “{name}”").format(name=words.profile)
        raise Stop(Problem("profile-unknown", message, hint=_("known: {known}").format(known=", ".join(nd30.PROFILES))))
    paths = list(_paths(words.files))
    if not paths:
        raise Stop(
            Problem(
                "check-nothing", _("no DOCX or PDF file is there"), Place(words.files[0]), _("name files or folders")
            )
        )
    reports = list(_reports(paths, words.profile or next(iter(nd30.PROFILES)), words.jobs))
    if words.annotate:
        _annotate(Path(words.annotate), paths, reports)
    outcome = Outcome("check", exit_code=_exit_code(reports, words.fail_on))
    if words.format == "sarif":
        outcome.verbatim = json.dumps(nd30.to_sarif(reports), ensure_ascii=False, indent=2)
    elif words.format == "json":
        outcome.data = nd30.to_json(reports)
    else:
        outcome.remarks = [line for one in reports for line in nd30.to_text(one).splitlines()]
    return outcome


def _paths(patterns: list[str]) -> Iterator[Path]:
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


def _reports(paths: list[Path], profile: str, workers: int) -> Iterator[Any]:
    count = workers or (len(os.sched_getaffinity(0)) if len(paths) >= WORTH_PROCESSES else 1)
    jobs = [(str(path), profile, current_language) for path in paths]
    gc.freeze()  # what was imported stays: looking through it for garbage again and again costs a twentieth of the time
    if count == 1:
        yield from map(_one, jobs)
        return
    with ProcessPoolExecutor(count) as pool:
        yield from pool.map(_one, jobs, chunksize=4)


def _one(job: tuple[str, str, str]) -> Any:
    name, profile, language = job
    use_language(language)
    data = _read(Path(name))
    if data is None:
        return nd30.unread("too-large", name, profile=profile)
    return nd30.check(data, name, profile=profile)


def _read(path: Path) -> bytes | None:
    """The bytes of a file to judge, None of one that is too large to be a document. Raises CannotRun."""
    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            return None
        if not path.is_file():
            why = _("it is no regular file")
        else:
            return path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
    raise CannotRun(Problem("check-unreadable", _("can't read the file: {why}").format(why=why), Place(str(path))))


def _exit_code(reports: list[Any], fail_on: str) -> Exit:
    weights = {"error": 1, "warning": 2, "note": 3}
    limit = weights.get(fail_on, 0)
    broken = any(
        result.verdict == "broken" and weights[str(result.severity)] <= limit
        for one in reports
        for result in one.results
    )
    return Exit.FAILED if broken else Exit.OK


def _annotate(folder: Path, paths: list[Path], reports: list[Any]) -> None:
    """A copy of each PDF with its findings as notes; the original is never touched."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken: set[str] = set()
        for path, one in zip(paths, reports, strict=True):
            if path.suffix.lower() == ".pdf":
                copy = _free(path, taken)
                (folder / copy).write_bytes(nd30.annotate(path.read_bytes(), one))
            else:
                print(_("{path}: notes can be written into PDF only").format(path=path), file=sys.stderr)
    except OSError as error:
        why = error.strerror or str(error)
        raise CannotRun(
            Problem("annotate-failed", _("can't write there: {why}").format(why=why), Place(str(folder)))
        ) from None


def _free(path: Path, taken: set[str]) -> str:
    """The name of a copy: the file's own, with its folders before it where another file of the run has that name."""
    parts = path.parts
    names = ["-".join(parts[-k:]).replace("/", "") for k in range(1, len(parts) + 1)]
    name = next((n for n in names if n.casefold() not in taken), names[-1])
    taken.add(name.casefold())
    return name


def explain_rule(rule: str | None) -> Outcome:
    """The page of one rule, or the list of all."""
    outcome = Outcome("explain")
    if rule is None:
        outcome.remarks = list(nd30.RULES)
    elif rule in nd30.RULES:
        outcome.remarks = nd30.explain(rule, current_language).splitlines()
    else:
        from congvan.text import nearest

        near = nearest(rule, nd30.RULES)
        hint = _("did you mean “{found}”?").format(found=near) if near else _("“explain” alone lists them all")
        raise Stop(Problem("rule-unknown", _("no rule is called “{rule}”").format(rule=rule), hint=hint))
    return outcome
