"""Processor time in the seconds of a machine at rest, so that one which is slow or shared is no failure of a law."""

from __future__ import annotations

import time

AT_REST = 0.009
"""What the loop took where the limits of the tests were written."""


class Watch:
    """Runs from its making; a loop timed before and after the work tells how slow this process is by now."""

    def __init__(self) -> None:
        self._loop = loop_seconds()
        self._began = time.process_time()

    def seconds(self) -> float:
        spent = time.process_time() - self._began
        return spent * AT_REST / ((self._loop + loop_seconds()) / 2)


def loop_seconds() -> float:
    """Return how long the loop takes in this process, on average of three."""
    began = time.process_time()
    for _ in range(3):
        seen: dict[str, int] = {}
        for number in range(60_000):
            word = str(number * 7 % 1000)
            seen[word] = seen.get(word, 0) + len(word)
    return (time.process_time() - began) / 3
