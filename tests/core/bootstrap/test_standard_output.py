"""What is printed on a full disk: told by an exception of its own, even if the next write works."""

from __future__ import annotations

import errno
import io
import sys

import pytest

from congvan.cli import app
from congvan.core.bootstrap.standard_output import UnwritableOutput, write_out


class FailingOnce(io.StringIO):
    """A text stream whose first write fails."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error: OSError | None = error

    def write(self, text: str) -> int:
        if self.error:
            error, self.error = self.error, None
            raise error
        return super().write(text)


def test_a_text_is_printed_with_its_end() -> None:
    out = io.StringIO()
    write_out("một", out)
    write_out("hai", out, end="")
    assert out.getvalue() == "một\nhai"


def test_a_write_that_fails_is_told_with_its_cause() -> None:
    with pytest.raises(UnwritableOutput) as caught:
        write_out("một", FailingOnce(OSError(errno.ENOSPC, "full")))
    assert isinstance(caught.value.__cause__, OSError)
    assert caught.value.__cause__.errno == errno.ENOSPC


def test_a_reader_that_is_gone_is_not_a_full_disk() -> None:
    with pytest.raises(BrokenPipeError):
        write_out("một", FailingOnce(BrokenPipeError(errno.EPIPE, "gone")))


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["explain", "ND30-PAGE-SIZE"]])
def test_a_write_that_fails_once_ends_a_command_with_4(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The disk has room again a moment later: what was printed lacks a part all the same."""
    monkeypatch.setattr(app, "discard_output", lambda: None)
    monkeypatch.setattr(sys, "stdout", FailingOnce(OSError(errno.EIO, "broken")))
    assert app.main(["--lang", "vi", *words]) == 4
    assert capsys.readouterr().err.startswith("không ghi được nội dung in ra: ")
