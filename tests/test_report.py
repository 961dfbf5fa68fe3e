"""The closing words of a run are true: what was changed, what was found."""

from __future__ import annotations

import pytest

from congvan.job import Outcome, Output
from congvan.problems import Exit, Problem, Severity
from congvan.report import Report, as_json, lines

ERROR = Problem("data-wrong", "this is wrong", hint="mend it")


@pytest.mark.parametrize(
    ("outcome", "closing"),
    [
        (Outcome("build", problems=[ERROR], exit_code=Exit.DATA), "1 error; nothing was changed in outputs/"),
        (Outcome("build", problems=[ERROR], exit_code=Exit.FAILED), "1 error"),
        (Outcome("explain", problems=[ERROR], exit_code=Exit.DATA), "1 error"),
        (Outcome("verify", problems=[ERROR, ERROR], exit_code=Exit.FAILED), "2 errors"),
        (Outcome("validate", data={"checked": {"files": 3}}), "all is well"),
        (Outcome("verify"), "all is well"),
        (Outcome("build", problems=[Problem("w", "take care", severity=Severity.WARNING)]), "1 warning"),
        (Outcome("build", outputs=[Output("a.pdf", "built")], where="outputs"), "1 built → outputs (0.0 s)"),
    ],
)
def test_closing_line(outcome: Outcome, closing: str) -> None:
    assert list(lines(outcome))[-1] == closing


def test_quiet_says_nothing_of_what_went_well() -> None:
    assert list(lines(Outcome("validate"), quiet=True)) == []
    assert len(list(lines(Outcome("build", problems=[ERROR], exit_code=Exit.DATA), quiet=True))) == 3


def test_layouts_are_told_of_on_request_and_never_of_a_run_that_found_all_as_it_was() -> None:
    outcome = Outcome("build", data={"layouts": {"stamped": 120, "laid out": 12}})
    told = "PDF documents: 120 stamped, 12 laid out, 0 laid out for what only they hold"
    assert told in lines(outcome, verbose=True)
    assert told not in lines(outcome)
    assert "layouts" in as_json(outcome)
    assert "layouts" not in Report("json").again(outcome)
