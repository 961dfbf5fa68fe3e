"""The two acts of nd30: `check` files, in several processes, and `explain` a rule."""

from __future__ import annotations

import gc
import glob
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from congvan.core.cache import DiskCache
from congvan.core.i18n import _, language
from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Exit, Place, Problem, ProblemsFound, Severity, reason_of
from congvan.core.text import nearest
from congvan.nd30 import manual
from congvan.nd30.annotate import annotate
from congvan.nd30.boxes.reading import boxes_of_view
from congvan.nd30.boxes.values import Boxes, as_plain
from congvan.nd30.check import PROFILES, CheckReport, RuleResult, check_view, kind_name, with_shared_results
from congvan.nd30.opening import CLASSIFIED, FROM_DOC, open_file
from congvan.nd30.page_images import margin_of, marks_of, pictures, placed
from congvan.nd30.report_page import page_of
from congvan.nd30.reports import closing, conversion_note, location_text, to_json, to_sarif, to_text
from congvan.nd30.rules import BY_ID

SUFFIXES = (".docx", ".pdf", ".doc")
CONVERTED_BYTES = 256 << 20
"""How much of what LibreOffice made is kept between runs."""
PICTURED = 40
"""Files whose pages are pictured in one run: LibreOffice takes a second for a DOCX."""
PARALLEL_FROM = 16
"""The number of files from which starting further processes saves time."""


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """Which documents to check, and how to report the results.

    files     DOCX, PDF or DOC files, folders, or patterns
    profile   the rule set; "" for the one in force
    fail_on   the severity from which findings set exit code 1: "error", "warning", "note", "never"
    notes     a folder for a copy of each PDF with its findings as notes
    workers   number of processes; 0: one, or one per processor from `PARALLEL_FROM` files
    form      "text" for lines in `findings` (`quiet`: errors alone), "json" for `data`, "sarif" for `verbatim`, "pages"
              for findings with numbers in `data` and pictures of the pages in the folder `pictures`
    cache     a folder that keeps what LibreOffice made of each DOC; None to convert it again
    left_out  ids of rules that are not applied, each with the reason
    report    an HTML page to write on all files
    """

    files: tuple[str, ...]
    profile: str = ""
    fail_on: str = "error"
    notes: Path | None = None
    workers: int = 0
    form: str = "text"
    quiet: bool = False
    cache: Path | None = None
    left_out: Mapping[str, str] = field(default_factory=dict)
    report: Path | None = None
    pictures: Path | None = None


@dataclass(frozen=True, slots=True)
class _Checked:
    """One file after the check: the report, and for JSON its boxes."""

    report: CheckReport
    boxes: Boxes | None


@act("check")
def check(request: CheckRequest, progress: Progress) -> Outcome:
    """Check every file that the request names; the exit code follows `fail_on`."""
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
    verdicts = list(_check_files(paths, request, progress))
    if request.cache:
        DiskCache(request.cache).trim(FROM_DOC, CONVERTED_BYTES)
    problems = [verdict for verdict in verdicts if isinstance(verdict, Problem)]
    checked = {path: verdict for path, verdict in zip(paths, verdicts, strict=True) if isinstance(verdict, _Checked)}
    judged = {path: each.report for path, each in checked.items()}
    reports = list(judged.values())
    outcome = Outcome("check", problems=problems, exit_code=_exit_code(reports, problems, request.fail_on))
    outcome.remarks += [Message("rule-left-out", rule=rule, why=why) for rule, why in request.left_out.items()]
    if request.report:
        _write_page(request, judged, progress)
        outcome.remarks.append(Message("report-written", path=request.report))
    if request.notes:
        outcome.remarks += _annotate(request.notes, judged)
    if request.form == "sarif":
        outcome.verbatim = json.dumps(to_sarif(reports, problems), ensure_ascii=False, indent=2)
    elif request.form == "pages" and request.pictures:
        outcome.data["files"] = list(_marked(request.pictures, judged, progress))
    elif request.form == "json":
        outcome.data = {**to_json(reports), "left_out": dict(request.left_out)}
        for file, each in zip(outcome.data["files"], checked.values(), strict=True):
            file["boxes"] = as_plain(each.boxes)
    else:
        outcome.findings = [line for report in reports for line in to_text(report, quiet=request.quiet).splitlines()]
    return outcome


