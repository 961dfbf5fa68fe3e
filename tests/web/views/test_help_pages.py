"""“Trợ giúp”: every page of the manual, its links and pictures."""

from __future__ import annotations

import re

import pytest

from congvan.core.manual import TOPICS
from tests.web.client import Browser

BODY = re.compile(r"<article.*?</article>", re.DOTALL)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_page_is_shown_and_all_that_it_names_is_there(browser: Browser, topic: str) -> None:
    shown = browser.get(f"/tro-giup/{topic}").text
    [body] = BODY.findall(shown)
    assert "<h2" in body or topic in ("glossary", "commands")
    for target in re.findall(r'(?:href|src)="([^"]+)"', body):
        path, _, anchor = target.partition("#")
        there = browser.get(path) if path else None
        assert there is None or there.status_code == 200, target
        text = shown if there is None else there.text
        translated = topic == "templates" and path  # it names anchors of the English pages; a browser shows their head
        assert translated or not anchor or f'id="{anchor}"' in text, target
    assert "](" not in body, "a link is left as it is written"


def test_a_page_that_the_manual_does_not_have(browser: Browser) -> None:
    assert browser.get("/tro-giup/rules").status_code == 404
    assert browser.get("/hinh-tro-giup/..%2Fpage.md").status_code == 404
