"""Named tuples and patterns are those of `typing` and `re`; what they cost is paid when they are used."""

from __future__ import annotations

import copy
import pickle
import re
import sys
import typing
from typing import Any

import pytest

from congvan.lazy import NamedTuple, pattern


class Point(NamedTuple):
    """A point, with what `typing` allows in a class."""

    x: int
    y: Undefined = 2  # type: ignore[name-defined]  # noqa: F821 - an annotation that is never evaluated
    names: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return self.x + self.y


class TypingPoint(typing.NamedTuple):
    """The same by `typing`."""

    x: int
    y: int = 2
    names: tuple[str, ...] = ()


def test_a_tuple_is_one_of_typing() -> None:
    mine, theirs = Point(1, names=("a",)), TypingPoint(1, names=("a",))
    assert mine == theirs == (1, 2, ("a",))
    assert (mine.x, mine.y, mine.total, hash(mine)) == (1, 2, 3, hash(theirs))
    assert repr(mine) == repr(theirs).replace("TypingPoint", "Point")
    assert mine._replace(y=5) == theirs._replace(y=5)
    assert (mine._asdict(), Point._make([1, 2, ()])) == (theirs._asdict(), TypingPoint._make([1, 2, ()]))
    assert (Point._fields, Point._field_defaults) == (TypingPoint._fields, TypingPoint._field_defaults)
    match mine:
        case Point(x, y):
            assert (x, y) == (1, 2)


def test_a_tuple_holds_its_fields_alone() -> None:
    assert not hasattr(Point(1), "__dict__")
    with pytest.raises(AttributeError):
        Point(1).x = 2  # type: ignore[misc]  # what is refused
    assert sys.getsizeof(Point(1)) == sys.getsizeof(TypingPoint(1))


def test_wrong_arguments_are_refused_the_first_time_and_later() -> None:
    class Fresh(NamedTuple):
        one: int

    for wrong in ({}, {"two": 2}, {"one": 1, "two": 2}):
        with pytest.raises(TypeError, match="argument"):
            Fresh(**wrong)  # type: ignore[arg-type]  # what is refused

    class Alike(NamedTuple):
        another: int

    assert (Fresh(1).one, Alike(another=2).another) == (1, 2)  # one constructor is compiled for both
    with pytest.raises(TypeError, match=r"Fresh.__new__\(\) missing .* 'one'"):
        Fresh()  # type: ignore[call-arg]  # what is refused


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
def test_a_tuple_is_copied_and_pickled(again: Any) -> None:
    assert again(Point(1, 3)) == Point(1, 3)
    assert type(again(Point(1, 3))) is Point


def test_a_pattern_is_one_of_re() -> None:
    mine, theirs = pattern(r"(?P<n>\d+)x", re.IGNORECASE), re.compile(r"(?P<n>\d+)x", re.IGNORECASE)
    assert mine.pattern == theirs.pattern
    assert mine.sub("-", "12X 3x 4") == theirs.sub("-", "12X 3x 4") == "- - 4"
    assert (mine.groups, mine.flags, dict(mine.groupindex)) == (theirs.groups, theirs.flags, dict(theirs.groupindex))
    assert pattern(rb"a+").findall(b"baab") == [b"aa"]
    assert repr(mine) == r"pattern('(?P<n>\\d+)x')"
    with pytest.raises(AttributeError):
        mine.nothing  # type: ignore[attr-defined]  # noqa: B018 - what is refused


def test_nothing_is_compiled_before_it_is_used() -> None:
    class Unused(NamedTuple):
        one: int

    assert "__new__" not in vars(Unused)
    assert Unused(1) == (1,)
    assert "__new__" in vars(Unused)
    unused = pattern("(")
    assert unused.pattern == "("
    with pytest.raises(re.error):
        unused.search("")
