"""tools/mutants-explained.toml speaks of code that is there: an explanation goes with the lines that it explains."""

from __future__ import annotations

import tomllib

import pytest

from tests.sample_project import HOME

EXPLAINED = tomllib.loads((HOME / "tools/mutants-explained.toml").read_text("utf-8"))["same"]


@pytest.mark.parametrize("entry", EXPLAINED, ids=lambda entry: f"{entry['module']}: {entry['why'][:40]}")
def test_what_is_explained_is_there(entry: dict[str, str]) -> None:
    code = " ".join(line.strip() for line in (HOME / entry["module"]).read_text("utf-8").splitlines())
    assert len(entry["why"]) > 20
    for change in entry["changes"]:
        function, _, lines = change.partition(": ")
        assert f"def {function.rpartition('.')[2]}(" in code
        assert lines.split(" → ")[0] in code, change
