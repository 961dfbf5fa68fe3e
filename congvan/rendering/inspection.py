"""Check each finished file against Decree 30 before it is published.

Why a sample: a rule examines the layout, which the records of one document share. Of each document and format the first
`ALL` files are checked, then every `EVERY`th.
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


def decree_problems(path: str, data: bytes) -> tuple[Problem, ...]:
    """Return the errors and warnings of one file as Problems with rule, clause, page and line."""
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
