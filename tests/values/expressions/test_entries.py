"""Entries of a list found by an index: the same rows as if each were asked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvan.values.expressions import MappingScope, parse
from congvan.values.expressions.entries import Entries, EntryRows

XA = [{"id": "xa-a", "name": "A"}, {"id": "xa-b", "name": "B"}]
THON = [{"id": f"t-{n}", "xa": XA[n % 2] if n % 5 else "", "kind": "abc"[n % 3], "so": n} for n in range(12)]
CONDITIONS = (
    "thon.xa == xa",
    "xa == thon.xa and thon.so > 3",
    "thon.so > 3 and thon.xa == xa",
    "thon.xa == xa or thon.so > 9",
    "thon.kind == 'b'",
    "thon.kind == kind and thon.xa != xa",
    "thon.so == 4",
    "thon == 't-3'",
    "thon.xa == ''",
    "thon.xa.name == 'A'",
    "not thon.xa == xa",
    "thon.xa == thon.kind",
)


def scope(xa: int, kind: str = "a") -> MappingScope:
    return MappingScope({"xa": XA[xa], "kind": kind, "thon": Entries(THON)})


@pytest.mark.parametrize("condition", CONDITIONS)
@given(xa=st.integers(0, 1), kind=st.sampled_from("abcd"))
def test_narrowed_and_asked_rows_are_the_same(condition: str, xa: int, kind: str) -> None:
    outer, found = scope(xa, kind), parse(condition)
    rows = EntryRows(Entries(THON), ("thon",), outer)
    asked = [row.value("thon")["id"] for row in rows if found.holds(row) is True]
    assert [entry["id"] for entry in rows.chosen(found, outer)] == asked
    narrowed = [row.value("thon")["id"] for row in rows.narrowed(found.tree, outer)]
    assert [each for each in narrowed if each in asked] == asked
    assert parse(f"count(thon, {condition})").evaluate(outer) == len(asked)


def test_a_condition_by_a_field_makes_no_other_rows() -> None:
    outer = scope(0)
    rows = EntryRows(Entries(THON), ("thon",), outer)
    narrowed: list[Any] = list(rows.narrowed(parse("thon.xa == xa and thon.so > 3").tree, outer))
    assert len(narrowed) < len(THON) / 2
