"""What says which version this is says the same; what a contributor finds here is there."""

from __future__ import annotations

import re
import tomllib

import yaml

from congvan import __version__
from tests.sample_project import HOME

CHANGELOG = (HOME / "CHANGELOG.md").read_text("utf-8")


def sections() -> dict[str, str]:
    """Heading → text of every section of the changelog, newest first."""
    parts = re.split(r"^## \[(.+?)\].*\n", CHANGELOG, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_version_is_the_newest_of_the_changelog_and_that_of_the_wheel() -> None:
    assert list(sections())[:2] == ["Unreleased", __version__]
    assert set(re.findall(r"congvan-(\d[\d.]*)-py3", (HOME / "docs/requirements.md").read_text("utf-8"))) == {
        __version__
    }
    assert "version" in tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]["dynamic"]


def test_the_notes_are_read_in_two_minutes() -> None:
    """At 200 words a minute."""
    assert re.search(rf"^## \[{re.escape(__version__)}\] – \d{{4}}-\d\d-\d\d$", CHANGELOG, re.MULTILINE)
    assert len(sections()[__version__].split()) <= 450


def test_each_python_is_tested_and_named() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]
    named = [line.rpartition(" ")[2] for line in project["classifiers"] if re.search(r":: 3\.\d+$", line)]
    workflow = yaml.safe_load((HOME / ".github/workflows/test.yml").read_text("utf-8"))
    job = workflow["jobs"]["test"]
    assert job["strategy"]["matrix"]["python"] == named == ["3.11", "3.12", "3.13", "3.14"]
    steps = [step["run"] for step in job["steps"] if "run" in step]
    assert steps == ["make test", "make lint"]


def test_the_hooks_before_a_commit_run_what_lint_runs() -> None:
    [local] = yaml.safe_load((HOME / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert local["repo"] == "local"
    entries = {hook["entry"].split()[0] for hook in local["hooks"]}
    assert entries == {f".venv/bin/{tool}" for tool in ("ruff", "mypy", "lint-imports")}
