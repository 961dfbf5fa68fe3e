"""Outcomes count, and an act turns what is raised into one."""

from __future__ import annotations

import pytest

from congvan.core.job import Cancelled, Outcome, Output, Progress, Ways, count_mark
from congvan.core.messages import Message
from congvan.core.problems import Exit, Problem, Severity


def test_a_mark_names_what_is_counted_of_which_part() -> None:
    assert count_mark("pages", 2, 3) != count_mark("sheets", 2, 3) != count_mark("sheets", 1, 3)


def test_ways_of_two_files_are_added() -> None:
    one = Ways("a", {"filled": 2}, faces=(("Times New Roman", "Liberation Serif"),))
    both = one + Ways("a", {"filled": 1, "in-full": 4}, faces=one.faces)
    assert both.counts == {"filled": 3, "in-full": 4}
    assert both.faces == one.faces
    outcome = Outcome("build")
    outcome.add_ways([one, both])
    assert outcome.ways["a"].counts == {"filled": 5, "in-full": 4}


def test_outputs_and_problems_are_counted() -> None:
    outcome = Outcome("build", [Output("a.pdf", "built"), Output("b.pdf", "built"), Output("c.pdf", "failed")])
    outcome.problems = [Problem(Message("cancelled")), Problem(Message("cancelled"), severity=Severity.WARNING)]
    counts = outcome.counts()
    assert (counts["outputs"], counts["built"], counts["failed"]) == (3, 2, 1)
    assert (counts["errors"], counts["warnings"], counts["notes"]) == (1, 1, 0)


def test_a_cancelled_act_stops_at_its_next_step() -> None:
    progress = Progress()
    with progress.steps(Message("cancelled"), 3) as advance:
        advance(1)
        progress.cancel()
        with pytest.raises(Cancelled) as stop:
            advance(1)
    assert stop.value.exit_code is Exit.INTERRUPTED
