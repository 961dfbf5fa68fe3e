"""A call in a child process ends by what the system allows it, and says by what."""

from __future__ import annotations

import time
from typing import Any

import pikepdf
import pytest

from congvan.formats.press.artwork import inspect_artwork
from congvan.pipeline.rendering import child_process
from congvan.pipeline.rendering.child_process import in_child
from congvan.pipeline.rendering.limits import LimitExceeded
from tests.formats.press.test_artwork import SIZE, art


def test_the_result_is_that_of_the_call() -> None:
    assert in_child(divmod, 7, 2) == (3, 1)


def test_a_call_that_fails_is_a_fault_of_ours() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        in_child(divmod, 1, 0)


@pytest.mark.parametrize(
    ("call", "words", "limits", "why"),
    [
        (pow, (7, 1 << 40), {"seconds": 1}, "> 1 s"),  # in C, where no signal handler of Python runs
        (bytes, (800 << 20,), {"memory": 64 << 20}, "> 64 MiB"),
        (time.sleep, (60,), {}, "> 2 s"),
    ],
)
def test_a_call_is_stopped(
    call: Any, words: tuple[int, ...], limits: dict[str, int], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if call is time.sleep:
        monkeypatch.setattr(child_process, "WAITING", 2.0)
    begun = time.monotonic()
    with pytest.raises(LimitExceeded, match=f"^{why}$"):
        in_child(call, *words, **limits)
    assert time.monotonic() - begun < 30


@pytest.mark.full("long runs")
def test_artwork_that_swells_in_memory_is_stopped() -> None:
    """Two KB that become hundreds of MB: the library returns to Python only when all of it is there."""
    bomb = art(b"1 0 0 1 0 0 cm\n" * 1_000_000)
    assert len(bomb) < 60_000
    with pytest.raises(LimitExceeded, match="MiB"):
        in_child(inspect_artwork, bomb, "a.pdf", size=SIZE, bleed=0, memory=64 << 20)


def test_artwork_of_many_other_operators_takes_no_memory() -> None:
    lines = art(b"0 0 m 1 1 l S\n" * 300_000)
    assert in_child(inspect_artwork, lines, "a.pdf", size=SIZE, bleed=0, memory=64 << 20) == []
    assert pikepdf.__version__
