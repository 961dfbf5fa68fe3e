"""Ctrl-C, SIGTERM and a closed terminal end a run, wherever they meet it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from congvan.cli import app
from congvan.core.bootstrap import signals
from tests.sample_project import HOME


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

    with pytest.raises(ends), signals.signals_as_exceptions():
        run()
    assert passed == [None]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)])
def test_a_signal_that_a_library_turned_into_its_own_error_ends_the_run_as_a_signal(
    number: signal.Signals, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(words: list[str]) -> int:
        try:
            os.kill(os.getpid(), number)
            time.sleep(1)
        except BaseException as error:
            raise RuntimeError("an error of another language") from error
        return 0

    monkeypatch.setattr(app, "run", run)
    before = signal.signal(number, signal.default_int_handler)  # SIGHUP is ignored where a run outlives its terminal
    try:
        assert app.main([]) == code
    finally:
        signal.signal(number, before)
    assert "interrupted" in capsys.readouterr().err


def test_a_run_that_was_done_when_the_signal_came_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(words: list[str]) -> int:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(1)
        except BaseException:
            pass
        return 0

    monkeypatch.setattr(app, "run", run)
    assert app.main([]) == 0


def test_an_ordinary_mistake_is_still_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(words: list[str]) -> int:
        raise RuntimeError("ours")

    monkeypatch.setattr(app, "run", run)
    assert app.main([]) == 70


def test_ctrl_c_before_anything_is_imported_is_no_traceback() -> None:
    """Between the start of Python and the first line of main() nobody watches yet; build.py does."""
    program = (
        "import builtins, runpy\nreal = builtins.__import__\n"
        "def ended(name, *words, **more):\n"
        "    if name == 'congvan.cli.app':\n        raise KeyboardInterrupt\n    return real(name, *words, **more)\n"
        f"builtins.__import__ = ended\nrunpy.run_path({str(HOME / 'build.py')!r}, run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "")
