"""The manual: pages of docs/ that `congvan help` prints and the clerk's page shows under “Trợ giúp”.

A wheel holds them in `congvan/docs` (pyproject.toml, force-include); a checkout has them in `docs/`.
"""

from __future__ import annotations

import re
from pathlib import Path

TOPICS = ("page", "kinds", "templates", "returns", "glossary", "data", "new-document", "commands")
"""Names of the pages, in the order in which they are listed: the clerk's first. `docs/<topic>.md` is in English, and
`docs/vi/<topic>.md` in Vietnamese; a page without the latter is in Vietnamese itself.
"""

_OTHER_LANGUAGE = re.compile(r" ?\[(?:English|Tiếng Việt)\]\([^)]*\)(?: · )?")
"""The link of a page to the same page in the other language: the language is chosen for all pages."""


def folder() -> Path:
    """Return the folder with the pages and, in `img`, their pictures."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "docs"
    return inside if inside.is_dir() else package.parent / "docs"


def page(topic: str, language: str) -> str:
    """Return a page of TOPICS as Markdown, in “vi” or “en”."""
    translated = folder() / "vi" / f"{topic}.md"
    path = translated if language == "vi" and translated.is_file() else folder() / f"{topic}.md"
    return _OTHER_LANGUAGE.sub("", path.read_text("utf-8"), count=1)


def title(topic: str, language: str) -> str:
    """Return the heading of a page."""
    return page(topic, language).partition("\n")[0].lstrip("# ")
