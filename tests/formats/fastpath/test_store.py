"""The traces of one template: when one is believed, which is asked first, and when tracing ends."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.formats.fastpath.field_plan import Expected
from congvan.formats.fastpath.store import _FREE_ATTEMPTS, _HITS_PER_ATTEMPT, _MAX_FAST_PATHS, FastPaths, UseFullRender


class Program:
    """Fits the records of one kind; counts how often it was asked."""

    expected, computed = Expected([], [(0, "kind", "?")], [], [], []), ()  # no record is like that

    def __init__(self, kind: str) -> None:
        self.kind, self.asked = kind, 0

    def match(self, context: Any) -> tuple[str, ...] | None:
        self.asked += 1
        if context.get("unfit"):
            raise UseFullRender
        return (context["text"],) if context["kind"] == self.kind else None


class Making:
    """Traces whose making is watched: one for each kind, and what it gives is the text with `sign`.

    The first record that is run is never traced, so one has been by the time a test begins.
    """

    def __init__(self, sign: str = "!") -> None:
        self.programs: list[Program] = []
        self.fails: Exception | None = None
        self.gives_none = False
        self.sign = sign
        self.varying: list[frozenset[Any]] = []
        self.traces: FastPaths[str] = FastPaths(self.make, lambda one, other: one == other)
        self.traces.learn({"kind": "first", "text": "x"}, "x!")

    def make(self, context: dict[str, Any], varying: frozenset[Any]) -> Any:
        self.varying.append(varying)
        if self.fails:
            raise self.fails
        if self.gives_none:
            return None
        self.programs.append(Program(context["kind"]))
        return self.programs[-1], lambda values: values[0] + self.sign

    def learn(self, kind: str, text: str = "x") -> None:
        self.traces.learn({"kind": kind, "text": text}, text + "!")

    def given(self, kind: str, text: str = "x", **more: Any) -> str | None:
        return self.traces.given({"kind": kind, "text": text, **more})


def test_a_trace_is_believed_once_it_was_right_about_another_run() -> None:
    made = Making()
    assert made.given("a") is None
    made.learn("a", "one")
    assert made.given("a", "two") is None
    made.learn("a", "two")
    assert made.given("a", "three") == "three!"
    assert made.given("b") is None
    assert made.given("a", unfit=True) is None
    assert (len(made.programs), made.traces.hits) == (1, 1)


def test_what_differed_between_runs_is_told_to_the_next_trace() -> None:
    made = Making()
    made.learn("a", "x")
    made.learn("b", "y")
    assert made.varying == [{("kind",)}, {("kind",), ("text",)}]


def test_a_trace_that_is_wrong_about_its_own_run_is_not_kept() -> None:
    made = Making(sign="?")
    made.learn("a")
    assert not made.traces.wrong
    assert made.traces.reason
    made.learn("a")
    assert made.given("a") is None


def test_a_trace_that_is_wrong_about_another_run_is_the_end_of_tracing() -> None:
    right = Making()
    right.learn("a")
    right.sign = "?"
    right.learn("a")
    assert right.traces.wrong
    assert right.given("a") is None
    right.learn("b")
    assert len(right.programs) == 1


@pytest.mark.parametrize("fails", [ValueError(), KeyError("x"), RecursionError()])
def test_what_can_not_be_traced_is_run_and_the_next_is_tried(fails: Exception) -> None:
    made = Making()
    made.fails = fails
    made.learn("a")
    assert made.traces.reason
    made.fails = None
    made.learn("a")
    made.learn("a")
    assert made.given("a") == "x!"


def test_a_record_that_does_not_fit_says_nothing_of_the_template() -> None:
    made = Making()
    made.fails = UseFullRender()
    made.learn("a")
    made.fails, made.gives_none = None, True
    made.learn("a")
    made.gives_none = False
    made.learn("a")
    made.learn("a")
    assert made.given("a") == "x!"
    made.traces.learn([("kind", "a")], "x!")
    assert not made.traces.wrong


def test_traces_that_do_not_pay_are_made_ever_more_seldom() -> None:
    made = Making()
    tried = []
    for n in range(2, 200):
        before = len(made.programs)
        made.learn(str(n))
        if len(made.programs) > before:
            tried.append(n)
    assert tried == [*range(2, 2 + _FREE_ATTEMPTS), 10, 20, 40, 80, 160]
    made.learn("160")
    assert made.given("160") == "x!"


def test_records_that_are_filled_pay_for_another_trace() -> None:
    made = Making()
    for _ in range(2):
        made.learn("a")
    for hits in range(2 * _HITS_PER_ATTEMPT):
        assert made.given("a") == "x!"
        assert made.traces.hits == hits + 1
    made.traces._again = 1000
    for n in range(20):
        made.learn(str(n))
    assert len(made.programs) == _FREE_ATTEMPTS + 2


def test_the_trace_that_fitted_last_is_asked_first_and_the_oldest_go() -> None:
    made = Making()
    for kind in "aabb":
        made.learn(kind)
    a, b = made.programs
    before = (a.asked, b.asked)
    assert made.given("a") == "x!"
    assert (a.asked - before[0], b.asked - before[1]) == (1, 1)
    assert made.given("a") == "x!"
    assert (a.asked - before[0], b.asked - before[1]) == (2, 1)
    for _ in range(_HITS_PER_ATTEMPT * 2 * _MAX_FAST_PATHS):
        made.given("a")
    for n in range(_MAX_FAST_PATHS):
        for _ in range(2):
            made.learn(str(n))
    assert len(made.traces._forms) == _MAX_FAST_PATHS
    assert made.given("a") is None
    assert [made.given(str(n)) for n in range(_MAX_FAST_PATHS)] == ["x!"] * _MAX_FAST_PATHS
    assert made.traces._believed == {id(program) for program, _fill in made.traces._forms}