def _paths(patterns: Iterable[str]) -> Iterator[Path]:
    """Yield the files of folders and patterns, each once, in order.

    A name that matches nothing is yielded as it is, and reported when it can't be read.
    """
    seen = set()
    for pattern in patterns:
        path = Path(pattern)
        if path.is_dir():
            paths = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and not p.name.startswith("~$"))
        elif not path.exists() and glob.has_magic(pattern):
            paths = [Path(name) for name in sorted(glob.glob(pattern, recursive=True))]
        else:
            paths = [path]
        for path in paths:
            if path not in seen:
                seen.add(path)
                yield path


def _check_files(paths: list[Path], request: CheckRequest, progress: Progress) -> Iterator[_Checked | Problem]:
    """Yield the report on each file, in order, or the problem of reading it. Raises Cancelled."""
    processes = _processes(request, len(paths))
    judge = partial(_check_file, request=request)
    gc.freeze()  # leave imported objects out of garbage collection, which saves 5 % of the time
    with progress.steps(Message("acts.documents"), len(paths)) as advance, ExitStack() as ending:
        ending.callback(gc.unfreeze)
        if processes == 1:
            results: Iterator[_Checked | Problem] = map(judge, paths)
        else:
            pool = ending.enter_context(ProcessPoolExecutor(processes))
            ending.callback(pool.shutdown, cancel_futures=True)
            results = pool.map(judge, paths, chunksize=4)
        for result in results:
            yield result if isinstance(result, Problem) else replace(result, report=with_shared_results(result.report))
            advance(1)


def _processes(request: CheckRequest, papers: int) -> int:
    """Return how many processes share the work on so many papers."""
    return request.workers or (len(os.sched_getaffinity(0)) if papers >= PARALLEL_FROM else 1)


def _check_file(path: Path, request: CheckRequest) -> _Checked | Problem:
    """Return the report on one file, or the problem of reading it."""
    view = open_file(path, DiskCache(request.cache) if request.cache else None)
    if isinstance(view, Problem):
        return view
    profile = request.profile or next(iter(PROFILES))
    rules = [rule for rule in PROFILES[profile].rules if rule.id not in request.left_out]
    report = check_view(view, str(path), rules, profile=profile)
    return _Checked(report, boxes_of_view(view, str(path)) if request.form == "json" else None)


def _exit_code(reports: list[CheckReport], problems: list[Problem], fail_on: str) -> Exit:
    """Return the exit code; a file without readable text is a failure too, as 0 says that every file was checked."""
    if problems:
        return Exit.FAILED if all(problem.code == CLASSIFIED for problem in problems) else Exit.CANNOT
    weights = {"error": 1, "warning": 2, "note": 3}
    limit = weights.get(fail_on, 0)
    failed = any(
        (limit and report.unreadable) or any(weights[str(result.severity)] <= limit for result in report.broken)
        for report in reports
    )
    return Exit.FAILED if failed else Exit.OK


