"""A page as a reader finds it: its elements and its text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import unquote


class Page(HTMLParser):
    """Tags, links and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"[ \n\t]+", " ", " ".join(self.words))

    def all(self, tag: str, **attrs: str) -> list[dict[str, str | None]]:
        wanted = attrs.items()
        return [found for name, found in self.tags if name == tag and all(found.get(k) == v for k, v in wanted)]

    def links(self) -> set[str]:
        return {unquote(a["href"] or "") for a in self.all("a") if not (a["href"] or "").startswith("#")}
