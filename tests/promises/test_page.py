"""The pages of promises say what the tests say."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType

from project import HOME


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("promises_page", HOME / "tools/promises.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_fresh() -> None:
    """README.md and mutants.md are what tools/promises.py makes of these tests and figures: `make promises-page`."""
    made = tool()
    assert made.PAGE.read_text("utf-8") == made.page(), "type: make promises-page"
    assert made.MUTANTS.read_text("utf-8") == made.mutants(), "type: make promises-page"


def test_the_page_to_read_names_every_promise_and_no_other() -> None:
    """docs/promises.md, which is written by hand: A1 or a span of them, A1–A4."""
    named = set()
    for letter, first, last in re.findall(
        r"\b([A-K])(\d+)(?:–\1(\d+))?\b", (HOME / "docs/promises.md").read_text("utf-8")
    ):
        named |= {f"{letter}{number}" for number in range(int(first), int(last or first) + 1)}
    assert named == {promise for promise, _text, _test in tool().tests_of(HOME / "tests/promises")}


def test_every_promise_has_a_text() -> None:
    for promise, text, test in tool().tests_of(HOME / "tests/promises"):
        assert len(text) > 30, (promise, test)
