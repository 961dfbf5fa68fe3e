"""The documentation as a site: its navigation, and its search in a Chromium that reads files alone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.acceptance.browser.devtools import Chromium
from tests.sample_project import HOME
from tools import docs_site

SITE = HOME / "dist/docs"
SHADOWS = "[...document.querySelectorAll('*')].map(each => each.shadowRoot).filter(each => each)"


def test_every_page_of_the_lists_is_in_the_navigation() -> None:
    vietnamese, english = docs_site.navigation()
    shown = docs_site.toml(vietnamese)
    for page in (HOME / "docs/vi").glob("*.md"):
        assert f'"docs/vi/{page.name}"' in shown
    shown = docs_site.toml(english)
    listed = re.findall(r"^- \[[^\]]+\]\(([\w-]+\.md)\)", (HOME / "docs/README.md").read_text("utf-8"), re.MULTILINE)
    assert len(listed) > 20
    for name in listed:
        assert f'"docs/{name}"' in shown


def test_the_navigation_is_toml() -> None:
    assert (
        docs_site.toml([{"Tiếng “Việt”": [{'a "b"': "x.md"}]}]) == '[{ "Tiếng “Việt”" = [{ "a \\"b\\"" = "x.md" }] }]'
    )


@pytest.mark.full("Chromium")
def test_the_search_finds_words_without_a_network(tmp_path: Path) -> None:
    """`make test-full` has built the site before."""
    if not SITE.is_dir():
        pytest.skip("make docs builds the site")
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    chromium = Chromium(program, tmp_path / "profile")
    try:
        chromium.call("Page.navigate", url=(SITE / "docs/vi/page.html").as_uri())
        chromium.until(lambda: chromium.js("document.readyState") == "complete")
        chromium.js("document.querySelector('.md-search__button').click()")
        chromium.until(lambda: chromium.js(f"{SHADOWS}.some(each => each.activeElement)"))
        for letter in "phong bì":
            chromium.key(letter)
        chromium.until(lambda: "Phong bì, thông báo" in chromium.js(f"{SHADOWS}.map(each => each.textContent).join()"))
        assert chromium.errors == []  # nothing was asked of another site
    finally:
        chromium.close()
