"""The collector of cycles rests meanwhile, whatever happens, and where it rested before it goes on to."""

from __future__ import annotations

import gc

import pytest

from congvan.formats.fastpath.collector import without_collector


def test_it_rests_and_comes_back() -> None:
    assert gc.isenabled()
    with without_collector():
        with without_collector():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_comes_back_after_a_fault() -> None:
    with pytest.raises(ZeroDivisionError), without_collector():
        1 / 0  # noqa: B018 - the fault
    assert gc.isenabled()
