"""The finished file before it is published: judged by Decree 30 as a stranger's paper would be.

Why a limit: a rule looks at the layout, which the records of one document share. Of a large merge the first
`ALL` files of each document and format are judged, and after them every `EVERY`th.
"""

from __future__ import annotations

from collections import Counter

from congvan import nd30
from congvan.job import Job
from congvan.locale import _
from congvan.problems import Place, Problem, Severity

ALL = 300
EVERY = 100


class Inspector:
    """Decides which files of a run are judged, and judges them."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str]] = Counter()

    def __call__(self, job: Job, data: bytes) -> tuple[Problem, ...]:
        """What the decree forbids in a file; () for one that is no document of the decree, or is passed over."""
        if not job.judged:
            return ()
        key = (job.document, job.format)
        self._seen[key] += 1
        if self._seen[key] > ALL and self._seen[key] % EVERY:
            return ()
        return problems(job.path, data)


def problems(path: str, data: bytes) -> tuple[Problem, ...]:
    """The errors and warnings of one file as Problems that name the rule, its clause, page and line."""
    report = nd30.check(data, path)
    if report.unreadable:
        message = _("the finished file can't be read back: {why}").format(why=report.unreadable)
        return (Problem("nd30-unreadable", message, Place(path), _("look at its template")),)
    return tuple(
        Problem(
            result.id,
            f"{result.message} ({result.clause})",
            Place(path, page=result.page, where=result.where),
            result.hint,
            result.severity,
        )
        for result in report.broken
        if result.severity is not Severity.NOTE
    )
