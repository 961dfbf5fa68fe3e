"""The pages of promises say what the tests say."""

from __future__ import annotations

import re

from tests.sample_project import HOME
from tools import promises


def test_the_page_is_fresh() -> None:
    """README.md and mutants.md are what tools/promises.py makes of these tests and figures: `make promises-page`."""
    assert promises.PAGE.read_text("utf-8") == promises.page(), "type: make promises-page"
    assert promises.MUTANTS.read_text("utf-8") == promises.mutants(), "type: make promises-page"


def test_the_page_to_read_names_every_promise_and_no_other() -> None:
    """docs/promises.md, which is written by hand: A1 or a span of them, A1–A4."""
    named = set()
    for letter, first, last in re.findall(
        r"\b([A-K])(\d+)(?:–\1(\d+))?\b", (HOME / "docs/promises.md").read_text("utf-8")
    ):
        named |= {f"{letter}{number}" for number in range(int(first), int(last or first) + 1)}
    assert named == {promise for promise, _text, _test in promises.tests_of(promises.TESTS)}


def test_every_promise_has_a_text() -> None:
    for promise, text, test in promises.tests_of(promises.TESTS):
        assert len(text) > 30, (promise, test)
