"""A plan's stream of jobs and problems, taken apart."""

from __future__ import annotations

from collections.abc import Iterator

from congvan.core.job import Job
from congvan.core.problems import Problem
from congvan.pipeline.plan.planner import Plan


def jobs_of(planned: Plan) -> Iterator[Job]:
    """The jobs, made one by one."""
    return (item for item in planned.expand() if isinstance(item, Job))


def problems_of(planned: Plan) -> list[Problem]:
    """What is wrong with them."""
    return [item for item in planned.expand() if isinstance(item, Problem)]
