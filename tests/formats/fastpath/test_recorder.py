"""One run, followed: which texts were only printed, which were looked at, and what a program may be given then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from congvan.formats.fastpath import traced_values
from congvan.formats.fastpath.field_plan import FieldPlan
from congvan.formats.fastpath.reads import Reads
from congvan.formats.fastpath.recorder import RecordedRender, reporting_filters
from congvan.formats.fastpath.stored_plans import from_bytes, to_bytes
from congvan.formats.fastpath.traced_values import reveal
from congvan.formats.fastpath.usage_log import UsageLog
from congvan.formats.pdf.html_source import HtmlSource

A, B = {"a": "x", "b": "<y>"}, {"a": "z", "b": "<y>"}


def program(template: str, record: dict[str, Any]) -> FieldPlan:
    found = HtmlSource(template.encode(), "t", True, {})._traced(record, frozenset())
    assert found is not None
    return found[0]


def followed(record: dict[str, Any], run: Callable[[dict[str, Any]], Any]) -> RecordedRender[Any]:
    return RecordedRender(record, Reads(tuple(record), None), run, UsageLog())


@pytest.mark.parametrize(
    ("template", "record", "other", "values"),
    [
        ("<div>{{ a }}</div><b data-f>{{ b }}</b>", A, B, None),  # printed outside of a field
        ("<div>{{ a }} {{ b }}</div><i data-f></i>", A, {"a": "x", "b": "q"}, None),
        ("<b data-f>{{ a }}</b>", A, {"a": "z", "b": "q"}, ("z",)),  # not read at all: may be any text
        ("<b data-f>{{ a }} – {{ b }}</b>", A, {"a": "<", "b": ""}, ("&lt; – ",)),
        ("<b data-f>{{ b }}{% if a == 'x' %}!{% endif %}{{ a }}</b>", A, {"a": "x", "b": "&"}, ("&amp;!x",)),
        ("<b data-f>{{ b }}{% if a == 'x' %}!{% endif %}{{ a }}</b>", A, {"a": "y", "b": "&"}, None),
        ("<b data-f>{% if b == '<y>' %}{{ b }}{% endif %}, {{ a }}</b>", A, B, ("&lt;y&gt;, z",)),
        ("<b data-f>{% if a %}{{ b }}{% else %}-{% endif %}</b>", A, {"a": "q", "b": "r"}, ("r",)),  # empty or not
        ("<b data-f>{% if a %}{{ b }}{% else %}-{% endif %}</b>", A, {"a": "", "b": "r"}, None),
        ("<b data-f>{% if a %}{{ b }}{% else %}-{% endif %}</b>", {**A, "a": ""}, {"a": "", "b": "r"}, ("-",)),
        ("<b data-f>{% if a %}{{ b }}{% else %}-{% endif %}</b>", {**A, "a": ""}, {"a": "q", "b": "r"}, None),
        ("<b data-f>{{ a }}</b><i data-f>{{ b }}, {{ a }}</i>", A, {"a": "q", "b": "r"}, ("q", "r, q")),
        ("<b data-f>{{ a ~ b }}</b>", A, {"a": "z", "b": "q"}, ("zq",)),
        ("<b data-f>{{ a|upper }}</b>", A, B, None),
        ("<b data-f>{{ m.c }}</b>", {"m": {"c": "x", "d": ["y"]}}, {"m": {"c": "q", "d": ["r"]}}, ("q",)),
        ("<b data-f>{{ m.c }}</b>", {"m": {"c": "x", "d": 1}}, {"m": {"c": "q", "d": 1}}, ("q",)),
        ("<b data-f>{{ m.c }}</b>", {"m": {"c": "x", "d": 1}}, {"m": {"c": "q", "d": True}}, ("q",)),
        ("<b data-f>{{ m.c }}</b>", {"m": {"c": "x", "d": ["y"]}}, {"m": {"c": "q", "d": []}}, ("q",)),
        ("<b data-f>{{ m.c }}</b>", {"m": {"c": "x", "d": {"e": []}}}, {"m": {"c": "q", "d": None}}, ("q",)),
        ("<b data-f>{{ m.c }}</b>", {"m": {"c": "x", "d": ["y"]}}, {"m": {"c": "q", "e": ["y"]}}, None),
        (
            "<b data-f>{{ m.c }}{% if m.e is defined %}!{% endif %}</b>",
            {"m": {"c": "x", "d": 1}},
            {"m": {"c": "q", "e": 1}},
            None,
        ),
        ("<b data-f>{{ m.c }}{{ m.d|length }}</b>", {"m": {"c": "x", "d": ["y"]}}, {"m": {"c": "q", "d": []}}, None),
        ("<b data-f>{% set n = m %}{{ n.c }}{{ n.d }}</b>", {"m": {"c": "x", "d": 1}}, {"m": {"c": "q", "d": 2}}, None),
        ("<b data-f>{{ m.c }}</b>", {"m": {"c": "x", "d": 1}}, {"m": {"c": 1, "d": 1}}, None),
        ("<b data-f>{{ m.d }}</b>", {"m": {"c": "x", "d": 1.5}}, {"m": {"c": "q", "d": 1.5}}, ("1.5",)),
    ],
)
def test_a_program_fills_in_what_was_only_printed(
    template: str, record: dict[str, Any], other: dict[str, Any], values: tuple[str, ...] | None
) -> None:
    made = program(template, record)
    source = HtmlSource(template.encode(), "t", True, {})
    assert made.extract(record) == source._run(record).values
    assert values is None or source._run(other).values == values
    assert made.extract(other) == values
    (kept,) = from_bytes(to_bytes([made]))
    assert kept.fixed == made.fixed
    assert kept.extract(other) == values


ROWS = "{% for r in rows %}<td data-f>{{ r[0] }}</td><td data-f>{{ r[1] }}</td>{% endfor %}<b data-f>{{ end }}</b>"
MAPPED = "{% for x in rows|map('first') %}<td data-f>{{ x }}</td>{% endfor %}<b data-f>{{ end }}</b>"
UNLIKE = "{% for r in rows %}{% if loop.first and r[1] == 'a' %}!{% endif %}<i data-f>{{ r[0] }}</i>{% endfor %}"


@pytest.mark.parametrize(
    ("template", "other", "values"),
    [
        (ROWS, [["4", "d"], ["5", "<"], ["6", ""]], ("4", "d", "5", "&lt;", "6", "", "e")),
        (ROWS, [["4", "d"], ["5", "e"]], None),
        (ROWS, [["4", "d"], ["5", "e"], ["6", "f", "g"]], None),
        (ROWS, [["4", "d"], ["5", "e"], ("6", "f")], None),
        (ROWS, [["4", "d"], ["5", "e"], ["6", 7]], None),
        (ROWS, [["4", "d"], {"0": "5", "1": "e"}, ["6", "f"]], None),
        (ROWS, [["4", "\ufdd1"], ["5", "e"], ["6", "f"]], None),  # a mark of ours
        (MAPPED, [["4", "a"], ["5", "b"], ["6", "c"]], ("4", "5", "6", "e")),
        (UNLIKE, [["4", "a"], ["5", "e"], ["6", "f"]], ("4", "5", "6")),
        (UNLIKE, [["4", "d"], ["5", "e"], ["6", "f"]], None),
    ],
)
def test_the_rows_of_a_table(template: str, other: Any, values: tuple[str, ...] | None) -> None:
    made = program(template, {"rows": [["1", "a"], ["2", "b"], ["3", "c"]], "end": "e"})
    for each in (made, *from_bytes(to_bytes([made]))):
        assert each.extract({"rows": other, "end": "e"}) == values


def test_programs_are_kept_whatever_their_texts() -> None:
    record = {"a": "x", "b": "\ud800 Đ"}
    made = program("<div>{{ b }}</div><i data-f>{{ a }}</i>", record)
    data = to_bytes([made, made])
    assert "Đ".encode() in data
    assert [kept.extract({**record, "a": "y"}) for kept in from_bytes(data)] == [("y",), ("y",)]
    for broken in (b"", b"{}x", b"[1]", b"[[1]]", data[:-1], data.replace(b"dict", b"deck"), b"[" * 100_000):
        assert from_bytes(broken) == []


def test_what_looks_at_texts_unseen_is_given_them_whole() -> None:
    def look(*args: Any, **more: Any) -> Any:
        return args, more

    work = reporting_filters({"look": look, "map": look, "zip": look, "upper": look})
    assert work["map"] is work["zip"] is look  # they hand on what they are given
    run = followed({"a": "x", "b": "y", "c": ["z"]}, lambda c: work["look"](c["a"], c["c"], key=c["b"]))
    assert run.output == (("x", ["z"]), {"key": "y"})
    assert run.bound == {0, 1, 2}


@pytest.mark.parametrize(
    ("run", "found", "bound", "sound"),
    [
        (lambda c: reveal(c["m"]), {"k": "y"}, {1}, False),  # with the order of its keys
        (lambda c: list(c["m"]), ["k"], set(), False),
        (lambda c: [*c["m"].items()], [], set(), False),
        (lambda c: list(reveal(iter([c["a"], 7]))), ["x", 7], {0}, True),
        (lambda c: reveal((c["a"], [c["l"][0]])), ("x", ["z"]), {0, 2}, True),
        (lambda c: "-" + c["a"], "-x", {0}, True),
        (lambda c: c["a"].split(sep="x"), ["", ""], {0}, True),
        (lambda c: c["a"] + "-", "x-", {0}, True),
        (lambda c: c["m"]["k"] == "y", True, {1}, True),
        (lambda c: bool(c["a"]), True, set(), True),
        (lambda c: c["n"], 5, set(), True),
    ],
)
def test_every_use_of_a_text_is_noticed(
    run: Callable[[dict[str, Any]], Any], found: Any, bound: set[int], sound: bool
) -> None:
    done = followed({"a": "x", "m": {"k": "y"}, "l": ["z"], "n": 5}, run)
    assert (done.output, done.bound, done.is_reproducible) == (found, bound, sound)


def test_the_tokens_in_a_piece_of_the_output_are_bound() -> None:
    def run(content: dict[str, Any]) -> Iterator[str]:
        yield "".join([content["a"], content["b"].__html__(), content["c"]])

    done = followed({"a": "x", "b": "<y>", "c": "z"}, lambda content: next(run(content)))
    assert done.bound == set()
    assert done.filled(done.output) == "x&lt;y&gt;z"
    done.bind(done.output, escaped=False)
    assert done.bound == {0, 2}
    assert done.filled(done.filled_where_bound(done.output)) == "x&lt;y&gt;z"
    assert done.filled_where_bound(done.output) == f"x{done.output[3:6]}z"  # the token of b stays
    done.bind(done.output)
    assert done.bound == {0, 1, 2}
    assert done.filled_where_bound(done.output) == "x&lt;y&gt;z"


def test_what_a_macro_is_given_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table is given to the macro of each of its cells: its length counts once, not squared."""
    looked = Counter[str]()
    plain = traced_values.holds_tokens
    monkeypatch.setattr(traced_values, "holds_tokens", lambda value: (looked.update(["text"]), plain(value))[1])
    table = UsageLog().traced([{"cells": [f"{n}", "a", "b"]} for n in range(50)], 0)
    assert not traced_values.is_opaque(table)
    once = looked["text"]
    assert once == 150
    assert not any(traced_values.is_opaque([table, row]) for row in table)
    assert looked["text"] == once
