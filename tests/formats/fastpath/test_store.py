"""The traces of one template: when one is believed, which is asked first, and when tracing ends."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.formats.fastpath.field_plan import MOST_READ, Expected, check_size
from congvan.formats.fastpath.store import (
    _FREE_ATTEMPTS,
    _HITS_PER_ATTEMPT,
    _MAX_FAST_PATHS,
    _MOST_VALUES,
    FastPaths,
    UseFullRender,
)


class Program:
    """Fits the records of one kind; counts how often it was asked."""

    expected, computed = Expected([], [(0, "kind", "?")], [], [], []), ()  # no record is like that
    reads = ("kind", "text")

    def __init__(self, kind: str) -> None:
        self.kind, self.asked = kind, 0

    def extract(self, context: Any) -> tuple[str, ...] | None:
        self.asked += 1
        if context.get("unfit"):
            raise UseFullRender
        return (context["text"],) if context["kind"] == self.kind else None


class Making:
    """Traces whose making is watched: one for each kind, and what it gives is the text with `sign`.

    The first record that is run is never traced, so one has been by the time a test begins.
    """

    def __init__(self, sign: str = "!") -> None:
        self.plans: list[Program] = []
        self.fails: Exception | None = None
        self.gives_none = False
        self.sign = sign
        self.varying: list[frozenset[Any]] = []
        self.fast_paths: FastPaths[str] = FastPaths(self.make, lambda one, other: one == other, len)
        self.fast_paths.observe({"kind": "first", "text": "x"}, "x!")

    def make(self, context: dict[str, Any], varying: frozenset[Any]) -> Any:
        self.varying.append(varying)
        if self.fails:
            raise self.fails
        if self.gives_none:
            return None
        self.plans.append(Program(context["kind"]))
        return self.plans[-1], lambda values: values[0] + self.sign

    def observe(self, kind: str, text: str = "x") -> None:
        self.fast_paths.observe({"kind": kind, "text": text}, text + "!")

    def lookup(self, kind: str, text: str = "x", **more: Any) -> str | None:
        return self.fast_paths.lookup({"kind": kind, "text": text, **more})


def test_a_trace_is_believed_once_it_was_right_about_another_run() -> None:
    made = Making()
    assert made.lookup("a") is None
    made.observe("a", "one")
    assert made.lookup("a", "two") is None
    made.observe("a", "two")
    assert made.lookup("a", "three") == "three!"
    assert made.lookup("b") is None
    assert made.lookup("a", unfit=True) is None
    assert (len(made.plans), made.fast_paths.hits) == (1, 1)


def test_a_later_run_goes_on_with_what_is_on_trial() -> None:
    """A plan that is wrong there is not used, nor left."""
    made = Making()
    made.observe("a", "one")
    left = made.fast_paths.trial()
    assert left is not None
    plans, records = left
    assert [record["kind"] for record in records] == ["first", "a"]
    for sign, found in (("!", "three!"), ("?", None)):
        fill = [(plan, lambda values, sign=sign: values[0] + sign) for plan in plans]
        later: FastPaths[str] = FastPaths(made.make, lambda one, other: one == other, len, [], fill, records)
        assert later.lookup({"kind": "a", "text": "two"}) is None
        assert later.observe({"kind": "a", "text": "two"}, "two!") == (found is not None)
        assert later.lookup({"kind": "a", "text": "three"}) == found
        assert later.trial() == (None if found else ([], records))
    for text in ("x", "y", "z"):  # of several records no plan came: a later run has no need of them
        made.fails = ValueError()
        made.observe("b", text)
    assert made.fast_paths.trial() is None


def test_what_differed_between_runs_is_told_to_the_next_trace() -> None:
    made = Making()
    made.observe("a", "x")
    made.observe("b", "y")
    assert made.varying == [{("kind",)}, {("kind",), ("text",)}]


def test_a_trace_that_is_wrong_about_its_own_run_is_not_kept() -> None:
    made = Making(sign="?")
    made.observe("a")
    assert not made.fast_paths.disabled
    made.observe("a")
    assert made.lookup("a") is None


def test_a_trace_that_is_wrong_about_another_run_is_the_end_of_tracing() -> None:
    right = Making()
    right.observe("a")
    right.sign = "?"
    right.observe("a")
    assert right.fast_paths.disabled
    assert right.lookup("a") is None
    right.observe("b")
    assert len(right.plans) == 1


@pytest.mark.parametrize("fails", [ValueError(), KeyError("x"), RecursionError()])
def test_what_can_not_be_traced_is_run_and_the_next_is_tried(fails: Exception) -> None:
    made = Making()
    made.fails = fails
    made.observe("a")
    made.fails = None
    made.observe("a")
    made.observe("a")
    assert made.lookup("a") == "x!"


def test_a_record_that_does_not_fit_says_nothing_of_the_template() -> None:
    made = Making()
    made.fails = UseFullRender()
    made.observe("a")
    made.fails, made.gives_none = None, True
    made.observe("a")
    made.gives_none = False
    made.observe("a")
    made.observe("a")
    assert made.lookup("a") == "x!"
    made.fast_paths.observe([("kind", "a")], "x!")
    assert not made.fast_paths.disabled


def test_traces_that_do_not_pay_are_made_ever_more_seldom() -> None:
    made = Making()
    tried = []
    for n in range(2, 200):
        before = len(made.plans)
        made.observe(str(n))
        if len(made.plans) > before:
            tried.append(n)
    assert tried == [*range(2, 2 + _FREE_ATTEMPTS), 10, 20, 40, 80, 160]
    made.observe("160")
    assert made.lookup("160") == "x!"


def test_records_that_are_filled_pay_for_another_trace() -> None:
    made = Making()
    for _ in range(2):
        made.observe("a")
    for hits in range(2 * _HITS_PER_ATTEMPT):
        assert made.lookup("a") == "x!"
        assert made.fast_paths.hits == hits + 1
    made.fast_paths._next_attempt = 1000
    for n in range(20):
        made.observe(str(n))
    assert len(made.plans) == _FREE_ATTEMPTS + 2


def test_the_trace_that_fitted_last_is_asked_first_and_the_oldest_go() -> None:
    made = Making()
    for kind in "aabb":
        made.observe(kind)
    a, b = made.plans
    before = (a.asked, b.asked)
    assert made.lookup("a") == "x!"
    assert (a.asked - before[0], b.asked - before[1]) == (1, 1)
    assert made.lookup("a") == "x!"
    assert (a.asked - before[0], b.asked - before[1]) == (2, 1)
    for _ in range(_HITS_PER_ATTEMPT * 2 * _MAX_FAST_PATHS):
        made.lookup("a")
    for n in range(_MAX_FAST_PATHS):
        for _ in range(2):
            made.observe(str(n))
    assert len(made.fast_paths._paths) == _MAX_FAST_PATHS
    assert made.lookup("a") is None
    assert [made.lookup(str(n)) for n in range(_MAX_FAST_PATHS)] == ["x!"] * _MAX_FAST_PATHS
    assert made.fast_paths._verified == {id(program) for program, _fill in made.fast_paths._paths}


def test_a_record_of_very_many_values_is_not_traced() -> None:
    made = Making()
    made.fast_paths.observe({"kind": "list", "text": "two"}, "x" * (_MOST_VALUES + 1))
    assert not made.plans


def test_a_record_of_which_very_many_values_are_read_is_not_traced() -> None:
    check_size({"rows": [{"a": n} for n in range(MOST_READ // 3)]})

    def make(context: dict[str, Any], varying: frozenset[Any]) -> None:
        check_size(context)

    paths: FastPaths[str] = FastPaths(make, str.__eq__, len)
    for _again in range(2):
        assert not paths.observe({"rows": [{"a": n} for n in range(MOST_READ)]}, "x")
    assert not paths.plans
