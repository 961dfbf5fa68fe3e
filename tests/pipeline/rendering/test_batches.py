"""Batches: each template's jobs stay with one worker, are planned when they are wanted, and none is left over."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from congvan.core.job import Job
from congvan.pipeline.rendering.batches import AHEAD, BATCH, HEAVY, Batches, is_heavy, weight


def _job(number: int, template: str, *, judged: bool = False) -> Job:
    return Job(f"{number}.txt", "d", str(number), "text", template, {}, judged=judged)


def _all_of(batches: Batches, workers: int) -> list[list[list[Job]]]:
    """Let workers take batches in turn until there are none; return what each has taken."""
    known = [batches.begin() for _number in range(workers)]
    taken: list[list[list[Job]]] = [[] for _number in range(workers)]
    while got := [(n, batch) for n in range(workers) if (batch := batches.take(known[n])) is not None]:
        for n, batch in got:
            taken[n].append(batch)
    return taken


def test_every_job_is_taken_once_in_batches_of_one_template() -> None:
    jobs = [_job(n, f"t{n % 5}", judged=n % 2 == 0) for n in range(1000)]
    taken = [batch for batches in _all_of(Batches(jobs), 3) for batch in batches]
    assert sorted(int(job.record) for batch in taken for job in batch) == list(range(1000))
    assert all(len({job.template for job in batch}) == 1 for batch in taken)
    assert all(sum(map(weight, batch[:-1])) < BATCH for batch in taken)


def test_a_template_stays_with_the_worker_that_knows_it() -> None:
    jobs = [_job(n, f"t{n % 2}", judged=True) for n in range(160)]
    templates = [{job.template for batch in batches for job in batch} for batches in _all_of(Batches(jobs), 2)]
    assert sorted(map(sorted, templates)) == [["t0"], ["t1"]]


def test_many_jobs_of_one_template_are_shared() -> None:
    taken = _all_of(Batches(_job(n, "t", judged=True) for n in range(320)), 2)
    assert all(sum(map(len, batches)) > 100 for batches in taken)


def test_jobs_are_planned_when_they_are_wanted() -> None:
    planned = 0

    def endless() -> Iterator[Job]:
        nonlocal planned
        for number in itertools.count():
            planned += 1
            yield _job(number, f"t{number % 3}")

    batches = Batches(endless())
    known = batches.begin()
    assert batches.take(known)
    assert planned <= 3 * BATCH
    while batches.plan():
        pass
    assert planned <= (AHEAD + 4) * BATCH


def test_what_a_dead_worker_knew_is_taken_by_another() -> None:
    batches = Batches(_job(n, "t", judged=True) for n in range(10))
    dead, other = batches.begin(), batches.begin()
    lost = batches.take(dead)
    assert lost
    assert batches.take(other) is None
    batches.end(dead)
    batches.retry(lost)
    taken = list(iter(lambda: batches.take(other), None))
    assert [len(batch) for batch in taken if batch] == [1] * len(lost) + [10 - len(lost)]


def test_a_job_is_heavy_by_its_lists_and_by_the_tables_of_its_texts() -> None:
    def heavy(**content: Any) -> bool:
        return is_heavy(Job("a.docx", "d", "", "docx", "t", content))

    def body(rows: int) -> list[dict[str, Any]]:
        return [{"style": "doan"}, {"table": {"rows": [{}] * rows}}]

    assert not heavy(title="x" * HEAVY, rows=[1] * (HEAVY - 1), body=body(HEAVY - 1), attachments=["x"])
    assert heavy(rows=[1] * HEAVY)
    assert heavy(body=body(HEAVY))
    assert heavy(attachments=[{"title": "x"}, {"body": body(HEAVY)}])
