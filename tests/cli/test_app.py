"""The command line itself: what is wrong in it is told to people and to programs alike."""

from __future__ import annotations

import json

import pytest

from congvan.cli import app

WRONG = {
    "unknown option": ["--bogus"],
    "unknown choice": ["--edition", "x"],
    "missing word": ["number"],
    "missing file": ["check"],
    "processes below none": ["-j", "-1"],
    "processes in words": ["check", "x.pdf", "-j", "hai"],
    "processes beyond count": ["-j", "99999999"],
}


@pytest.mark.parametrize("words", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("asked", [["--format", "json"], ["--format=json"]])
def test_a_wrong_command_line_is_one_object_too(
    words: list[str], asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        app.main([*words, *asked])
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert ended.value.code == told["exit_code"] == 2
    assert [problem["code"] for problem in told["problems"]] == ["usage-words"]
    assert told["problems"][0]["hint"]
    assert said.err == ""


def test_a_wrong_command_line_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        app.main(["--bogus"])
    said = capsys.readouterr()
    assert ended.value.code == 2
    assert "--bogus" in said.err
    assert "--help" in said.err
    assert said.out == ""
