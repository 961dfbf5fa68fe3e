"""What a TypedDict declares to templates, and its value with nothing in it."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

import pytest

from congvan.core.templating.declared import Meaning, declared_names, empty


class Inner(TypedDict):
    text: Annotated[str, Meaning("a text", "chữ", printed=False)]


class Outer(TypedDict):
    inner: Annotated[Inner, Meaning("a part", "phần")]
    rows: Annotated[list[Inner], Meaning("rows", "hàng")]
    count: Annotated[int, Meaning("how many", "số")]
    wide: Annotated[bool, Meaning("wide", "rộng")]
    more: NotRequired[Annotated[float, Meaning("more", "thêm", formats=("xlsx",))]]


class Bare(TypedDict):
    text: str


def test_names_come_in_order_with_what_is_said_of_them() -> None:
    names = declared_names(Outer)
    assert [(name.key, name.required) for name in names] == [
        *((key, True) for key in ("inner", "rows", "count", "wide")),
        ("more", False),
    ]
    assert names[-1].said.formats == ("xlsx",)
    assert not declared_names(Inner)[0].said.printed


def test_a_name_of_which_nothing_is_said_is_an_error() -> None:
    with pytest.raises(TypeError, match="text"):
        declared_names(Bare)


def test_what_is_empty_has_every_key_that_must_be_there() -> None:
    assert empty(Outer) == {"inner": {"text": ""}, "rows": [], "count": 0, "wide": False}
