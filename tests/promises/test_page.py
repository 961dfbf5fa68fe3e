"""docs/promises.md says what the tests say."""

from __future__ import annotations

import importlib.util
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
    """docs/promises.md is what tools/promises.py makes of these tests and figures: `make promises-page`."""
    assert (HOME / "docs/promises.md").read_text("utf-8") == tool().page(), "type: make promises-page"


def test_every_promise_has_a_text() -> None:
    for promise, text, test in tool().tests_of(HOME / "tests/promises"):
        assert len(text) > 30, (promise, test)
