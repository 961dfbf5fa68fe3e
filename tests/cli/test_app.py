"""The command line itself: what is wrong in it is told to people and to programs alike."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from congvan.cli import app

HOME = Path(__file__).resolve().parents[2]
PROJECT = {"vi": "language: vi\n", "en": "language: en\n", "": "name: Sở Mẫu\n"}


@pytest.mark.parametrize(
    ("option", "variable", "project", "locale", "language"),
    [
        ("", "", "", "C.UTF-8", "en"),
        ("", "", "", "vi_VN.UTF-8", "vi"),
        ("", "", "vi", "C.UTF-8", "vi"),
        ("", "en", "vi", "vi_VN.UTF-8", "en"),
        ("vi", "en", "en", "C.UTF-8", "vi"),
        ("", "tlh", "en", "vi_VN.UTF-8", "en"),
    ],
)
def test_the_language_is_that_of_option_variable_project_locale(  # the first of them that states one
    option: str,
    variable: str,
    project: str,
    locale: str,
    language: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/agency.yaml").write_text(PROJECT[project], "utf-8")
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.setenv("CONGVAN_LANG", variable)
    monkeypatch.chdir(tmp_path)
    assert app.language_of(["--lang", option] if option else []) == language
    monkeypatch.chdir(tmp_path.parent)
    assert app.language_of(["--root", str(tmp_path), *(["--lang", option] if option else [])]) == language


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
    assert [problem["code"] for problem in told["problems"]] == ["usage-arguments"]
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


@pytest.mark.parametrize(
    ("words", "usage"),
    [
        (["--help"], "build.py ["),
        (["-h", "letter"], "build.py ["),
        (["verify", "--help"], "build.py verify"),
        (["--root", "check", "--help", "verify"], "build.py verify"),
    ],
)
def test_help_is_of_the_command_that_is_named(words: list[str], usage: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        app.main([*words, "--lang", "en"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: {usage}")


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ([], "build"),
        (["letter", "--only", "docx"], "build"),
        (["--root", "check", "-q"], "build"),
        (["--root", "check", "verify"], "verify"),
        (["verify", "--root", "check"], "verify"),
        (["--format", "sarif", "check", "verify"], "check"),
        (["--dispatch", "check", "letter"], "build"),
    ],
)
def test_the_first_word_names_the_command_and_options_stand_on_either_side(words: list[str], command: str) -> None:
    args = app.parse(words)
    assert args.command == command
    assert args.root == ("check" if "--root" in words else None)


def test_words_stand_on_either_side_of_an_option() -> None:
    args = app.parse(["template", "check", "--document", "letter", "a.docx"])
    assert (args.what, args.target, args.document) == ("check", "a.docx", "letter")


def test_a_way_to_report_is_of_the_command_wherever_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--format", "sarif", "verify"], ["verify", "--format", "sarif"]):
        with pytest.raises(SystemExit):
            app.parse(words)
        assert "sarif" in capsys.readouterr().err


def test_commands_validate_without_plugins() -> None:
    program = (
        "import sys\nfrom congvan.cli import app\napp.validate_without_plugins()\nimport pydantic\n"
        "print(pydantic.TypeAdapter(int).validate_python('7'), 'importlib.metadata' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=HOME, capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr) == ("7 False\n", "")