def _annotate(folder: Path, judged: dict[Path, CheckReport]) -> Iterator[Message]:
    """Write an annotated copy of each PDF, never changing the original; yield a remark on each file that is no PDF."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names_taken: set[str] = set()
        for path, report in judged.items():
            if path.suffix.lower() == ".pdf":
                (folder / _copy_name(path, names_taken)).write_bytes(annotate(path.read_bytes(), report))
            else:
                yield Message("acts.notes-written-into", path=path)
    except OSError as error:
        raise EnvironmentFault(Problem(Message("annotate-failed", why=reason_of(error)), Place(str(folder)))) from None


def _write_page(request: CheckRequest, judged: dict[Path, CheckReport], progress: Progress) -> None:
    """Write the HTML page beside its place and put it there at the end, so that it is whole or not there at all."""
    assert request.report is not None
    part = request.report.with_name(f".{request.report.name}.part")
    try:
        with progress.steps(Message("acts.pictures"), len(judged)) as advance, part.open("w", encoding="utf-8") as file:
            for piece in page_of(judged, request.left_out, _processes(request, len(judged))):
                file.write(piece)
                advance(piece.startswith("<article"))
        os.replace(part, request.report)
    except OSError as error:
        why = Message("report-unwritable", why=reason_of(error))
        raise EnvironmentFault(Problem(why, Place(str(request.report)))) from None
    finally:
        part.unlink(missing_ok=True)


def _marked(folder: Path, judged: dict[Path, CheckReport], progress: Progress) -> Iterator[dict[str, Any]]:
    """Yield the findings on each file with pictures of its pages; of a long list the first files have pictures."""
    with progress.steps(Message("acts.pictures"), len(judged)) as advance:
        for number, (path, report) in enumerate(judged.items(), 1):
            yield marked_pages(path, report, folder, number if number <= PICTURED else 0)
            advance(1)


def _copy_name(path: Path, names_taken: set[str]) -> str:
    """Return a name for a copy: the file's own, prefixed with its folders if another file of the run has that name."""
    parts = path.parts
    names = ["-".join(parts[-k:]).replace("/", "") for k in range(1, len(parts) + 1)]
    name = next((n for n in names if n.casefold() not in names_taken), names[-1])
    names_taken.add(name.casefold())
    return name


@dataclass(frozen=True, slots=True)
class ExplainRequest:
    """Which rule to explain. `rule`: its id; None to list the ids of all rules."""

    rule: str | None = None


@act("explain")
def explain(request: ExplainRequest, progress: Progress) -> Outcome:
    """Return the manual page of a rule, or the list of all ids, as remarks."""
    rule = request.rule
    if rule is None:
        return Outcome("explain", remarks=list(BY_ID))
    if rule in BY_ID:
        return Outcome("explain", remarks=[*manual.explain(rule, language()).splitlines()])
    near = nearest(rule, BY_ID)
    hint = Message("did-you-mean", found=near) if near else Message("rule-unknown.hint-explain-alone")
    raise ProblemsFound(Problem(Message("rule-unknown", rule=rule), remedy=hint))


# The findings on one paper with numbers, and pictures of its pages with the same numbers: for a page of a program.

ORDER = list(Severity)


def marked_pages(path: Path, report: CheckReport, folder: Path, number: int) -> dict[str, Any]:
    """Return the findings and the pages of a paper as plain data; write its pictures, `<number>-<page>.png`.

    `folder` is made if it is not there; a `number` of 0 means no pictures.
    """
    findings = sorted(report.broken, key=lambda r: (ORDER.index(r.severity), r.page, r.line, r.id))
    sheets: list[dict[str, Any]] = []
    if number and findings and not report.unreadable:
        places, pdf = placed(path, findings)
        folder.mkdir(parents=True, exist_ok=True)
        for picture in pictures(pdf, places):
            name = f"{number}-{picture.page}.png"
            (folder / name).write_bytes(picture.png)
            sheet = {"page": picture.page, "file": name, "width": picture.width, "height": picture.height}
            marks = marks_of(picture.page, picture.height, places)
            sheets.append({**sheet, "margin": margin_of(marks), "marks": [each._asdict() for each in marks]})
    return {
        "path": str(path),
        "kind": kind_name(report.document_kind),
        "unreadable": str(report.unreadable or ""),
        "closing": closing(report),
        "notes": [*([conversion_note()] if report.converted else []), *_scanned(report)],
        "findings": [_finding(at, result) for at, result in enumerate(findings, 1)],
        "sheets": sheets,
    }


def _finding(number: int, result: RuleResult) -> dict[str, Any]:
    return {
        "number": number,
        "rule": result.id,
        "clause": str(result.clause),
        "severity": str(result.severity),
        "message": str(result.message),
        "hint": str(result.hint or ""),
        "where": location_text(result),
    }


def _scanned(report: CheckReport) -> list[str]:
    numbers = ", ".join(map(str, report.pictures))
    return [_("pages that are pictures (scans) were not read: {numbers}").format(numbers=numbers)] if numbers else []
