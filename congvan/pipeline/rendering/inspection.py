"""Check each finished file against Decree 30 before it is published.

Why a sample: a rule examines the layout, which the records of one document share. Of each document and format the first
`ALL` files are checked, then every `EVERY`th.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from congvan.core.job import Job
from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, Severity

if TYPE_CHECKING:
    from congvan.formats.pdf.layout_record import ClippedRow
    from congvan.nd30.rules.base import Location

ALL = 300
EVERY = 100


def sample(jobs: Iterable[Job]) -> Iterator[Job]:
    """Yield the jobs with those outside the sample marked as not checked; done here so that it does not depend on the
    executor.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for job in jobs:
        if job.judged:
            key = (job.document, job.format)
            seen[key] += 1
            if seen[key] > ALL and seen[key] % EVERY:
                job = replace(job, judged=False)
        yield job
        del job  # its content, before the next is made


def decree_problems(path: str, data: bytes, template: bytes = b"") -> tuple[Problem, ...]:
    """Return the errors and warnings of one file as Problems with rule, clause, page and line.

    `template`: the DOCX whose pages it has, so that its margins are known.
    """
    return tuple(problem for problem, _location in decree_findings(path, data, template))


def decree_findings(path: str, data: bytes, template: bytes = b"") -> tuple[tuple[Problem, Location], ...]:
    """Return the same with the place of each on its page."""
    from congvan import nd30
    from congvan.nd30.rules.base import Location

    report = nd30.check(data, path, template=template)
    if report.unreadable:
        return ((Problem(Message("nd30-unreadable", why=report.unreadable), Place(path)), Location()),)
    return tuple(
        (
            Problem(
                result.message,
                Place(path, page=result.page, where=result.where),
                severity=result.severity,
                frame=Message("frame.clause", clause=result.clause),
            ),
            result.location,
        )
        for result in report.broken
        if result.message and result.severity is not Severity.NOTE
    )


def told_of_layout(path: str, rows: Sequence[ClippedRow]) -> tuple[Problem, ...]:
    """Return what is told of the layout of a file, as warnings; of many records bound into one, each once."""
    return tuple(_cut_warning(path, row) for row in dict.fromkeys(rows)) if rows else ()


def _cut_warning(path: str, cut: ClippedRow) -> Problem:
    where: Message | str = Message("at.table-row", table=cut.table, row=cut.row) if cut.row else ""
    return Problem(Message("table-cut"), Place(path, where=where, page=cut.page), severity=Severity.WARNING)
