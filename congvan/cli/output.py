"""Print an outcome: as plain lines or one JSON object; show a progress bar on a terminal."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TextIO

from congvan.core.bootstrap.standard_output import write_out
from congvan.core.i18n import _, language, ngettext
from congvan.core.job import Outcome, Progress, Ways
from congvan.core.messages import Message
from congvan.core.outcome_json import as_json
from congvan.core.privacy import mask_unless_needed
from congvan.core.problems import Exit, Problem, Severity


class Reporter(Progress):
    """Prints outcomes. `style` is "text" or "json"; `quiet` omits everything but errors; colour on a terminal only."""

    def __init__(
        self,
        style: str = "text",
        quiet: bool = False,
        verbose: bool = False,
        color: bool = True,
        out: TextIO | None = None,
    ) -> None:
        self.style, self.quiet, self.verbose = style, quiet, verbose
        self.out, self.err = out or sys.stdout, sys.stderr
        self.terminal = self.err.isatty() and style == "text"
        self.color = color and self.out.isatty() and style == "text"

    @contextmanager
    def bar(self, title: Message, total: int | None) -> Iterator[Callable[[int], object]]:
        """Show a progress bar on a terminal, nothing in a pipe."""
        if not self.terminal or self.quiet:
            yield lambda done: None
            return
        from rich import progress
        from rich.console import Console

        words, left = progress.TextColumn("{task.description}"), progress.TimeRemainingColumn()
        columns = (words, progress.BarColumn(), progress.MofNCompleteColumn(), left)
        console = Console(file=self.err, no_color=not self.color)
        with progress.Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task(str(title), total=total)
            yield lambda done: bar.advance(task, done)

    def print_outcome(self, outcome: Outcome) -> None:
        """Print the complete outcome at the end of a run."""
        if outcome.verbatim:
            write_out(outcome.verbatim, self.out)
            return
        if self.style == "json":
            write_out(json_text(outcome), self.out)
            return
        for line in lines(outcome, verbose=self.verbose, quiet=self.quiet):
            write_out(self._painted(line), self.out)
        write_out("", self.out, end="", flush=True)

    def print_line(self, line: str) -> None:
        """Print a line of an act that goes on: where the page is. Nothing for programs, which get one outcome."""
        if self.style == "text":
            write_out(line, self.out, flush=True)

    def text_if_unchanged(self, outcome: Outcome) -> str:
        """Return the output of a later run that would find everything unchanged."""
        kept = [replace(output, status="unchanged") for output in outcome.outputs if output.status != "removed"]
        same = replace(outcome, outputs=kept, ways={}, seconds=0.0)
        if self.style == "json":
            return json_text(same)
        return "\n".join(lines(same))

    def _painted(self, line: str) -> str:
        if not self.color:
            return line
        for word, code in (("error", "31"), ("warning", "33"), ("note", "36")):
            label = severity_word(Severity(word))
            if line.startswith(f"{label}: ") or f": {label}: " in line:
                return line.replace(f"{label}:", f"\x1b[1;{code}m{label}:\x1b[0m", 1)
        return line


def severity_word(severity: Severity) -> str:
    return {Severity.ERROR: _("error"), Severity.WARNING: _("warning"), Severity.NOTE: _("note")}[severity]


_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_BEYOND_ASCII = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")  # json escapes the others itself


def printable(line: str) -> str:
    """Escape what a terminal would obey: control characters, line ends, changes of direction.

    Why: names of returned files and values are chosen by strangers.
    """
    return _CONTROL.sub(lambda found: found.group().encode("unicode_escape").decode(), line)


def json_text(outcome: Outcome) -> str:
    """Return the outcome as JSON text, in which control characters are escaped."""
    text = json.dumps(as_json(outcome), ensure_ascii=False, indent=2, default=str)
    return _BEYOND_ASCII.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def lines(outcome: Outcome, *, verbose: bool = False, quiet: bool = False) -> Iterator[str]:
    """Yield the lines of the report: problems, outputs, summary; none holds a control character."""
    yield from map(printable, _lines(outcome, verbose=verbose, quiet=quiet))


def _lines(outcome: Outcome, *, verbose: bool, quiet: bool) -> Iterator[str]:
    for problem in sorted(outcome.problems, key=Problem.sort_key):
        if not (quiet and problem.severity is not Severity.ERROR):
            yield from problem_lines(problem)
    if not quiet:
        yield from map(str, outcome.remarks)
    yield from map(str, outcome.findings)
    for output in outcome.outputs:
        if verbose or output.status in ("failed", "kept", "would-build", "would-remove", "removed"):
            yield f"{status_word(output.status):>12}  {output.path}" + (f"  ({output.why})" if output.why else "")
    if verbose:
        for _template, ways in sorted(outcome.ways.items()):
            yield from ways_lines(ways)
    if not quiet or outcome.exit_code:
        yield from summary(outcome)


def ways_lines(ways: Ways) -> Iterator[str]:
    """Yield `templates/bia-tap.html: 120 filled, 2 rendered`, then what prevented the fast path."""
    words = {
        "filled": _("{count} filled"),
        "rendered": _("{count} rendered"),
        "laid out": _("{count} laid out"),
        "by docxtpl": _("{count} by docxtpl"),
    }
    counts = [text.format(count=ways.counts[way]) for way, text in words.items() if ways.counts.get(way)]
    yield f"{ways.template}: {', '.join(counts)}"
    for problem in ways.why:
        yield from (f"    {line}" for line in problem_lines(problem))


def problem_lines(problem: Problem) -> Iterator[str]:
    """Yield `data/agency.yaml:3:1: error: unknown key “phnoe” [key-unknown]`, the remedy, and further places."""
    place = f"{problem.place}: " if str(problem.place) else ""
    record = f" ({problem.record})" if problem.record else ""
    said = f"{severity_word(problem.severity)}: {problem.text}{record} [{problem.code}]"
    yield mask_unless_needed(problem, f"{place}{said}")
    if problem.hint:
        yield mask_unless_needed(problem, f"    → {problem.hint}")
    for other in problem.also:
        yield f"    {_('see also')} {other}"


def status_word(status: str) -> str:
    words = {
        "built": _("built"),
        "unchanged": _("unchanged"),
        "removed": _("removed"),
        "kept": _("kept"),
        "failed": _("failed"),
        "would-build": _("would build"),
        "would-keep": _("unchanged"),
        "would-remove": _("would remove"),
    }
    return words.get(status, status)


def summary(outcome: Outcome) -> Iterator[str]:
    """The closing lines: how many, where, how long; how many problems."""
    counts = outcome.counts()
    if outcome.outputs:
        written = {} if outcome.command == "build" else {"built": _("written")}
        parts = [f"{counts[s]} {written.get(s) or status_word(s)}" for s in _STATUSES if counts.get(s)]
        where = f" → {outcome.where}" if outcome.where else ""
        seconds = f"{outcome.seconds:.1f}".replace(".", "," if language() == "vi" else ".")
        yield f"{', '.join(parts)}{where}" + (f" ({seconds} s)" if outcome.command == "build" else "")
    errors, warnings = counts["errors"], counts["warnings"]
    published = outcome.exit_code == Exit.FAILED or outcome.partial  # by --keep-going, or before the disk failed
    if errors and outcome.command == "build" and not published:
        yield ngettext(
            "{count} error; nothing was changed in outputs/", "{count} errors; nothing was changed in outputs/", errors
        ).format(count=errors)
    elif errors:
        yield ngettext("{count} error", "{count} errors", errors).format(count=errors)
    elif warnings:
        yield ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings)
    elif outcome.command == "validate" or not (outcome.outputs or outcome.remarks or outcome.findings):
        yield _("no errors")


_STATUSES = ("built", "would-build", "unchanged", "would-keep", "would-remove", "removed", "kept", "failed")
