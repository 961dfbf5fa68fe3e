"""Counts and sums in texts."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from congvan.core.templating.filters import FILTERS
from congvan.core.templating.open_values import StillOpen
from congvan.values.expressions import UNKNOWN, ExpressionError
from congvan.values.expressions.scopes import ROWS
from congvan.values.expressions.texts import AGGREGATE, aggregates_of, with_aggregates

PEOPLE = [{"ten": "A (x)", "gioi_tinh": "Nữ", "tien": 1500000}, {"ten": "B", "gioi_tinh": "Nam", "tien": 11000000}]


def filled(text: str, **values: Any) -> str:
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    environment.filters.update(FILTERS)
    return environment.from_string(with_aggregates(text)).render({**values, AGGREGATE: aggregates_of(values)})


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Có {{ count() }} người, nữ {{ count(gioi_tinh == 'Nữ') }}.", "Có 2 người, nữ 1."),
        ("{{ sum(tien)|tien }} ({{ sum(tien)|bang_chu }})", "12.500.000 (mười hai triệu năm trăm nghìn)"),
        ("{{ count(ten == 'A (x)') + 1 }} {{ 'count(x)' }}", "2 count(x)"),
        ("{{ sum(khen.tien)|tien }}: count() người", "12.500.000: count() người"),
        ("{{ x|count }}", "3"),  # a filter of the same name stays one
    ],
)
def test_an_aggregate_stands_in_a_text(text: str, wanted: str) -> None:
    assert filled(text, khen=PEOPLE, x="abc", **{ROWS: PEOPLE}) == wanted


def test_what_is_still_open_prints_dots_or_what_the_text_says() -> None:
    assert filled("{{ count()|default('…') }}", **{ROWS: UNKNOWN}) == "…"
    for text in ("{{ count() }}", "{{ sum(tien)|tien }}", "{{ count() + 1 }}"):
        with pytest.raises(StillOpen):
            filled(text, **{ROWS: UNKNOWN})


def test_a_slip_within_is_told() -> None:
    with pytest.raises(ExpressionError) as found:
        filled("{{ count(gioi_tinh = 'Nữ') }}", **{ROWS: PEOPLE})
    assert found.value.message.id == "expression-form.equals"
