"""Programs of templates: what a value of a trace was, told from the bytes that were kept of it."""

from __future__ import annotations

import marshal
from typing import Any

import pytest

from congvan.formats.fastpath import field_plan


@pytest.mark.parametrize("value", [0, 1, -7, 2**31 - 1, -(2**31), True, False, None])
def test_small_values_are_known_by_type_and_value(value: Any) -> None:
    assert field_plan._scalar(marshal.dumps(value, 2)) == (type(value), value)


@pytest.mark.parametrize("value", [2**40, 1.5, "i", "text", (), "iiii"])
def test_others_are_compared_as_they_are_written(value: Any) -> None:
    assert field_plan._scalar(marshal.dumps(value, 2)) is None


def test_keys_are_taken_in_their_order() -> None:
    assert field_plan._getter([]) is None
    one, two = field_plan._getter(["a"]), field_plan._getter(["b", "a"])
    assert one
    assert two
    assert list(one({"a": 1, "b": 2})) == [1]
    assert list(two({"a": 1, "b": 2})) == [2, 1]
