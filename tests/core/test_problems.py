"""Places: how they are said, and in which order problems are told."""

from __future__ import annotations

import pytest

from congvan.core.messages import Message
from congvan.core.problems import Exit, Place, Problem, ProblemsFound, Severity, stop_of, told_by


def test_cells_are_told_in_the_order_in_which_one_reads() -> None:
    cells = ["B10", "AA9", "B9", "Z9", "A100"]
    found = ProblemsFound(Problem(Message("id-missing"), Place("a.xlsx", sheet="S", cell=cell)) for cell in cells)
    assert [problem.place.cell for problem in found.problems] == ["B9", "Z9", "AA9", "B10", "A100"]


def test_a_page_is_said_in_the_language_of_the_reader() -> None:
    place = Place("letter/cong-van.pdf", page=2)
    assert (place.text("en"), place.text("vi")) == ("letter/cong-van.pdf, p. 2", "letter/cong-van.pdf, trang 2")


def test_a_run_without_a_font_ends_as_the_machines_fault_unless_data_are_wrong_too() -> None:
    font, data = Problem(Message("font-missing.fontconfig")), Problem(Message("id-missing"))
    assert [stop_of(found).exit_code for found in ([font], [font, data])] == [Exit.CANNOT, Exit.DATA]


def test_an_error_among_notes_is_told_in_the_place_of_what_came_of_it() -> None:
    error = Problem(Message("text-box-full", box="x", text="x"))
    warning = Problem(Message("a"), severity=Severity.WARNING)
    with pytest.raises(ProblemsFound) as caught, told_by(lambda: [warning, error]):
        raise OverflowError
    assert caught.value.problems == [error]
    with pytest.raises(OverflowError), told_by(lambda: [warning]):
        raise OverflowError
