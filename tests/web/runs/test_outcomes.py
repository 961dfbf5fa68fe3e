"""Outcomes as the page shows them: errors first, places in words; a fault says where it is and none of its values."""

from __future__ import annotations

import errno

from congvan.core.job import Outcome
from congvan.core.messages import Message
from congvan.core.problems import Exit, Place, Problem, Severity
from congvan.web.runs.outcomes import faulty, ranked, shown


def test_errors_come_first_then_by_place() -> None:
    note = Problem(Message("reason-missing"), Place("a.yaml", 1), severity=Severity.NOTE)
    warning = Problem(Message("reason-missing"), Place("b.yaml", 2), severity=Severity.WARNING)
    late, early = (Problem(Message("reason-missing"), Place("c.yaml", line)) for line in (9, 3))
    assert ranked([note, late, warning, early]) == [early, late, warning, note]


def test_a_remark_that_names_a_command_is_not_shown() -> None:
    outcome = Outcome("init", remarks=[Message("start.sample"), "hai"])
    assert shown(outcome)["remarks"] == ["hai"]


def test_a_full_disk_is_no_fault_of_the_program() -> None:
    outcome = faulty("build", OSError(errno.ENOSPC, "bí mật"))
    assert (outcome["exit_code"], outcome["problems"][0]["message"]) == (Exit.CANNOT, "the disk is full")


def test_a_fault_says_where_it_is_and_none_of_its_values() -> None:
    try:
        raise ValueError("bí mật")
    except ValueError as error:
        outcome = faulty("build", error)
    assert outcome["exit_code"] == Exit.BUG
    assert "test_outcomes.py" in outcome["problems"][0]["message"]
    assert "bí mật" not in str(outcome)
