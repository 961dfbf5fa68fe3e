"""The manual's pages are in the wheel under the names under which the code looks for them."""

from __future__ import annotations

import tomllib
from pathlib import Path

from congvan.core import manual

HOME = Path(__file__).resolve().parents[2]


def test_the_wheel_holds_what_the_checkout_has() -> None:
    settings = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))
    included = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert manual.folder() == HOME / "docs"
    for topic in manual.TOPICS:
        assert included[f"docs/{topic}.md"] == f"congvan/docs/{topic}.md"
        assert manual.title(topic, "vi") != ""
    assert included["docs/vi"] == "congvan/docs/vi"
    assert included["docs/img"] == "congvan/docs/img"
