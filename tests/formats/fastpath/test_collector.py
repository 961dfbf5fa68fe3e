"""The collector of cycles rests meanwhile, whatever happens, and where it rested before it goes on to."""

from __future__ import annotations

import gc

import pytest

from congvan.formats.fastpath.collector import without_collector


def test_it_rests_and_comes_back() -> None:
    assert gc.isenabled()
    with pytest.raises(ValueError, match="x"), without_collector():
        with without_collector():
            assert not gc.isenabled()
        assert not gc.isenabled()
        raise ValueError("x")
    assert gc.isenabled()
