"""Dataclasses, named tuples and patterns are those of the standard library; their cost is paid when they are used."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import re
import subprocess
import sys
import typing
from typing import Any

import pytest

from congvan.lazy import NamedTuple, dataclass, pattern


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
    with pytest.raises(TypeError, match="z"):
        mine._replace(z=1)
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


def pair(made_by: Any) -> Any:
    """Return a frozen class with slots, a default and a factory, and one that extends it, by a decorator."""

    @made_by(frozen=True, slots=True)
    class Base:
        x: int
        y: Undefined = 2  # type: ignore[name-defined]  # noqa: F821 - an annotation that is never evaluated
        names: list[str] = dataclasses.field(default_factory=list, compare=False)

    @made_by(frozen=True, slots=True, kw_only=True)
    class Further(Base):
        more: str = ""

        def __post_init__(self) -> None:
            object.__setattr__(self, "more", self.more.upper())

    return Base, Further


@pytest.mark.parametrize("made_by", [dataclass, dataclasses.dataclass])
def test_a_dataclass_is_one_of_the_standard_library(made_by: Any) -> None:
    base, further = pair(made_by)
    one, other = base(1), further(1, 3, more="b")
    assert (one.x, one.y, one.names, other.more) == (1, 2, [], "B")
    assert one == base(1, names=["a"]) != base(2)
    assert one != other
    assert (hash(one), hash(other) == hash(further(1, 3, more="b"))) == (hash(base(1, 2)), True)
    assert repr(other).endswith("Further(x=1, y=3, names=[], more='B')")
    assert dataclasses.replace(other, y=4) == further(1, 4, more="b")
    assert [each.name for each in dataclasses.fields(further)] == ["x", "y", "names", "more"]
    assert dataclasses.asdict(one) == {"x": 1, "y": 2, "names": []}
    assert (base.__match_args__, hasattr(one, "__dict__"), base.__name__) == (("x", "y", "names"), False, "Base")
    for change in (lambda: setattr(one, "x", 2), lambda: delattr(one, "x")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            change()
    for wrong in ({}, {"x": 1, "two": 2}):
        with pytest.raises(TypeError, match="argument"):
            base(**wrong)


@pytest.mark.parametrize("made_by", [dataclass, dataclasses.dataclass])
def test_a_dataclass_that_changes_has_no_hash(made_by: Any) -> None:
    @made_by
    class Plain:
        x: int = 1

    @made_by(eq=False, slots=True)
    class Alone:
        x: int = 1

    one = Plain()
    one.x = 2
    assert (one, Plain.__hash__, vars(one), Plain.x) == (Plain(2), None, {"x": 2}, 1)
    assert Alone() != Alone()
    assert isinstance(hash(Alone()), int)


@dataclass(frozen=True, slots=True)
class Kept:
    """A class that pickles find."""

    x: int
    y: tuple[int, ...] = ()


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
def test_a_dataclass_is_copied_and_pickled(again: Any) -> None:
    assert again(Kept(1, (3,))) == Kept(1, (3,))


@pytest.mark.parametrize("options", [{}, {"frozen": True}, {"frozen": True, "slots": True}])
def test_a_dataclass_of_plain_fields_takes_what_it_does_in_the_standard_library(options: dict[str, bool]) -> None:
    def made(made_by: Any) -> Any:
        @made_by(**options)
        class Plain:
            x: int
            y: str = "a"
            z: tuple[int, ...] = ()

        return Plain

    mine, theirs = made(dataclass), made(dataclasses.dataclass)
    assert inspect.signature(mine) == inspect.signature(theirs)
    assert mine.__init__.__qualname__ == theirs.__init__.__qualname__
    assert dataclasses.astuple(mine(1, z=(2,))) == dataclasses.astuple(theirs(1, z=(2,))) == (1, "a", (2,))
    with pytest.raises(TypeError, match=r"Plain.__init__\(\) missing 1 required positional argument: 'x'"):
        mine()


def test_the_module_of_dataclasses_is_imported_for_others_alone() -> None:
    program = """
from __future__ import annotations
from typing import ClassVar
import sys
from congvan.lazy import dataclass

@dataclass
class Plain:
    x: int = 1

print(Plain(2).x, "dataclasses" in sys.modules)

@dataclass
class Other:
    x: int
    shared: ClassVar[int] = 3

    def __post_init__(self):
        self.x += 1

print(Other(2).x, Other.shared, "dataclasses" in sys.modules)
"""
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert shown.splitlines() == ["2 False", "3 3 True"]


def test_the_methods_of_a_dataclass_are_made_when_they_are_used() -> None:
    base, further = pair(dataclass)
    unused = vars(further)["__init__"]
    base(1)
    assert vars(further)["__init__"] is unused
    assert type(vars(base)["__eq__"]) is type(unused)
    assert base(1) == base(1)
    assert type(vars(base)["__eq__"]) is not type(unused)
