"""`congvan help`."""

from __future__ import annotations

import pytest

from congvan.cli.app import main
from congvan.core.manual import TOPICS


def test_help_lists_the_pages_and_prints_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", "--lang", "vi"]) == 0
    listed = capsys.readouterr().out
    assert all(topic in listed for topic in TOPICS)
    assert main(["help", "kinds", "--lang", "vi"]) == 0
    assert capsys.readouterr().out.startswith("# 29 loại văn bản\n")
    assert main(["help", "kinds", "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("# The 29 kinds\n")


def test_help_of_a_command_is_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["help", "check"])
    assert end.value.code == 0
    assert "--annotate" in capsys.readouterr().out


def test_a_word_that_is_neither_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", "chek", "--lang", "en"]) == 2
    assert "did you mean “check”?" in capsys.readouterr().out
