"""Fuzzing: at each door through which bytes come in, the inputs that were kept, and a few that nobody chose.

`make fuzz` looks for more, guided by what each input reaches (tools/fuzz.py). What fails is kept in corpus/, a file for
each door and a line for each input, and tried first here; once mended it becomes a named test (test_found.py).
"""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.acceptance.fuzz.doors import DOORS
from tests.acceptance.promises.line import warm

CORPUS = Path(__file__).parent / "corpus"
COUNT = int(os.environ.get("CONGVAN_FUZZ", "4"))


@pytest.fixture(scope="module", autouse=True)
def prepared() -> None:
    """The sample's templates are compiled before the doors watch: another process may do it."""
    warm()


def kept(name: str) -> list[bytes]:
    return [base64.b64decode(line) for line in (CORPUS / f"{name}.txt").read_text("ascii").split()]


@pytest.mark.every(4)
@pytest.mark.parametrize("name", DOORS)
def test_no_door_fails_at_the_inputs_that_were_kept(name: str) -> None:
    """No door fails at what once led somewhere new, nor at what once failed."""
    assert kept(name)
    for recipe in kept(name):
        DOORS[name](recipe)


@pytest.mark.parametrize("name", DOORS)
def test_no_door_fails_at_inputs_that_nobody_chose(name: str) -> None:
    """Nor at what comes."""

    @settings(max_examples=COUNT, suppress_health_check=list(HealthCheck))
    @given(st.binary(min_size=8, max_size=64))
    def look(recipe: bytes) -> None:
        DOORS[name](recipe)

    look()


def test_a_door_that_fails_is_seen() -> None:
    """A connection, another program and too much time are no way out: the guards of the doors fire."""
    import socket
    import subprocess

    from tests.acceptance.fuzz.doors import Door

    def connects(_recipe: bytes) -> None:
        socket.create_connection(("127.0.0.1", 9))

    def calls(_recipe: bytes) -> None:
        subprocess.run(["true"], check=True)

    for door in (connects, calls):
        with pytest.raises(AssertionError):
            Door(door)(b"")
