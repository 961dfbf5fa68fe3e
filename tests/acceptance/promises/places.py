"""The data files of the sample, and whether what is told of them has a place that exists."""

from __future__ import annotations

import re

from congvan.core.problems import Problem, Severity
from tests.acceptance.promises.line import sample

DATA = [name for name in sample() if name.endswith(".yaml")]


def errors(problems: list[Problem]) -> list[Problem]:
    return [p for p in problems if p.severity is Severity.ERROR]


def true_place(problem: Problem, data: bytes) -> None:
    """The place stands in its file."""
    lines = re.split(rb"\r\n|\r|\n", data)
    assert 0 <= problem.place.line <= max(len(lines), 1), problem
    if problem.place.line:
        line = lines[problem.place.line - 1].decode("utf-8", "replace")
        assert 0 <= problem.place.column <= len(line) + 2, (problem, line)
