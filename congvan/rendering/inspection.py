"""The finished file before it is published: judged by Decree 30 as a stranger's paper would be.

Why a sample: a rule looks at the layout, which the records of one document share. Of a large merge the first `ALL`
files of each document and format are judged, and after them every `EVERY`th.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from congvan.job import Job
from congvan.messages import Message
from congvan.problems import Place, Problem, Severity

ALL = 300
EVERY = 100


def sample(jobs: Iterable[Job]) -> Iterator[Job]:
    """The jobs of a run, those past the sample not judged: chosen here, so that it is the same whoever renders."""
    seen: Counter[tuple[str, str]] = Counter()
    for job in jobs:
        if job.judged:
            key = (job.document, job.format)
            seen[key] += 1
            if seen[key] > ALL and seen[key] % EVERY:
                job = replace(job, judged=False)
        yield job


def decree_problems(path: str, data: bytes) -> tuple[Problem, ...]:
    """The errors and warnings of one file as Problems that name the rule, its clause, page and line."""
    from congvan import nd30

    report = nd30.check(data, path)
    if report.unreadable:
        return (Problem(Message("nd30-unreadable", why=report.unreadable), Place(path)),)
    return tuple(
        Problem(
            result.message,
            Place(path, page=result.page, where=result.where),
            severity=result.severity,
            frame=Message("frame.clause", clause=result.clause),
        )
        for result in report.broken
        if result.message and result.severity is not Severity.NOTE
    )
