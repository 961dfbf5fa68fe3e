"""What each command does: the parsed words as a call of the pipeline, its outcome told, its exit code."""

from __future__ import annotations

import argparse
import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from congvan import i18n
from congvan.bootstrap import environment, no_op
from congvan.cli import backup, restore, returns_commands
from congvan.cli.output import Report
from congvan.i18n import _
from congvan.job import Job, Outcome
from congvan.problems import Exit, Problem, Stop, blocking


def call(command: str, words: argparse.Namespace) -> int:
    """Run a command and tell its outcome; every Stop becomes a report and the exit code of its kind."""
    style = "json" if words.format != "text" else "text"
    report = Report(style, quiet=words.quiet, verbose=words.verbose, color=not words.no_color)
    try:
        outcome = COMMANDS[command](words, report)
    except Stop as stop:
        outcome = Outcome(command, problems=list(stop.problems), exit_code=stop.exit_code)
    report.tell(outcome)
    return int(outcome.exit_code)


def root_of(words: argparse.Namespace) -> Path:
    """The project's folder."""
    return Path(no_op.root_of(words))


def build(words: argparse.Namespace, report: Report) -> Outcome:
    """The default command: the pipeline from data/ to outputs/."""
    usage = list(_usage(words))
    if usage:
        return Outcome("build", problems=usage, exit_code=Exit.USAGE)
    environment.ensure_environment()
    from congvan.model.field_types import issue_date
    from congvan.pipeline.build import OUTPUTS, Request
    from congvan.pipeline.build import build as run
    from congvan.plan.planner import Want

    where: dict[str, list[str]] = {}
    for condition in words.where:
        name, _equals, value = condition.partition("=")
        where.setdefault(name, []).append(value)
    root = root_of(words)
    before = no_op.look(str(root))
    want = Want(words.documents, where, words.only, words.dispatch, words.edition, words.outlines)
    request = Request(
        root,
        want,
        number=words.number,
        date=issue_date(words.date),
        dry_run=words.dry_run,
        rebuild=words.rebuild,
        force=words.force,
        keep_going=words.keep_going,
        database=words.database,
    )
    outcome = run(request, renderer(words, root), report.progress)
    if not (outcome.exit_code or blocking(outcome.problems) or words.dry_run):
        paths = [f"{OUTPUTS}/{output.path}" for output in outcome.outputs if output.status != "removed"]
        note = report.again(outcome)
        no_op.keep(words, before, [*paths, f"{OUTPUTS}/manifest.json"], note)
    return outcome


def _usage(words: argparse.Namespace) -> Iterator[Problem]:
    """What is wrong with build's words themselves."""
    for condition in words.where:
        if "=" not in condition:
            message = _("“--where {condition}” names no value").format(condition=condition)
            yield Problem("usage-where", message, hint=_("write it like --where district=cao-loc"))
    for name in words.only:
        if name not in ("docx", "pdf", "xlsx", "txt"):
            message = _("“--only {name}” is no format").format(name=name)
            yield Problem("usage-only", message, hint=_("choose docx, pdf, xlsx or txt"))
    yield from _number_and_date(words.number, words.date)


def _number_and_date(number: str | None, date: str | None) -> Iterator[Problem]:
    if number is not None and number != "blank" and not (re.fullmatch(r"[0-9]{1,5}", number) and int(number)):
        message = _("“{value}” is no number of a dispatch").format(value=number)
        yield Problem("usage-number", message, hint=_("write digits: --number 123"))
    if date is not None:
        try:
            if len(date) != 10:
                raise ValueError(date)
            datetime.date.fromisoformat(date)
        except ValueError:
            message = _("“{value}” is no date").format(value=date)
            yield Problem("usage-date", message, hint=_("write year-month-day: --date 2020-08-19"))


RenderAll = Callable[[Any, Iterable[Job]], Iterator[Any]]


def renderer(words: argparse.Namespace, root: Path) -> RenderAll:
    """How the jobs are rendered: here, or in as many processes as were asked for."""
    from congvan.rendering.executors import render_all

    return render_all(words.jobs, root, i18n.current_language, words.cluster)


def number(words: argparse.Namespace, report: Report) -> Outcome:
    """Store number and date in the dispatch's file."""
    usage = list(_number_and_date(words.number, words.date))
    if usage:
        return Outcome("number", problems=usage, exit_code=Exit.USAGE)
    environment.ensure_environment()
    from congvan.cli.number import store

    return store(root_of(words), words.dispatch, words.number, words.date)


def validate(words: argparse.Namespace, report: Report) -> Outcome:
    """Check without writing."""
    environment.ensure_environment()
    from congvan.pipeline.build import validate as run

    return run(root_of(words))


def verify(words: argparse.Namespace, report: Report) -> Outcome:
    """Hash every output again and compare with the manifest."""
    environment.ensure_environment()
    from congvan.pipeline.build import OUTPUTS
    from congvan.publishing.publisher import verify as run

    problems = run(root_of(words) / OUTPUTS)
    return Outcome("verify", problems=problems, exit_code=Exit.FAILED if blocking(problems) else Exit.OK)


def init(words: argparse.Namespace, report: Report) -> Outcome:
    """Copy the sample project into a new folder."""
    from congvan.cli.scaffold import start

    return start(Path(words.folder), environment.starter())


def new(words: argparse.Namespace, report: Report) -> Outcome:
    """Write a commented draft of a dispatch."""
    environment.ensure_environment()
    from congvan.cli.scaffold import new_dispatch
    from congvan.project import assets, yaml_reader

    root = root_of(words)
    files = assets.read(root)
    agency, bodies = (
        yaml_reader.parse(files[name], name).data if name in files else None
        for name in ("data/agency.yaml", "data/bodies.yaml")
    )
    return new_dispatch(root, words.kind, words.name, agency, bodies, datetime.date.today())


def check(words: argparse.Namespace, report: Report) -> Outcome:
    """Judge finished documents by the decree."""
    environment.ensure_environment()
    from congvan.cli.check import check_files

    return check_files(words, report)


def explain(words: argparse.Namespace, report: Report) -> Outcome:
    """A rule's page of the manual."""
    environment.ensure_environment()
    from congvan.cli.check import explain_rule

    return explain_rule(words.rule)


COMMANDS: dict[str, Callable[[argparse.Namespace, Report], Outcome]] = {
    "build": build,
    "number": number,
    "validate": validate,
    "verify": verify,
    "init": init,
    "new": new,
    "check": check,
    "explain": explain,
    **returns_commands.COMMANDS,
    "backup": backup.run,
    "restore": restore.run,
}
