"""The collector of cycles rests meanwhile, whatever happens, and where it rested before it goes on to."""

from __future__ import annotations

import ctypes
import gc
import weakref
from collections.abc import Iterator

import pytest

from congvan.formats.fastpath import collector
from congvan.formats.fastpath.collector import return_memory, without_collector


def test_it_rests_and_comes_back() -> None:
    assert gc.isenabled()
    with without_collector():
        with without_collector():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


@pytest.fixture
def _nothing_frozen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What the tests share is frozen."""
    gc.unfreeze()
    monkeypatch.setattr(collector, "_frozen", False)
    yield
    gc.freeze()


@pytest.mark.full("long runs")
@pytest.mark.usefixtures("_nothing_frozen")
def test_what_stays_is_among_the_old_ones() -> None:
    with without_collector(stays=True):
        made = [[number] for number in range(10)]
    old = {id(each) for each in gc.get_objects(generation=2)}
    assert {id(each) for each in made} <= old
    assert gc.get_freeze_count() == 0


@pytest.mark.usefixtures("_nothing_frozen")
def test_what_was_left_before_is_not_among_them() -> None:
    class Left:
        def __init__(self) -> None:
            self.itself = self

    gone = weakref.ref(Left())
    with without_collector(stays=True):
        assert gone() is None


def test_what_another_has_frozen_stays_so() -> None:
    assert gc.get_freeze_count() > 0  # what the tests share
    with without_collector(stays=True):
        pass
    assert gc.get_freeze_count() > 0


def test_what_is_frozen_is_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(collector, "_frozen", False)
    monkeypatch.setattr(gc, "get_freeze_count", lambda: asked.append(1) or 7)
    for _ in range(3):
        with without_collector(stays=True):
            pass
    assert asked == [1]


def test_it_comes_back_after_a_fault() -> None:
    with pytest.raises(ZeroDivisionError), without_collector():
        1 / 0  # noqa: B018 - the fault
    assert gc.isenabled()


def test_memory_is_returned_by_whatever_library_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    class Other:
        """A C library without malloc_trim."""

        def __init__(self, _name: None) -> None:
            pass

    return_memory()
    monkeypatch.setattr(ctypes, "CDLL", Other)
    return_memory()
