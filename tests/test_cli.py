"""The command line itself: what is wrong in it is told to people and to programs alike."""

from __future__ import annotations

import json
import os
import signal
import time

import pytest

from congvan import cli

WRONG = {
    "unknown option": ["--bogus"],
    "unknown choice": ["--edition", "x"],
    "missing word": ["number"],
    "missing file": ["check"],
}


@pytest.mark.parametrize("words", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("asked", [["--format", "json"], ["--format=json"]])
def test_a_wrong_command_line_is_one_object_too(
    words: list[str], asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([*words, *asked])
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert ended.value.code == told["exit_code"] == 2
    assert [problem["code"] for problem in told["problems"]] == ["usage-words"]
    assert told["problems"][0]["hint"]
    assert said.err == ""


def test_a_wrong_command_line_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--bogus"])
    said = capsys.readouterr()
    assert ended.value.code == 2
    assert "--bogus" in said.err
    assert "--help" in said.err
    assert said.out == ""


@pytest.mark.parametrize(("number", "ends"), [(signal.SIGTERM, SystemExit), (signal.SIGINT, KeyboardInterrupt)])
def test_a_signal_in_a_callback_is_not_lost(number: signal.Signals, ends: type[BaseException]) -> None:
    """Python can't raise in a finaliser: the signal that met it there still ends the run, in silence."""

    class Finalised:
        def __del__(self) -> None:
            os.kill(os.getpid(), number)
            time.sleep(0.01)

    passed = []

    def run() -> None:
        thing: Finalised | None = Finalised()
        thing = None
        passed.append(thing)
        time.sleep(5)

    with pytest.raises(ends), cli.ended_by_signal():
        run()
    assert passed == [None]
