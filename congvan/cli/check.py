"""`check` and `explain`: which files, in how many processes, and how the verdicts are told."""

from __future__ import annotations

import argparse
import gc
import glob
import json
import os
import stat
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from congvan import i18n, nd30
from congvan.cli.output import Report
from congvan.i18n import _, use_language
from congvan.job import Outcome
from congvan.problems import CannotRun, Exit, Place, Problem, Stop

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
    told = list(_reports(paths, words.profile or next(iter(nd30.PROFILES)), words.jobs))
    problems = [one for one in told if isinstance(one, Problem)]
    judged = {path: one for path, one in zip(paths, told, strict=True) if isinstance(one, nd30.Report)}
    reports = list(judged.values())
    if words.annotate:
        _annotate(Path(words.annotate), judged)
    outcome = Outcome("check", problems=problems, exit_code=_exit_code(reports, problems, words.fail_on))
    if words.format == "sarif":
        outcome.verbatim = json.dumps(nd30.to_sarif(reports, problems), ensure_ascii=False, indent=2)
    elif words.format == "json":
        outcome.data = nd30.to_json(reports)
    else:
        outcome.findings = [line for one in reports for line in nd30.to_text(one, quiet=words.quiet).splitlines()]
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


def _reports(paths: list[Path], profile: str, workers: int) -> Iterator[nd30.Report | Problem]:
    count = workers or (len(os.sched_getaffinity(0)) if len(paths) >= WORTH_PROCESSES else 1)
    jobs = [(str(path), profile, i18n.current_language) for path in paths]
    gc.freeze()  # what was imported stays: looking through it for garbage again and again costs a twentieth of the time
    if count == 1:
        yield from map(_one, jobs)
        return
    with ProcessPoolExecutor(count) as pool:
        yield from pool.map(_one, jobs, chunksize=4)


def _one(job: tuple[str, str, str]) -> nd30.Report | Problem:
    """What is said of one file; of one that the machine doesn't hand out, why."""
    name, profile, language = job
    use_language(language)
    try:
        data = _read(Path(name))
    except OSError as error:
        why = error.strerror or str(error)
        message = _("can't read the file: {why}").format(why=why)
        return Problem(
            "check-unreadable", message, Place(name), _("see that the name is right and the file may be read")
        )
    if data is None:
        return nd30.unread("too-large", name, profile=profile)
    return nd30.check(data, name, profile=profile)


def _read(path: Path) -> bytes | None:
    """The bytes of a file to judge, None of one that is too large to be a document. Raises OSError."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError(_("it is no regular file"))
    return path.read_bytes() if status.st_size <= LARGEST else None


def _exit_code(reports: list[nd30.Report], problems: list[Problem], fail_on: str) -> Exit:
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


def _annotate(folder: Path, judged: dict[Path, nd30.Report]) -> None:
    """A copy of each PDF with its findings as notes; the original is never touched."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken: set[str] = set()
        for path, one in judged.items():
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
        outcome.remarks = nd30.explain(rule, i18n.current_language).splitlines()
    else:
        from congvan.text import nearest

        near = nearest(rule, nd30.RULES)
        hint = _("did you mean “{found}”?").format(found=near) if near else _("“explain” alone lists them all")
        raise Stop(Problem("rule-unknown", _("no rule is called “{rule}”").format(rule=rule), hint=hint))
    return outcome
